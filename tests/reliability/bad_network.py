"""A proxy of TCP that delays, breaks and swallows what goes through it, by the throw of a die."""

import asyncio
import random
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

PORTION = 1 << 16


@dataclass
class BadNetwork:
    """What happens to each portion of bytes, as probabilities.

    Attributes:
        delay: it waits, up to `longest` seconds.
        reset: the connection breaks; on the way back the call has been carried out.
        swallow: neither it nor anything after it on the connection arrives.
        happened: how often each did.
    """

    chance: random.Random
    delay: float = 0.0
    longest: float = 0.3
    reset: float = 0.0
    swallow: float = 0.0
    happened: dict[str, int] = field(default_factory=lambda: {"delay": 0, "reset": 0, "swallow": 0})

    async def carry(self, reader, writer, other):
        swallowing = False
        with suppress(ConnectionError):
            while part := await reader.read(PORTION):
                if self._falls("delay"):
                    await asyncio.sleep(self.chance.uniform(0, self.longest))
                if self._falls("reset"):
                    other.transport.abort()
                    break
                swallowing = swallowing or self._falls("swallow")
                if not swallowing:
                    writer.write(part)
                    await writer.drain()
        writer.transport.abort()

    def _falls(self, what):
        fell = self.chance.random() < getattr(self, what)
        self.happened[what] += fell
        return fell


@asynccontextmanager
async def through(network, port):
    """The port of a proxy that leads to a port of this machine."""
    running = set()

    async def connect(reader, writer):
        running.add(asyncio.current_task())
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await asyncio.gather(
                network.carry(reader, there_writer, writer),
                network.carry(there_reader, writer, writer),
            )
        finally:
            there_writer.transport.abort()
            writer.transport.abort()

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await asyncio.sleep(0)  # what was broken off is closed
