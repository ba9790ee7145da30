"""Listening: a web server inside our loop, which leaves the program's signals alone."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

GRACE = 5  # seconds at the end for what is being answered


@contextlib.asynccontextmanager
async def listening(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Answer requests meanwhile; yields the port, a free one for 0.

    Raises:
        OSError: the port cannot be had.
    """
    server = Server(app, grace=GRACE)
    port = await server.open(host, port)
    try:
        yield port
    finally:
        await server.close()


class Server(uvicorn.Server):
    """uvicorn without its signal handlers, which belong to the program around it, or its clock.

    Args:
        app: answers.
        grace: seconds at the end for what is being answered; None: as long as it takes.
    """

    def __init__(self, app: ASGIApp, grace: int | None = None) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                access_log=False,
                date_header=False,
                lifespan="off",
                log_config=None,
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=grace,
            )
        )
        self._ready = asyncio.Event()
        self._leave = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    async def open(self, host: str, port: int) -> int:
        """Listen, and return the port once requests are answered, a free one for 0.

        Raises:
            OSError: the port cannot be had.
        """
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        sock = socket.create_server((host, port), family=family, backlog=1024)
        # Connections inherit this. asyncio sets it itself, but not on a socket such as this one,
        # which does not name its protocol; then a delayed acknowledgement costs 40 ms a call.
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._serving = asyncio.create_task(self.serve([sock]))
        await self._ready.wait()
        return int(sock.getsockname()[1])

    async def close(self) -> None:
        """Finish what is being answered, and close the port."""
        self._leave.set()
        if self._serving:
            await self._serving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()

    async def main_loop(self) -> None:
        await self._leave.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
