"""SQLite's file, which belongs to one program at a time."""

import time
from collections.abc import Sequence

from sqlalchemy import Connection, Executable, Table, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.memory.database import Insert, Rows, Values, Write, rows
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


class File:
    """Whichever driver a URL names, it is the standard library's.

    SQLite has one writer at a time, and more than one reader would only wait for the interpreter.
    """

    readers = 1
    shared = False

    def __init__(self, url: str) -> None:
        self._engine = create_engine(
            make_url(url).set(drivername="sqlite"),
            # None: the driver begins no transactions by itself, so none is left to roll back.
            connect_args={"isolation_level": None},
            pool_reset_on_return=None,
            hide_parameters=True,
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        self._together = self._engine.execution_options(begin="BEGIN IMMEDIATE")
        self._locked: tuple[Exception, float] | None = None  # until then, by time.monotonic

    def insert(self, table: Table) -> Insert:
        return sqlite.insert(table)

    def read(self, statement: Executable, values: Values) -> Rows:
        with self._engine.connect() as connection:
            return rows(connection, statement, values)

    def commit(self, batch: Sequence[Write]) -> list[Rows | Exception]:
        """All together, or where one of them fails each by itself.

        Where another program holds the file for too long, nobody waits for it a second time.
        """
        if self._locked and time.monotonic() < self._locked[1]:
            return [self._locked[0] for _ in batch]
        engine = self._together if len(batch) > 1 else self._engine
        try:
            with engine.begin() as connection:
                return [rows(connection, each.statement, each.values) for each in batch]
        except Exception as error:  # noqa: BLE001 - it is raised again where it was to be written
            if _is_locked(error):
                self._locked = error, time.monotonic() + BACK_OFF
                return [error for _ in batch]
            if len(batch) == 1:
                return [error]
            return [outcome for each in batch for outcome in self.commit([each])]

    def migrate(self) -> None:
        with self._together.begin() as connection:
            upgrade(connection)

    def close(self) -> None:
        self._engine.dispose()


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
