"""Every update from before Telegram is told that we have it until it is answered."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Delete, delete, select, update

from bot.memory.database import Database
from bot.memory.tables import inbox, seen

log = logging.getLogger(__name__)

TRIES = 2
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
        tries: how often its handling has begun; more than 0: it was there when the bot died.
    """

    update_id: int
    chat: int | None
    update: str
    tries: int


class Inbox:
    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._swept_at = float("-inf")

    async def store(self, update_id: int, chat: int | None, update: str) -> bool:
        """Puts an update on disk, and only then returns; False where it had come before.

        The ids are a set: Telegram may begin anew with smaller ones.
        """
        moment = self._now()
        row = self._database.insert(seen).values(update_id=update_id, seen_at=moment)
        async with self._database.write() as connection:
            if abs(moment - self._swept_at) > SWEEP_EVERY:
                await connection.execute(_old(moment))
                self._swept_at = moment
            new = (await connection.execute(row.on_conflict_do_nothing())).rowcount == 1
            if new:
                await connection.execute(
                    inbox.insert().values(update_id=update_id, chat=chat, body=update, tries=0)
                )
        return new

    async def began(self, update_id: int) -> int:
        """To be called before an update is handled; says which try this is, from 1."""
        this_try = (
            update(inbox)
            .where(inbox.c.update_id == update_id)
            .values(tries=inbox.c.tries + 1)
            .returning(inbox.c.tries)
        )
        async with self._database.write() as connection:
            return await connection.scalar(this_try) or 0

    async def answered(self, update_id: int) -> None:
        """Deletes the update's text; only its id stays known for some days."""
        async with self._database.write() as connection:
            await connection.execute(delete(inbox).where(inbox.c.update_id == update_id))

    async def unanswered(self) -> list[Waiting]:
        """What a run that ended has left, in order of arrival; to be asked for once, at start.

        An update that was being handled at the end of two runs may be what ended them: it is
        named in the log, set aside, and forgotten after some days.
        """
        async with self._database.read() as connection:
            rows = (await connection.execute(select(inbox).order_by(inbox.c.place))).all()
        for row in rows:
            if row.tries >= TRIES:
                log.error("update %d ended %d runs and is set aside", row.update_id, row.tries)
        return [
            Waiting(update_id=row.update_id, chat=row.chat, update=row.body, tries=row.tries)
            for row in rows
            if row.tries < TRIES
        ]


def _old(moment: float) -> Delete:
    waiting = select(inbox.c.update_id).where(inbox.c.tries < TRIES)
    return delete(seen).where(
        seen.c.seen_at < moment - REMEMBERED, seen.c.update_id.not_in(waiting)
    )
