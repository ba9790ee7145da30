"""kill -9 at any moment loses no question, and leaves at most one answer to be repeated."""

import asyncio
import random
import sqlite3
from collections import Counter

import pytest
from harness import Harness
from stage import LATE, bot_process, until

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
        with sqlite3.connect(self._database) as inbox:
            [(noted,)] = inbox.execute("SELECT count(*) FROM inbox WHERE body IS NULL")
        return self.answers().total() - noted


@pytest.mark.parametrize(
    ("kills", "updates"),
    [(6, 120), pytest.param(100, 2000, marks=pytest.mark.soak)],
)
async def test_kill_9_at_any_moment_loses_nothing_and_repeats_at_most_one_answer(
    tmp_path, capsys, kills, updates
):
    chance, opened = random.Random(SEED), [0]
    async with Harness() as telegram:
        learners = Learners(telegram, tmp_path / "nudge.db")
        history = telegram.world.history
        for _ in range(kills):
            learners.ask(updates // kills)
            seen, heard = history.last, chance.randrange(1, updates // kills)
            async with bot_process(telegram, tmp_path) as process:
                async with asyncio.timeout(LATE):
                    for _ in range(heard):
                        seen = (await history.first(by_bot, after=seen)).number
                await asyncio.sleep(chance.uniform(0, 0.02))
                process.kill()
                await process.wait()
                await asyncio.sleep(0.1)  # what was on its way arrives
            opened.append(learners.open())
        async with bot_process(telegram, tmp_path) as process:
            await until(lambda: len(learners.answers()) == updates, within=10 * LATE)
            process.terminate()
            assert await process.wait() == 0

    answers = learners.answers()
    by_kill = Counter(after - before for before, after in zip(opened, opened[1:], strict=False))
    with capsys.disabled():
        print(f"\n{kills} kills, {updates} questions: lost {updates - len(answers)}, repeats")
        print(f"{answers.total() - len(answers)}; answers left open by a kill: {dict(by_kill)}")
    assert len(answers) == updates
    assert max(by_kill) <= 1
    assert answers.total() - len(answers) <= kills
    assert "Traceback" not in (tmp_path / "log").read_text()


def by_bot(event):
    return event.by_bot and event.kind == "message"
