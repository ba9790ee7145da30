"""The pace that machines hold together: each call waits for its turn, whoever makes it."""

import asyncio
import logging
import math
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.memory.pace import Pace, TooSoon
from handlers.intake import unharmed
from handlers.pace import LONGEST, Narrows, Passage

log = logging.getLogger(__name__)

# Of whatever is called for a chat, these add a message to it; a chat action is none.
_NEW, _NO_MESSAGE = "send", "sendChatAction"
# These wait, too, where Telegram has closed the chat.
_CHANGES = ("edit", "stopPoll")

Answer = bool | dict[str, Any] | list[dict[str, Any]]


class Paced(BaseRateLimiter[None]):
    """What python-telegram-bot asks before each call, where several machines speak for one bot.

    Attributes:
        refusals: how often Telegram has told us to wait (429).

    Args:
        pace: the slots in memory.
        hasty: chats for which nobody waits longer than a moment, such as the cache chat.
    """

    def __init__(self, pace: Pace, hasty: frozenset[int] = frozenset()) -> None:
        self.refusals = 0
        self._pace = pace
        self._hasty = hasty

    async def initialize(self) -> None:
        """Nothing is to be made ready."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def process_request(  # noqa: PLR0913, PLR0917 - as the library calls it
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401 - the library's
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - as the library calls it
    ) -> Answer:
        """Call when it is this call's turn.

        Nothing is asked of us for a single call: `rate_limit_args` is empty.

        Raises:
            RetryAfter: Telegram says so, or it would if it were asked.
        """
        chat = data.get("chat_id")
        sends = endpoint.startswith(_NEW) and endpoint != _NO_MESSAGE
        if isinstance(chat, int) and (sends or endpoint.startswith(_CHANGES)):
            await self._turn(chat, sends=sends)
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            self.refusals += 1
            asked = error.retry_after
            seconds = asked.total_seconds() if isinstance(asked, timedelta) else asked
            if isinstance(chat, int):
                with unharmed("that a chat takes nothing for a while could not be noted"):
                    await self._pace.close(chat, seconds)
            raise

    async def _turn(self, chat: int, *, sends: bool) -> None:
        patience = 0.0 if chat in self._hasty else LONGEST
        passage = _passage.get() if sends else None
        passage = passage or Passage(Narrows())
        try:
            # Without the database each machine keeps the pace of one: see pace.py.
            with unharmed("the pace that machines hold together could not be asked"):
                await self._pace.turn(chat, sends=sends, patience=patience, narrow=passage)
            if not passage.is_in:
                await passage.enter()
        except TooSoon as soon:
            passage.leave()
            log.info("it would be %.0f seconds until a message's turn", soon.seconds)
            raise RetryAfter(math.ceil(soon.seconds)) from None
        passage.set_off(passage.narrows.patience)


class PacedNarrows(Narrows):
    """As on one machine; but a message is in the narrow only from its turn on.

    If the turn were waited for elsewhere, many would be let in meanwhile, and have theirs at once.
    """

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Around the sending of a message and the note of it."""
        passage = Passage(self)
        token = _passage.set(passage)
        try:
            yield
            if passage.began:
                self.took(asyncio.get_running_loop().time() - passage.began)
        finally:
            _passage.reset(token)
            passage.leave()


_passage: ContextVar[Passage | None] = ContextVar("_passage", default=None)
