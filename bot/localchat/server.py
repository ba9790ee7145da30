"""The local chat as a server inside the caller's event loop."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

from bot.localchat import people
from bot.localchat.app import application
from bot.localchat.world import World


class LocalChat:
    """A Bot API server on this machine and the page to chat in, over one world.

        async with LocalChat(port=0) as chat:
            bot = Bot(chat.token, base_url=chat.base_url)

    Attributes:
        world: people, chats and messages; `bot.localchat.people` acts in it.
        app: the ASGI application; may be wrapped before the start.
        host: the address to listen on; the page and the bot find the server under it.
        token: what the bot calls itself with.
        port: as asked for; 0 becomes a free one at the start.
    """

    def __init__(self, port: int = 8080, host: str = "127.0.0.1", token: str | None = None) -> None:
        self.world = World()
        self.host = host
        self.port = port
        self.token = token or f"{self.world.bot.id}:{secrets.token_urlsafe(26)}"
        self._key = secrets.token_urlsafe(18)
        self.app: ASGIApp = application(self.world, self.token, self._key, host)
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def base_url(self) -> str:
        """In python-telegram-bot's form: the token follows at once."""
        return f"http://{self.host}:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        return f"http://{self.host}:{self.port}/file/bot"

    @property
    def page_url(self) -> str:
        """The page, with the key that it needs (after #, so that it is sent to nobody)."""
        return f"http://{self.host}:{self.port}/#key={self._key}"

    async def start(self) -> None:
        """Listen, and return once calls are answered.

        Raises:
            OSError: the port is taken.
        """
        listening = socket.create_server((self.host, self.port))
        # Connections inherit this. asyncio sets it itself, but not on a socket such as this one,
        # which does not name its protocol; then a delayed acknowledgement costs 40 ms a call.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port = listening.getsockname()[1]
        self._server = _Server(
            uvicorn.Config(
                self.app,
                access_log=False,
                date_header=False,
                lifespan="off",
                log_config=None,
                log_level="warning",
                server_header=False,
            )
        )
        self._serving = asyncio.create_task(self._server.serve([listening]))
        await self._server.ready.wait()

    async def stop(self) -> None:
        """Let go who waits, finish what is being answered, and close the port."""
        if self._server is None or self._serving is None:
            return
        self.world.close()
        self._server.leave.set()
        await self._serving
        self._server = self._serving = None

    async def ask(self, text: str) -> str:
        """Say something as Ada, in her chat with the bot; the words of the bot's next message."""
        world = self.world
        chat, before = world.chat(world.ada.id), world.history.last
        people.say(world, world.ada, chat, text)
        event = await world.history.first(
            lambda event: event.kind == "message" and event.by_bot and event.chat == chat.id, before
        )
        return event.message.text if event.message else ""

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.stop()


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
