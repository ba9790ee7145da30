"""Rounds: whose turn it is with a running quiz, and the clock of its open question."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakValueDictionary

Topic = tuple[int, int]


@dataclass(frozen=True)
class Rounds:
    """What is known of running quizzes beyond what is on disk.

    Where several machines answer, sharing.py has what they know together.

    Attributes:
        open_for: seconds to answer a question; Telegram closes the poll then.
        grace: seconds more in which Telegram may tell us so, before we take it as told.
        late: seconds after which nobody waits for the next question any more.
        posting: polls on their way: one may be answered before we have noted which it is.
    """

    open_for: int = 45
    grace: float = 10.0
    late: float = 900.0
    posting: set[asyncio.Future[Any]] = field(default_factory=set)
    _lines: WeakValueDictionary[Topic, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _clocks: dict[Topic, asyncio.Task[None]] = field(default_factory=dict)
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    def line(self, topic: Topic) -> AbstractAsyncContextManager[object]:
        """One thing at a time happens to a topic's round."""
        return self._lines.setdefault(topic, asyncio.Lock())

    async def posted(self) -> bool:
        """Wait until the polls that are on their way now are noted; False: there were none."""
        posting = tuple(self.posting)
        if posting:
            await asyncio.wait(posting)
        return bool(posting)

    def is_wound(self, topic: Topic) -> bool:
        """Whether a topic's clock runs here."""
        return topic in self._clocks

    def wind(self, topic: Topic, seconds: float, ring: Callable[[], Awaitable[None]]) -> None:
        """Ring after so many seconds; a topic has one clock."""

        async def tick() -> None:
            await asyncio.sleep(seconds)
            self._clocks.pop(topic, None)  # what rings may wind it anew
            await ring()

        self.halt(topic)
        clock = self._clocks[topic] = asyncio.create_task(tick())
        self._running.add(clock)
        clock.add_done_callback(self._running.discard)

    def halt(self, topic: Topic) -> None:
        if clock := self._clocks.pop(topic, None):
            clock.cancel()

    def close(self) -> None:
        """Nothing rings any more, and what is ringing is broken off."""
        self._clocks.clear()
        for clock in self._running:
            clock.cancel()
