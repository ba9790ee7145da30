"""An update and its job are one: stored together, once, in the line of its chat."""

import asyncio

import pytest
from sqlalchemy.exc import SQLAlchemyError
from updates import message, no_queue, tap, typed

from bot.fleet.tables import prepare

JOBS = "SELECT * FROM procrastinate_jobs ORDER BY id"


async def test_an_update_is_stored_with_its_job(store, sql):
    assert await store(1, message=message())
    [job] = sql(JOBS)
    assert (job.task_name, job.args, job.status) == ("answer", {"update_id": 1}, "todo")


async def test_an_update_that_comes_again_has_no_second_job(store, memory, sql):
    assert await store(1, message=message())
    assert not await store(1, message=message())
    await memory.inbox.answered(1)
    sql("DELETE FROM procrastinate_jobs")
    assert not await store(1, message=message())
    assert not sql(JOBS)


async def test_the_same_update_from_two_receivers_at_once_has_one_job(store, sql):
    new = await asyncio.gather(*(store(1, message=message()) for _ in range(8)))
    assert sorted(new) == [False] * 7 + [True]
    assert len(sql(JOBS)) == 1


async def test_nothing_that_was_written_is_in_the_queues_own_tables(store, sql):
    await store(1, message=message(text="a secret slope"))
    tables = sql("SELECT tablename FROM pg_tables WHERE tablename LIKE 'procrastinate%'")
    assert len(tables) == 4
    for table in tables:
        assert "secret" not in str(sql(f"SELECT * FROM {table.tablename}"))


@pytest.mark.parametrize(
    ("kind", "lane", "lock"),
    [
        ({"message": message(5)}, "messages", "chat 5"),
        ({"edited_message": message(5)}, "messages", "chat 5"),
        ({"callback_query": tap(5)}, "first", "chat 5"),
        ({"inline_query": typed()}, "first", None),
    ],
    ids=["message", "edited", "tap", "typed"],
)
async def test_taps_and_what_is_typed_go_first_and_a_chat_has_one_line(
    store, sql, kind, lane, lock
):
    await store(1, **kind)
    [job] = sql(JOBS)
    assert (job.queue_name, job.lock, job.priority) == (lane, lock, 0)


async def test_updates_of_a_chat_are_queued_in_the_order_in_which_they_were_stored(store, sql):
    await asyncio.gather(*(store(number, message=message()) for number in (3, 9, 1, 7)))
    assert [job.args["update_id"] for job in sql(JOBS)] == [3, 9, 1, 7]


async def test_what_cannot_be_stored_leaves_no_job(store, sql):
    with no_queue(sql), pytest.raises(SQLAlchemyError):
        await store(1, message=message())
    assert not sql("SELECT update_id FROM inbox")
    assert await store(1, message=message())


async def test_a_job_is_taken_with_its_update_until_that_is_answered(store, queue, memory):
    await store(1, message=message(text="3a at 5"))
    waiting = await queue.take(1)
    assert "3a at 5" in waiting.body
    assert (waiting.tries, round(waiting.age)) == (0, 0)
    await memory.inbox.answered(1)
    assert await queue.take(1) is None


async def test_the_tables_are_made_once_however_many_machines_start_at_once(queue_url, memory):
    await asyncio.gather(*(prepare(queue_url) for _ in range(4)))


async def test_tables_of_an_earlier_version_are_brought_up_to_date(queue_url, memory, sql):
    theirs, ours = "procrastinate_trigger_status_events_update_v1", "nudge_next_is_free"
    for trigger in (theirs, ours):
        sql(f"DROP TRIGGER {trigger} ON procrastinate_jobs")
    earlier = "nudge 0, procrastinate 03.04.00_01_pre_add_retry_failed_job_procedure.sql"
    sql(f"COMMENT ON TABLE procrastinate_jobs IS '{earlier}'")
    await prepare(queue_url)
    for trigger in (theirs, ours):  # the last of their migrations makes it anew
        assert sql("SELECT tgname FROM pg_trigger WHERE tgname = %s", trigger)


async def test_what_one_machine_has_left_waiting_has_its_job_when_many_start(
    queue_url, memory, sql
):
    left = '{"update_id": %d, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}}'  # noqa: E501
    for number in (4, 2, 3):
        await memory.inbox.store(number, 5, left % number)
    await memory.inbox.answered(2)
    await memory.inbox.store(8, 5, "no update at all")
    for _ in range(2):
        await prepare(queue_url)
    assert [(job.args["update_id"], job.lock) for job in sql(JOBS)] == [
        (4, "chat 5"),
        (3, "chat 5"),
    ]
