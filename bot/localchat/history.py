"""What everyone in the chats saw, in order, and a way to wait for what comes next."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.localchat.records import Json, Message

Kind = Literal["message", "edited", "deleted", "action", "answer", "inline", "profile"]


@dataclass(frozen=True)
class Event:
    """One thing that happened in a chat.

    Attributes:
        number: place in the history, from 1.
        kind: "action" is the bot's typing and its like, "answer" its answer to a tap, "inline"
            its answer to an inline query, "profile" a change of its name or commands.
        chat: id of the chat, or 0.
        by_bot: whether the bot did it.
        message: the message as it is now; for "deleted" as it was; for "answer" the one tapped.
        detail: of an "action" its name, `action`; of an "answer" the callback query's id
            (`query`), who tapped (`user`, an id), `text`, `alert` and `url`; of an "inline" the
            query's id (`query`), `results`, `button`, `cache_time` and `personal`.
    """

    number: int
    kind: Kind
    chat: int
    by_bot: bool
    message: Message | None = None
    detail: Json = field(default_factory=dict)


class History:
    """Every event since the start; the newest can be awaited."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._more = asyncio.Event()
        self._closed = False

    @property
    def last(self) -> int:
        """The newest event's number, or 0."""
        return len(self.events)

    def add(
        self,
        kind: Kind,
        chat: int,
        *,
        by_bot: bool,
        message: Message | None = None,
        detail: Json | None = None,
    ) -> Event:
        event = Event(self.last + 1, kind, chat, by_bot, message, detail or {})
        self.events.append(event)
        self._stir()
        return event

    async def after(self, number: int) -> list[Event]:
        """The events past `number`, waiting for one; none once the history is closed."""
        while self.last <= number and not self._closed:
            await self._more.wait()
        return self.events[number:]

    async def first(self, wanted: Callable[[Event], bool], after: int = 0) -> Event:
        """The first event past `after` that is wanted; wrap it in asyncio.timeout.

        Raises:
            EOFError: the history was closed before it came.
        """
        while True:
            events = await self.after(after)
            for event in events:
                if wanted(event):
                    return event
            if self._closed:
                raise EOFError
            after += len(events)

    def close(self) -> None:
        self._closed = True
        self._stir()

    def _stir(self) -> None:
        self._more.set()
        self._more = asyncio.Event()
