"""The desk: takes an event to the tutor, and comes back with the turn and its picture."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from bot.memory import Memory
from bot.tutor import turn as tutor
from bot.tutor.reading.request import Request
from bot.tutor.scene import Drawing, Event, Scene, Settings, Turn
from bot.workers import Busy, TooLong, Workers
from handlers.intake import unharmed
from handlers.place import Place
from handlers.recent import Recent
from handlers.turns import Turns

log = logging.getLogger(__name__)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Desk:
    """All that the handlers need.

    Attributes:
        workers: where `turn` and `picture` are run, and killed if need be.
        memory: scenes, answers, pictures.
        turn: the tutor's one step.
        picture: a drawing as a file, JPEG or PNG.
        recent: what was replied lately.
        turns: how it was answered lately.
        sending: what is on its way to Telegram.
    """

    workers: Workers
    memory: Memory
    turn: Callable[[Event, Scene], Turn] = tutor.turn
    picture: Callable[[Drawing], bytes] = tutor.picture
    recent: Recent = field(default_factory=Recent)
    turns: Turns = field(default_factory=Turns)
    sending: set[asyncio.Task[Any]] = field(default_factory=set)

    async def scene(self, place: Place) -> Scene:
        """Where the conversation stands; a fresh scene where that cannot be read."""
        settings, scene = await self.settings(place.chat), Scene()
        with unharmed("a scene could not be read"):
            scene = await self.memory.scenes.load(place.chat, place.thread, place.learner)
        return replace(scene, settings=settings)

    async def settings(self, chat: int) -> Settings:
        """What was chosen for a chat; a private chat's id is its learner's."""
        with unharmed("settings could not be read"):
            return await self.memory.settings.load(chat)
        return Settings()

    async def ask(self, event: Event, scene: Scene, place: Place) -> Turn:
        """The tutor's turn; the same event in the same scene need not be thought about again.

        Raises:
            Busy: too many wait, in all or of this learner.
            TooLong: it took more than its time or memory, or its worker died.
        """
        if turn := self.turns.find(event, scene):
            return turn
        turn = await self.workers.run(
            self.turn, event, scene, learner=place.learner, near=_near(place)
        )
        self.turns.note(event, scene, turn)
        return turn

    async def known(self, drawing: Drawing, bot_id: int) -> str | None:
        """The file_id of a picture that Telegram has."""
        with unharmed("a picture's file_id could not be read"):
            return await self.memory.pictures.find(_key(drawing, bot_id))
        return None

    async def drawn(self, drawing: Drawing, place: Place) -> bytes | None:
        """The picture as a file; None where it cannot be had: then the words go alone."""
        try:
            return await self.workers.run(
                self.picture, drawing, learner=place.learner, near=_near(place)
            )
        except (Busy, TooLong) as error:
            log.warning("a reply goes without its picture: %s", type(error).__name__)
        except Exception:
            # A mistake of ours in drawing; the words are right all the same.
            log.exception("a picture could not be drawn")
        return None

    async def note_picture(self, drawing: Drawing, bot_id: int, file_id: str) -> None:
        """Telegram knows the picture by this file_id from now on."""
        with unharmed("a picture's file_id could not be kept"):
            await self.memory.pictures.keep(_key(drawing, bot_id), file_id)

    async def save(self, scene: Scene, place: Place) -> None:
        with unharmed("a scene could not be saved"):
            await self.memory.scenes.save(place.chat, place.thread, place.learner, scene)

    async def keep(self, request: Request, place: Place) -> str | None:
        """The id that goes into the buttons of an answer; None: it will have no buttons."""
        with unharmed("an answer could not be kept and has no buttons"):
            return await self.memory.answers.keep(
                request,
                chat=place.chat,
                learner=place.learner,
                thread=place.thread,
                question=place.question,
            )
        return None

    async def unbroken(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do this to its end, even if the bot stops and whoever waits for it is cancelled.

        A reply that is broken off while it is sent has perhaps been sent, and would come again.
        """
        task = asyncio.create_task(work)
        self.sending.add(task)
        task.add_done_callback(self.sending.discard)
        return await asyncio.shield(task)

    async def close(self, seconds: float) -> None:
        """Let what is being sent arrive, for so many seconds."""
        sending = tuple(self.sending)
        if sending:
            await asyncio.wait(sending, timeout=seconds)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)


def _near(place: Place) -> tuple[int, int]:
    # The worker that taught a conversation's last lesson still has it in memory to draw.
    return place.chat, place.learner


def _key(drawing: Drawing, bot_id: int) -> str:
    # A file_id is one bot's own.
    return f"{bot_id} {hashlib.sha256(repr(drawing).encode()).hexdigest()}"
