"""Every update comes three times, shuffled, and the ids begin anew: one answer each."""

import asyncio
import random
from collections import Counter, deque

import pytest
from stage import LATE, bot_beside_us, said_by_bot, until

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 8
TEXTS = ("slope of a^2 at 3", "hello", "/start", "/help", "求 a^2 在 a=2 处的导数")
TIMES = 3
BATCH = 7
RESTARTED = 100  # where Telegram's ids begin after an idle week


async def test_every_update_three_times_and_shuffled_with_restarted_ids_is_answered_once(
    workers, tmp_path
):
    chance = random.Random(8)
    async with bot_beside_us(tmp_path, workers=workers) as (telegram, _):
        people = [telegram.world.person(f"P{number}") for number in range(PEOPLE)]
        batches = scripted(telegram.world.updates)
        waiting = telegram.world.updates

        def said(first=None):
            for person in people:
                for text in TEXTS:
                    telegram.say(text, user=person)
            bodies = list(waiting._queue)
            waiting.forget()
            for number, body in enumerate(bodies if first else ()):
                body["update_id"] = first + number
            return bodies

        def deliver(bodies):
            chance.shuffle(repeated := TIMES * bodies)
            batches.extend(repeated[at : at + BATCH] for at in range(0, len(repeated), BATCH))

        def answers():
            return Counter(
                (chat.id, answer.reply_to.id)
                for chat in map(telegram.private, people)
                for answer in said_by_bot(telegram, chat)
            )

        each = PEOPLE * len(TEXTS)
        deliver(before := said())
        await until(lambda: len(answers()) == each and not batches)
        deliver(after := said(RESTARTED))
        await until(lambda: len(answers()) == 2 * each and not batches)
        deliver(before + after)
        await until(lambda: not batches)
        await settled(telegram, people)
        assert set(answers().values()) == {1}
        assert len(answers()) == 2 * each + PEOPLE


def scripted(updates):
    """Batches that are handed out as they are, whatever was confirmed."""
    batches = deque()

    async def take(offset=0, limit=100, timeout=0):  # noqa: ASYNC109 - the server's own
        if not batches:
            await asyncio.sleep(min(timeout, 0.05))
        return batches.popleft() if batches else []

    updates.take = take
    return batches


async def settled(telegram, people):
    """A last question, in the same lines, is answered when what stood before it is."""
    updates = telegram.world.updates
    updates.take = type(updates).take.__get__(updates)
    asked = [telegram.say("slope of 3a at 5", user=person) for person in people]
    for question in asked:
        while (await telegram.reply(question.chat, within=LATE)).reply_to.id != question.id:
            pass
