"""Two machines answer for one bot over one PostgreSQL: the other goes on with what one began."""

import asyncio
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass

import psycopg
import pytest
import pytest_asyncio
import trial
from telegram import Update
from telegram.ext import Application
from test_quiz import SAY, answered, over, right

from bot.memory import open_memory
from bot.memory.pace import TooSoon
from bot.tutor.languages import words
from handlers import Allowance, Desk, application, shared, tending
from handlers.door import LISTENED_TO
from handlers.rounds import Rounds

pytestmark = pytest.mark.asyncio(loop_scope="session")
fixture = pytest_asyncio.fixture(loop_scope="session")

NOTICES = words("en")["notices"]


@dataclass
class Machine:
    """One of several, which is brought updates one by one, as a queue would."""

    telegram: object
    desk: Desk
    app: Application

    async def hear(self):
        """Work on all that has happened and nobody has heard yet."""
        while updates := await self.taken():
            for update in updates:
                await self.app.process_update(update)

    async def taken(self):
        """All that has happened, which nobody else hears now."""
        updates = self.telegram.world.updates
        batch = await updates.take()
        if batch:
            await updates.take(batch[-1]["update_id"] + 1)
        return [Update.de_json(body, self.app.bot) for body in batch]


@asynccontextmanager
async def machine(telegram, workers, url, **given):
    async with open_memory(url) as memory:
        desk = shared(Desk(workers, memory, turn=trial.turn, **given), per_second=30)
        app = application(desk, token=telegram.token, base_url=telegram.base_url)
        async with app:
            yield Machine(telegram, desk, app)
            await desk.close(0)


@fixture
async def two(alone, workers, postgres_url):
    alone.world.updates.allow(LISTENED_TO)
    async with (
        machine(alone, workers, postgres_url) as one,
        machine(alone, workers, postgres_url) as other,
    ):
        yield one, other


@pytest.fixture
def sql(postgres_url):
    with closing(psycopg.connect(postgres_url, autocommit=True)) as connection:
        yield connection.execute


async def test_a_correction_changes_what_another_machine_replied(alone, two):
    one, other = two
    asked = alone.say("how is the weather")
    await one.hear()
    excuse = await alone.reply()
    alone.edit(asked, "slope of 3a at 5")
    await other.hear()
    changed = await alone.changed()
    assert changed.id == excuse.id
    assert "3" in changed.text
    assert len(alone.transcript()) == 2


async def test_an_edit_without_another_word_changes_nothing_on_another_machine(alone, two):
    one, other = two
    asked = alone.say("how is the weather")
    await one.hear()
    calls = len(alone.faults.calls)
    alone.edit(asked, "how is the weather")
    await other.hear()
    assert len(alone.faults.calls) == calls


async def test_a_message_that_comes_again_is_not_answered_by_another_machine(alone, two):
    one, other = two
    asked = alone.say("how is the weather")
    await one.hear()
    alone.world.updates.add("message", asked.as_json())
    await other.hear()
    assert len(alone.transcript()) == 2


async def test_a_double_tap_that_reaches_two_machines_changes_the_answer_once(alone, two):
    one, other = two
    alone.say("slope of a^2 at 2")
    await one.hear()
    answer = await alone.reply()
    button = alone.buttons(answer)[0]
    alone.forge(answer, button["callback_data"])
    await one.hear()
    alone.forge(answer, button["callback_data"])
    await other.hear()
    assert len(alone.calls("editMessageMedia")) == 1
    notices = [(await alone.notice())["text"] for _ in range(2)]
    assert notices == ["", ""]  # and not that the button is an old one


async def test_a_group_s_allowance_is_one_for_all_machines(alone, workers, postgres_url):
    alone.world.updates.allow(LISTENED_TO)
    allowance = Allowance(group=20, learner=2)
    async with (
        machine(alone, workers, postgres_url, allowance=allowance) as one,
        machine(alone, workers, postgres_url, allowance=allowance) as other,
    ):
        for number in range(5):
            alone.say(f"/slope {number + 2}a at 5", chat=alone.group)
            await (one, other)[number % 2].hear()
    replies = [said.text for said in alone.transcript(alone.group) if said.sender.is_bot]
    assert [NOTICES["enough"] in reply for reply in replies] == [False, False, True]


