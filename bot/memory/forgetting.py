"""Forgetting: a learner who asks for it, and what has grown old."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.exc import SQLAlchemyError

from bot.memory.database import Database
from bot.memory.inbox import TRIES
from bot.memory.lately import Lately
from bot.memory.quizzes import Quizzes
from bot.memory.tables import answers, chats, inbox, metadata, quizzes, scenes, settings

log = logging.getLogger(__name__)

DAY = 24 * 3600.0  # seconds


class Forgetting:
    """What is deleted is overwritten on disk, too: see `secure_delete` in database.py.

    Attributes:
        days: for how long a request is kept after it was last used.
    """

    def __init__(
        self,
        database: Database,
        now: Callable[[], float],
        days: int,
        at_hand: tuple[Lately[Any, Any], ...],
        rounds: Quizzes,
    ) -> None:
        self.days = days
        self._database = database
        self._now = now
        self._at_hand = at_hand
        self._rounds = rounds

    async def learner(self, learner: int) -> None:
        """Everything that is remembered of a learner, in whatever chat it was said."""
        write = self._database.write
        for table in metadata.tables.values():
            if "learner" in table.c:
                await write(delete(table).where(table.c.learner == learner))
        await self._rounds.forget(learner)
        # A group's id stands for all who speak in its name; what was chosen for it stays.
        if learner > 0:
            for table in (settings, chats):
                await write(delete(table).where(table.c.chat == learner))
            set_aside = (inbox.c.chat == learner, inbox.c.tries >= TRIES)
            await write(update(inbox).where(*set_aside).values(body=None, chat=None))
        self._clear()

    async def old(self) -> None:
        """Requests that were not used for so many days; where the disk fails, tomorrow again."""
        moment = self._now() - self.days * DAY
        try:
            await self._database.write(delete(answers).where(answers.c.kept_at < moment))
            await self._database.write(delete(quizzes).where(quizzes.c.due_at < self._now() - DAY))
            await self._database.write(delete(scenes).where(scenes.c.saved_at < moment))
        except SQLAlchemyError as error:
            cause = getattr(error, "orig", None) or type(error).__name__
            log.warning("what is old could not be forgotten: %s", cause)
        self._clear()

    async def daily(self) -> None:
        """Once a day from now on; never ends by itself."""
        while True:
            await asyncio.sleep(DAY)
            await self.old()

    def _clear(self) -> None:
        for lately in self._at_hand:
            lately.clear()
