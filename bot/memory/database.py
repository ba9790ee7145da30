"""The open database: how it comes up to date, how it is read, how it is written."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Executable, Row, Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
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

# At levels below WARNING these log each statement, and at DEBUG what learners wrote.
TALKATIVE = ("aiosqlite", "sqlalchemy")


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator["Database"]:
    """The database of a URL with today's tables; every connection is closed at the end."""
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_async_engine(
        url,
        # None: the driver begins no transactions by itself, so none is left to roll back either.
        connect_args={"isolation_level": None} if is_sqlite else {},
        pool_reset_on_return=None if is_sqlite else "rollback",
        pool_size=5,
        max_overflow=0,
        hide_parameters=True,
    )
    if is_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
    try:
        async with engine.connect() as connection:
            await connection.execution_options(begin="BEGIN IMMEDIATE")
            async with connection.begin():
                await connection.run_sync(_migrate)
        yield Database(engine)
    finally:
        await engine.dispose()


class Database:
    """Statements one by one: each is atomic, and on disk when it has returned."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._pen = asyncio.Lock()

    async def read(self, statement: Executable) -> Sequence[Row[Any]]:
        """The rows of a SELECT; it waits for no writer and no writer waits for it."""
        async with self._engine.connect() as connection:
            return (await connection.execute(statement)).all()

    async def write(self, statement: Executable) -> Sequence[Row[Any]]:
        """What the statement says to return, or nothing.

        SQLite has one writer at a time; writers of this process queue here, in order, rather than
        at the file, where they would poll and in the end fail.
        """
        async with self._pen, self._engine.begin() as connection:
            result = await connection.execute(statement)
            return result.all() if result.returns_rows else []

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that may say what happens on conflict, which both databases write alike."""
        if self._engine.dialect.name == "postgresql":
            return postgresql.insert(table)
        return sqlite.insert(table)


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A statement by itself is a transaction to SQLite: saying so costs a third of a write's time.
    if begin := connection.get_execution_options().get("begin"):
        connection.exec_driver_sql(begin)


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", f"{__package__}:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
