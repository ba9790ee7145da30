"""The desk: takes an event to the tutor, and comes back with the turn and its picture."""

import asyncio
import hashlib
import logging
import math
from collections.abc import Callable, Coroutine, Hashable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, TypeVarTuple

from telegram import Bot

from bot.memory import Memory
from bot.tutor import turn as tutor
from bot.tutor.course.quiz import Poll, Quiz
from bot.tutor.course.quiz import poll as quiz_poll
from bot.tutor.reading.request import Request
from bot.tutor.scene import Drawing, Event, Opened, Scene, Settings, Tapped, Turn
from bot.workers import Busy, TooLong, Workers, timed
from handlers import journal
from handlers.allowance import Allowance
from handlers.intake import unharmed, watched
from handlers.newest import Newest
from handlers.pace import Narrows
from handlers.paced import Paced
from handlers.place import Place
from handlers.recent import Recent
from handlers.rounds import Rounds
from handlers.shelf import Shelf
from handlers.turns import Turns

log = logging.getLogger(__name__)

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

# Questions from elsewhere that are in the workers' line at the same time: the line is short, and
# a crowd that types must leave room in it for messages.
ELSEWHERE = 4


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
        newest: what each learner is typing.
        shelf: where pictures get their file_id.
        elsewhere: lets a few in of those who ask from any chat.
        allowance: how much is answered in a minute in groups.
        listed: the groups and channels that we may be in; none: all.
        patience: seconds after which a learner in private sees that we are still at it.
        rounds: the clocks of running quizzes.
        sending: what is on its way to Telegram.
        narrows: where new messages go through one by one.
        paced: where calls wait for other machines'; None: there are none.
    """

    workers: Workers
    memory: Memory
    turn: Callable[[Event, Scene], Turn] = tutor.turn
    picture: Callable[[Drawing], bytes] = tutor.picture
    recent: Recent = field(default_factory=Recent)
    turns: Turns = field(default_factory=Turns)
    newest: Newest = field(default_factory=Newest)
    shelf: Shelf = field(default_factory=Shelf)
    elsewhere: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(ELSEWHERE))
    allowance: Allowance = field(default_factory=Allowance)
    listed: frozenset[int] = frozenset()
    patience: float = 0.7
    rounds: Rounds = field(default_factory=Rounds)
    sending: set[asyncio.Task[Any]] = field(default_factory=set)
    narrows: Narrows = field(default_factory=Narrows)
    paced: Paced | None = None

    async def scene(self, place: Place, cause: str = "") -> Scene:
        """Where the conversation stands; a fresh scene where that cannot be read.

        Where it has heard the cause already, as it stood then.
        """
        settings, scene = await self.settings(place.chat), Scene()
        with unharmed("a scene could not be read"):
            where = (place.chat, place.thread, place.learner)
            scene = await self.memory.scenes.load(*where, cause)
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
        event = self._informed(event, place)
        if known := self.turns.find(event, scene):
            journal.turned(known.reply)
            return known
        try:
            turn, read, taught = await self._run(place, timed, self.turn, event, scene)
        except (Busy, TooLong) as error:
            journal.ended("busy" if isinstance(error, Busy) else "too-long")
            raise
        journal.turned(turn.reply, read, taught)
        self.turns.note(event, scene, turn)
        return turn

    def _informed(self, event: Event, place: Place) -> Event:
        """A page tells what the tutor cannot know of the chat and of memory."""
        match event:
            case Opened():
                days = self.memory.forgetting.days
                learner = abs(place.learner)
                return replace(event, group=not place.private, days=days, seed=learner)
            case Tapped(request=None):
                return replace(event, group=not place.private)
        return event

    async def poll(self, quiz: Quiz, settings: Settings, place: Place) -> Poll:
        """A quiz's open question; raises as `ask` does."""
        return await self._run(place, quiz_poll, quiz, settings)

    async def known(self, drawing: Drawing, bot_id: int) -> str | None:
        """The file_id of a picture that Telegram has."""
        with unharmed("a picture's file_id could not be read"):
            return await self.memory.pictures.find(_key(drawing, bot_id))
        return None

    async def drawn(self, drawing: Drawing, place: Place) -> bytes | None:
        """The picture as a file; None where it cannot be had: then the words go alone.

        It has what the words have left of a question's time.
        """
        until = place.since + self.workers.limits.seconds
        try:
            with journal.taking("drawn"):
                return await self._run(place, self.picture, drawing, until=until)
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

    async def forget_picture(self, drawing: Drawing, bot_id: int) -> None:
        """Telegram does not know the picture any more."""
        with unharmed("a picture's dead file_id could not be forgotten"):
            await self.memory.pictures.forget(_key(drawing, bot_id))

    async def save(self, scene: Scene, place: Place, cause: str = "") -> None:
        with unharmed("a scene could not be saved"):
            await self.memory.scenes.save(place.chat, place.thread, place.learner, scene, cause)

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

    async def note_sent(self, kept: str | None, message: int) -> None:
        """An answer that was kept went out as this message of its chat."""
        if kept:
            with unharmed("an answer's message could not be noted"):
                await self.memory.answers.sent(kept, message=message)

    async def offer(self, request: Request) -> str | None:
        """As `keep`, for an answer that anyone may send into any chat."""
        with unharmed("an answer for any chat could not be kept and has no buttons"):
            return await self.memory.answers.offer(request)
        return None

    async def picture_for_any_chat(self, bot: Bot, drawing: Drawing, place: Place) -> str | None:
        """The file_id of a picture, which is all that can go there; a new one by way of the shelf.

        Once it is on its way there, it arrives, and is known the next time, though nobody waits.
        """
        if known := await self.known(drawing, bot.id):
            return known
        if not self.shelf.open:
            return None
        picture = await self.drawn(drawing, place)
        return await self.unbroken(self._shelve(bot, drawing, picture)) if picture else None

    async def _shelve(self, bot: Bot, drawing: Drawing, picture: bytes) -> str | None:
        file_id = await self.shelf.put(bot, picture, moving=drawing.motion)
        if file_id:
            await self.note_picture(drawing, bot.id, file_id)
        return file_id

    async def _run(
        self,
        place: Place,
        function: Callable[[*Arguments], Result],
        *arguments: *Arguments,
        until: float = math.inf,
    ) -> Result:
        async with self.elsewhere if place.elsewhere else nullcontext():
            return await self.workers.run(
                function, *arguments, learner=_learner(place), near=_near(place), until=until
            )

    async def unbroken(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do this to its end, even if the bot stops and whoever waits for it is cancelled.

        A reply that is broken off while it is sent has perhaps been sent, and would come again.
        """
        task = asyncio.create_task(watched(work))
        self.sending.add(task)
        task.add_done_callback(self.sending.discard)
        return await asyncio.shield(task)

    async def close(self, seconds: float) -> None:
        """Let what is being sent arrive, for so many seconds."""
        self.rounds.close()
        sending = tuple(self.sending)
        if sending:
            await asyncio.wait(sending, timeout=seconds)
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)


def _learner(place: Place) -> Hashable:
    # While one types, one's messages do not wait for what is typed.
    return ("elsewhere", place.learner) if place.elsewhere else place.learner


def _near(place: Place) -> tuple[int, int]:
    # The worker that taught a conversation's last lesson still has it in memory to draw.
    return place.chat, place.learner


def _key(drawing: Drawing, bot_id: int) -> str:
    # A file_id is one bot's own.
    return f"{bot_id} {hashlib.sha256(repr(drawing).encode()).hexdigest()}"
