"""The local chat as a server inside the caller's event loop."""

import secrets
from types import TracebackType
from typing import Self

from starlette.types import ASGIApp

from bot.listening import Server
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
        self._server: Server | None = None

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
        server = Server(self.app)
        self.port = await server.open(self.host, self.port)
        self._server = server

    async def stop(self) -> None:
        """Let go who waits, finish what is being answered, and close the port."""
        if self._server is None:
            return
        self.world.close()
        await self._server.close()
        self._server = None

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
