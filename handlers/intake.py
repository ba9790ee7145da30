"""The intake: an update is on disk before Telegram is told that we have it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update

from bot.memory.inbox import Inbox

log = logging.getLogger(__name__)

LATE = timedelta(seconds=30)


class Intake(asyncio.Queue[object]):
    """The application's queue of updates, with the inbox behind it.

    Whoever listens to Telegram awaits `put` for each update before it asks for more, and asking
    for more is what tells Telegram that we have them: so nothing that Telegram has let go of can
    be lost in a crash.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox
        self._late: set[int] = set()

    async def put(self, item: object) -> None:
        """Commit an update to the inbox, then queue it; one that has come before is dropped."""
        if isinstance(item, Update):
            chat = item.effective_chat.id if item.effective_chat else None
            new = True
            with unharmed("an update could not be stored and will not outlive a crash"):
                new = await self._inbox.store(item.update_id, chat, item.to_json())
            if not new:
                return
            self._note_if_late(item)
        await super().put(item)

    @asynccontextmanager
    async def handling(self, update: object) -> AsyncIterator[None]:
        """Around the handling of an update: it is answered unless this is left by cancellation."""
        if not isinstance(update, Update):
            yield
            return
        with unharmed("the beginning of an update could not be noted"):
            await self._inbox.began(update.update_id)
        try:
            yield
        finally:
            self._late.discard(update.update_id)
        with unharmed("the answer to an update could not be noted and may come twice"):
            await self._inbox.answered(update.update_id)

    def is_late(self, update: object) -> bool:
        """Whether an update has waited through a pause of ours: then there may be many."""
        return isinstance(update, Update) and update.update_id in self._late

    async def replay(self, bot: Bot) -> None:
        """Queue what the last run has left unanswered, before anything new."""
        for waiting in await self._inbox.unanswered():
            if update := read(waiting.update, bot):
                self._late.add(update.update_id)
                await super().put(update)
            else:
                await self._inbox.answered(waiting.update_id)

    def _note_if_late(self, update: Update) -> None:
        message = update.message or update.edited_message
        said_at = message and (message.edit_date or message.date)
        if said_at and datetime.now(UTC) - said_at > LATE:
            self._late.add(update.update_id)


def read(body: str | dict[str, Any], bot: Bot) -> Update | None:
    """An update from its JSON; None, and a line in the log, where the library cannot read it."""
    try:
        return Update.de_json(json.loads(body) if isinstance(body, str) else body, bot)
    except Exception:
        # It was written by a server or a library of another version: anything can be wrong with it.
        log.exception("an update cannot be read and is passed over")
        return None


@contextmanager
def unharmed(trouble: str) -> Iterator[None]:
    """A full or locked disk costs us a memory, never a learner's answer."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or type(error).__name__
        log.error("%s: %s", trouble, cause)  # noqa: TRY400 - the trace would quote the row
