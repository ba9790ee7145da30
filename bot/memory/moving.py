"""Moving a memory from SQLite's file into PostgreSQL, whole or not at all."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, insert, select, text

from bot.memory.file import File
from bot.memory.migrations import upgrade
from bot.memory.server import engine_of, make_way
from bot.memory.tables import metadata

TOGETHER = 1000  # rows that are copied at once


class NotMoved(Exception):  # noqa: N818 - it is what became of the wish
    """Nothing was moved; its text is one line that says why."""


def move(file: Path, url: str) -> dict[str, int]:
    """Copy all that a file holds into the PostgreSQL of a URL; how many rows each table has now.

    The file stays as it is, also one that an earlier Nudge has written.

    Raises:
        NotMoved: the file is in use or is none, or there is something in PostgreSQL already.
        sqlalchemy.exc.DBAPIError: PostgreSQL cannot be reached, or refuses something.
        alembic.util.CommandError: a later version of Nudge has written one of the two.
    """
    target = engine_of(url).execution_options(isolation_level="READ COMMITTED")
    try:
        with _of_today(file) as source, target.begin() as connection:
            make_way(connection)
            upgrade(connection)
            _claim(connection)
            return {name: _copy(name, source, connection) for name in metadata.tables}
    finally:
        target.dispose()


@contextmanager
def _of_today(file: Path) -> Iterator[Connection]:
    """A copy of the file with today's tables; until the end nobody else can open the file."""
    with tempfile.TemporaryDirectory(prefix="nudge-") as folder:
        copy = Path(folder) / "nudge.db"
        with _held(file) as held:
            held.execute("VACUUM INTO ?", (str(copy),))
            today = File(f"sqlite:///{copy}")
            today.migrate()
            today.close()
            engine = create_engine(f"sqlite:///{copy}", hide_parameters=True)
            with engine.connect() as connection:
                yield connection
            engine.dispose()


@contextmanager
def _held(file: Path) -> Iterator[sqlite3.Connection]:
    try:
        # `rw` does not make a database where there is none.
        held = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=0)
    except sqlite3.Error as error:
        raise _not_moved(file, error) from None
    with closing(held):
        try:
            held.execute("PRAGMA locking_mode = EXCLUSIVE")
            held.execute("SELECT count(*) FROM alembic_version")
        except sqlite3.Error as error:
            raise _not_moved(file, error) from None
        yield held


def _not_moved(file: Path, error: sqlite3.Error) -> NotMoved:
    reasons = {
        "SQLITE_BUSY": "it is in use; stop Nudge first",
        "SQLITE_CANTOPEN": "there is no such file, or it cannot be opened",
        "SQLITE_NOTADB": "this is no database of SQLite",
        "SQLITE_ERROR": "Nudge has not written this",
    }
    return NotMoved(f"{file}: {reasons.get(error.sqlite_errorname, error)}")


def _claim(target: Connection) -> None:
    """Whoever writes there meanwhile waits; what was written there before stays."""
    target.execute(text(f"LOCK TABLE {', '.join(metadata.tables)} IN EXCLUSIVE MODE"))
    for name, table in metadata.tables.items():
        if target.execute(select(func.count()).select_from(table)).scalar():
            message = f"memory.url: there is something in its table “{name}” already"
            raise NotMoved(message)


def _copy(name: str, source: Connection, target: Connection) -> int:
    table, copied = metadata.tables[name], 0
    found = source.execution_options(yield_per=TOGETHER).execute(select(table))
    for rows in found.mappings().partitions():
        target.execute(insert(table), [dict(row) for row in rows])
        copied += len(rows)
    if (numbered := table.autoincrement_column) is not None:
        # PostgreSQL goes on behind the last number; in a table without any it begins at 1.
        last = select(func.max(numbered)).scalar_subquery()
        target.execute(select(func.setval(func.pg_get_serial_sequence(name, numbered.name), last)))
    return copied
