"""SQLite's file, which belongs to one program at a time."""

import sqlite3
import time
from collections import namedtuple
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Executable, NullPool, Table, create_engine, event, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bot.memory.database import Insert, Rows, Values, Write
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

_DIALECT = sqlite.dialect(paramstyle="named")


class File:
    """Whichever driver a URL names, it is the standard library's.

    SQLite has one writer at a time, and more than one reader would only wait for the interpreter.
    """

    readers = 1
    shared = False

    def __init__(self, url: str) -> None:
        self._engine = create_engine(
            make_url(url).set(drivername="sqlite"),
            # None: the driver begins no transactions by itself; a statement alone is one.
            connect_args={"isolation_level": None},
            poolclass=NullPool,
        )
        event.listen(self._engine, "connect", _prepare)
        self._reader, self._writer = _Connection(self._engine), _Connection(self._engine)
        self._locked: tuple[Exception, float] | None = None  # until then, by time.monotonic

    def insert(self, table: Table) -> Insert:
        return sqlite.insert(table)

    def read(self, statement: Executable, values: Values) -> Rows:
        return self._reader.run(statement, values)

    def commit(self, batch: Sequence[Write]) -> list[Rows | Exception]:
        """All together, or where one of them fails each by itself.

        Where another program holds the file for too long, nobody waits for it a second time.
        """
        if self._locked and time.monotonic() < self._locked[1]:
            return [self._locked[0] for _ in batch]
        try:
            return list(self._writer.run_together(batch))
        except Exception as error:  # noqa: BLE001 - it is raised again where it was to be written
            if _is_locked(error):
                self._locked = error, time.monotonic() + BACK_OFF
                return [error for _ in batch]
            if len(batch) == 1:
                return [error]
            return [outcome for each in batch for outcome in self.commit([each])]

    def migrate(self) -> None:
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            upgrade(connection)
            connection.commit()

    def close(self) -> None:
        self._reader.close()
        self._writer.close()


@dataclass
class _Compiled:
    """A statement in SQLite's words.

    Attributes:
        values: what the statement itself says.
        row: makes a row that knows its columns by name, once there was one.
    """

    sql: str
    values: Mapping[str, Any]
    row: Any = None


class _Connection:
    """One thread's connection.

    SQLAlchemy makes statements into SQL here, each once, and the driver runs them: our columns
    hold numbers and texts, which it takes as they are, and the way through SQLAlchemy costs
    five times what SQLite does.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._compiled: WeakKeyDictionary[Executable, _Compiled] = WeakKeyDictionary()

    @cached_property
    def _opened(self) -> PoolProxiedConnection:
        return self._engine.raw_connection()

    @cached_property
    def _driver(self) -> sqlite3.Connection:
        return cast("sqlite3.Connection", self._opened.driver_connection)

    def run(self, statement: Executable, values: Values) -> Rows:
        """What a statement returns; alone, it is on disk then."""
        compiled = self._compiled.get(statement)
        if compiled is None:
            compiled = self._compiled[statement] = _compiled(statement, values)
        names, found = self._execute(compiled.sql, {**compiled.values, **values})
        if compiled.row is None:
            # The names are the statement's.
            compiled.row = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # noqa: PYI024
        return [compiled.row(*each) for each in found]

    def run_together(self, batch: Sequence[Write]) -> Sequence[Rows]:
        """What each returns; all are on disk then, or none is."""
        if len(batch) == 1:
            return [self.run(batch[0].statement, batch[0].values)]
        self._execute("BEGIN IMMEDIATE")
        try:
            outcomes = [self.run(each.statement, each.values) for each in batch]
            self._execute("COMMIT")
        except Exception:
            if self._driver.in_transaction:
                self._execute("ROLLBACK")
            raise
        return outcomes

    def _execute(self, sql: str, values: Values | None = None) -> tuple[list[str], list[Any]]:
        try:
            cursor = self._driver.execute(sql, values or {})
            return [column[0] for column in cursor.description or ()], cursor.fetchall()
        except sqlite3.Error as error:
            raise DBAPIError.instance(sql, None, error, sqlite3.Error) from error

    def close(self) -> None:
        if "_opened" in vars(self):
            self._opened.close()


def _compiled(statement: Executable, values: Values) -> _Compiled:
    compiled = statement.compile(  # type: ignore[attr-defined]
        dialect=_DIALECT,
        column_keys=list(values) or None,
        compile_kwargs={"render_postcompile": True},
    )
    return _Compiled(str(compiled), dict(compiled.params))


def _is_locked(error: Exception) -> bool:
    return getattr(getattr(error, "orig", None), "sqlite_errorname", "") == "SQLITE_BUSY"


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
