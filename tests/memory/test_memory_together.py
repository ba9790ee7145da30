"""Many at once: nobody meets a locked database, and readers and writers do not wait."""

import asyncio
import random

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from bot.memory import open_memory
from bot.memory.tables import pictures
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene


def scene(number):
    return Scene(last=Request(formulas=(str(number),)))


async def test_two_hundred_saves_at_once_are_all_kept(memory):
    await asyncio.gather(*(memory.scenes.save(chat, 0, 7, scene(chat)) for chat in range(200)))
    loaded = await asyncio.gather(*(memory.scenes.load(chat, 0, 7) for chat in range(200)))
    assert loaded == [scene(chat) for chat in range(200)]


async def test_the_same_update_twice_at_the_same_time_is_new_once(memory):
    new = await asyncio.gather(*(memory.inbox.store(5, 1, "text") for _ in range(20)))
    assert sorted(new) == 19 * [False] + [True]


async def test_saves_that_are_cancelled_hold_up_no_other(memory):
    order = random.Random(1)
    saves = [asyncio.create_task(memory.scenes.save(chat, 0, 7, scene(chat))) for chat in range(99)]
    for save in saves[::3]:
        for _ in range(order.randrange(40)):
            await asyncio.sleep(0)
        save.cancel()
    await asyncio.gather(*saves, return_exceptions=True)
    for chat, save in enumerate(saves):
        if not save.cancelled():
            assert await memory.scenes.load(chat, 0, 7) == scene(chat)
    await memory.scenes.save(1000, 0, 7, scene(1000))


async def test_a_long_read_holds_up_no_writer_and_sees_one_moment(memory, sql):
    await memory.scenes.save(1, 0, 7, scene(1))
    count = text("SELECT count(*) FROM scenes")
    with sql.engine.connect() as reader:
        # A whole transaction sees one moment in a file, and in PostgreSQL where it asks for that.
        if sql.engine.name == "postgresql":
            reader.execution_options(isolation_level="REPEATABLE READ")
        else:
            reader.exec_driver_sql("BEGIN")
        assert reader.execute(count).scalar() == 1
        await asyncio.wait_for(memory.scenes.save(2, 0, 7, scene(2)), timeout=60)
        assert reader.execute(count).scalar() == 1


async def test_two_programs_may_write_to_one_database(memory, url):
    async with open_memory(url) as other:
        await asyncio.gather(
            *(
                one.scenes.save(chat, 0, 7, scene(chat))
                for chat in range(50)
                for one in (memory, other)
            )
        )
    assert await memory.scenes.load(49, 0, 7) == scene(49)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_every_connection_to_a_file_waits_for_the_disk(memory):
    settings = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    for door in (memory.scenes._database.read, memory.scenes._database.write):
        for name, value in settings.items():
            assert await door(text(f"PRAGMA {name}")) == [(value,)]


async def test_of_what_is_written_together_only_what_fails_is_refused(memory):
    database = memory.scenes._database
    good = insert(pictures)
    writes = [database.write(good, {"key": str(number), "file_id": "f"}) for number in range(9)]
    again = database.write(good, {"key": "5", "file_id": "f"})
    *_, refused = await asyncio.gather(*writes, again, return_exceptions=True)
    assert isinstance(refused, IntegrityError)
    assert [await memory.pictures.find(str(number)) for number in range(9)] == 9 * ["f"]


async def test_what_comes_while_the_disk_is_waited_for_is_committed_together(memory, monkeypatch):
    batches, engine = [], memory.scenes._database._engine
    commit = engine.commit

    def note(batch):
        batches.append(batch)
        return commit(batch)

    monkeypatch.setattr(engine, "commit", note)
    await asyncio.gather(*(memory.scenes.save(chat, 0, 7, scene(chat)) for chat in range(50)))
    assert sum(map(len, batches)) == 50
    assert len(batches) <= 10  # how many depends on when the disk is ready
