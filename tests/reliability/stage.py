"""Where the bot is treated badly: a Bot API server, and the bot beside it or in a process."""

import asyncio
import os
import sys
import time
from contextlib import asynccontextmanager, nullcontext

from harness import Harness

from bot.memory import open_memory
from bot.tutor.turn import rehearse
from bot.workers import Limits, Workers
from handlers import Desk, application, serve

LATE = 60.0  # seconds; a busy machine's


def url_in(folder):
    return f"sqlite:///{folder / 'nudge.db'}"


@asynccontextmanager
async def the_desk(folder, now=time.time, workers=None):
    """A memory in a folder, and workers: those of all tests, or a pool of one's own."""
    async with (
        nullcontext(workers) if workers else Workers(Limits(count=2), warm=rehearse) as pool,
        open_memory(url_in(folder), now=now) as memory,
    ):
        yield Desk(pool, memory)


@asynccontextmanager
async def bot_beside_us(folder, now=time.time, workers=None):
    """A server and a bot that listens to it, both in this loop: the harness and the desk."""
    async with (
        the_desk(folder, now, workers) as desk,
        Harness() as telegram,
        listening(desk, telegram.token, telegram.base_url),
    ):
        yield telegram, desk


@asynccontextmanager
async def listening(desk, token, base_url):
    stop = asyncio.Event()
    running = asyncio.create_task(serve(application(desk, token=token, base_url=base_url), stop))
    try:
        yield
    finally:
        stop.set()
        await running


@asynccontextmanager
async def bot_process(telegram, folder, *, command=("-m", "bot"), base_url=None):
    """The program itself, as an operator starts it, killed at the end if it still lives.

    What it logs is added to the folder's `log`, by way of a pipe: the disk may be full for it.
    """
    ours = {
        "NUDGE_TOKEN": telegram.token,
        "NUDGE_TELEGRAM__BASE_URL": base_url or telegram.base_url,
        "NUDGE_MEMORY__URL": url_in(folder),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *command),
        env=os.environ | ours,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    writing = asyncio.create_task(_write_log(process, folder))
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await writing


async def _write_log(process, folder):
    with (folder / "log").open("ab") as log:
        while part := await process.stdout.read(1 << 16):
            log.write(part)
            log.flush()


def said_by_bot(telegram, chat):
    return [message for message in telegram.transcript(chat) if message.sender.is_bot]


async def until(condition, within=LATE):
    """Looks again and again, for what sends no event of its own."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - nothing sets an event
            await asyncio.sleep(0.02)
