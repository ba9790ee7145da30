"""The queue of updates that getUpdates empties: offsets, long polling, one poller at a time."""

import asyncio
import time
from collections import deque

from bot.localchat.errors import Refused
from bot.localchat.records import Json

LONGEST_POLL = 50  # seconds; tdlib's LONG_POLL_MAX_TIMEOUT
_ONLY_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TWO_POLLERS = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


class Updates:
    """What happened and the bot has not yet confirmed."""

    def __init__(self) -> None:
        # From the clock, so that ids grow from one start of the server to the next:
        # a bot may remember, on disk, which updates it has seen.
        self._next_id = time.time_ns() // 1_000_000
        self._queue: deque[Json] = deque()
        self._allowed: frozenset[str] = frozenset()
        self._poller: asyncio.Future[bool] | None = None
        self._closed = False

    def __len__(self) -> int:
        return len(self._queue)

    def add(self, kind: str, body: Json) -> None:
        """An update of a kind such as "message", unless the bot did not ask for that kind."""
        wanted = kind in self._allowed if self._allowed else kind not in _ONLY_ON_REQUEST
        if wanted:
            self._queue.append({"update_id": self._next_id, kind: body})
            self._next_id += 1
            self._wake(arrived=True)

    def allow(self, kinds: list[object]) -> None:
        """Which kinds are kept from now on; none named means Telegram's default."""
        self._allowed = frozenset(kind.lower() for kind in kinds if isinstance(kind, str))

    def forget(self) -> None:
        """Drop what is pending."""
        self._queue.clear()

    async def take(self, offset: int = 0, limit: int = 100, timeout: float = 0) -> list[Json]:  # noqa: ASYNC109 - the Bot API's own parameter
        """Up to `limit` updates from `offset` on, waiting up to `timeout` seconds for the first.

        Earlier updates are forgotten; a negative offset counts from the end of the queue.

        Raises:
            Refused: 409 for a poller that another one has replaced.
        """
        self._confirm(offset)
        self._wake(arrived=False)
        timeout = min(timeout, LONGEST_POLL)
        if not self._queue and timeout > 0 and not self._closed:
            await self._arrival(timeout)
        return [self._queue[i] for i in range(min(limit, len(self._queue)))]

    def close(self) -> None:
        """Let a waiting poller go with nothing, and let no other wait."""
        self._closed = True
        self._wake(arrived=True)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self._queue) > -offset:
                self._queue.popleft()
        while self._queue and self._queue[0]["update_id"] < offset:
            self._queue.popleft()

    async def _arrival(self, seconds: float) -> None:
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                if not await poller:
                    raise Refused(409, _TWO_POLLERS)
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None

    def _wake(self, *, arrived: bool) -> None:
        if self._poller and not self._poller.done():
            self._poller.set_result(arrived)
