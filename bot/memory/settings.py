"""What was chosen for each chat; a private chat's id is its learner's."""

import logging

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from bot.memory.database import Database
from bot.memory.lately import Lately
from bot.memory.tables import settings as table
from bot.tutor.scene import Settings

log = logging.getLogger(__name__)


class ChatSettings:
    """A group's hold for all its members, in all its topics."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._json = TypeAdapter(Settings)
        self.lately: Lately[int, Settings] = Lately(shared=database.shared)

    async def load(self, chat: int) -> Settings:
        """The settings as they were saved; the usual ones where there are none to be read."""
        return await self.lately.read(chat, lambda: self._load(chat))

    async def save(self, chat: int, settings: Settings) -> None:
        text = self._json.dump_json(settings, exclude_defaults=True).decode()
        row = self._database.insert(table).values(chat=chat, settings=text)
        kept = row.on_conflict_do_update(index_elements=table.primary_key, set_={"settings": text})
        await self.lately.write(chat, settings, lambda: self._database.write(kept))

    async def _load(self, chat: int) -> Settings:
        rows = await self._database.read(select(table.c.settings).where(table.c.chat == chat))
        if not rows:
            return Settings()
        try:
            return self._json.validate_json(rows[0].settings)
        except ValidationError:
            log.warning("the settings of chat %d could not be read; the usual ones hold", chat)
            return Settings()
