"""kill -9 at any moment loses no question, and leaves at most one answer to be repeated."""

import asyncio
import gc
import random
import sqlite3
from collections import Counter
from contextlib import closing
from itertools import pairwise

import pytest
from harness import Harness
from serving import UNHURRIED
from stage import LATE, bot_process, said_by_bot, until
from watching import say

CHATS = 40
SEED = 8


class Learners:
    """Who asks, and what has come of it."""

    def __init__(self, telegram, database):
        self.telegram = telegram
        self._database = database
        self._chance = random.Random(SEED)
        self._people = [telegram.world.person(f"P{number}") for number in range(CHATS)]
        self.asked = Counter()

    def ask(self, count):
        for _ in range(count):
            person = self._chance.choice(self._people)
            self.telegram.say(f"slope of a^2 at {self.asked[person.id]}", user=person)
            self.asked[person.id] += 1

    def answers(self):
        """How often each question was answered."""
        return Counter(
            (event.chat, event.message.text.partition("at a = ")[2].partition(":")[0])
            for event in self.telegram.world.history.events
            if event.by_bot and event.kind == "message"
        )

    def open(self):
        """Answers that Telegram has and the inbox does not know of: what a restart repeats."""
        with closing(sqlite3.connect(self._database)) as inbox:
            [(noted,)] = inbox.execute("SELECT count(*) FROM inbox WHERE body IS NULL")
        return self.answers().total() - noted


# A picture that is broken off on its way leaves the test's server a file that only the collector
# closes.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("kills", "updates"),
    [(3, 90), pytest.param(100, 2000, marks=pytest.mark.quiet)],
)
async def test_kill_9_at_any_moment_loses_nothing_and_repeats_at_most_one_answer(
    tmp_path, kills, updates
):
    chance, opened = random.Random(SEED), [0]
    async with Harness() as telegram:
        learners = Learners(telegram, tmp_path / "nudge.db")
        history = telegram.world.history
        for _ in range(kills):
            learners.ask(updates // kills)
            seen, heard = history.last, chance.randrange(1, updates // kills)
            async with bot_process(telegram, tmp_path, command=("-c", UNHURRIED)) as process:
                async with asyncio.timeout(5 * LATE):
                    for _ in range(heard):
                        seen = (await history.first(by_bot, after=seen)).number
                await asyncio.sleep(chance.uniform(0, 0.02))
                process.kill()
                await process.wait()
            await telegram.hung_up()
            opened.append(learners.open())
        async with bot_process(telegram, tmp_path) as process:
            await until(lambda: len(learners.answers()) == updates, within=10 * LATE)
            process.terminate()
            assert await process.wait() == 0
    gc.collect()

    answers = learners.answers()
    lost, repeated = updates - len(answers), answers.total() - len(answers)
    by_kill = Counter(after - before for before, after in pairwise(opened))
    say(f"{updates} questions, {kills} kills: {lost} lost, {repeated} repeated")
    say(f"how many answers a kill left open: {dict(by_kill)}")
    assert lost == 0
    assert max(by_kill) <= 1
    assert repeated <= kills
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    assert telegram.token not in log


def by_bot(event):
    return event.by_bot and event.kind == "message"


POISONED = """
import os, signal
from bot.__main__ import main
from handlers.desk import Desk

ask = Desk.ask

async def poisoned(desk, event, *rest):
    if event.text == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    return await ask(desk, event, *rest)

Desk.ask = poisoned
main()
"""


async def test_an_update_that_crashes_the_bot_does_so_twice_and_then_all_others_are_answered(
    tmp_path,
):
    crashes, asked = 0, range(12)
    async with Harness() as telegram:
        people = [telegram.world.person(f"P{number}") for number in asked]

        def answered():
            chats = map(telegram.private, people)
            return [answer.text for chat in chats for answer in said_by_bot(telegram, chat)]

        telegram.say("poison")
        for number in asked:
            telegram.say(f"slope of a^2 at {number}", user=people[number])
        while crashes < 4 and len(answered()) < len(asked):
            async with bot_process(telegram, tmp_path, command=("-c", POISONED)) as process:
                gone = asyncio.create_task(process.wait())
                await until(lambda: gone.done() or len(answered()) == len(asked))  # noqa: B023
                crashes += gone.done()
    log = (tmp_path / "log").read_text()
    assert crashes == 2
    assert all(f"at a = {number}:" in text for number, text in zip(asked, answered(), strict=True))
    assert log.count("is set aside") == 1
    assert "poison" not in log
