"""Of several machines one is elected, and where it is gone another one is."""

import asyncio
from contextlib import asynccontextmanager
from functools import partial

import pytest

from bot.fleet import elected as election
from bot.fleet.elected import elected

OFFICE = 7


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(election, "LOOK", 0.02)


class Candidates:
    """Two, who would both do the work.

    Attributes:
        elections: whoever comes to work is put here.
        at_work: who works now.
    """

    def __init__(self, url):
        self.elections = asyncio.Queue()
        self.at_work = set()
        self.running = {
            name: asyncio.create_task(elected(url, OFFICE, partial(self._work, name)))
            for name in ("one", "two")
        }

    async def _work(self, name):
        self.at_work.add(name)
        self.elections.put_nowait(name)
        try:
            await asyncio.Event().wait()
        finally:
            self.at_work.remove(name)

    async def leave(self, name):
        self.running[name].cancel()
        await asyncio.gather(self.running[name], return_exceptions=True)


@asynccontextmanager
async def candidates(url):
    both = Candidates(url)
    try:
        async with asyncio.timeout(60):
            yield both
    finally:
        for name in both.running:
            await both.leave(name)


async def test_one_works_and_the_other_takes_over_when_it_goes(queue_url):
    async with candidates(queue_url) as both:
        first = await both.elections.get()
        assert both.at_work == {first}
        await both.leave(first)
        other = await both.elections.get()
        assert other != first
        assert both.at_work == {other}


async def test_who_loses_its_connection_stops_and_one_of_them_is_elected_anew(queue_url, sql):
    async with candidates(queue_url) as both:
        await both.elections.get()
        sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON oid = database"
            " WHERE locktype = 'advisory' AND datname = current_database()"
        )
        again = await both.elections.get()
        assert again in both.at_work
        assert both.elections.empty()


async def test_what_the_work_raises_is_raised(queue_url):
    async def fail():
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - it is this one
        await elected(queue_url, OFFICE, fail)


async def test_an_absence_is_told_once_and_in_one_line(monkeypatch, caplog):
    tried, connect = asyncio.Queue(), election.psycopg.AsyncConnection.connect

    async def counted(*given, **more):
        tried.put_nowait(given)
        return await connect(*given, **more)

    monkeypatch.setattr(election.psycopg.AsyncConnection, "connect", counted)
    nowhere = "postgresql://nobody@/none?host=/nonexistent"
    waiting = asyncio.create_task(elected(nowhere, OFFICE, asyncio.Event().wait))
    async with asyncio.timeout(60):
        for _ in range(4):
            await tried.get()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    [line] = caplog.messages
    assert line.startswith("PostgreSQL is away")
    assert "\n" not in line