async def test_a_chat_that_telegram_has_closed_is_closed_for_the_other_machine(alone, two, sql):
    one, other = two
    chat = alone.private(alone.ada).id
    alone.say("slope of 3a at 5")
    alone.faults.too_many_requests("sendPhoto", retry_after=2)
    hearing = asyncio.create_task(one.hear())
    async with asyncio.timeout(30):
        while not sql("SELECT 1 FROM closed").fetchall():  # noqa: ASYNC110 - a table tells nobody
            await asyncio.sleep(0.01)
    with pytest.raises(TooSoon):
        await other.desk.paced._pace.turn(chat, sends=True, patience=0)
    await hearing
    assert "3" in (await alone.reply()).text
    assert one.desk.paced.refusals == 1
    assert [call.status for call in alone.calls("sendPhoto")] == [429, 200]


async def test_every_message_takes_its_turn_and_nothing_else_does(alone, two, sql):
    sql("CREATE TABLE uses (chat bigint)")
    sql(
        "CREATE FUNCTION note() RETURNS trigger AS"
        " 'BEGIN INSERT INTO uses VALUES (NEW.chat); RETURN NULL; END' LANGUAGE plpgsql"
    )
    sql("CREATE TRIGGER note AFTER UPDATE ON slots FOR EACH ROW EXECUTE FUNCTION note()")
    one, other = two
    alone.say("slope of a^2 at 2")
    await one.hear()
    alone.tap(await alone.reply(), "÷ 10")
    await other.hear()
    alone.say("/slope a^2 at 3", chat=alone.group)
    await other.hear()
    uses = [chat for (chat,) in sql("SELECT chat FROM uses").fetchall()]
    assert uses.count(0) == len(alone.calls("sendPhoto")) == 2
    assert uses.count(alone.group.id) == 1
    assert len(uses) == 3


async def test_no_process_takes_a_turn_before_it_can_use_it(two, sql):
    sql("CREATE TABLE uses (chat bigint)")
    sql(
        "CREATE FUNCTION note() RETURNS trigger AS"
        " 'BEGIN INSERT INTO uses VALUES (NEW.chat); RETURN NULL; END' LANGUAGE plpgsql"
    )
    sql("CREATE TRIGGER note AFTER UPDATE ON slots FOR EACH ROW EXECUTE FUNCTION note()")
    desk, taken = two[0].desk, []

    async def called():
        taken.append(len(sql("SELECT 1 FROM uses").fetchall()))
        return True

    async def send(chat):
        async with desk.narrows.passed():
            return await desk.paced.process_request(
                called, (), {}, "sendMessage", {"chat_id": chat}, None
            )

    assert await asyncio.gather(*(send(chat) for chat in range(1, 11))) == [True] * 10
    assert taken == list(range(1, 11))


async def test_a_closed_chat_holds_up_no_other(alone, two):
    one, other = two
    await other.desk.paced._pace.close(alone.private(alone.ada).id, 60)
    alone.say("slope of 3a at 5")
    [update] = await one.taken()
    waiting = asyncio.create_task(one.app.process_update(update))
    alone.say("slope of 3a at 5", user=alone.lin)
    await one.hear()
    assert "3" in (await alone.reply(alone.private(alone.lin))).text
    assert len(alone.transcript()) == 1
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def begun(telegram, machine):
    telegram.say("/quiz", chat=telegram.group)
    await machine.hear()
    return await telegram.reply(telegram.group), await telegram.reply(telegram.group)


