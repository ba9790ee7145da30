"""Several processes over one PostgreSQL: each sees the others' writing, and none stops another."""

import asyncio
import subprocess
import sys
import threading
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import bindparam, insert, text
from sqlalchemy.exc import DBAPIError

from bot.memory import open_memory, server
from bot.memory.tables import pictures
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene, Settings

LINEAR = Request(("3*a",), "a", ("5",))
KEEP = insert(pictures).values(key=bindparam("key"), file_id=bindparam("file_id"))


@pytest.fixture
def url(postgres_url):
    return postgres_url


@pytest.fixture
async def here(url):
    async with open_memory(url) as memory:
        yield memory


@pytest.fixture
async def there(url):
    async with open_memory(url) as memory:
        yield memory


async def test_what_one_writes_the_other_sees_at_once(here, there):
    for number in range(5):
        settings, scene = Settings(nudge=str(number)), Scene(last=Request((str(number),)))
        await here.settings.save(7, settings)
        await here.scenes.save(7, 0, 7, scene)
        await here.pictures.keep("key", f"file {number}")
        await here.chats.mark_gone(7)
        assert await there.settings.load(7) == settings
        assert await there.scenes.load(7, 0, 7) == scene
        assert await there.pictures.find("key") == f"file {number}"
        assert await there.chats.gone(7)
        await there.pictures.forget("key")
        await there.chats.mark_back(7)
        assert await here.pictures.find("key") is None
        assert not await here.chats.gone(7)
    await there.forgetting.learner(7)
    assert await here.scenes.load(7, 0, 7) == Scene()
    assert await here.settings.load(7) == Settings()
    await here.scenes.save(7, 0, 7, Scene(last=LINEAR))
    await there.chats.move(7, 8)
    assert (await here.scenes.load(8, 0, 7)).last == LINEAR


async def test_an_update_that_two_receive_is_new_to_one(here, there):
    stores = (one.inbox.store(5, 1, "text") for one in 10 * [here, there])
    assert sum(await asyncio.gather(*stores)) == 1


STARTS = """
import asyncio, os, sys
from bot.memory import open_memory

async def start(url, name):
    async with open_memory(url) as memory:
        await memory.pictures.keep(name, "file")

children = {}
for name in "abc":
    if (child := os.fork()) == 0:  # what is imported once is there for all
        asyncio.run(start(sys.argv[1], name))
        os._exit(0)
    children[child] = name
sys.exit(sum(os.waitpid(child, 0)[1] for child in children))
"""


async def test_processes_that_start_together_bring_the_tables_up_to_date_once(empty_postgres_url):
    command = [sys.executable, "-c", STARTS, empty_postgres_url]
    await asyncio.to_thread(subprocess.run, command, check=True)
    async with open_memory(empty_postgres_url) as memory:
        assert [await memory.pictures.find(name) for name in "abc"] == 3 * ["file"]


async def test_batches_that_want_the_same_rows_in_another_order_stop_nobody(here, there, sql):
    keys = [str(number) for number in range(30)]
    for number in range(8):
        await asyncio.gather(
            *(here.pictures.keep(key, f"file {number}") for key in keys),
            *(there.pictures.keep(key, f"file {number}") for key in reversed(keys)),
        )
    assert {await here.pictures.find(key) for key in keys} == {"file 7"}


async def test_a_batch_waits_for_no_other_s_row_but_goes_on_one_by_one(here, sql):
    await here.pictures.keep("held", "old")
    with sql.engine.connect() as other:
        other.execute(text("UPDATE pictures SET file_id = 'mine' WHERE key = 'held'"))
        free = [asyncio.create_task(here.pictures.keep(f"{n}", "f")) for n in range(9)]
        await free[0]  # it went alone; the others waited for it and are together
        await asyncio.wait_for(asyncio.gather(*free), timeout=server.PATIENCE)
        held = asyncio.create_task(here.pictures.keep("held", "new"))
        await until_it_waits(here)
        other.rollback()
    await held
    assert await here.pictures.find("held") == "new"


RETRIED = {"serialization": "40001", "deadlock": "40P01"}


@pytest.mark.parametrize("state", RETRIED.values(), ids=RETRIED)
async def test_what_was_rolled_back_for_another_s_sake_is_done_again(here, sql, state):
    sql("CREATE SEQUENCE tries")  # which no rollback turns back
    sql(f"""
        CREATE FUNCTION third_time() RETURNS text LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('tries') < 3 THEN
                RAISE EXCEPTION 'not yet' USING ERRCODE = '{state}';
            END IF;
            RETURN 'lucky';
        END $$
    """)
    write = text("INSERT INTO pictures VALUES ('key', third_time()) RETURNING file_id")
    assert await here.database.write(write, again=False) == [("lucky",)]


