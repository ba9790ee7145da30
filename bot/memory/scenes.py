"""Where each conversation stands, by chat, topic and learner."""

import logging

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from bot.memory.database import Database
from bot.memory.tables import scenes
from bot.tutor.scene import Scene

log = logging.getLogger(__name__)


class Scenes:
    """Thread 0 stands for a chat without topics."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._json = TypeAdapter(Scene)

    async def load(self, chat: int, thread: int, learner: int) -> Scene:
        """The scene as it was saved; a fresh one where there is none or none that can be read."""
        wanted = select(scenes.c.scene).where(
            scenes.c.chat == chat, scenes.c.thread == thread, scenes.c.learner == learner
        )
        rows = await self._database.read(wanted)
        if not rows:
            return Scene()
        try:
            return self._json.validate_json(rows[0].scene)
        except ValidationError:  # its text would quote the learner
            log.warning("a scene in chat %d could not be read; a fresh one takes its place", chat)
            return Scene()

    async def save(self, chat: int, thread: int, learner: int, scene: Scene) -> None:
        text = self._json.dump_json(scene).decode()
        row = self._database.insert(scenes).values(
            chat=chat, thread=thread, learner=learner, scene=text
        )
        await self._database.write(
            row.on_conflict_do_update(index_elements=scenes.primary_key, set_={"scene": text})
        )
