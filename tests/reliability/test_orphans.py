"""The bot is killed while its workers hang: none of them outlives it for long."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import hostile
import pytest
from watching import LATE, alive, children, say, until

LIMIT = 1.0  # seconds
SECOND = 1.0  # after the limit; the quiet form holds it

BOT = f"""
import asyncio, hostile, time
from bot.workers import Limits, Workers
async def main():
    async with Workers(Limits(count=2, seconds={LIMIT}), preload=("hostile",)) as workers:
        print(time.monotonic(), flush=True)
        await asyncio.gather(*[workers.run(hostile.HANG) for _ in range(2)])
asyncio.run(main())
"""


def at_work(process):
    """Whether a worker has begun a job: only then is its processor time or its deafness seen."""
    status = Path(f"/proc/{process}/status").read_text()
    ignored = int(re.search(r"SigIgn:\s*(\w+)", status)[1], 16)
    ticks = sum(
        map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13])
    )
    return bool(ignored >> (signal.SIGQUIT - 1) & 1) or ticks >= 5


@pytest.mark.parametrize("hang", [hostile.sleep_deaf, hostile.loop_in_c], ids=["deaf", "in C"])
@pytest.mark.parametrize("killed_too", ["only the bot", "and its nursery"])
@pytest.mark.parametrize(
    "within",
    [LATE, pytest.param(SECOND, marks=pytest.mark.quiet)],
    ids=["usual", "quiet"],
)
async def test_a_killed_bot_leaves_no_hung_worker_a_second_after_the_limit(
    killed_too, hang, within
):
    bot = subprocess.Popen(  # noqa: ASYNC220 - nothing else goes on
        [sys.executable, "-W", "error", "-c", BOT.replace("HANG", hang.__name__)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        await until(lambda: any(len(children(one)) == 3 for one in children(bot.pid)))
        [nursery] = children(bot.pid)
        processes = children(nursery)
        await until(lambda: sum(map(at_work, processes)) >= 2)
        if killed_too == "and its nursery":
            os.kill(nursery, signal.SIGKILL)
    finally:
        bot.kill()
        bot.wait()
    with bot.stdout as told:
        limit = float(told.read()) + LIMIT  # of jobs that began a moment later
    over = limit + within - time.monotonic()
    await until(lambda: not any(map(alive, [nursery, *processes])), over)
    say(f"the last was gone {time.monotonic() - limit:+.2f} s after the limit")
