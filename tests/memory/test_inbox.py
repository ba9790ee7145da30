"""An update is there from its storing to its answer, once, whatever its id."""

import random

import pytest
from sqlalchemy import update

from bot.memory import Waiting, open_memory
from bot.memory.inbox import TRIES
from bot.memory.tables import inbox

DAY = 24 * 3600.0

ARRIVALS = {
    "in order": [5, 6, 7],
    "shuffled": [7, 5, 6],
    "restarted lower": [900_000_000, 3, 4],
    "without a chat": [1],
    "52 bits": [2**52 - 1, 2**52 - 2],
}


# Of SQLite alone.
of_a_file = pytest.mark.parametrize("url", ["sqlite"], indirect=True)


async def waiting(memory):
    return [one.update_id for one in await memory.inbox.unanswered()]


@pytest.mark.parametrize("ids", ARRIVALS.values(), ids=ARRIVALS)
async def test_updates_wait_in_order_of_arrival_across_a_restart(url, ids):
    async with open_memory(url) as memory:
        for id_ in ids:
            assert await memory.inbox.store(id_, None, f"update {id_}")
    async with open_memory(url) as memory:
        assert await memory.inbox.unanswered() == [
            Waiting(update_id=id_, chat=None, update=f"update {id_}", tries=0) for id_ in ids
        ]


async def test_a_repeat_is_known_before_and_after_the_answer_and_after_a_restart(url):
    async with open_memory(url) as memory:
        assert await memory.inbox.store(5, 1, "first")
        assert not await memory.inbox.store(5, 1, "again")
        assert [one.update for one in await memory.inbox.unanswered()] == ["first"]
        await memory.inbox.answered(5)
        assert not await memory.inbox.store(5, 1, "again")
    async with open_memory(url) as memory:
        assert not await memory.inbox.store(5, 1, "again")
        assert await waiting(memory) == []


async def test_every_update_three_times_and_shuffled_is_new_once(memory):
    ids = 3 * list(range(50))
    random.Random(1).shuffle(ids)
    new = [id_ for id_ in ids if await memory.inbox.store(id_, 1, "text")]
    assert sorted(new) == list(range(50))
    assert await waiting(memory) == new


@of_a_file
async def test_an_answered_update_s_text_is_nowhere_on_disk_after_a_stop(url, tmp_path):
    async with open_memory(url) as memory:
        for id_, length in enumerate([1, 200, 4096]):
            await memory.inbox.store(id_, 1, length * "a learner's own words")
            await memory.inbox.answered(id_)
            await memory.inbox.answered(id_)
        assert await waiting(memory) == []
    assert not [file.name for file in tmp_path.iterdir() if b"own words" in file.read_bytes()]


@of_a_file
async def test_an_update_that_ended_three_runs_is_given_up_and_the_others_are_not(
    url, tmp_path, caplog
):
    for run in range(3):
        async with open_memory(url) as memory:
            for id_ in (5, 6):
                await memory.inbox.store(id_, 1, "a learner's own words")
            assert [one.tries for one in await memory.inbox.unanswered()] == [run, 0]
        (tmp_path / "nudge.db-at-work").write_bytes((5).to_bytes(8))  # as a crash leaves it
    async with open_memory(url) as memory:
        assert await waiting(memory) == [6]
        assert not await memory.inbox.store(5, 1, "again")
    assert "update 5 ended 3 runs" in caplog.text
    assert "own words" not in caplog.text


async def test_ids_are_known_for_days_and_forgotten_before_they_may_come_anew(memory, clock):
    await memory.inbox.store(5, 1, "text")
    await memory.inbox.answered(5)
    clock.seconds += 2 * DAY
    assert not await memory.inbox.store(5, 1, "a repeat")
    clock.seconds += 5 * DAY
    assert await memory.inbox.store(5, 1, "another update that was given the same id")


async def test_what_waits_is_never_forgotten_and_what_is_given_up_is(memory, clock):
    for id_ in (5, 6):
        await memory.inbox.store(id_, 1, "text")
    given_up = update(inbox).where(inbox.c.update_id == 6).values(tries=TRIES)
    await memory.database.write(given_up)
    clock.seconds += 30 * DAY
    await memory.inbox.store(7, 1, "text")
    assert await waiting(memory) == [5, 7]
    assert not await memory.inbox.store(5, 1, "a repeat")
    assert await memory.inbox.store(6, 1, "another update")


async def test_a_clock_that_is_put_back_loses_nothing(memory, clock):
    await memory.inbox.store(5, 1, "text")
    clock.seconds -= 3600
    assert not await memory.inbox.store(5, 1, "a repeat")
    await memory.inbox.store(4, 1, "text")
    assert await waiting(memory) == [5, 4]
