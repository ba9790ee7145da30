"""The queue: an update and its job are stored in one transaction, and known by the update's id."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from telegram import Update

from bot.memory.database import Database
from bot.memory.inbox import Inbox
from handlers.order import line_of

TASK = "answer"
# Taps and inline queries, for which somebody waits with a finger on the screen, and the rest. They
# have the same priority, or a tap would overtake the messages before it in its own chat: what goes
# first has workers of its own.
FIRST, MESSAGES = "first", "messages"

# The job holds an id and no more: what a learner wrote is in the inbox alone, until it is answered.
_STORE = text(
    """
    WITH new AS (
        INSERT INTO inbox (update_id, stored_at, chat, body, tries)
        VALUES (:update_id, :stored_at, :chat, :body, 0)
        ON CONFLICT (update_id) DO NOTHING
        RETURNING update_id
    )
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        CAST(:lane AS varchar), 'answer', 0, CAST(:line AS text), NULL,
        jsonb_build_object('update_id', new.update_id), NULL
    )::procrastinate_job_to_defer_v1]) FROM new
    """
)
# The job alone, for the driver itself: lane, line, update_id.
ADOPT = b"""
    SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
        %s::varchar, 'answer', 0, %s::text, NULL,
        jsonb_build_object('update_id', %s::bigint), NULL
    )::procrastinate_job_to_defer_v1])
"""
_TAKE = text(
    "SELECT body, tries, stored_at FROM inbox WHERE update_id = :update_id AND body IS NOT NULL"
)


@dataclass(frozen=True)
class Waiting:
    """An update with a job: its text, how many machines it saw end, its age in seconds."""

    body: str
    tries: int
    age: float


class Queue:
    """What Telegram has told us and nobody has answered yet."""

    def __init__(
        self, database: Database, inbox: Inbox, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._inbox = inbox
        self._now = now

    async def store(self, update: Update, body: dict[str, Any]) -> bool:
        """Store an update and its job, and only then return; False where it has come before.

        Whoever stores the updates of a chat one after the other has them answered in that order.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: it is not stored, or nobody knows.
        """
        await self._inbox.sweep()
        chat = update.effective_chat
        row = {
            "update_id": update.update_id,
            "stored_at": self._now(),
            "chat": chat.id if chat else None,
            "body": json.dumps(body),
            "lane": lane_of(update),
            "line": line_in(update),
        }
        return bool(await self._database.write(_STORE, row))

    async def take(self, update_id: int) -> Waiting | None:
        """The update of a job; None where it is answered."""
        rows = await self._database.read(_TAKE, {"update_id": update_id})
        if not rows:
            return None
        [row] = rows
        return Waiting(row.body, row.tries, self._now() - row.stored_at)


def lane_of(update: Update) -> str:
    return FIRST if update.callback_query or update.inline_query else MESSAGES


def line_in(update: Update) -> str | None:
    # Of what one types only the newest counts: it waits for nothing.
    return None if update.inline_query else line_of(update)
