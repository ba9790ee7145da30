"""The order of answers: one at a time in a chat, and no chat waits for another."""

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from handlers.intake import Intake, watched
from handlers.journal import entered

# The library takes one of its own slots before it asks us, so that with few of them one chat's
# queue would hold them all. An update that waits costs almost nothing: there are slots for all.
_UNLIMITED = 1_000_000


class Order(BaseUpdateProcessor):
    """Handles each update in its chat's line, and then in one of a bounded number of slots.

    The line comes first: a chat with a long queue holds one slot, however much it sends.
    """

    def __init__(self, intake: Intake, slots: int = 256, late_slots: int = 8) -> None:
        super().__init__(_UNLIMITED)
        self._intake = intake
        self._slots = {
            "new": asyncio.Semaphore(slots),
            # All at once they would be too many for the workers' queue, and most would be told
            # that we are busy: they wait here for their turn.
            "late": asyncio.Semaphore(late_slots),
        }
        # A lock lives as long as somebody holds it or waits for it.
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._handling: set[asyncio.Task[Any]] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if isinstance(update, Update) and update.inline_query:
            # Worth nothing after some seconds, and ended by the next letter: no line, no slot and
            # no row of the inbox is held up by it.
            with entered(update):
                await coroutine
            return
        line = self._lines.setdefault(line_of(update), asyncio.Lock())
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - the library runs each update in a task
        self._handling.add(task)
        try:
            async with (
                line,
                self._slots[self._intake.origin(update)],
                self._intake.handling(update),
            ):
                with entered(update):
                    await (watched(coroutine) if asyncio.iscoroutine(coroutine) else coroutine)
        finally:
            self._handling.discard(task)
            if asyncio.iscoroutine(coroutine):
                coroutine.close()  # given up before its turn came, it would never be awaited

    async def initialize(self) -> None:
        """Nothing is to be made ready."""

    async def shutdown(self) -> None:
        """Give up what is still in hand; the inbox has it for the next start."""
        for task in self._handling:
            task.cancel()
        await asyncio.gather(*self._handling, return_exceptions=True)


def line_of(update: object) -> str:
    """Whose line an update stands in: its chat's, its inline message's, else its sender's.

    All that becomes of a poll stands in one line: no vote is counted after the closing.
    """
    if not isinstance(update, Update):
        return ""
    if update.poll:
        return f"poll {update.poll.id}"
    if update.poll_answer:
        return f"poll {update.poll_answer.poll_id}"
    if update.effective_chat:
        return f"chat {update.effective_chat.id}"
    if update.callback_query and update.callback_query.inline_message_id:
        return f"inline {update.callback_query.inline_message_id}"
    if update.effective_user:
        return f"user {update.effective_user.id}"
    return f"update {update.update_id}"
