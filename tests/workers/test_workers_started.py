"""A pool starts warm, without the token, and leaves no process behind."""

import asyncio
import math
import os
import sys
import time
from pathlib import Path

import hostile
import pytest
from watching import LATE, SHORT, alive, begun, children, pool, until

from bot.workers import Limits, Workers


async def test_a_worker_is_born_with_what_warming_left_in_memory():
    async with pool(warm=hostile.warm) as workers:
        assert "warm" in (await workers.run(hostile.remember, "more"))[1]


async def test_a_nursery_that_cannot_be_warmed_says_why():
    for workers in (
        Workers(SHORT, preload=("no_such_module",)),
        Workers(SHORT, preload=(), warm=hostile.fail_to_unpack),
        Workers(SHORT, preload=(), warm=hostile.kill_myself),
    ):
        with pytest.raises(
            RuntimeError, match=r"no_such_module|too many values|before it was warm"
        ):
            async with workers:
                pytest.fail("it started")


async def test_a_start_that_is_given_up_leaves_no_process():
    before = children(os.getpid())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pool(warm=hostile.loop).__aenter__(), 0.4)
    assert children(os.getpid()) == before


async def test_leaving_ends_every_process_and_cancels_every_question():
    async with pool(Limits(count=1, seconds=60)) as workers:
        nursery = await workers.run(os.getppid)
        processes = [nursery, *children(nursery)]
        asked = [asyncio.create_task(workers.run(hostile.loop_in_c)) for _ in range(3)]
        await begun(workers)
        start = time.perf_counter()
    assert time.perf_counter() - start < LATE
    ends = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(end) for end in ends] == [asyncio.CancelledError] * 3
    await until(lambda: not any(map(alive, processes)))
    with pytest.raises(RuntimeError, match="async with"):
        await workers.run(math.sqrt, 2)


BOT = """
import asyncio, sys, hostile
from bot.tutor.errors import Misunderstood
from bot.workers import Limits, Workers
async def main():
    async with Workers(Limits(count=2, seconds=60), preload=("hostile",)) as workers:
        await asyncio.gather(*[workers.run(hostile.sleep_deaf, path) for path in sys.argv[1:]])
asyncio.run(main())
"""


async def test_a_program_without_a_main_guard_starts_once_and_stops_without_a_word():
    program = BOT.replace("hostile.sleep_deaf, path", "print, path") + "print('stopped')"
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", program, "a", "b"]
    bot = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert await bot.communicate() == (b"stopped\n", b"")
