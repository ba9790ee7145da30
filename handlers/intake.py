"""The intake: an update is on disk before Telegram is told that we have it."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import compress
from typing import Any, Literal

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update

from bot.memory.inbox import Inbox

log = logging.getLogger(__name__)

LATE = timedelta(seconds=30)

# How an update came: just now; after a pause of ours in which there may have been many; or from
# the inbox, where one may be what ended the last run.
# Suspects are handled one at a time and only they are counted, so that a crash tells which it was:
# counting all that were in hand would set aside dozens for the fault of one, or of a power cut.
Origin = Literal["new", "late", "suspect"]


class Intake(asyncio.Queue[object]):
    """The application's queue of updates, with the inbox behind it.

    Whoever listens to Telegram awaits `put` for each update before it asks for more, and asking
    for more is what tells Telegram that we have them: so nothing that Telegram has let go of can
    be lost in a crash.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox
        self._origins: dict[int, Origin] = {}

    async def put(self, item: object) -> None:
        await self.take([item])

    async def take(self, items: Sequence[object]) -> None:
        """Commit updates to the inbox, together, then queue them; one that came before is dropped.

        All are on disk before the first is queued.
        """
        new = await asyncio.gather(*map(self._store, items))
        for item in compress(items, new):
            await super().put(item)

    async def _store(self, item: object) -> bool:
        """Whether an update is to be answered: it has not come before."""
        # Of what is typed for an inline query nothing is kept: nobody waits for it after a crash.
        if not isinstance(item, Update) or item.inline_query:
            return True
        chat = item.effective_chat.id if item.effective_chat else None
        new = True
        with unharmed("an update could not be stored and will not outlive a crash"):
            new = await self._inbox.store(item.update_id, chat, _json(item))
        if new and _is_late(item):
            self._origins[item.update_id] = "late"
        return new

    async def replay(self, bot: Bot) -> None:
        """Queue what the last run has left unanswered, before anything new."""
        for waiting in await self._inbox.unanswered():
            if update := read(waiting.update, bot):
                self._origins[update.update_id] = "suspect"
                await super().put(update)
            else:
                await self._inbox.answered(waiting.update_id)

    def origin(self, update: object) -> Origin:
        return self._origins.get(update.update_id, "new") if isinstance(update, Update) else "new"

    @asynccontextmanager
    async def handling(self, update: object) -> AsyncIterator[None]:
        """Around the handling of an update: it is answered unless this is left by cancellation."""
        if not isinstance(update, Update):
            yield
            return
        if self.origin(update) == "suspect":
            with unharmed("the beginning of an update could not be noted"):
                await self._inbox.began(update.update_id)
        token = _in_hand.set(in_hand := _InHand(update.update_id))
        try:
            yield
        finally:
            _in_hand.reset(token)
            self._origins.pop(update.update_id, None)
        await _note(self._inbox, in_hand)


@dataclass
class _InHand:
    update: int
    done: bool = False


# A handling's own tasks are born with it.
_in_hand: ContextVar[_InHand | None] = ContextVar("_in_hand", default=None)


async def done(inbox: Inbox) -> None:
    """Note at once that the update in hand has its answer; what else is done may be lost."""
    if in_hand := _in_hand.get():
        await _note(inbox, in_hand)


async def _note(inbox: Inbox, in_hand: _InHand) -> None:
    if not in_hand.done:
        with unharmed("the answer to an update could not be noted and may come twice"):
            await inbox.answered(in_hand.update)
            in_hand.done = True


def _json(update: Update) -> str:
    # The library leaves the date of a pinned message that it cannot see as it is.
    return json.dumps(update.to_dict(), default=lambda moment: int(moment.timestamp()))


def _is_late(update: Update) -> bool:
    message = update.message or update.edited_message
    if message is None:
        return False
    return datetime.now(UTC) - (message.edit_date or message.date) > LATE


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
