"""What was replied lately, so that a repeat or an unchanged edit is known for what it is."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Said:
    """A digest of a question's text and the message that replied to it."""

    digest: bytes
    reply: int

    def is_about(self, text: str | None) -> bool:
        return self.digest == _digest(text)


class Recent:
    """By chat and question; forgets the oldest, and everything at a restart.

    What must outlive a restart is in memory.answers; this is for replies that answer no request
    (a greeting, a sentence that asks to say it otherwise), of which the disk knows nothing.
    """

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._said: OrderedDict[tuple[int, int], Said] = OrderedDict()
        self._albums: OrderedDict[str, int] = OrderedDict()
        self._done: OrderedDict[Hashable, float] = OrderedDict()

    def note(self, chat: int, question: int, text: str | None, reply: int) -> None:
        self._said[chat, question] = Said(_digest(text), reply)
        self._said.move_to_end((chat, question))
        _shorten(self._said, self._size)

    def find(self, chat: int, question: int) -> Said | None:
        return self._said.get((chat, question))

    def first_of_album(self, album: str, message: int) -> bool:
        """Whether a message is the first that we see of its album (ten photos are ten messages)."""
        first = self._albums.setdefault(album, message) == message
        _shorten(self._albums, self._size)
        return first

    def again(self, deed: Hashable, now: float, within: float) -> bool:
        """Whether the same was done just before; `now` and `within` in seconds of any clock."""
        before = self._done.get(deed, float("-inf"))
        self._done[deed] = now
        self._done.move_to_end(deed)
        _shorten(self._done, self._size)
        return now - before < within


def _digest(text: str | None) -> bytes:
    """Tells one text from another without holding what a learner wrote; None: it had none."""
    return sha256((text or "").encode("utf-8", "surrogatepass")).digest()


def _shorten(memory: "OrderedDict[Key, Value]", size: int) -> None:
    while len(memory) > size:
        memory.popitem(last=False)
