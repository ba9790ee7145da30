"""A worker answers thousands of mixed questions, and between them some that hoard memory."""

import os
import random
from pathlib import Path

import hostile
import pytest
from watching import pool, say

from bot.tutor.scene import Said, Scene, Tapped
from bot.tutor.turn import picture, rehearse, turn
from bot.workers import Limits, TooLong

MOST = 300  # MiB resident, at any time
HOARDED = 50  # so many rounds at the end have jobs that keep what they were given
TEXTS = (
    "slope of {k}a at 5",
    "slope of a^3 - {k}a at 2",
    "derivative of sin({k}x)",
    "ln(x + {k}) at 1",
    "tangent line to x^2 + {k} at 3",
    "|x - {k}| at {k}",
    "1/(x - {k}) at {k}",
    "a^2在{k}处的斜率",
    "where is the slope of x^2 {k}?",
    "average rate of change of x^2 from {k} to 9",
    "open('{k}') at 5",
    "thanks {k}",
)


def resident(process):
    """The most MiB that a process had, if it lives; 0 of one that has been replaced."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM:")), 0)


@pytest.mark.parametrize("requests", [150, pytest.param(5000, marks=pytest.mark.soak)])
async def test_thousands_of_mixed_requests_keep_a_worker_under_its_memory(requests):
    chance, most, processes = random.Random(requests), 0, set()
    async with pool(Limits(count=1, seconds=30), warm=rehearse) as workers:
        for number in range(requests // 3):
            if number % 400 == 20:
                with pytest.raises(TooLong):
                    await workers.run(hostile.take, 700)
            if number % 10 == 5 and number > requests // 3 - HOARDED:
                await workers.run(hostile.grow, near="here")
            text = chance.choice(TEXTS).format(k=number % 900 + 2)
            done = await workers.run(turn, Said(text), Scene(), near="here")
            if done.reply.drawing:
                await workers.run(picture, done.reply.drawing, near="here")
            if done.reply.answers and done.reply.choices:
                change = chance.choice([c for row in done.reply.choices for c in row]).change
                tap = Tapped(change, done.reply.answers)
                await workers.run(turn, tap, Scene(), near="here")
            process = await workers.run(os.getpid, near="here")
            processes.add(process)
            most = max(most, resident(process))
    say(f"{requests} requests, {len(processes)} workers, at most {most} MiB")
    assert 0 < most <= MOST
