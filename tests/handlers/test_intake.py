"""Nothing that Telegram has let go of is lost, and nothing is answered twice."""

import asyncio
import json
import logging
import sqlite3
from contextlib import closing

import pytest
from serving import serving
from telegram import Bot, Update

from handlers.intake import Intake, watched

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of 3a at 5"
BOT = Bot("1:x")


def came(number, chat=1):
    message = {
        "message_id": number,
        "date": 1_767_225_600,
        "chat": {"id": chat, "type": "private", "first_name": "Ada"},
        "text": ASK,
        "a_field_of_tomorrow": {"x": [1]},
    }
    return {"update_id": number, "message": message}


def said(number, chat=1):
    return Update.de_json(came(number, chat), BOT)


@pytest.fixture
def inbox(desk):
    return desk.memory.inbox


async def test_an_update_is_on_disk_when_it_has_been_taken(inbox):
    intake = Intake(inbox)
    await intake.take([came(1)], BOT)
    assert [waiting.update_id for waiting in await inbox.unanswered()] == [1]
    assert intake.get_nowait() == said(1)


async def test_an_update_that_comes_again_is_dropped(inbox):
    intake = Intake(inbox)
    for number in (5, 5, 3, 5, 3):
        await intake.take([came(number)], BOT)
    assert [intake.get_nowait().update_id for _ in range(intake.qsize())] == [5, 3]


async def test_what_is_no_update_passes(inbox):
    intake = Intake(inbox)
    stop = object()
    await intake.put(stop)
    assert intake.get_nowait() is stop


async def test_what_was_not_answered_comes_again_at_the_next_start_and_in_order(inbox):
    before = Intake(inbox)
    for number in (1, 2, 3):
        await before.take([came(number)], BOT)
    async with before.handling(said(2)):
        pass
    after = Intake(inbox)
    await after.replay(BOT)
    again = [after.get_nowait() for _ in range(after.qsize())]
    assert [update.update_id for update in again] == [1, 3]
    assert again[0].to_dict() == said(1).to_dict()


async def die(inbox, intake, update):
    with pytest.raises(asyncio.CancelledError):
        async with intake.handling(update):
            raise asyncio.CancelledError


async def test_a_handling_that_is_broken_off_is_not_an_answer(inbox):
    intake = Intake(inbox)
    await intake.take([came(1)], BOT)
    await die(inbox, intake, said(1))
    assert [waiting.update_id for waiting in await inbox.unanswered()] == [1]


async def test_what_was_in_hand_at_a_crash_is_no_suspect_yet(inbox):
    intake = Intake(inbox)
    for number in range(5):
        await intake.take([came(number)], BOT)
        await die(inbox, intake, said(number))
    assert [waiting.tries for waiting in await inbox.unanswered()] == [0] * 5


async def test_an_update_is_at_work_while_our_code_runs_and_not_while_it_waits(inbox):
    seen = []

    async def handle():
        seen.append(inbox.at_work.last())
        await asyncio.sleep(0)
        seen.append(inbox.at_work.last())

    intake = Intake(inbox)
    async with intake.handling(said(7)):
        task = asyncio.create_task(watched(handle()))
        await asyncio.sleep(0)
        seen.append(inbox.at_work.last())
        await task
    assert seen == [7, 0, 7]


async def test_a_watched_handling_returns_raises_and_is_cancelled_as_any_other(inbox):
    async def handle(error):
        try:
            await asyncio.sleep(0)
            if error:
                raise error
        finally:
            await asyncio.sleep(0)
        return "done"

    async with Intake(inbox).handling(said(7)):
        assert await watched(handle(None)) == "done"
        with pytest.raises(ValueError, match="on purpose"):
            await watched(handle(ValueError("on purpose")))
        task = asyncio.create_task(watched(handle(None)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert inbox.at_work.last() == 0


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{}", id="without its id"),
        pytest.param("nonsense", id="no JSON"),
        pytest.param(json.dumps({"update_id": "x", "message": 5}), id="of another shape"),
    ],
)
async def test_an_update_that_cannot_be_read_again_stops_nothing(inbox, caplog, body):
    await inbox.store(1, 1, body)
    await Intake(inbox).take([came(2)], BOT)
    after = Intake(inbox)
    await after.replay(BOT)
    assert after.get_nowait().update_id == 2
    assert after.empty()
    assert "cannot be read" in caplog.text
    assert [waiting.update_id for waiting in await inbox.unanswered()] == [2]


async def test_a_database_that_cannot_be_written_costs_no_answer(alone, desk, url, caplog):
    caplog.set_level(logging.ERROR)
    async with serving(alone, desk):
        alone.say(ASK)
        await alone.reply()
        with closing(sqlite3.connect(url.partition("///")[2])) as other:
            for table in ("inbox", "answers", "scenes", "pictures"):
                other.execute(
                    f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table}"
                    " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
                )
        alone.say("slope of a^2 at 2")
        answer = await alone.reply()
    assert "slope 4" in answer.text
    assert not alone.buttons(answer)  # they would lead nowhere
    assert "disk is full" in caplog.text
    assert ASK not in caplog.text
