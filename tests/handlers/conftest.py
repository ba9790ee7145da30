"""The real Application against the local Bot API server, over HTTP; one pool of workers for all."""

import asyncio
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
import trial
from harness import Harness

from bot.memory import open_memory
from bot.tutor.turn import rehearse
from bot.workers import Limits, Workers
from handlers import Desk, application, serve

# One event loop and one process for all tests here, so that the workers start once; each module
# says the same of its tests.
fixture = pytest_asyncio.fixture(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def workers():
    async with Workers(Limits(count=2), warm=rehearse) as pool:
        yield pool


@fixture
async def telegram():
    async with Harness() as harness:
        yield harness


@pytest.fixture
def url(tmp_path):
    return f"sqlite+aiosqlite:///{tmp_path / 'nudge.db'}"


@fixture
async def memory(url):
    async with open_memory(url) as memory:
        yield memory


@pytest.fixture
def desk(workers, memory):
    return Desk(workers, memory, turn=trial.turn)


@asynccontextmanager
async def serving(telegram, desk):
    """The bot, from its start to its clean end."""
    stop = asyncio.Event()
    app = application(desk, token=telegram.token, base_url=telegram.base_url)
    running = asyncio.create_task(serve(app, stop))
    try:
        yield app
    finally:
        stop.set()
        await running


@fixture
async def bot(telegram, desk):
    async with serving(telegram, desk) as app:
        yield app
