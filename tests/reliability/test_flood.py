"""A crowd of hangs and a crowd of usual questions come together, to two workers."""

import asyncio
import random
import time
from dataclasses import dataclass, field
from itertools import count

import hostile
import pytest
from watching import LATE, pool, say, whole

from bot.tutor.scene import Said, Scene
from bot.tutor.turn import picture, rehearse, turn
from bot.workers import Busy, Limits, TooLong

SHAPES = ("{k}*a", "a^2 + {k}", "sin({k}*a)", "ln(a + {k})", "1/(a + {k})", "{k}*exp(-a/{k})")
GREEDY = 20  # questions that one learner asks at once


@dataclass
class Flood:
    """What came of it, in seconds.

    Attributes:
        replies: how long each took, picture included.
        pictures: how many replies have one.
        busy: how long each took that was told so.
        hangs: how each hang ended.
    """

    replies: list = field(default_factory=list)
    pictures: int = 0
    busy: list = field(default_factory=list)
    hangs: list = field(default_factory=list)

    @property
    def slow(self):
        """The 95th percentile of the replies."""
        return sorted(self.replies)[len(self.replies) * 95 // 100]


async def usual(workers, flood, learner, number):
    text = SHAPES[number % len(SHAPES)].format(k=number + 2)
    start = time.monotonic()
    try:
        done = await workers.run(turn, Said(f"slope of {text} at 2"), Scene(), learner=learner)
    except Busy:
        flood.busy.append(time.monotonic() - start)
        return False
    try:
        until = start + workers.limits.seconds  # as handlers/desk.py has it
        await workers.run(picture, done.reply.drawing, learner=learner, until=until)
        flood.pictures += 1
    except (Busy, TooLong):
        pass  # the words go alone
    flood.replies.append(time.monotonic() - start)
    return True


async def hanging(workers, flood, learner):
    while True:
        try:
            await workers.run(hostile.loop, learner=learner)
        except (TooLong, Busy) as end:
            flood.hangs.append(type(end).__name__)
            await asyncio.sleep(0.05)


async def flooded(hangs, questions, seconds, limit):
    """So many learners who send hangs without end, and who ask one question each, in that time."""
    chance, flood, numbers = random.Random(hangs), Flood(), count()
    async with pool(Limits(count=2, seconds=limit), warm=rehearse) as workers:
        await whole(workers)
        for _ in range(20):  # it is not a bot's first minute
            await usual(workers, Flood(), "before", next(numbers))

        async def later(coming):
            await asyncio.sleep(chance.uniform(0, seconds))
            await coming

        async with asyncio.TaskGroup() as crowd:
            without_end = [
                crowd.create_task(hanging(workers, flood, f"hang {name}")) for name in range(hangs)
            ]
            asked = [
                crowd.create_task(later(usual(workers, flood, name, next(numbers))))
                for name in range(questions)
            ]
            greedy = [
                crowd.create_task(usual(workers, Flood(), "greedy", next(numbers)))
                for _ in range(GREEDY)
            ]
            await asyncio.wait((*asked, *greedy))
            for task in without_end:
                task.cancel()
        answered = sum(task.result() for task in greedy)
    say(
        f"{len(flood.replies)} of {questions} answered, p95 {flood.slow:.2f} s, "
        f"{flood.pictures} with pictures, {len(flood.busy)} busy; "
        f"{ {end: flood.hangs.count(end) for end in set(flood.hangs)} }; greedy {answered}"
    )
    return flood, answered


@pytest.mark.parametrize(
    ("hangs", "questions", "seconds", "limit", "within", "at_once"),
    [
        (12, 40, 2, 5, LATE, LATE),
        pytest.param(50, 200, 10, Limits.seconds, 5, 1, marks=pytest.mark.quiet),
    ],
    ids=["short", "quiet"],
)
async def test_a_flood_of_hangs_leaves_usual_questions_their_answers(  # noqa: PLR0913, PLR0917
    hangs, questions, seconds, limit, within, at_once
):
    flood, greedy = await flooded(hangs, questions, seconds, limit)
    assert len(flood.replies) >= 0.95 * questions
    assert flood.slow <= within
    assert all(told <= at_once for told in flood.busy)
    assert greedy <= 4  # one at work and three waiting
