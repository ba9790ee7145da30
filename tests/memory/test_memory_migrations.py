"""The steps of the migrations lead to the tables."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError

from bot.memory import open_memory
from bot.memory.tables import metadata


async def test_an_empty_database_comes_up_to_the_tables(empty_url, sql_of_empty):
    async with open_memory(empty_url):
        pass
    with sql_of_empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


async def test_a_database_of_a_later_version_is_refused_and_left_alone(url, sql):
    async with open_memory(url) as memory:
        await memory.pictures.keep("one", "file")
    sql("UPDATE alembic_version SET version_num = 'later'")
    with pytest.raises(CommandError, match="later"):
        async with open_memory(url):
            pass
    assert sql("SELECT * FROM pictures") == [("one", "file")]
