"""The open database: who may read, who may write, and how it comes up to date."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

# WAL: readers and the writer do not wait for each other.
# FULL: a commit that has returned survives the loss of power, not only of the process.
PRAGMAS = (
    "busy_timeout = 10000",  # milliseconds; another process may be writing
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",  # what was deleted is overwritten: an update's text, a learner's words
)


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator["Database"]:
    """The database of a URL with today's tables; every connection is closed at the end."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    # None: Python's driver begins no transactions of its own; `_begin` does.
    arguments = {"isolation_level": None} if is_sqlite else {}
    engine = create_async_engine(url, connect_args=arguments, pool_size=5, max_overflow=0)
    if is_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
    database = Database(engine)
    try:
        async with database.write() as connection:
            await connection.run_sync(_migrate)
        yield database
    finally:
        await engine.dispose()


class Database:
    def __init__(self, engine: AsyncEngine) -> None:
        self._reading = engine
        self._writing = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._pen = asyncio.Lock()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A view of one moment; it waits for no writer and no writer waits for it."""
        async with self._reading.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: all of it is on disk at the end, or nothing after an exception.

        SQLite has one writer at a time; writers of this process queue here, in order, rather than
        at the file, where they would poll and in the end fail.
        """
        async with self._pen, self._writing.begin() as connection:
            yield connection

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that may say what happens on conflict, which both databases write alike."""
        if self._reading.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: one that reads first and then writes can find that another
    # process has written in between, and that no waiting helps.
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(files(__package__).joinpath("migrations")))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
