"""How fast, and how often: Telegram's waits are kept, and nothing is sent twice on a guess."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter

from handlers.wire import Unsent

log = logging.getLogger(__name__)

Result = TypeVar("Result")

# Seconds between attempts while the network is away: an hour in all. The inbox has the update, so
# that stopping meanwhile loses nothing.
WAITS = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, *(30.0,) * 120)
# A longer wait than this, in seconds, makes an answer that nobody waits for any more.
LONGEST = 120.0

# Telegram takes some 30 messages a second from one bot: waiting so long for the one before costs
# nothing where it is slow, and where it is quick it is waited for.
APART = 1 / 30  # seconds


async def patiently(call: Callable[[], Awaitable[Result]], *, repeatable: bool = False) -> Result:
    """Call Telegram until it has heard us.

    The updates of one chat wait for each other and for no other chat's, so that a wait that
    Telegram asks for is kept for that chat alone.

    Args:
        call: makes the request, anew each time.
        repeatable: doing it twice is doing it once (an edit). Anything else is repeated only
            where it certainly was not done: a time-out on a send does not mean that it was not
            sent, and a second picture is worse than a sentence.

    Raises:
        TelegramError: what is left when waiting does not help.
    """
    for wait in WAITS:
        try:
            return await call()
        except RetryAfter as error:
            asked = error.retry_after
            seconds = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
            if seconds > LONGEST:
                raise
            log.info("Telegram asks to wait %.0f seconds", seconds)
            await asyncio.sleep(seconds + 0.1)
        except BadRequest:
            raise
        except NetworkError as error:
            if not repeatable and not _certainly_not_done(error):
                raise
            log.info("Telegram did not hear us, once more in %.1f seconds: %s", wait, error)
            await asyncio.sleep(wait)
    return await call()


class Narrows:
    """New messages go out one by one, each when the one before is noted on disk, or `APART` later.

    A message that is on its way when the bot is killed may have arrived and may not: it is sent
    again. So at most one is repeated by a kill while Telegram answers within `APART`, and else at
    most as many as are sent in the time that it takes.
    """

    def __init__(self) -> None:
        self._free = asyncio.Lock()

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Around the sending of a message and the note of it."""
        await self._free.acquire()
        with ExitStack() as passing:
            passing.callback(self._free.release)
            timer = asyncio.get_running_loop().call_later(APART, passing.close)
            passing.callback(timer.cancel)
            yield


def _certainly_not_done(error: NetworkError) -> bool:
    return isinstance(error, Unsent) or "bad gateway" in error.message.lower()
