"""What is remembered: scenes, answers, pictures and the inbox, in one database."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.memory.answers import Answer as Answer
from bot.memory.answers import Answers
from bot.memory.database import open_database
from bot.memory.inbox import Inbox
from bot.memory.inbox import Waiting as Waiting
from bot.memory.pictures import Pictures
from bot.memory.scenes import Scenes


@dataclass(frozen=True)
class Memory:
    """Whatever one of these has returned from is on disk, and outlives a crash."""

    scenes: Scenes
    answers: Answers
    pictures: Pictures
    inbox: Inbox


@asynccontextmanager
async def open_memory(url: str, *, now: Callable[[], float] = time.time) -> AsyncIterator[Memory]:
    """The memory behind an SQLAlchemy URL, made or brought up to date, closed at the end.

    Args:
        url: such as `sqlite+aiosqlite:///nudge.db`, a file.
        now: the clock, in seconds since 1970.

    Raises:
        sqlalchemy.exc.DBAPIError: the database cannot be opened.
        alembic.util.CommandError: a later version of Nudge has written it.
    """
    async with open_database(url) as database:
        yield Memory(
            scenes=Scenes(database),
            answers=Answers(database, now),
            pictures=Pictures(database),
            inbox=Inbox(database, now),
        )
