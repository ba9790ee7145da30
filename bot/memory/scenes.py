"""Where each conversation stands, by chat, topic and learner."""

import logging
from collections.abc import Callable
from dataclasses import replace

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from bot.memory.database import Database
from bot.memory.lately import Lately
from bot.memory.tables import scenes
from bot.tutor.scene import Scene, Settings

log = logging.getLogger(__name__)

FRESH = 24 * 3600.0  # seconds; a scene is forgotten after days without use, and no sooner


class Scenes:
    """Thread 0 stands for a chat without topics; settings are the chat's and not kept here."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._json = TypeAdapter(Scene)
        self.lately: Lately[tuple[int, int, int], tuple[Scene, float]] = Lately()

    async def load(self, chat: int, thread: int, learner: int) -> Scene:
        """The scene as it was saved; a fresh one where there is none or none that can be read."""
        where = (chat, thread, learner)
        scene, _ = await self.lately.read(where, lambda: self._load(*where))
        return scene

    async def save(self, chat: int, thread: int, learner: int, scene: Scene) -> None:
        """Does nothing where this very scene was saved within the last day."""
        scene = replace(scene, settings=Settings())
        where, now = (chat, thread, learner), self._now()
        before, saved_at = self.lately.known(where) or (None, 0.0)
        if scene == before and 0 <= now - saved_at < FRESH:
            return
        row = self._database.insert(scenes).values(
            chat=chat,
            thread=thread,
            learner=learner,
            scene=self._json.dump_json(scene, exclude={"settings"}).decode(),
            saved_at=now,
        )
        kept = row.on_conflict_do_update(
            index_elements=scenes.primary_key,
            set_={"scene": row.excluded.scene, "saved_at": row.excluded.saved_at},
        )
        await self.lately.write(where, (scene, now), lambda: self._database.write(kept))

    async def _load(self, chat: int, thread: int, learner: int) -> tuple[Scene, float]:
        """A scene and when it was saved, in seconds since 1970; 0: never, or it cannot be read."""
        wanted = select(scenes).where(
            scenes.c.chat == chat, scenes.c.thread == thread, scenes.c.learner == learner
        )
        rows = await self._database.read(wanted)
        if not rows:
            return Scene(), 0.0
        try:
            scene = self._json.validate_json(rows[0].scene)
        except ValidationError:  # its text would quote the learner
            log.warning("a scene in chat %d could not be read; a fresh one takes its place", chat)
            return Scene(), 0.0
        return replace(scene, settings=Settings()), rows[0].saved_at
