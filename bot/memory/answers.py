"""The request behind each message of ours, so that its buttons work for months."""

import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, bindparam, select, update

from bot.memory.database import Database
from bot.memory.tables import answers
from bot.tutor.reading.request import Request

log = logging.getLogger(__name__)

NOBODY = 0


@dataclass(frozen=True)
class Answer:
    """A message of ours and what it shows.

    Attributes:
        id: eleven characters of A-Z, a-z, 0-9, - and _; part of the buttons' callback_data.
        request: what the message shows now.
        chat: where it is, or None for an inline message, which knows no chat.
        thread: the topic, 0 without topics.
        learner: who asked; NOBODY for what may be sent into any chat, where anyone may tap.
        question: the message that is answered, or None where none asked.
        message: our message in `chat`; None: not sent, or sent without being recorded.
        inline_message: the inline message's id.
    """

    id: str
    request: Request
    chat: int | None
    thread: int
    learner: int
    question: int | None
    message: int | None
    inline_message: str | None


class Answers:
    """An answer is kept before it is sent, since its buttons carry its id, and noted once sent.

    A crash in between leaves an answer without a message: the question is handled again, is kept
    under the same id, and if the first message did go out then its buttons work too.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._json = TypeAdapter(Request)
        row = database.insert(answers)
        again = {"request": row.excluded.request, "kept_at": row.excluded.kept_at}
        asked = [answers.c.chat, answers.c.question]
        kept = row.on_conflict_do_update(index_elements=asked, set_=again)
        self._keep = kept.returning(answers.c.id)
        self._keep_inline = row.on_conflict_do_update(index_elements=[answers.c.id], set_=again)
        sent = update(answers).where(answers.c.id == bindparam("sent"))
        self._sent = sent.values(message=bindparam("as_message"))

    async def keep(
        self,
        request: Request,
        *,
        chat: int | None,
        learner: int,
        thread: int = 0,
        question: int | None = None,
    ) -> str:
        """The id for the answer that is about to be sent; one question keeps one id."""
        row = {
            "id": secrets.token_urlsafe(8),
            "request": self._json.dump_json(request).decode(),
            "chat": chat,
            "thread": thread,
            "learner": learner,
            "question": question,
            "kept_at": self._now(),
        }
        [kept] = await self._database.write(self._keep, row)
        return str(kept.id)

    async def offer(self, request: Request) -> str:
        """The id for an answer that anyone may send into any chat.

        It is made of the request: while one types, and whoever else types the same, it is kept
        once, and says nothing of anyone.
        """
        id_ = _name(self._json.dump_json(request))
        await self._keep_elsewhere(id_, request, None)
        return id_

    @staticmethod
    def id_of_inline(message: str) -> str:
        """The id under which an inline message is kept once it differs from what was offered."""
        return _name(message.encode())

    async def show(self, message: str, request: Request) -> None:
        """An inline message shows another request now than the one that was offered."""
        await self._keep_elsewhere(self.id_of_inline(message), request, message)

    async def _keep_elsewhere(self, id_: str, request: Request, message: str | None) -> None:
        row = {
            "id": id_,
            "request": self._json.dump_json(request).decode(),
            "thread": 0,
            "learner": NOBODY,
            "inline_message": message,
            "kept_at": self._now(),
        }
        await self._database.write(self._keep_inline, row)

    async def sent(self, id_: str, *, message: int) -> None:
        """The answer went out as this message of its chat."""
        await self._database.write(self._sent, {"sent": id_, "as_message": message})

    async def change(self, id_: str, request: Request) -> None:
        """The message shows another request now."""
        text = self._json.dump_json(request).decode()
        values = {"request": text, "kept_at": self._now()}
        await self._database.write(update(answers).where(answers.c.id == id_).values(values))

    async def find(self, id_: str) -> Answer | None:
        """The answer of an id, or None: never kept, forgotten, or not readable any more."""
        return await self._one(answers.c.id == id_)

    async def of_question(self, chat: int, question: int) -> Answer | None:
        """What was answered to a learner's message."""
        return await self._one(answers.c.chat == chat, answers.c.question == question)

    async def of_message(self, chat: int, message: int) -> Answer | None:
        """What a message of ours answers."""
        return await self._one(answers.c.chat == chat, answers.c.message == message)

    async def _one(self, *conditions: ColumnElement[bool]) -> Answer | None:
        wanted = select(answers).where(*conditions).order_by(answers.c.kept_at.desc()).limit(1)
        rows = await self._database.read(wanted)
        if not rows:
            return None
        row = rows[0]
        try:
            request = self._json.validate_json(row.request)
        except ValidationError:  # its text would quote the learner
            log.warning("the request behind answer %s could not be read", row.id)
            return None
        return Answer(
            id=row.id,
            request=request,
            chat=row.chat,
            thread=row.thread,
            learner=row.learner,
            question=row.question,
            message=row.message,
            inline_message=row.inline_message,
        )


def _name(content: bytes) -> str:
    return urlsafe_b64encode(sha256(content).digest()[:8]).decode().rstrip("=")
