"""A database with the queue's tables, and updates to store in it."""

import psycopg
import pytest
from psycopg.rows import namedtuple_row
from updates import update

from bot.fleet.patience import address
from bot.fleet.queue import Queue
from bot.fleet.tables import _prepare
from bot.memory import open_memory
from bot.memory.tables import metadata

USED = (*metadata.tables, "procrastinate_jobs", "procrastinate_workers")


@pytest.fixture(scope="session")
def url_of_session(postgres):
    url = postgres.make()
    _prepare(address(url))
    yield url
    postgres.drop(url)


@pytest.fixture
def queue_url(url_of_session):
    """A database with the queue's tables: what a test stores in it, it finds alone."""
    yield url_of_session
    with psycopg.connect(url_of_session) as connection:
        connection.execute(f"TRUNCATE {', '.join(USED)} RESTART IDENTITY CASCADE")


@pytest.fixture
async def memory(queue_url):
    async with open_memory(queue_url) as memory:
        yield memory


@pytest.fixture
def queue(memory):
    return Queue(memory.database, memory.inbox)


@pytest.fixture
def store(queue):
    """Stores an update, given as `updates.update` takes it."""

    async def stored(number, **kind):
        body = update(number, **kind)
        return await queue.store(*body)

    return stored


@pytest.fixture
def sql(queue_url):
    """Behind everybody's back: rows, by name."""
    with psycopg.connect(queue_url, autocommit=True, row_factory=namedtuple_row) as connection:

        def run(statement, *values):
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

        yield run
