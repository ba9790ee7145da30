"""The bot starts when it can, says clearly when it cannot, and stops with nothing lost."""

import asyncio
import os
import signal
from collections import Counter
from contextlib import asynccontextmanager

import pytest
from serving import serving

from handlers import Refused, application, serve
from handlers.serve import DRAIN

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of 3a at 5"
LATE = 60.0  # seconds


@asynccontextmanager
async def running(telegram, desk, token=None, drain=DRAIN):
    """`serve` in a task, which ends by itself."""
    app = application(desk, token=token or telegram.token, base_url=telegram.base_url)
    async with asyncio.timeout(LATE):
        task = asyncio.create_task(serve(app, drain=drain))
        yield task


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_when_what_is_in_hand_is_answered(alone, desk, number):
    gate = alone.faults.hold("sendPhoto")
    async with running(alone, desk) as task:
        alone.say(ASK)
        await gate.arrived.wait()
        os.kill(os.getpid(), number)
        gate.open.set()
        await task
    assert (await alone.reply()).photo
    assert await desk.memory.inbox.unanswered() == []


async def test_twenty_in_hand_at_the_end_are_each_answered_once_in_this_run_or_the_next(
    alone, desk
):
    people = [alone.world.person(f"P{number}") for number in range(20)]
    gate = alone.faults.hold("sendPhoto", chat=people[0].id)
    async with running(alone, desk, drain=0.1) as task:
        for person in people:
            alone.say(ASK, user=person)
        await gate.arrived.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        await task
    gate.open.set()
    async with serving(alone, desk):
        chats = [alone.private(person) for person in people]
        await asyncio.gather(*map(alone.reply, chats))
    answers = Counter(len(alone.transcript(chat)) - 1 for chat in chats[1:])
    assert answers == {1: 19}  # the first was on its way when it was given up: nobody knows
    assert await desk.memory.inbox.unanswered() == []


async def test_it_waits_for_the_network_at_the_start(alone, desk, caplog):
    alone.faults.refuse("getMe", 502, "Bad Gateway")
    alone.say(ASK)
    async with serving(alone, desk):
        assert await alone.reply()
    assert "cannot be reached" in caplog.text
    assert "Traceback" not in caplog.text


async def test_it_can_be_stopped_while_it_waits_for_the_network(alone, desk):
    alone.faults.refuse("getMe", 502, "Bad Gateway")
    gate = alone.faults.hold("getMe")
    async with running(alone, desk) as task:
        await gate.arrived.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        await task
    gate.open.set()


async def test_an_unknown_token_is_one_clear_sentence_without_it(alone, desk, caplog):
    token = "1:AAF-not_ours"
    async with running(alone, desk, token=token) as task:
        with pytest.raises(Refused, match="does not know the bot's token") as refused:
            await task
    assert token not in str(refused.value)
    assert token not in caplog.text


async def test_a_token_that_is_revoked_later_ends_it_just_as_clearly(alone, desk):
    async with running(alone, desk) as task:
        alone.say("/start")
        await alone.reply()
        alone.faults.refuse("getupdates", 401, "Unauthorized")
        alone.say("/start")  # lets the waiting poll go
        with pytest.raises(Refused, match="does not know the bot's token"):
            await task


async def test_two_that_listen_end_with_one_clear_sentence(alone, desk, caplog):
    text = "Conflict: terminated by other getUpdates request"
    alone.faults.refuse("getupdates", 409, text, times=1000)
    async with running(alone, desk) as task:
        with pytest.raises(Refused, match="Another program listens"):
            await task
    assert "Traceback" not in caplog.text


async def test_one_conflict_while_another_bot_ends_is_waited_out(alone, desk):
    alone.faults.refuse("getupdates", 409, "Conflict: terminated by other getUpdates request")
    alone.say(ASK)
    async with serving(alone, desk):
        assert await alone.reply()


async def test_an_update_that_cannot_be_read_is_passed_over(alone, desk, caplog):
    async with serving(alone, desk):
        alone.say("/start")
        await alone.reply()
        alone.world.updates.add("message", {"message_id": "what", "date": [], "chat": 5})
        alone.say(ASK)
        assert (await alone.reply()).photo
    assert "is passed over" in caplog.text


async def test_a_kind_of_update_from_tomorrow_is_passed_over(alone, desk):
    async with serving(alone, desk):
        alone.say("/start")
        await alone.reply()
        alone.world.updates._allowed = frozenset()
        alone.world.updates.add("tomorrow_s_kind", {"x": 1})
        alone.world.updates.add("channel_post", {"message_id": 1, "date": 0, "text": ASK})
        alone.say(ASK)
        assert (await alone.reply()).photo
    assert await desk.memory.inbox.unanswered() == []


async def test_it_asks_for_just_the_kinds_that_it_handles(alone, desk):
    async with serving(alone, desk):
        alone.say("/start")
        await alone.reply()
    kinds = {
        *("message", "edited_message", "callback_query"),
        *("inline_query", "guest_message", "my_chat_member", "poll", "poll_answer"),
    }
    assert alone.world.updates._allowed == kinds
