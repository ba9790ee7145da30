"""Workers are murdered at random under load: idle, busy and writing."""

import asyncio
import contextlib
import os
import random
import signal
import time

import hostile
import pytest
from watching import children, pool, say, whole

from bot.workers import Limits, TooLong

SIZES = (0, 1000, 300_000, 3_000_000)  # bytes of an answer; the largest is written in many pieces


@pytest.mark.parametrize("kills", [40, pytest.param(500, marks=pytest.mark.soak)])
async def test_murdered_workers_leave_no_question_stuck_and_no_reply_to_another(kills):
    chance, ends, killed = random.Random(kills), [], 0
    async with pool(Limits(count=2, seconds=30, waiting=100)) as workers:
        nursery = await workers.run(os.getppid)

        async def learner(name):
            while killed < kills:
                question = (name, len(ends), chance.random())
                size = chance.choice(SIZES)
                pause = chance.uniform(0, 0.005)
                try:
                    answer = await workers.run(hostile.echo, question, pause, size, learner=name)
                except TooLong:
                    ends.append("lost")
                else:
                    right = (answer[0], len(answer[2])) == (question, size)
                    ends.append("mine" if right else "another's")

        async with asyncio.timeout(60 + kills), asyncio.TaskGroup() as crowd:
            for name in range(6):
                crowd.create_task(learner(name))
            while killed < kills:
                await asyncio.sleep(chance.uniform(0, 0.04))
                if victims := children(nursery):
                    time.sleep(chance.choice((0, 0.005)))  # noqa: ASYNC251 - some are writing
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(chance.choice(victims), signal.SIGKILL)
                        killed += 1
        say({"killed": killed} | {end: ends.count(end) for end in sorted(set(ends))})
        assert set(ends) <= {"mine", "lost"}
        assert ends.count("lost") <= killed
        assert ends.count("mine") > kills
        assert (await workers.run(hostile.echo, "after"))[0] == "after"
        await whole(workers)
        assert len(children(nursery)) == 3
