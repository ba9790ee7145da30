"""A pool for the tests, and what can be seen of its processes."""

import asyncio
import contextlib
import fcntl
import struct
import termios
import time
from dataclasses import replace
from pathlib import Path

import hostile

from bot.workers import Limits, Workers

SHORT = Limits(count=2, seconds=0.3)
LATE = 30.0  # seconds, on a busy machine; only what fails waits for so long


def pool(limits=SHORT, **kept):
    return Workers(limits, preload=("hostile",), **kept)


def alive(process):
    """Whether a process runs: a zombie does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def children(process):
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return [
            int(c) for c in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    return []


def say(figure):
    print(figure)  # noqa: T201 - the figures, for those who run it with -s


@contextlib.contextmanager
def hurried(workers, seconds=0.3):
    """What begins in here has so little time: for what hangs, while all else may take its own."""
    usual, workers.limits = workers.limits, replace(workers.limits, seconds=seconds)
    try:
        yield
    finally:
        workers.limits = usual


async def until(condition, seconds=LATE):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.005)


async def whole(workers):
    """Wait until all workers and the spare one rest."""
    await until(lambda: len(workers._idle) == workers._count + 1)


async def begun(workers, count=1):
    """Wait until so many workers have said that they work."""
    await until(
        lambda: sum(one.job is not None and one.job.began for one in workers._workers) == count
    )


def unread(workers):
    """How many bytes workers have said that nobody has read."""
    return sum(
        struct.unpack("i", fcntl.ioctl(one._channel, termios.FIONREAD, bytes(4)))[0]
        for one in workers._workers
    )


def ask(workers, value, seconds=0.0, size=0, **who):
    return asyncio.create_task(workers.run(hostile.echo, value, seconds, size, **who))
