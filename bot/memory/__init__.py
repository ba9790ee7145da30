"""What is remembered: scenes, settings, answers, pictures, quizzes, the inbox; one database."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.memory.answers import NOBODY as NOBODY
from bot.memory.answers import Answer as Answer
from bot.memory.answers import Answers
from bot.memory.at_work import open_at_work
from bot.memory.backup import back_up as back_up
from bot.memory.chats import Chats
from bot.memory.database import Database as Database
from bot.memory.forgetting import Forgetting
from bot.memory.inbox import Inbox
from bot.memory.inbox import Waiting as Waiting
from bot.memory.menus import Menus
from bot.memory.moving import NotMoved as NotMoved
from bot.memory.moving import move as move
from bot.memory.opening import is_server as is_server
from bot.memory.opening import open_database
from bot.memory.pictures import Pictures
from bot.memory.quizzes import Quizzes
from bot.memory.quizzes import Running as Running
from bot.memory.scenes import Scenes
from bot.memory.settings import ChatSettings


@dataclass(frozen=True)
class Memory:
    """Whatever one of these has returned from is on disk, and outlives a crash.

    `database` is for those who share it with other machines.
    """

    database: Database
    scenes: Scenes
    settings: ChatSettings
    chats: Chats
    answers: Answers
    pictures: Pictures
    quizzes: Quizzes
    inbox: Inbox
    menus: Menus
    forgetting: Forgetting


@asynccontextmanager
async def open_memory(
    url: str, *, days: int = 90, now: Callable[[], float] = time.time
) -> AsyncIterator[Memory]:
    """The memory behind an SQLAlchemy URL, made or brought up to date, closed at the end.

    Args:
        url: such as `sqlite:///nudge.db`, a file.
        days: for how long a request is kept after it was last used.
        now: the clock, in seconds since 1970.

    Raises:
        sqlalchemy.exc.DBAPIError: the database cannot be opened.
        alembic.util.CommandError: a later version of Nudge has written it.
    """
    async with open_database(url) as database, open_at_work(url) as at_work:
        scenes, settings = Scenes(database, now), ChatSettings(database)
        quizzes, at_hand = Quizzes(database, now), (scenes.lately, settings.lately)
        memory = Memory(
            database=database,
            scenes=scenes,
            settings=settings,
            chats=Chats(database, now, at_hand),
            answers=Answers(database, now),
            pictures=Pictures(database),
            quizzes=quizzes,
            inbox=Inbox(database, now, at_work),
            menus=Menus(database),
            forgetting=Forgetting(database, now, days, at_hand, quizzes),
        )
        await memory.forgetting.old()
        forgetting = asyncio.create_task(memory.forgetting.daily())
        try:
            yield memory
        finally:
            forgetting.cancel()
            await asyncio.gather(forgetting, return_exceptions=True)
