"""Every update from before Telegram is told that we have it until it is answered."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, or_, select, update

from bot.memory.at_work import AtWork
from bot.memory.database import Database
from bot.memory.tables import inbox

log = logging.getLogger(__name__)

TRIES = 3
# Telegram offers an update for one day, and picks a new range of ids after a week without any:
# an id must be known for longer than the one and be forgotten before the other.
REMEMBERED = 3 * 24 * 3600.0  # seconds
SWEEP_EVERY = 3600.0  # seconds


@dataclass(frozen=True)
class Waiting:
    """An update that is not answered yet.

    Attributes:
        update_id: Telegram's.
        chat: where it came from, or None for an inline query and its like.
        update: the text that was stored.
        tries: how many runs have ended while our own code was at work on it.
    """

    update_id: int
    chat: int | None
    update: str
    tries: int


class Inbox:
    """Waiting updates and the ids of answered ones.

    Attributes:
        at_work: the update on which our own code is at work.
    """

    def __init__(self, database: Database, now: Callable[[], float], at_work: AtWork) -> None:
        self._database = database
        self._now = now
        self.at_work = at_work
        self._swept_at = float("-inf")
        self._sweeping = asyncio.Lock()
        self._left: frozenset[int] = frozenset()
        row = database.insert(inbox).values(tries=0)
        new = row.on_conflict_do_nothing(index_elements=[inbox.c.update_id])
        self._store = new.returning(inbox.c.place)
        done = update(inbox).where(inbox.c.update_id == bindparam("done"))
        self._answered = done.values(body=None, chat=None)

    async def store(self, update_id: int, chat: int | None, update: str) -> bool:
        """Puts an update on disk, and only then returns; False where it had come before.

        The ids are a set: Telegram may begin anew with smaller ones.
        """
        await self.sweep()
        row = {"update_id": update_id, "chat": chat, "body": update, "stored_at": self._now()}
        # Not once more where nobody knows whether it was stored: it would be taken for a repeat.
        return bool(await self._database.write(self._store, row, again=False))

    async def sweep(self) -> None:
        """Forget old ids, once an hour; to be awaited before a row is stored."""
        moment = self._now()
        async with self._sweeping:  # in order of arrival, also where the first of many sweeps
            if abs(moment - self._swept_at) > SWEEP_EVERY:
                await self._forget_before(moment - REMEMBERED)
                self._swept_at = moment

    async def answered(self, update_id: int) -> None:
        """Deletes the update's text and chat; only its id stays known for some days."""
        await self._database.write(self._answered, {"done": update_id})

    async def unanswered(self) -> list[Waiting]:
        """What the runs before have left, in order of arrival; to ask once, before any `store`.

        An update that was at work at the end of three runs is what ended them: it is named in the
        log, given up, and forgotten after some days.
        """
        if suspect := self.at_work.last():
            await self._suspect(suspect)
            self.at_work.is_on(0)
        rows = await self._database.read(
            select(inbox).where(inbox.c.body.is_not(None)).order_by(inbox.c.place)
        )
        self._left = frozenset(row.update_id for row in rows)
        for row in rows:
            if row.tries >= TRIES:
                log.error("update %d ended %d runs and is given up", row.update_id, row.tries)
        return [
            Waiting(update_id=row.update_id, chat=row.chat, update=row.body, tries=row.tries)
            for row in rows
            if row.tries < TRIES
        ]

    async def _suspect(self, update_id: int) -> None:
        await self._database.write(
            update(inbox).where(inbox.c.update_id == update_id).values(tries=inbox.c.tries + 1)
        )

    def was_left(self, update_id: int) -> bool:
        """Whether an update was in the hands of a run before: it may have been answered."""
        return update_id in self._left

    async def _forget_before(self, moment: float) -> None:
        done = or_(inbox.c.body.is_(None), inbox.c.tries >= TRIES)
        await self._database.write(delete(inbox).where(inbox.c.stored_at < moment, done))
