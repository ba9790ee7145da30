"""What was read or written lately, so that a repeated question costs no query."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Lately(Generic[Key, Value]):
    """The last values by their keys, as they are on disk; it would rather know nothing than err.

    All writing to the table that it stands before goes through `write`, or is followed by `clear`.
    """

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._known: OrderedDict[Key, Value] = OrderedDict()
        self._writes = 0  # a value that was read while something was written may be the old one

    async def read(self, key: Key, read: Callable[[], Awaitable[Value]]) -> Value:
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        writes = self._writes
        value = await read()
        if writes == self._writes:
            self._note(key, value)
        return value

    async def write(self, key: Key, value: Value, write: Callable[[], Awaitable[object]]) -> None:
        self._writes += 1
        try:
            await write()
        except BaseException:
            self._known.pop(key, None)  # broken off: nobody knows what is on disk
            raise
        finally:
            self._writes += 1
        self._note(key, value)

    def clear(self) -> None:
        self._writes += 1
        self._known.clear()

    def _note(self, key: Key, value: Value) -> None:
        self._known[key] = value
        self._known.move_to_end(key)
        while len(self._known) > self._size:
            self._known.popitem(last=False)
