"""Lines in, JSON objects out: `nudge ask` and `nudge practice`, without a messenger."""

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterable, Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.tutor.course.graded import graded
from bot.tutor.drawing.draw import Encoding
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language, words
from bot.tutor.reading.read import language_of
from bot.tutor.record import blank, record
from bot.tutor.scene import Drawing, Said, Scene, Settings
from bot.tutor.telling import excuse
from bot.tutor.turn import picture
from bot.workers import Busy, TooLong, Workers

log = logging.getLogger(__name__)

Facts = dict[str, Any]
Emit = Callable[[Facts], None]


@dataclass(frozen=True)
class Asker:
    """Answers lines with the pool's workers.

    Attributes:
        workers: the pool; its queue must have room for what is asked at once.
        language: the language of all answers; None follows each line.
        file: where the picture of the line with a number goes, from 1; None: it is not drawn.
    """

    workers: Workers
    language: Language | None
    file: Callable[[int], Path | None]

    async def each(self, lines: AsyncIterable[str], ahead: int, emit: Emit) -> None:
        """Answer every line on its own, `ahead` at once; `emit` gets the answers in order."""

        async def answer(line: str, number: int) -> Facts:
            facts, _ = await self._answer(line, self._fresh, number)
            return facts

        await _in_order(lines, answer, ahead, emit)

    async def practice(self, lines: AsyncIterable[str], ahead: int, emit: Emit) -> None:
        """Judge a practice answer per line, a JSON object; `emit` gets the verdicts in order."""
        await _in_order(lines, self._judge, ahead, emit)

    async def conversation(self, lines: AsyncIterable[str], emit: Emit) -> None:
        """Answer the lines as one learner's conversation; an empty line starts a new one."""
        number, scene = 0, self._fresh
        async for line in lines:
            number += 1
            facts, scene = await self._answer(line, scene if line.strip() else self._fresh, number)
            emit(facts)

    @property
    def _fresh(self) -> Scene:
        return Scene(Settings(language=self.language))

    async def _answer(self, line: str, scene: Scene, number: int) -> tuple[Facts, Scene]:
        began = time.perf_counter()
        try:
            facts, turn = await self.workers.run(record, Said(line), scene, near=number)
        except TooLong:
            facts, drawing = self._unanswered("too-long", "too-long", line, number), None
        except Busy:
            facts, drawing = self._unanswered("busy", "busy", line, number), None
        except Exception:
            # A mistake of ours; the lines after this one are answered all the same.
            log.exception("line %d could not be answered", number)
            facts, drawing = self._unanswered("misunderstood", "unexpected", line, number), None
        else:
            drawing, scene = turn.reply.drawing, turn.scene
        if drawing and (file := self.file(number)):
            facts["picture"] = await self._draw(drawing, file, number)
        seconds = round(time.perf_counter() - began, 4)
        return {"request": line} | facts | {"seconds": seconds}, scene

    async def _judge(self, line: str, number: int) -> Facts:
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            row = {"request": line}
        try:
            return await self.workers.run(graded, row, near=number)
        except (TooLong, Busy) as error:
            why = "too-long" if isinstance(error, TooLong) else "busy"
            told = words(self.language or "en")["trouble"][why]
        except Exception:
            # A mistake of ours; the lines after this one are judged all the same.
            log.exception("line %d could not be judged", number)
            told = words(self.language or "en")["trouble"]["unexpected"].format(number=number)
        return {**row, "right": None, "misconception": None, "words": told}

    async def _draw(self, drawing: Drawing, file: Path, number: int) -> str | None:
        """Write the picture, encoded as the file's ending says; its path, or None if it fails."""
        encoding: Encoding = "png" if file.suffix.lower() == ".png" else "jpeg"
        drawing = replace(drawing, motion=file.suffix.lower() == ".gif")
        try:
            image = await self.workers.run(picture, drawing, encoding, near=number)
            await asyncio.to_thread(file.write_bytes, image)
        except (TooLong, OSError) as error:
            log.warning("line %d goes without its picture: %r", number, error)
            return None
        except Misunderstood as error:
            log.warning("%s", excuse(error, self.language or "en"))
            return None
        return str(file)

    def _unanswered(self, kind: str, why: str, line: str, number: int) -> Facts:
        language = self.language or language_of(line) or "en"
        return blank(kind, language, words(language)["trouble"][why].format(number=number))


async def _in_order(
    lines: AsyncIterable[str],
    work: Callable[[str, int], Coroutine[Any, Any, Facts]],
    ahead: int,
    emit: Emit,
) -> None:
    """Do `work` with every line and its number, from 1, `ahead` at once."""
    under_way: asyncio.Queue[asyncio.Task[Facts] | None] = asyncio.Queue(ahead)

    async def begin() -> None:
        number = 0
        async for line in lines:
            number += 1
            await under_way.put(group.create_task(work(line, number)))
        await under_way.put(None)

    async with asyncio.TaskGroup() as group:
        group.create_task(begin())
        while task := await under_way.get():
            emit(await task)
