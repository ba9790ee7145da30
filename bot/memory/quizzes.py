"""The rounds of a quiz that are running, one in a topic; a round that is over leaves nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, select, update

from bot.memory.database import Database
from bot.memory.tables import quizzes
from bot.tutor.course.quiz import Quiz

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Running:
    """A round and where it is.

    Attributes:
        chat, thread: its topic; thread 0 is a chat without topics.
        asked: the message that asked for it.
        score: our message with the score.
        message, poll: the open poll's; None: it is still to be posted.
        due_at: when it closes, in seconds since 1970.
        quiz: how it stands.
    """

    chat: int
    thread: int
    asked: int
    quiz: Quiz
    score: int | None = None
    message: int | None = None
    poll: str | None = None
    due_at: float = 0.0


class Quizzes:
    """One at a time in a topic."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self.now = now
        self._database = database
        self._json = TypeAdapter(Quiz)

    async def here(self, chat: int, thread: int) -> Running | None:
        """The round that is running in a topic."""
        return await self._first(quizzes.c.chat == chat, quizzes.c.thread == thread)

    async def of_poll(self, poll: str) -> Running | None:
        """The round whose open question this is."""
        return await self._first(quizzes.c.poll == poll)

    async def of_message(self, chat: int, message: int) -> Running | None:
        """The round whose open question is in this message."""
        return await self._first(quizzes.c.chat == chat, quizzes.c.message == message)

    async def all(self) -> list[Running]:
        return [one for row in await self._database.read(select(quizzes)) if (one := self._of(row))]

    async def overdue(self, moment: float) -> list[Running]:
        """The rounds that should have gone on before a moment, in seconds since 1970."""
        rows = await self._database.read(select(quizzes).where(quizzes.c.due_at < moment))
        return [one for row in rows if (one := self._of(row))]

    async def unposted(self, since: float) -> set[tuple[int, int]]:
        """The topics whose question is on its way since a moment or later: it has no number yet."""
        wanted = select(quizzes.c.chat, quizzes.c.thread)
        wanted = wanted.where(quizzes.c.poll.is_(None), quizzes.c.due_at >= since)
        return {(row.chat, row.thread) for row in await self._database.read(wanted)}

    async def save(self, running: Running) -> None:
        values = {
            "asked": running.asked,
            "score": running.score,
            "message": running.message,
            "poll": running.poll,
            "due_at": running.due_at,
            "quiz": self._json.dump_json(running.quiz).decode(),
        }
        row = self._database.insert(quizzes)
        row = row.values(chat=running.chat, thread=running.thread, **values)
        await self._database.write(
            row.on_conflict_do_update(index_elements=quizzes.primary_key, set_=values)
        )

    async def end(self, running: Running) -> None:
        """Nothing is left of a round, nor of who has played."""
        here = (quizzes.c.chat == running.chat, quizzes.c.thread == running.thread)
        await self._database.write(delete(quizzes).where(*here))

    async def forget(self, learner: int) -> None:
        """A learner is no player any more, in whatever round."""
        for row in await self._database.read(select(quizzes)):
            await self._forget(learner, row)

    async def _forget(self, learner: int, row: Any) -> None:  # noqa: ANN401 - a row of `quizzes`
        """Where somebody voted meanwhile, what has become of the round is looked at again."""
        here = (quizzes.c.chat == row.chat, quizzes.c.thread == row.thread)
        while running := self._of(row):
            players = tuple(one for one in running.quiz.players if one.learner != learner)
            if players == running.quiz.players:
                return
            text = self._json.dump_json(replace(running.quiz, players=players)).decode()
            same = update(quizzes).where(*here, quizzes.c.quiz == row.quiz)
            kept = same.values(quiz=text).returning(quizzes.c.chat)
            if await self._database.write(kept):
                return
            rows = await self._database.read(select(quizzes).where(*here))
            if not rows:
                return
            row = rows[0]

    async def _first(self, *where: Any) -> Running | None:  # noqa: ANN401 - conditions
        rows = await self._database.read(select(quizzes).where(*where))
        return self._of(rows[0]) if rows else None

    def _of(self, row: Any) -> Running | None:  # noqa: ANN401 - a row of `quizzes`
        try:
            quiz = self._json.validate_json(row.quiz)
        except ValidationError:  # its text would quote names
            log.warning("a quiz in chat %d could not be read and is over", row.chat)
            return None
        return Running(
            chat=row.chat,
            thread=row.thread,
            asked=row.asked,
            quiz=quiz,
            score=row.score,
            message=row.message,
            poll=row.poll,
            due_at=row.due_at,
        )
