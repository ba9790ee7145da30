"""What was replied lately, so that a repeat or an unchanged edit is known for what it is."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar

from handlers.place import Place

Key = TypeVar("Key")
Value = TypeVar("Value")

DOUBLE_TAP = 3.0  # seconds


@dataclass(frozen=True)
class Said:
    """A question's text (None: it had none) and the message that replied to it."""

    text: str | None
    reply: int


class Recent:
    """By chat and question; forgets the oldest, and everything at a restart.

    What must outlive a restart is in memory.answers; this is for replies that answer no request
    (a greeting, a sentence that asks to say it otherwise), and holds texts that no disk may hold.
    """

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._said: OrderedDict[tuple[int, int], Said] = OrderedDict()
        self._albums: OrderedDict[str, int] = OrderedDict()
        self._taps: OrderedDict[tuple[Place, str], float] = OrderedDict()

    def note(self, chat: int, question: int, text: str | None, reply: int) -> None:
        self._said[chat, question] = Said(text, reply)
        self._said.move_to_end((chat, question))
        _shorten(self._said, self._size)

    def find(self, chat: int, question: int) -> Said | None:
        return self._said.get((chat, question))

    def first_of_album(self, album: str, message: int) -> bool:
        """Whether a message is the first that we see of its album (ten photos are ten messages)."""
        first = self._albums.setdefault(album, message) == message
        _shorten(self._albums, self._size)
        return first

    def tapped_twice(self, place: Place, data: str, now: float) -> bool:
        """Whether a learner has tapped the same just before; `now` in seconds of any clock."""
        before = self._taps.get((place, data), float("-inf"))
        self._taps[place, data] = now
        self._taps.move_to_end((place, data))
        _shorten(self._taps, self._size)
        return now - before < DOUBLE_TAP


def _shorten(memory: "OrderedDict[Key, Value]", size: int) -> None:
    while len(memory) > size:
        memory.popitem(last=False)