async def test_votes_and_the_closing_of_a_quiz_may_reach_any_machine(alone, two):
    one, other = two
    score, question = await begun(alone, one)
    await answered(alone, question, ("ada", True), ("lin", False))
    await other.hear()
    alone.vote(question, right(question), user=alone.kim)
    alone.time_is_up(question)
    # Both at once, as two lines of a queue may bring them: nobody's vote is lost.
    await asyncio.gather(one.hear(), other.hear())
    question = await alone.reply(alone.group)
    assert question.poll.question.startswith("2 of 5.")
    said = alone.current(score).text
    assert "• Ada: 1 right" in said
    assert "• Kim: 1 right" in said
    alone.say("/cancel", chat=alone.group)
    await other.hear()
    await over(alone, score)
    assert await one.desk.memory.quizzes.all() == []


async def test_a_vote_may_come_before_another_machine_has_noted_its_poll(alone, two):
    one, other = two
    alone.say("/quiz", chat=alone.group)
    gate = asyncio.Event()
    save = one.desk.memory.quizzes.save

    async def late(running):
        if running.poll:
            await gate.wait()
        await save(running)

    object.__setattr__(one.desk.memory.quizzes, "save", late)
    beginning = asyncio.create_task(one.hear())
    await alone.reply(alone.group)
    question = await alone.reply(alone.group)
    alone.vote(question, right(question), user=alone.lin)
    hearing = asyncio.create_task(other.hear())
    done, _ = await asyncio.wait({hearing}, timeout=0.5)
    assert not done
    gate.set()
    await asyncio.gather(beginning, hearing)
    [running] = await other.desk.memory.quizzes.all()
    assert [player.learner for player in running.quiz.players] == [alone.lin.id]


@pytest.mark.parametrize("lost", ["before the poll", "after the poll"])
async def test_a_round_goes_on_without_the_machine_that_began_it(
    alone, workers, postgres_url, sql, lost
):
    alone.world.updates.allow(LISTENED_TO)
    async with machine(alone, workers, postgres_url) as first:
        score, question = await begun(alone, first)
        await answered(alone, question, ("ada", True))
        await first.hear()
        alone.time_is_up(question)
        await first.hear()
        await alone.reply(alone.group)
    # As a kill leaves it, and Telegram's word of the closing is lost with the machine.
    sql("UPDATE quizzes SET due_at = extract(epoch FROM clock_timestamp()) - 1")
    if lost == "before the poll":
        sql("UPDATE quizzes SET poll = NULL, message = NULL")
    alone.world.updates.forget()
    rounds = Rounds(grace=0.1)
    async with (
        machine(alone, workers, postgres_url, rounds=rounds) as second,
        machine(alone, workers, postgres_url, rounds=rounds) as third,
        tending(second.desk, second.app.bot, every=0.05),
        tending(third.desk, third.app.bot, every=0.05),
    ):
        question = await alone.reply(alone.group)
        number = 2 if lost == "before the poll" else 3
        assert question.poll.question.startswith(f"{number} of 5.")
        assert "• Ada: 1 right" in alone.current(score).text
        alone.say("/cancel", chat=alone.group)
        await second.hear()
        assert SAY["over"] not in question.text
        await over(alone, score)
    # Two machines looked, and one went on.
    assert len(alone.calls("sendPoll")) == 3


async def test_without_the_database_a_machine_keeps_what_it_knows_itself(alone, two, sql):
    one, _ = two
    for table in ("replies", "deeds", "spent", "slots", "closed"):
        sql(f"DROP TABLE {table}")
    asked = alone.say("how is the weather")
    await one.hear()
    excuse = await alone.reply()
    alone.edit(asked, "slope of 3a at 5")
    await one.hear()
    assert (await alone.changed()).id == excuse.id
    alone.say("/slope a^2 at 3", chat=alone.group)
    await one.hear()
    assert "6" in (await alone.reply(alone.group)).text


async def test_one_machine_alone_asks_nobody_for_its_turn(alone, desk):
    assert application(desk, token=alone.token).bot.rate_limiter is None
