"""The open database: how it comes up to date, how it is read, how it is written."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Row, Table, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.memory.migrations import upgrade

PATIENCE = 5000  # milliseconds that a write waits for another program's
BACK_OFF = 10.0  # seconds in which none is tried after one has waited in vain

# WAL: readers and the writer do not wait for each other.
# FULL: a commit that has returned survives the loss of power, not only of the process.
PRAGMAS = (
    f"busy_timeout = {PATIENCE}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",  # what was deleted is overwritten: an update's text, a learner's words
)

Values = Mapping[str, Any]
Rows = Sequence[Row[Any]]


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator["Database"]:
    """The SQLite file of a URL with today's tables; every connection is closed at the end.

    Whichever driver the URL names, it is the standard library's, in threads of ours.
    """
    # At levels below WARNING it logs each statement, and at DEBUG what learners wrote.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    engine = create_engine(
        make_url(url).set(drivername="sqlite"),
        # None: the driver begins no transactions by itself, so none is left to roll back either.
        connect_args={"isolation_level": None},
        pool_reset_on_return=None,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    database = Database(engine)
    try:
        await database.migrate()
        yield database
    finally:
        await database.close()


@dataclass(frozen=True, eq=False)
class _Write:
    statement: Executable
    values: Values
    done: "asyncio.Future[Rows]"


class Database:
    """Statements one by one: each is atomic, and on disk when it has returned.

    One thread reads and one writes, for a hop into a thread costs more than a statement. SQLite
    has one writer at a time, and a commit waits for the disk: what is to be written meanwhile is
    committed together, in order.
    A statement that is made once and given its `values` costs a fraction of one made anew.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._together = engine.execution_options(begin="BEGIN IMMEDIATE")
        self._loop = asyncio.get_running_loop()
        self._reader = ThreadPoolExecutor(1)
        self._writer = ThreadPoolExecutor(1)
        self._waiting: list[_Write] = []
        self._writing: asyncio.Task[None] | None = None
        self._locked: tuple[Exception, float] | None = None  # until then, by time.monotonic

    async def read(self, statement: Executable, values: Values | None = None) -> Rows:
        """The rows of a SELECT; it waits for no writer and no writer waits for it."""
        return await self._loop.run_in_executor(self._reader, self._read, statement, values or {})

    async def write(self, statement: Executable, values: Values | None = None) -> Rows:
        """What the statement says to return, or nothing."""
        write = _Write(statement, values or {}, self._loop.create_future())
        self._waiting.append(write)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        try:
            return await asyncio.shield(write.done)
        except asyncio.CancelledError:
            # Nobody must read what was before while this may still be written.
            if write in self._waiting:
                self._waiting.remove(write)
            else:
                await asyncio.wait({write.done})
            raise

    def insert(self, table: Table) -> sqlite.Insert:
        """An INSERT that may say what happens on conflict."""
        return sqlite.insert(table)

    async def migrate(self) -> None:
        await self._loop.run_in_executor(self._writer, self._migrate)

    async def close(self) -> None:
        """Write what waits, and close."""
        if self._writing:
            await self._writing
        self._writer.shutdown()
        self._reader.shutdown()
        self._engine.dispose()

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            outcomes = await self._loop.run_in_executor(self._writer, self._commit, batch)
            for write, outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    write.done.set_exception(outcome)
                else:
                    write.done.set_result(outcome)
        self._writing = None

    def _commit(self, batch: list[_Write]) -> list[Rows | Exception]:
        """In the writer's thread: all together, or where one of them fails each by itself.

        Where another program holds the file for too long, nobody waits for it a second time.
        """
        if self._locked and time.monotonic() < self._locked[1]:
            return [self._locked[0] for _ in batch]
        engine = self._together if len(batch) > 1 else self._engine
        try:
            with engine.begin() as connection:
                return [_rows(connection, each.statement, each.values) for each in batch]
        except Exception as error:  # noqa: BLE001 - it is raised again where it was to be written
            if _is_locked(error):
                self._locked = error, time.monotonic() + BACK_OFF
                return [error for _ in batch]
            if len(batch) == 1:
                return [error]
            return [outcome for each in batch for outcome in self._commit([each])]

    def _read(self, statement: Executable, values: Values) -> Rows:
        with self._engine.connect() as connection:
            return _rows(connection, statement, values)

    def _migrate(self) -> None:
        with self._together.begin() as connection:
            upgrade(connection)


def _rows(connection: Connection, statement: Executable, values: Values) -> Rows:
    result = connection.execute(statement, values)
    return result.all() if result.returns_rows else []


def _is_locked(error: Exception) -> bool:
    return getattr(getattr(error, "orig", None), "sqlite_errorname", "") == "SQLITE_BUSY"


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # A statement by itself is a transaction to SQLite: saying so costs a third of a write's time.
    if begin := connection.get_execution_options().get("begin"):
        connection.exec_driver_sql(begin)