async def test_nul_is_kept_as_json_writes_it(here):
    await here.inbox.store(5, 1, '{"text": "a\0b"}')
    (waiting,) = await here.inbox.unanswered()
    assert waiting.update == r'{"text": "a\u0000b"}'
    assert await here.answers.find("\0") is None
    batch = [here.pictures.keep(f"\0{number}", "\0") for number in range(5)]
    await asyncio.gather(*batch)
    assert await here.pictures.find("\0" + "4") == r"\u0000"


@pytest.fixture
def lost(mortal_postgres):
    """A database whose server dies in this test."""
    return mortal_postgres.make()


async def test_a_server_that_was_restarted_while_nobody_asked_is_asked_as_ever(
    lost, mortal_postgres
):
    async with open_memory(lost) as memory:
        await memory.settings.save(7, Settings(look="dark"))
        await asyncio.gather(*(memory.settings.load(7) for _ in range(9)))  # every connection
        mortal_postgres.kill()
        mortal_postgres.start()
        # Nobody could say whether a lost one was stored: none is lost.
        assert await memory.inbox.store(5, 1, "text")
        loaded = await asyncio.gather(*(memory.settings.load(7) for _ in range(9)))
        assert loaded == 9 * [Settings(look="dark")]


async def test_what_is_asked_while_the_server_is_away_waits_for_it(
    lost, mortal_postgres, monkeypatch
):
    monkeypatch.setattr(server, "PATIENCE", 60.0)
    async with open_memory(lost) as memory:
        await memory.settings.save(7, Settings(look="dark"))
        mortal_postgres.kill()
        saves = [asyncio.create_task(memory.settings.save(n, Settings())) for n in range(7)]
        read = asyncio.create_task(memory.settings.load(7))
        await asyncio.to_thread(mortal_postgres.start)
        await asyncio.gather(*saves)
        assert await read == Settings(look="dark")


@pytest.mark.parametrize("again", [True, False], ids=["may be repeated", "may not"])
@pytest.mark.parametrize("count", [1, 3], ids=["alone", "among others"])
async def test_where_the_connection_is_lost_in_the_middle(
    lost, mortal_postgres, monkeypatch, again, count
):
    monkeypatch.setattr(server, "PATIENCE", 60.0)
    monkeypatch.setattr(server, "BEGIN", "BEGIN; SET LOCAL lock_timeout = '60s'")
    async with open_memory(lost) as memory:
        with closing(psycopg.connect(lost)) as other:
            other.execute("INSERT INTO pictures VALUES ('key', 'mine')")
            write = memory.database.write
            first = [asyncio.create_task(write(text("SELECT 1")))] if count > 1 else []
            await asyncio.sleep(0)  # those that come now go together
            writes = [
                asyncio.create_task(write(KEEP, {"key": key, "file_id": "f"}, again=again))
                for key in ["key", "b", "c"][:count]
            ]
            await until_it_waits(memory)
            mortal_postgres.kill()
        await asyncio.to_thread(mortal_postgres.start)
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
        await asyncio.gather(*first)
        if again:
            assert outcomes == count * [[]]
            assert await memory.pictures.find("key") == "f"
        else:
            assert isinstance(outcomes[0], DBAPIError)


async def test_a_server_that_stays_away_is_an_error_and_then_at_once(
    lost, mortal_postgres, monkeypatch
):
    monkeypatch.setattr(server, "PATIENCE", 0.0)
    monkeypatch.setattr(server, "BACK_OFF", 3600.0)
    async with open_memory(lost) as memory:
        mortal_postgres.kill()
        for ask in 2 * (memory.settings.load, memory.chats.mark_gone):
            with pytest.raises(DBAPIError):
                await ask(7)
        mortal_postgres.start()
        with pytest.raises(DBAPIError):  # it does not even look
            await memory.settings.load(7)
        memory.database._engine._away = None
        assert await memory.settings.load(7) == Settings()


ABSENT = {
    "no server": "postgresql://nudge:SECRET@127.0.0.1:1/nudge",
    "no such host": "postgresql://nudge:SECRET@nudge.invalid/nudge",
    "no such database": None,
}


@pytest.mark.parametrize("absent", ABSENT.values(), ids=ABSENT)
async def test_what_cannot_be_reached_is_one_line_and_left_closed(postgres, monkeypatch, absent):
    monkeypatch.setattr(server, "PATIENCE", 0.0)
    before = threading.enumerate()
    with pytest.raises(DBAPIError) as error:
        async with open_memory(absent or postgres.url("absent")):
            pass
    for told in (str(error.value.orig), str(error.value).partition("(Background")[0].strip()):
        assert "\n" not in told
        assert "SECRET" not in told
    for thread in set(threading.enumerate()) - set(before):
        await asyncio.to_thread(thread.join, timeout=5)
        assert not thread.is_alive() or thread.name.startswith("asyncio")


async def until_it_waits(memory):
    """Until some statement waits for another's row."""
    here = "datname = current_database()"
    waiting = text(f"SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND {here}")
    while not await memory.database.read(waiting):  # noqa: ASYNC110 - nobody would set an event
        await asyncio.sleep(0.01)
