"""What was read or written lately, so that a repeated question costs no query."""

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Lately(Generic[Key, Value]):
    """The last values by their keys, as they are on disk; it would rather know nothing than err.

    All writing to the table that it stands before goes through `write`, or is followed by `clear`.

    Args:
        shared: whether others write to that table; then nothing is known without a look.
        size: how many values are known at most.
    """

    def __init__(self, *, shared: bool = False, size: int = 10_000) -> None:
        self._size = 0 if shared else size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        # What is read while the same key is written may be the old value: it is not noted.
        self._reading: dict[Key, object] = {}
        self._writing: Counter[Key] = Counter()

    def known(self, key: Key) -> Value | None:
        """What is on disk, where that is known without a look."""
        if key in self._values:
            self._values.move_to_end(key)
        return self._values.get(key)

    async def read(self, key: Key, read: Callable[[], Awaitable[Value]]) -> Value:
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        this = self._reading[key] = object()
        try:
            value = await read()
        finally:
            if undisturbed := self._reading.get(key) is this:
                del self._reading[key]
        if undisturbed and not self._writing[key]:
            self._note(key, value)
        return value

    async def write(self, key: Key, value: Value, write: Callable[[], Awaitable[object]]) -> None:
        self._forget(key)
        self._writing[key] += 1
        try:
            await write()
        finally:
            self._writing -= Counter([key])  # which drops what is at nought
            self._forget(key)
        if not self._writing[key]:
            self._note(key, value)

    def clear(self) -> None:
        self._values.clear()
        self._reading.clear()

    def _forget(self, key: Key) -> None:
        self._values.pop(key, None)
        self._reading.pop(key, None)

    def _note(self, key: Key, value: Value) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        while len(self._values) > self._size:
            self._values.popitem(last=False)
