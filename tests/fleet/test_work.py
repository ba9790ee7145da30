"""What is stored is answered once, in its chat's order; taps wait for nobody; a stop is no loss."""

import asyncio
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from harness import Harness
from updates import message, typed, update

from bot.fleet import work as working
from bot.fleet.receive import bot_of, by_polling
from bot.fleet.work import work
from bot.memory import open_memory
from bot.tutor.turn import rehearse
from bot.workers import Limits, Workers
from handlers import Desk, shared

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.usefixtures("receiver")]
fixture = pytest_asyncio.fixture(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def pool():
    async with Workers(Limits(count=1), warm=rehearse) as pool:
        yield pool


@fixture
async def memory(queue_url):
    async with open_memory(queue_url) as memory:
        yield memory


@fixture
async def telegram():
    async with Harness() as telegram:
        yield telegram


@fixture
async def machine(telegram, pool, memory, queue_url):
    """Starts a machine of so many places in each lane, and stops it at the end of the block."""

    @asynccontextmanager
    async def started(at_once=4):
        desk = shared(Desk(pool, memory), per_second=1000)
        given = {"token": telegram.token, "base_url": telegram.base_url, "url": queue_url}
        running = asyncio.create_task(work(desk, **given, at_once=at_once))
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return started


@fixture
async def receiver(telegram, queue, queue_url):
    bot = bot_of(telegram.token, telegram.base_url)
    running = asyncio.create_task(by_polling(queue, bot, queue_url))
    yield
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def gone(sql):
    """All jobs are done."""
    async with asyncio.timeout(30):
        while sql("SELECT id FROM procrastinate_jobs"):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.02)


async def test_what_is_said_is_answered_in_order_and_leaves_no_words(telegram, machine, sql):
    async with machine():
        for number in range(4):
            telegram.say(f"slope of a^2 at {number}")
        for number in range(4):
            assert f"at a = {number}:" in (await telegram.reply()).text
        await gone(sql)
    assert sql("SELECT body FROM inbox") == [(None,)] * 4
    assert not sql("SELECT id FROM procrastinate_events")


async def test_a_tap_is_answered_while_messages_have_every_place(telegram, machine):
    async with machine(at_once=1):
        telegram.say("slope of a^2 at 3")
        answer = await telegram.reply()
        gate = telegram.faults.hold("sendPhoto", chat=telegram.lin.id)
        telegram.say("3a at 5", user=telegram.lin)
        await gate.arrived.wait()
        telegram.say("3a at 6", user=telegram.kim)  # there is no place for it
        telegram.tap(answer, "÷ 10")
        await telegram.changed()
        assert not telegram.transcript(telegram.private(telegram.kim))[1:]
        gate.open.set()
        await telegram.reply(telegram.private(telegram.kim))


async def test_what_was_typed_long_ago_is_not_answered_and_holds_up_nobody(
    telegram, queue, machine, sql
):
    await queue.store(*update(1, inline_query=typed()))
    sql("UPDATE inbox SET stored_at = stored_at - 60")
    async with machine():
        await gone(sql)
    assert not telegram.calls("answerInlineQuery")


async def test_a_job_whose_update_is_answered_already_sends_nothing(
    telegram, queue, memory, machine, sql
):
    await queue.store(*update(1, message=message(telegram.ada.id)))
    await memory.inbox.answered(1)
    async with machine():
        await gone(sql)
    assert not telegram.calls("sendPhoto")


async def test_what_a_stopping_machine_has_in_hand_is_answered_by_the_next_one(
    telegram, machine, sql, monkeypatch
):
    monkeypatch.setattr(working, "DRAIN", 0.1)
    begun = asyncio.Event()

    async def endlessly(*_):
        begun.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as slowed:
        slowed.setattr(working._Answers, "_handle", endlessly)
        async with machine():
            telegram.say("3a at 5")
            await begun.wait()
    [job] = sql("SELECT status FROM procrastinate_jobs")
    assert job.status == "todo"
    async with machine():
        assert "at a = 5" in (await telegram.reply()).text
        await gone(sql)


async def test_what_a_stopping_machine_has_just_sent_is_not_sent_again(
    telegram, machine, sql, monkeypatch
):
    for name, seconds in {"DRAIN": 0.1, "ARRIVAL": 30, "LAST": 60}.items():
        monkeypatch.setattr(working, name, seconds)
    gate = telegram.faults.hold("sendPhoto")
    telegram.say("3a at 5")
    async with machine():
        await gate.arrived.wait()
        asyncio.get_running_loop().call_later(0.5, gate.open.set)
    async with machine():
        await gone(sql)
    assert len(telegram.calls("sendPhoto")) == 1


async def test_a_mistake_of_ours_holds_no_chat_up(telegram, machine, sql, monkeypatch, caplog):
    handle = working._Answers._handle

    async def broken(answers, told):
        if told.message.text == "broken":
            raise ValueError
        await handle(answers, told)

    monkeypatch.setattr(working._Answers, "_handle", broken)
    monkeypatch.setattr(working, "ATTEMPTS", 2)
    async with machine():
        telegram.say("broken")
        telegram.say("3a at 5")
        assert "at a = 5" in (await telegram.reply()).text
        await gone(sql)
    assert "failed 2 times and is given up" in caplog.text
