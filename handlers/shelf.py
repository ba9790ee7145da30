"""The shelf: a chat in which pictures get the file_id by which they can go into any chat."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta

from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from handlers.deliver import FILENAME

log = logging.getLogger(__name__)


@dataclass
class Shelf:
    """The operator's cache chat, where there is one.

    Attributes:
        chat: its id; None: there is none.
        closed_until: when Telegram takes pictures there again, in seconds of the loop's clock.
    """

    chat: int | None = None
    closed_until: float = 0.0

    @property
    def open(self) -> bool:
        return self.chat is not None and self.closed_until <= asyncio.get_running_loop().time()

    async def put(self, bot: Bot, picture: bytes, *, moving: bool) -> str | None:
        """The picture's file_id; None where it was not taken: nobody waits for a chat to reopen."""
        if self.chat is None or not self.open:
            return None
        try:
            if moving:
                sent = await bot.send_animation(
                    self.chat, picture, filename=FILENAME, disable_notification=True
                )
            else:
                sent = await bot.send_photo(self.chat, picture, disable_notification=True)
        except RetryAfter as error:
            asked = error.retry_after
            seconds = asked.total_seconds() if isinstance(asked, timedelta) else asked
            self.closed_until = asyncio.get_running_loop().time() + seconds
            log.info("the cache chat takes no pictures for %.0f seconds", seconds)
        except TelegramError as error:
            log.warning("the cache chat took no picture: %s", error.message)
        else:
            return (sent.animation or sent.photo[-1]).file_id
        return None
