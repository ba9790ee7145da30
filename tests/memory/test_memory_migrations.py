"""The steps of the migrations lead to the tables."""

import sqlite3

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import create_engine

from bot.memory import open_memory
from bot.memory.tables import metadata


async def test_an_empty_file_comes_up_to_the_tables(url, tmp_path):
    async with open_memory(url):
        pass
    engine = create_engine(f"sqlite:///{tmp_path / 'nudge.db'}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


async def test_a_database_of_a_later_version_is_refused_and_left_alone(url, tmp_path):
    async with open_memory(url) as memory:
        await memory.pictures.keep("one", "file")
    with sqlite3.connect(tmp_path / "nudge.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'later'")
    database.close()
    with pytest.raises(CommandError, match="later"):
        async with open_memory(url):
            pass
    with sqlite3.connect(tmp_path / "nudge.db") as database:
        assert database.execute("SELECT * FROM pictures").fetchall() == [("one", "file")]
    database.close()
