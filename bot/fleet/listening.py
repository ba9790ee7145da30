"""Listening: a web server inside our loop, which leaves the program's signals alone."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp


@contextlib.asynccontextmanager
async def listening(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Answer requests meanwhile; yields the port, a free one for 0.

    Raises:
        OSError: the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.create_server((host, port), family=family, backlog=1024)
    # asyncio sets it only on a socket that names its protocol; without it a delayed
    # acknowledgement costs 40 ms a request.
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    server = _Server(
        uvicorn.Config(
            app,
            access_log=False,
            date_header=False,
            lifespan="off",
            log_config=None,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
    serving = asyncio.create_task(server.serve([sock]))
    await server.ready.wait()
    try:
        yield sock.getsockname()[1]
    finally:
        server.leave.set()
        await serving


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers, which belong to the program around it, or its clock."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.leave = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self.leave.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
