"""How fast, and how often: Telegram's waits are kept, and nothing is sent twice on a guess."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
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

# A new message waits until the one before is noted, and no longer than so many times what that
# usually takes; at least so many seconds, for Telegram takes some 30 messages a second from one
# bot, and at most so many.
PATIENCE, SHORTEST, LONGEST_PATIENCE = 3, 1 / 30, 0.2
WEIGHT = 1 / 16  # of the last message in what they usually take
# Seconds in line after which a message lets the next one go as soon as Telegram's pace allows: over
# a network that takes 100 ms one by one would be ten a second, and a crowd would wait ever longer.
IN_LINE = 2.0


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
            await _step_aside(seconds + 0.1)
        except BadRequest:
            raise
        except NetworkError as error:
            if not repeatable and not _certainly_not_done(error):
                raise
            log.info("Telegram did not hear us, once more in %.1f seconds: %s", wait, error)
            await _step_aside(wait)
    return await call()


class Narrows:
    """New messages go out one by one, each when the one before is noted on disk.

    A message that is on its way when the bot is killed may have arrived and may not: it is sent
    again, and it is one at most. Only one that takes much longer than usual is not waited for,
    since nobody waits for another's trouble, and none is where many have waited for long.
    """

    def __init__(self) -> None:
        self.free = asyncio.Lock()
        self._usually = 0.0  # seconds that a message takes until it is noted

    @property
    def patience(self) -> float:
        """How long a message waits for the one before, in seconds."""
        return min(max(SHORTEST, PATIENCE * self._usually), LONGEST_PATIENCE)

    def took(self, seconds: float) -> None:
        """A message has been noted, so long after it was sent."""
        self._usually += WEIGHT * (min(seconds, LONGEST_PATIENCE) - self._usually)

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Around the sending of a message and the note of it."""
        passage = Passage(self)
        await self.begin(passage)
        token = _passage.set(passage)
        try:
            yield
            self.took(asyncio.get_running_loop().time() - passage.began)
        finally:
            _passage.reset(token)
            passage.leave()

    async def begin(self, passage: "Passage") -> None:
        """Wait for the narrow, and set off at once."""
        waited = await passage.enter()
        passage.set_off(SHORTEST if waited > IN_LINE else self.patience)


class Passage:
    """The way of one message through the narrow; sent once more, it goes through it anew."""

    def __init__(self, narrows: Narrows) -> None:
        self.narrows = narrows
        self.is_in = False
        self.began = 0.0  # when it set off, by the loop's clock
        self._timer: asyncio.TimerHandle | None = None

    async def enter(self) -> float:
        """Wait until it is alone in the narrow; the seconds that it waited."""
        self.leave()
        loop = asyncio.get_running_loop()
        came = loop.time()
        await self.narrows.free.acquire()
        self.is_in = True
        return loop.time() - came

    def set_off(self, patience: float) -> None:
        """It is on its way now; where that takes longer, the next one is let in."""
        loop = asyncio.get_running_loop()
        self.began = loop.time()
        if self.is_in:
            self._timer = loop.call_later(patience, self.leave)

    def leave(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        if self.is_in:
            self.is_in = False
            self.narrows.free.release()


_passage: ContextVar[Passage | None] = ContextVar("_passage", default=None)


async def _step_aside(seconds: float) -> None:
    """Wait; what Telegram has refused is not on its way, and lets others pass meanwhile."""
    passage = _passage.get()
    if passage:
        passage.leave()
    await asyncio.sleep(seconds)
    if passage:
        await passage.narrows.begin(passage)


def _certainly_not_done(error: NetworkError) -> bool:
    return isinstance(error, Unsent) or "bad gateway" in error.message.lower()
