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


class Scenes:
    """Thread 0 stands for a chat without topics; settings are the chat's and not kept here."""

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now
        self._json = TypeAdapter(Scene)
        self.lately: Lately[tuple[int, int, int], Scene] = Lately()

    async def load(self, chat: int, thread: int, learner: int) -> Scene:
        """The scene as it was saved; a fresh one where there is none or none that can be read."""
        where = (chat, thread, learner)
        return await self.lately.read(where, lambda: self._load(*where))

    async def save(self, chat: int, thread: int, learner: int, scene: Scene) -> None:
        scene = replace(scene, settings=Settings())
        row = self._database.insert(scenes).values(
            chat=chat,
            thread=thread,
            learner=learner,
            scene=self._json.dump_json(scene, exclude={"settings"}).decode(),
            saved_at=self._now(),
        )
        kept = row.on_conflict_do_update(
            index_elements=scenes.primary_key,
            set_={"scene": row.excluded.scene, "saved_at": row.excluded.saved_at},
        )
        where = (chat, thread, learner)
        await self.lately.write(where, scene, lambda: self._database.write(kept))

    async def _load(self, chat: int, thread: int, learner: int) -> Scene:
        wanted = select(scenes.c.scene).where(
            scenes.c.chat == chat, scenes.c.thread == thread, scenes.c.learner == learner
        )
        rows = await self._database.read(wanted)
        if not rows:
            return Scene()
        try:
            scene = self._json.validate_json(rows[0].scene)
        except ValidationError:  # its text would quote the learner
            log.warning("a scene in chat %d could not be read; a fresh one takes its place", chat)
            return Scene()
        return replace(scene, settings=Settings())
