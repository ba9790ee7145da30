"""At work: the update on which our own code is at work, known after a crash at that moment."""

import mmap
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.memory.opening import is_server

LENGTH = 8  # bytes; an id of Telegram's has 32 bits and may grow


class AtWork:
    """Eight bytes of a file, in our memory: they outlive the process, and cost no call.

    A loss of power may leave an older id there, which is an answered update's, and suspects nobody.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._bytes = _bytes_of(path)

    def is_on(self, update_id: int) -> None:
        """Our code begins to work on an update; 0: it waits, or works on none."""
        try:
            self._bytes[:] = update_id.to_bytes(LENGTH)
        except OverflowError:  # a wrong id costs no answer
            self._bytes[:] = bytes(LENGTH)

    def last(self) -> int:
        """What it worked on when the run before ended, 0: on nothing."""
        return int.from_bytes(self._bytes)

    def close(self) -> None:
        """A clean end leaves no file."""
        self._bytes.close()
        self._path.unlink(missing_ok=True)  # another program may share the memory


def _bytes_of(path: Path) -> mmap.mmap:
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if os.fstat(file).st_size < LENGTH:
            os.pwrite(file, bytes(LENGTH), 0)
        return mmap.mmap(file, LENGTH)
    except OSError:  # a sick disk costs no answer
        return mmap.mmap(-1, LENGTH)
    finally:
        os.close(file)


class Elsewhere(AtWork):
    """Where machines share a memory, none of them has a file beside it: the queue counts deaths."""

    def __init__(self) -> None:
        """Open nothing."""

    def is_on(self, update_id: int) -> None:
        """Note nothing."""

    def last(self) -> int:
        return 0


@asynccontextmanager
async def open_at_work(url: str) -> AsyncIterator[AtWork]:
    """The file beside a URL's database."""
    if is_server(url):
        yield Elsewhere()
        return
    at_work = AtWork(Path(f"{make_url(url).database}-at-work"))
    try:
        yield at_work
    finally:
        at_work.close()
