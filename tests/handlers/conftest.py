"""The real Application against the local Bot API server, over HTTP.

One server, one bot and one pool of workers serve all tests, each of which plays new people in new
chats; a test that starts, stops or breaks a bot has a server of its own, `alone`.
"""

import pytest
import pytest_asyncio
import trial
from harness import PATIENCE, Harness
from serving import serving
from sqlalchemy import delete

from bot.memory import open_memory
from bot.memory.tables import pictures
from handlers import Desk, inline

# One event loop for all; each module says the same of its tests.
fixture = pytest_asyncio.fixture(loop_scope="session")
shared = pytest_asyncio.fixture(loop_scope="session", scope="session")


@shared
async def memory(tmp_path_factory):
    async with open_memory(_url(tmp_path_factory.mktemp("memory"))) as memory:
        yield memory


@shared
async def server(workers, memory):
    desk = Desk(workers, memory, turn=trial.turn)
    async with Harness() as telegram, serving(telegram, desk):
        yield telegram


@pytest.fixture
def telegram(server):
    """The harness with a bot that listens, new people, and no call or fault of an earlier test."""
    world = server.world
    server.ada = world.person("Ada", "ada", "en")
    server.lin = world.person("Lin", "lin", "zh-hans")
    server.kim = world.person("Kim", "kim", "en")
    server.group = world.gather("Study group", (server.ada, server.lin, server.kim))
    world.privacy, world.mentions_delivered = True, False
    world.guest_pictures = True
    server.faults.clear()
    return server


@fixture
async def unseen(memory):
    """No picture has been sent yet, whatever other tests have asked."""
    await memory.pictures._database.write(delete(pictures))
    memory.pictures.lately.clear()


@pytest.fixture
def unhurried(monkeypatch):
    """Whoever types waits for a new picture for as long as a busy machine needs."""
    monkeypatch.setattr(inline, "IN_TIME", PATIENCE / 2)
    monkeypatch.setattr(inline, "LATE", PATIENCE)


@fixture
async def alone():
    """A harness without a bot."""
    async with Harness() as harness:
        yield harness


@pytest.fixture
def url(tmp_path):
    return _url(tmp_path)


@fixture
async def desk(workers, url):
    """For a bot of one's own."""
    async with open_memory(url) as memory:
        yield Desk(workers, memory, turn=trial.turn)


def _url(folder):
    return f"sqlite:///{folder / 'nudge.db'}"
