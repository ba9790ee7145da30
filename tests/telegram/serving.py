"""A bot that listens to the harness: in this loop to its clean end, or the program itself."""

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import replace

from handlers import application, serve
from handlers.recent import Recent

LATE = 120.0  # seconds, for the program's start on a busy machine

# It waits for each message's answer, for however long: else, on a busy machine, more than one may
# be on its way when it is killed.
UNHURRIED = """
from bot.__main__ import main
from handlers import pace

pace.SHORTEST = pace.LONGEST_PATIENCE = 60
main()
"""


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


@asynccontextmanager
async def nudge(telegram, url, folder):
    """The program itself, as an operator starts it; killed at the end, if it still lives."""
    ours = {
        "NUDGE_TOKEN": telegram.token,
        "NUDGE_TELEGRAM__BASE_URL": telegram.base_url,
        "NUDGE_MEMORY__URL": url,
    }
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", UNHURRIED),
            env=os.environ | ours,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
