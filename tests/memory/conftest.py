"""A memory on a real file, and on a real PostgreSQL: each test has both."""

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.memory import open_memory


class Clock:
    def __init__(self):
        self.seconds = 1_800_000_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_url")
    return f"sqlite:///{tmp_path / 'nudge.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """Where there is no table yet."""
    if request.param == "postgresql":
        return request.getfixturevalue("empty_postgres_url")
    return f"sqlite:///{tmp_path / 'nudge.db'}"


@pytest.fixture
async def memory(url, clock):
    async with open_memory(url, now=clock) as memory:
        yield memory


class Sql:
    """Behind the memory's back: `sql("SELECT 1")` is [(1,)]."""

    def __init__(self, url):
        names = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
        url = make_url(url)
        self.engine = create_engine(url.set(drivername=names[url.get_backend_name()]))

    def __call__(self, statement, **values):
        with self.engine.begin() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []


@pytest.fixture
def sql(url):
    sql = Sql(url)
    yield sql
    sql.engine.dispose()


@pytest.fixture
def sql_of_empty(empty_url):
    sql = Sql(empty_url)
    yield sql
    sql.engine.dispose()
