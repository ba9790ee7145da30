"""Pictures that Telegram has already, by what they show."""

from sqlalchemy import delete, select

from bot.memory.database import Database
from bot.memory.lately import Lately
from bot.memory.tables import pictures


class Pictures:
    """A key names all that a picture shows, in at most some 200 characters: a digest does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.lately: Lately[str, str | None] = Lately()

    async def find(self, key: str) -> str | None:
        """The file_id of a picture, or None where it must be drawn."""
        return await self.lately.read(key, lambda: self._find(key))

    async def keep(self, key: str, file_id: str) -> None:
        row = self._database.insert(pictures).values(key=key, file_id=file_id)
        kept = row.on_conflict_do_update(
            index_elements=pictures.primary_key, set_={"file_id": file_id}
        )
        await self.lately.write(key, file_id, lambda: self._database.write(kept))

    async def forget(self, key: str) -> None:
        """Telegram does not know the file_id any more."""
        gone = delete(pictures).where(pictures.c.key == key)
        await self.lately.write(key, None, lambda: self._database.write(gone))

    async def _find(self, key: str) -> str | None:
        rows = await self._database.read(select(pictures).where(pictures.c.key == key))
        return rows[0].file_id if rows else None
