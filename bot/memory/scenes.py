"""Where each conversation stands, by chat, topic and learner."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from bot.memory.database import Database
from bot.memory.lately import Lately
from bot.memory.tables import scenes
from bot.tutor.scene import Scene, Settings

log = logging.getLogger(__name__)

FRESH = 24 * 3600.0  # seconds; a scene is forgotten after days without use, and no sooner


@dataclass(frozen=True)
class Origin:
    """How a scene came about.

    Attributes:
        cause: the message or tap that led to it; empty: none that may come again.
        before: the scene that it was said in.
    """

    cause: str = ""
    before: Scene | None = None


@dataclass(frozen=True)
class _Kept:
    """A scene as it is on disk, and when it was saved, in seconds since 1970; 0: it is not."""

    scene: Scene = field(default_factory=Scene)
    origin: Origin = field(default_factory=Origin)
    saved_at: float = 0.0


class Scenes:
    """Thread 0 stands for a chat without topics; settings are the chat's and not kept here."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._scenes, self._origins = TypeAdapter(Scene), TypeAdapter(Origin)
        self.lately: Lately[tuple[int, int, int], _Kept] = Lately(shared=database.shared)

    async def load(self, chat: int, thread: int, learner: int, cause: str = "") -> Scene:
        """The scene as it was saved; a fresh one where there is none or none that can be read.

        What comes again after a crash, or corrected, finds the scene in which it was first said:
        nothing is counted twice, and no answer is held against the next question.
        """
        where = (chat, thread, learner)
        kept = await self.lately.read(where, lambda: self._load(*where))
        return _before(kept, cause) or kept.scene

    async def save(
        self, chat: int, thread: int, learner: int, scene: Scene, cause: str = ""
    ) -> None:
        """Does nothing where this very scene was saved within the last day."""
        scene = replace(scene, settings=Settings())
        where, now = (chat, thread, learner), self._now()
        kept = await self.lately.read(where, lambda: self._load(*where))
        if scene == kept.scene and 0 <= now - kept.saved_at < FRESH:
            return
        origin = Origin(cause, _before(kept, cause) or kept.scene) if cause else Origin()
        row = self._database.insert(scenes).values(
            chat=chat, thread=thread, learner=learner, scene=self._json(scene, origin), saved_at=now
        )
        written = row.on_conflict_do_update(
            index_elements=scenes.primary_key,
            set_={"scene": row.excluded.scene, "saved_at": row.excluded.saved_at},
        )
        value = _Kept(scene, origin, now)
        await self.lately.write(where, value, lambda: self._database.write(written))

    def _json(self, scene: Scene, origin: Origin) -> str:
        """One object: the scene's fields, and the origin's beside them."""
        fields = self._scenes.dump_python(scene, mode="json", exclude={"settings"})
        if origin.cause:
            without = {"before": {"settings"}}
            fields |= self._origins.dump_python(origin, mode="json", exclude=without)
        return json.dumps(fields)

    async def _load(self, chat: int, thread: int, learner: int) -> _Kept:
        wanted = select(scenes).where(
            scenes.c.chat == chat, scenes.c.thread == thread, scenes.c.learner == learner
        )
        rows = await self._database.read(wanted)
        if not rows:
            return _Kept()
        try:
            scene = self._scenes.validate_json(rows[0].scene)
            origin = self._origins.validate_json(rows[0].scene)
        except ValidationError:  # its text would quote the learner
            log.warning("a scene in chat %d could not be read; a fresh one takes its place", chat)
            return _Kept()
        return _Kept(replace(scene, settings=Settings()), origin, rows[0].saved_at)


def _before(kept: _Kept, cause: str) -> Scene | None:
    """The scene in which this was said, where it has led to what is kept."""
    return kept.origin.before if cause and cause == kept.origin.cause else None
