"""Machines of a fleet, each a process as an operator starts it, around a Bot API server."""

import asyncio
import os
import random
import socket
import sys
from contextlib import asynccontextmanager, suppress

from harness import Harness
from serving import UNHURRIED
from webhook import Webhook

LATE = 90.0  # seconds; a busy machine's


class Fleet:
    """Machines over one database.

    Attributes:
        telegram: the harness.
        webhook: how Telegram brings updates.
        port: where a receiver listens.
        log: what all machines have logged.
    """

    def __init__(self, telegram, webhook, url, folder, more) -> None:
        self.telegram = telegram
        self.webhook = webhook
        self.port = free_port()
        self._folder = folder
        self._processes = []
        self._writing = []
        self._given = {
            "NUDGE_TOKEN": telegram.token,
            "NUDGE_TELEGRAM__BASE_URL": telegram.base_url,
            "NUDGE_MEMORY__URL": url,
            "NUDGE_WORKERS__COUNT": "1",
            "NUDGE_FLEET__PORT": "0",
            "PYTHONPATH": os.pathsep.join(sys.path),
        } | more

    @property
    def log(self):
        return (self._folder / "log").read_text()

    async def receiver(self, *, polling=False, **more):
        webhook = {
            "NUDGE_FLEET__URL": f"http://127.0.0.1:{self.port}/telegram",
            "NUDGE_FLEET__WEBHOOK_PORT": str(self.port),
        }
        return await self.start("receive", **({} if polling else webhook), **more)

    async def worker(self, **more):
        return await self.start("work", program=("-c", UNHURRIED), **more)

    async def start(self, command, *, program=("-m", "bot"), **more):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, *program, command),
            env=os.environ | self._given | more,
            cwd=self._folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self._processes.append(process)
        self._writing.append(asyncio.create_task(self._write(process)))
        return process

    async def kill(self, process):
        process.kill()
        await process.wait()

    async def stop(self):
        """SIGTERM to all that live; how they ended."""
        living = [process for process in self._processes if process.returncode is None]
        for process in living:
            process.terminate()
        codes = [await process.wait() for process in living]
        await asyncio.gather(*self._writing)
        return codes

    async def _write(self, process):
        with (self._folder / "log").open("ab") as log:
            while part := await process.stdout.read(1 << 16):
                log.write(part)
                log.flush()


@asynccontextmanager
async def fleet(url, folder, **more):
    """A Bot API server, and machines that are killed at the end where they still live.

    What more is given is in the environment of all.
    """
    telegram = Harness()
    telegram.server.app = webhook = Webhook(telegram.faults, telegram.world.updates)
    async with telegram:
        machines = Fleet(telegram, webhook, url, folder, more)
        try:
            yield machines
        finally:
            for process in machines._processes:
                if process.returncode is None:
                    process.kill()
            await machines.stop()
            await webhook.stop()


def free_port():
    """One that nobody is given who asks for any: it is still free when a receiver has started."""
    for port in random.sample(range(10_000, 32_000), 100):
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port
    raise OSError


def by_bot(event):
    return event.by_bot and event.kind == "message"


async def until(condition, within=LATE):
    """Looks again and again, for what sends no event of its own."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - nothing sets an event
            await asyncio.sleep(0.02)
