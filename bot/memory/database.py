"""The open database: what is read, and what is written together."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Executable, Row, Table
from sqlalchemy.dialects import postgresql, sqlite

Values = Mapping[str, Any]
Rows = Sequence[Row[Any]]
Insert = sqlite.Insert | postgresql.Insert


@dataclass(eq=False)
class Write:
    """A statement that waits to be written.

    Attributes:
        again: whether it may be written once more where nobody knows if it was.
    """

    statement: Executable
    values: Values
    again: bool
    done: "asyncio.Future[Rows]"


class Engine(Protocol):
    """What runs the statements, in threads: SQLite's file, or a server of PostgreSQL.

    Attributes:
        readers: how many threads read; one writes.
        shared: whether other processes, on other machines, write to the same tables.
    """

    readers: int
    shared: bool

    def insert(self, table: Table) -> Insert:
        """An INSERT that may say what happens on conflict."""

    def read(self, statement: Executable, values: Values) -> Rows:
        """The rows of a SELECT."""

    def commit(self, batch: Sequence[Write]) -> list[Rows | Exception]:
        """Write all together, or where one of them fails each by itself; an outcome for each."""

    def migrate(self) -> None:
        """Bring the tables up to date."""

    def close(self) -> None:
        """Close every connection."""


class Database:
    """Statements one by one: each is atomic, and on disk when it has returned.

    Few threads read and one writes, for a hop into a thread costs more than a statement. A commit
    waits for the disk: what is to be written meanwhile is committed together, in order.
    A statement that is made once and given its `values` costs a fraction of one made anew.

    Attributes:
        shared: whether others write to the same tables: what was read may not be true any more.
    """

    def __init__(self, engine: Engine) -> None:
        self.shared = engine.shared
        self._engine = engine
        self._loop = asyncio.get_running_loop()
        self._reader = ThreadPoolExecutor(engine.readers)
        self._writer = ThreadPoolExecutor(1)
        self._waiting: list[Write] = []
        self._writing: list[Write] = []

    async def read(self, statement: Executable, values: Values | None = None) -> Rows:
        """The rows of a SELECT; it waits for no writer and no writer waits for it."""
        read = self._engine.read
        return await self._loop.run_in_executor(self._reader, read, statement, values or {})

    async def write(
        self, statement: Executable, values: Values | None = None, *, again: bool = True
    ) -> Rows:
        """What the statement says to return, or nothing.

        Args:
            statement: INSERT, UPDATE or DELETE.
            values: of its parameters.
            again: whether it may be written once more where a connection was lost, and with it
                the word that it was written.
        """
        write = Write(statement, values or {}, again, self._loop.create_future())
        self._waiting.append(write)
        self._loop.call_soon(self._write_all)  # with what else is to be written at this moment
        try:
            return await write.done
        except asyncio.CancelledError:
            # Nobody must read what was before while this may still be written.
            if write in self._waiting:
                self._waiting.remove(write)
            elif write in self._writing:
                write.done = self._loop.create_future()
                await asyncio.wait({write.done})
            raise

    def insert(self, table: Table) -> Insert:
        """An INSERT that may say what happens on conflict."""
        return self._engine.insert(table)

    async def migrate(self) -> None:
        await self._loop.run_in_executor(self._writer, self._engine.migrate)

    async def close(self) -> None:
        """Write what waits, and close."""
        while self._waiting or self._writing:
            await self._loop.run_in_executor(self._writer, lambda: None)  # behind the others
        self._writer.shutdown()
        self._reader.shutdown()
        self._engine.close()

    def _write_all(self) -> None:
        if self._waiting and not self._writing:
            self._writing, self._waiting = self._waiting, []
            self._writer.submit(self._commit, self._writing)

    def _commit(self, batch: Sequence[Write]) -> None:
        """In the writer's thread."""
        self._loop.call_soon_threadsafe(self._written, self._engine.commit(batch))

    def _written(self, outcomes: Sequence[Rows | Exception]) -> None:
        batch, self._writing = self._writing, []
        for write, outcome in zip(batch, outcomes, strict=True):
            if write.done.cancelled():
                continue
            if isinstance(outcome, Exception):
                write.done.set_exception(outcome)
            else:
                write.done.set_result(outcome)
        self._write_all()


def rows(connection: Connection, statement: Executable, values: Values) -> Rows:
    """What a statement returns, on a connection of SQLAlchemy's."""
    result = connection.execute(statement, values)
    return result.all() if result.returns_rows else []
