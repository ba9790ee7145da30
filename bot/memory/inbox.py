"""Every update from before Telegram is told that we have it until it is answered."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update

from bot.memory.database import Database
from bot.memory.tables import inbox

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
        if abs(moment - self._swept_at) > SWEEP_EVERY:
            await self._forget_before(moment - REMEMBERED)
            self._swept_at = moment
        row = self._database.insert(inbox).values(
            update_id=update_id, stored_at=moment, chat=chat, body=update, tries=0
        )
        new = row.on_conflict_do_nothing(index_elements=[inbox.c.update_id])
        return bool(await self._database.write(new.returning(inbox.c.place)))

    async def began(self, update_id: int) -> int:
        """To be called before an update from the inbox is handled again; counts the tries, from 1.

        0 for an update that does not wait: answered, or never stored.
        """
        rows = await self._database.write(
            update(inbox)
            .where(inbox.c.update_id == update_id, inbox.c.body.is_not(None))
            .values(tries=inbox.c.tries + 1)
            .returning(inbox.c.tries)
        )
        return rows[0].tries if rows else 0

    async def answered(self, update_id: int) -> None:
        """Deletes the update's text and chat; only its id stays known for some days."""
        await self._database.write(
            update(inbox).where(inbox.c.update_id == update_id).values(body=None, chat=None)
        )

    async def unanswered(self) -> list[Waiting]:
        """What the runs before have left, in order of arrival; to ask once, before any `store`.

        An update that was being handled at the end of two runs may be what ended them: it is
        named in the log, set aside, and forgotten after some days.
        """
        rows = await self._database.read(
            select(inbox).where(inbox.c.body.is_not(None)).order_by(inbox.c.place)
        )
        for row in rows:
            if row.tries >= TRIES:
                log.error("update %d ended %d runs and is set aside", row.update_id, row.tries)
        return [
            Waiting(update_id=row.update_id, chat=row.chat, update=row.body, tries=row.tries)
            for row in rows
            if row.tries < TRIES
        ]

    async def _forget_before(self, moment: float) -> None:
        done = or_(inbox.c.body.is_(None), inbox.c.tries >= TRIES)
        await self._database.write(delete(inbox).where(inbox.c.stored_at < moment, done))
