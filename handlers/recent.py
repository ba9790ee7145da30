"""What was replied lately, so that a repeat or an unchanged edit is known for what it is."""

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

from bot.memory.replies import Deed, Said, digest

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent:
    """By chat and question; forgets the oldest, and everything at a restart.

    What must outlive a restart is in memory.answers; this is for replies that answer no request
    (a greeting, a sentence that asks to say it otherwise), of which the disk knows nothing.
    Where several machines answer, memory.replies stands in its place.
    """

    def __init__(self, size: int = 10_000, now: Callable[[], float] = time.monotonic) -> None:
        self._size = size
        self._now = now
        self._said: OrderedDict[tuple[int, int], Said] = OrderedDict()
        self._albums: OrderedDict[str, int] = OrderedDict()
        self._done: OrderedDict[Deed, float] = OrderedDict()

    async def note(
        self, chat: int, question: int, text: str | None, reply: int, *, learner: int
    ) -> None:
        """A message of ours replies to a learner's question, which had this text."""
        del learner  # nothing is left of it after a restart
        self._said[chat, question] = Said(digest(text), reply)
        self._said.move_to_end((chat, question))
        _shorten(self._said, self._size)

    async def find(self, chat: int, question: int) -> Said | None:
        return self._said.get((chat, question))

    async def first_of_album(self, album: str, message: int) -> bool:
        """Whether a message is the first that we see of its album (ten photos are ten messages)."""
        first = self._albums.setdefault(album, message) == message
        _shorten(self._albums, self._size)
        return first

    async def again(self, deed: Deed, within: float) -> bool:
        """Whether the same was done within so many seconds."""
        now, before = self._now(), self._done.get(deed, float("-inf"))
        self._done[deed] = now
        self._done.move_to_end(deed)
        _shorten(self._done, self._size)
        return now - before < within


def _shorten(memory: "OrderedDict[Key, Value]", size: int) -> None:
    while len(memory) > size:
        memory.popitem(last=False)
