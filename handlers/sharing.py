"""What several machines that answer for one bot know together, in memory's tables.

Each has the same methods as what one machine uses alone, and falls back on it, where it can, while
the database is away.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace

from telegram import Bot

from bot.memory.database import Database
from bot.memory.lines import Lines
from bot.memory.pace import Pace
from bot.memory.quizzes import Quizzes
from bot.memory.replies import Deed, Replies, Said
from bot.memory.spent import Spent, Verdict
from handlers.allowance import Allowance
from handlers.desk import Desk
from handlers.intake import unharmed
from handlers.paced import Paced, PacedNarrows
from handlers.quiz import take_over
from handlers.recent import Recent
from handlers.rounds import Rounds, Topic

log = logging.getLogger(__name__)

LOOK = 5.0  # seconds between two looks for rounds that no machine goes on with
SOON = 0.1  # seconds between two looks whether a poll is noted
TIDY = 3600.0  # seconds


def shared(desk: Desk, *, per_second: int) -> Desk:
    """The same desk, one of several over one database of PostgreSQL.

    Args:
        desk: as for one machine.
        per_second: messages that Telegram takes from the bot in a second.
    """
    database, allowance = desk.memory.database, desk.allowance
    hasty = frozenset() if desk.shelf.chat is None else frozenset({desk.shelf.chat})
    return replace(
        desk,
        recent=SharedRecent(Replies(database)),
        allowance=SharedAllowance(allowance.group, allowance.learner, database),
        rounds=SharedRounds(
            **{name: getattr(desk.rounds, name) for name in ("open_for", "grace", "late")},
            lines=Lines(database),
            quizzes=desk.memory.quizzes,
        ),
        paced=Paced(Pace(database, per_second), hasty),
        narrows=PacedNarrows(),
    )


@asynccontextmanager
async def tending(desk: Desk, bot: Bot, every: float = LOOK) -> AsyncIterator[None]:
    """Meanwhile what a lost machine has begun goes on here, and what is old is forgotten."""
    tasks = [asyncio.create_task(_tend(desk, bot, every)), asyncio.create_task(_tidy(desk))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class SharedRecent(Recent):
    """What was replied lately, by whatever machine."""

    def __init__(self, replies: Replies) -> None:
        super().__init__()
        self._replies = replies

    async def note(
        self, chat: int, question: int, text: str | None, reply: int, *, learner: int
    ) -> None:
        await super().note(chat, question, text, reply, learner=learner)
        with unharmed("what was replied could not be noted"):
            await self._replies.note(chat, question, text, reply, learner=learner)

    async def find(self, chat: int, question: int) -> Said | None:
        with unharmed("what was replied could not be looked up"):
            return await self._replies.find(chat, question)
        return await super().find(chat, question)

    async def first_of_album(self, album: str, message: int) -> bool:
        with unharmed("the first of an album could not be noted"):
            return await self._replies.first_of_album(album, message)
        return await super().first_of_album(album, message)

    async def again(self, deed: Deed, within: float) -> bool:
        with unharmed("what was just done could not be noted"):
            return await self._replies.again(deed, within)
        return await super().again(deed, within)


class SharedAllowance(Allowance):
    """How much was answered in a minute, by all machines."""

    def __init__(self, group: int, learner: int, database: Database) -> None:
        super().__init__(group, learner)
        self._together = Spent(database, group, learner)

    async def spend(self, group: int, learner: int) -> Verdict:
        with unharmed("what was answered in a group could not be counted"):
            return await self._together.spend(group, learner)
        return await super().spend(group, learner)


@dataclass(frozen=True, kw_only=True)
class SharedRounds(Rounds):
    """Whose turn it is with a quiz among all machines.

    The clock of an open question runs on the machine that has posted it; the others look whether
    one has not rung.
    """

    lines: Lines
    quizzes: Quizzes = field(repr=False)

    def line(self, topic: Topic) -> AbstractAsyncContextManager[object]:
        return self.lines.first(f"quiz {topic[0]} {topic[1]}")

    async def posted(self) -> bool:
        """As on one machine; of a machine that is lost nothing is waited for after the grace."""
        await super().posted()
        late = self.quizzes.now() - self.grace
        posting = await self.quizzes.unposted(late)
        while posting and self.quizzes.now() - self.grace < late + self.grace:
            await asyncio.sleep(SOON)
            posting &= await self.quizzes.unposted(late)
        return True  # it may have been noted since the caller looked


async def _tend(desk: Desk, bot: Bot, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            with unharmed("the rounds that no machine goes on with could not be looked up"):
                await take_over(desk, bot, every)
        except Exception:
            # One round has met with trouble; the next one's clock is looked at all the same.
            log.exception("a quiz could not be taken over")


async def _tidy(desk: Desk) -> None:
    database = desk.memory.database
    kept = (Replies(database), Spent(database, 1, 1), Pace(database))
    while True:
        with unharmed("what holds for minutes could not be forgotten"):
            for each in kept:
                await each.forget_old()
        await asyncio.sleep(TIDY)
