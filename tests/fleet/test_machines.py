"""A receiver and two workers over one PostgreSQL: killed as they are, nothing is lost."""

import asyncio
import time
from collections import defaultdict

import pytest
from machines import by_bot, fleet, until
from watching import say

PER_SECOND = 20  # messages; a machine of two cores gets near it


class Learners:
    """Chats that ask by numbers, and what has come of it."""

    def __init__(self, telegram, chats):
        self.telegram = telegram
        self.people = [telegram.world.person(f"P{number}") for number in range(chats)]
        self.asked = 0

    def ask(self, count):
        """The next questions of every chat, all at once."""
        for number in range(self.asked, self.asked + count):
            for person in self.people:
                self.telegram.say(f"slope of a^2 at {number}", user=person)
        self.asked += count

    @property
    def answers(self):
        """By chat, the numbers of the questions in the order in which they were answered."""
        answers = defaultdict(list)
        for event in self.telegram.world.history.events:
            if by_bot(event):
                number = event.message.text.partition("at a = ")[2].partition(":")[0]
                answers[event.chat].append(int(number))
        return answers

    @property
    def answered(self):
        return sum(len(set(numbers)) for numbers in self.answers.values())

    @property
    def repeated(self):
        return sum(len(numbers) - len(set(numbers)) for numbers in self.answers.values())

    @property
    def out_of_order(self):
        firsts = [list(dict.fromkeys(numbers)) for numbers in self.answers.values()]
        return [numbers for numbers in firsts if numbers != sorted(numbers)]


class Beats:
    """When the bot sent, so that the pace can be seen."""

    def __init__(self, telegram):
        self.moments = []
        self._watching = asyncio.create_task(self._watch(telegram.world.history))

    async def _watch(self, history):
        seen = history.last
        while events := await history.after(seen):
            self.moments += [time.monotonic() for event in events if by_bot(event)]
            seen = events[-1].number

    def most_within(self, seconds):
        moments = self.moments
        return max(sum(start <= at < start + seconds for at in moments) for start in moments)

    def stop(self):
        self._watching.cancel()


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
    async with fleet(url, tmp_path) as it:
        pace = {"NUDGE_FLEET__PER_SECOND": str(PER_SECOND)}
        receivers = [await it.receiver()]
        workers = [await it.worker(**pace), await it.worker(**pace)]
        await until(lambda: it.webhook.given)
        learners, beats = Learners(it.telegram, chats), Beats(it.telegram)
        learners.ask(each)
        for number, what in enumerate(kills):
            due = total * (number + 1) // (len(kills) + 2)
            await until(lambda: learners.answered >= due, within=900)  # noqa: B023
            await kill(it, what, mortal_postgres, receivers, workers)
        await until(lambda: learners.answered == total, within=900)
        assert set(await it.stop()) == {0}
        beats.stop()
    say(f"{total} updates, killed: {', '.join(kills)}: {learners.repeated} repeated")
    say(f"{len(beats.moments)} messages, at most {beats.most_within(10)} in ten seconds")
    assert not learners.out_of_order
    assert learners.repeated <= len(kills)
    # What was due is sometimes held up on the way and arrives with what was due later.
    assert beats.most_within(10) <= 11 * PER_SECOND
    assert "Traceback" not in it.log
