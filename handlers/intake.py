"""The intake: an update is on disk before Telegram is told that we have it."""

import asyncio
import json
import logging
import time
import types
from collections.abc import AsyncIterator, Coroutine, Generator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import compress
from typing import Any, Literal, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update

from bot.memory.inbox import Inbox

log = logging.getLogger(__name__)

Result = TypeVar("Result")

LATE = timedelta(seconds=30)
# An update that ended so many runs is tried once more when all others had their answers: of many
# kills at random, two may meet the same one.
SUSPECT = 2
ASIDE = 60.0  # seconds
# Seconds without a trouble, after which it is a new one for the log.
AGAIN = 600.0

# How an update came: just now, or after a pause of ours in which there may have been many.
Origin = Literal["new", "late"]


class Intake(asyncio.Queue[object]):
    """The application's queue of updates, with the inbox behind it.

    Whoever listens to Telegram awaits `take` before it asks for more, and asking for more is what
    tells Telegram that we have them: so nothing that Telegram has let go of can be lost in a crash.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox
        self._origins: dict[int, Origin] = {}
        _said.clear()  # whoever reads the log of this run has not read the last one's

    async def take(self, bodies: Sequence[dict[str, Any]], bot: Bot) -> None:
        """Commit a batch to the inbox, then queue it in order; what has come before is dropped."""
        batch = [(update, body) for body in bodies if (update := read(body, bot))]
        new = await asyncio.gather(*(self._store(update, body) for update, body in batch))
        for update, _ in compress(batch, new):
            await self.put(update)

    async def _store(self, update: Update, body: dict[str, Any]) -> bool:
        """Whether it is to be answered: it has not come before."""
        # Of what is typed for an inline query nothing is kept: nobody waits for it after a crash.
        if update.inline_query:
            return True
        chat = update.effective_chat.id if update.effective_chat else None
        new = True
        with unharmed("an update could not be stored and will not outlive a crash"):
            new = await self._inbox.store(update.update_id, chat, json.dumps(body))
        if new and _is_late(update):
            self._origins[update.update_id] = "late"
        return new

    async def replay(self, bot: Bot) -> None:
        """Queue what the last run has left unanswered, before anything new."""
        for waiting in await self._inbox.unanswered():
            if (update := read(waiting.update, bot)) is None:
                await self._inbox.answered(waiting.update_id)
                continue
            self._origins[update.update_id] = "late"
            if waiting.tries < SUSPECT:
                await self.put(update)
                continue
            log.error("update %d ended %d runs and is set aside", waiting.update_id, waiting.tries)
            asyncio.get_running_loop().call_later(ASIDE, self.put_nowait, update)

    def origin(self, update: object) -> Origin:
        return self._origins.get(update.update_id, "new") if isinstance(update, Update) else "new"

    @asynccontextmanager
    async def handling(self, update: object) -> AsyncIterator[None]:
        """Around the handling of an update: it is answered unless this is left by cancellation."""
        if not isinstance(update, Update):
            yield
            return
        token = _in_hand.set(in_hand := _InHand(update.update_id, self._inbox))
        try:
            yield
        finally:
            _in_hand.reset(token)
            self._origins.pop(update.update_id, None)
        await in_hand.note()


@dataclass
class _InHand:
    update: int
    inbox: Inbox
    done: bool = False

    async def note(self) -> None:
        if not self.done:
            with unharmed("the answer to an update could not be noted and may come twice"):
                await self.inbox.answered(self.update)
                self.done = True


# A handling's own tasks are born with it.
_in_hand: ContextVar[_InHand | None] = ContextVar("_in_hand", default=None)


async def done() -> None:
    """Note at once that the update in hand has its answer; what else is done may be lost."""
    if in_hand := _in_hand.get():
        await in_hand.note()


@types.coroutine
def watched(work: Coroutine[Any, Any, Result]) -> Generator[Any, Any, Result]:
    """Await a part of a handling; known to be at work while our code runs, and not while it waits.

    Who is at work when the process dies is what ended it, or had bad luck, and hardly twice.
    Counting all that were in hand would set aside dozens for the fault of one, or of a power cut.
    """
    in_hand = _in_hand.get()
    go_on, outcome = work.send, None
    while True:
        if in_hand:
            in_hand.inbox.at_work.is_on(in_hand.update)
        try:
            awaited = go_on(outcome)
        except StopIteration as end:
            result: Result = end.value
            return result
        finally:
            if in_hand:
                in_hand.inbox.at_work.is_on(0)
        try:
            go_on, outcome = work.send, (yield awaited)
        except BaseException as error:  # noqa: BLE001 - it is the work's own, a cancellation mostly
            go_on, outcome = work.throw, error


def _is_late(update: Update) -> bool:
    message = update.message or update.edited_message
    if message is None:
        return False
    return datetime.now(UTC) - (message.edit_date or message.date) > LATE


def read(body: str | dict[str, Any], bot: Bot | None) -> Update | None:
    """An update from its JSON; None, and a line in the log, where the library cannot read it."""
    try:
        return Update.de_json(json.loads(body) if isinstance(body, str) else body, bot)
    except Exception:
        # It was written by a server or a library of another version: anything can be wrong with it.
        log.exception("an update cannot be read and is passed over")
        return None


@contextmanager
def unharmed(trouble: str) -> Iterator[None]:
    """A full or locked disk costs us a memory, never a learner's answer; the log says it once.

    So does a database that is waited for in vain.
    """
    try:
        yield
    except (SQLAlchemyError, TimeoutError) as error:
        cause = getattr(error, "orig", None) or type(error).__name__
        said, _said[trouble] = _said.get(trouble, -AGAIN), time.monotonic()
        level = logging.ERROR if _said[trouble] - said >= AGAIN else logging.DEBUG
        log.log(level, "%s: %s", trouble, cause)  # the trace would quote the row


# When each trouble was met last, by `time.monotonic`.
_said: dict[str, float] = {}
