"""A receiver and two workers over one PostgreSQL: killed as they are, nothing is lost."""

import asyncio
import time
from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise
from signal import SIGTERM

import pytest
from machines import by_bot, fleet, until
from serving import UNHURRIED
from watching import say

PER_SECOND = 20  # messages; a machine of two cores gets near it


class Learners:
    """Chats that ask by numbers, and what has come of it.

    Attributes:
        answers: by chat, the numbers of the questions in the order in which they were answered.
        moments: when a message came, by the loop's clock.
        repeated: answers that came more than once.
    """

    def __init__(self, telegram, chats):
        self._telegram = telegram
        self._people = [telegram.world.person(f"P{number}") for number in range(chats)]
        self.answers = defaultdict(list)
        self.moments = []
        self.repeated = 0
        self._more = asyncio.Event()
        self._watching = asyncio.create_task(self._watch(telegram.world.history))

    def ask(self, count):
        """The next questions of every chat, all at once."""
        for number in range(count):
            for person in self._people:
                self._telegram.say(f"slope of a^2 at {number}", user=person)

    async def answered(self, count):
        """So many questions have been answered."""
        async with asyncio.timeout(1200):
            while len(self.moments) - self.repeated < count:
                self._more.clear()
                await self._more.wait()

    @property
    def out_of_order(self):
        firsts = [list(dict.fromkeys(numbers)) for numbers in self.answers.values()]
        return [numbers for numbers in firsts if numbers != sorted(numbers)]

    def most_within(self, seconds):
        """Messages in any such span."""
        after = [bisect_left(self.moments, start + seconds) for start in self.moments]
        return max(end - start for start, end in enumerate(after))

    async def _watch(self, history):
        seen = history.last
        while events := await history.after(seen):
            seen = events[-1].number
            for event in filter(by_bot, events):
                number = int(event.message.text.partition("at a = ")[2].partition(":")[0])
                self.repeated += number in self.answers[event.chat]
                self.answers[event.chat].append(number)
                self.moments.append(time.monotonic())
            self._more.set()


async def kill(it, what, postgres, receivers, workers):
    """SIGKILL, and a new one in its place."""
    if what == "postgres":
        postgres.kill()
        await asyncio.sleep(1)
        await asyncio.to_thread(postgres.start)
    elif what == "receiver":
        await it.kill(receivers.pop(0))
        receivers.append(await it.receiver())
    else:
        await it.kill(workers.pop(0))
        workers.append(await it.worker())


@pytest.mark.parametrize(
    ("chats", "each", "kills"),
    [
        pytest.param(6, 6, ("worker", "postgres"), id="short"),
        pytest.param(
            50, 40, ("worker", "receiver", "postgres") * 2, id="long", marks=pytest.mark.soak
        ),
    ],
)
async def test_kill_9_of_any_machine_loses_nothing_and_each_chat_is_answered_in_order(
    mortal_postgres, tmp_path, chats, each, kills
):
    url, total = mortal_postgres.make(), chats * each
    async with fleet(url, tmp_path, NUDGE_FLEET__PER_SECOND=str(PER_SECOND)) as it:
        receivers, workers = [await it.receiver()], [await it.worker(), await it.worker()]
        await until(lambda: it.webhook.given)
        learners = Learners(it.telegram, chats)
        learners.ask(each)
        repeats = []
        for number, what in enumerate(kills):
            due = total * (number + 1) // (len(kills) + 2)
            await learners.answered(due)
            repeats.append(learners.repeated)
            await kill(it, what, mortal_postgres, receivers, workers)
        await learners.answered(total)
        # The one that was killed last may have one in its place that is still to start.
        assert set(await it.stop()) <= {0, -SIGTERM}
    repeats.append(learners.repeated)
    by_kill = [
        (what, after - before)
        for what, (before, after) in zip(kills, pairwise(repeats), strict=True)
    ]
    say(f"{total} updates, {learners.repeated} repeated; by kill, until the next: {by_kill}")
    most = learners.most_within(10)
    say(f"{len(learners.moments)} messages, at most {most} in ten seconds")
    assert not learners.out_of_order
    assert learners.repeated <= len(kills)
    # What was due is sometimes held up on the way and arrives with what was due later.
    assert most <= 11 * PER_SECOND
    assert "Traceback" not in it.log


POISONED = UNHURRIED.replace(
    "main()",
    """
import os, signal
from handlers.desk import Desk

ask = Desk.ask

async def poisoned(desk, event, *rest):
    if event.text == "poison":
        os.kill(os.getpid(), signal.SIGKILL)
    return await ask(desk, event, *rest)

Desk.ask = poisoned
main()
""",
)


@pytest.mark.soak
async def test_an_update_that_ends_each_machine_is_set_aside_and_given_up_and_all_others_answered(
    postgres_url, tmp_path
):
    async with fleet(postgres_url, tmp_path) as it:
        await it.receiver()

        async def kept_up():
            """A machine, and another one where it ends."""
            while True:
                worker = await it.start("work", program=("-c", POISONED))
                await worker.wait()

        keeping = [asyncio.create_task(kept_up()) for _ in range(2)]
        await until(lambda: it.webhook.given)
        learners = Learners(it.telegram, 8)
        it.telegram.say("poison")
        learners.ask(4)
        it.telegram.say("slope of a^2 at 77")  # the poisoned chat goes on, too
        await learners.answered(8 * 4 + 1)
        await until(lambda: "is given up" in it.log)
        for each in keeping:
            each.cancel()
    # Others that were in hand each time are set aside with it, and are answered.
    assert it.log.count("is given up") == 1
    assert "poison" not in it.log
