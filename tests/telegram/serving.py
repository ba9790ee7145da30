"""A bot that listens to the harness, from its start to its clean end."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

from handlers import application, serve
from handlers.recent import Recent


@asynccontextmanager
async def serving(telegram, desk):
    """A bot, from its start to its clean end; it remembers only what is on disk."""
    stop = asyncio.Event()
    desk = replace(desk, recent=Recent())
    app = application(desk, token=telegram.token, base_url=telegram.base_url)
    running = asyncio.create_task(serve(app, stop))
    try:
        yield app
    finally:
        stop.set()
        await running
