"""Pictures that Telegram has already, by what they show."""

from sqlalchemy import bindparam, delete, select

from bot.memory.database import Database
from bot.memory.lately import Lately
from bot.memory.tables import pictures


class Pictures:
    """A key names all that a picture shows, in at most some 200 characters: a digest does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._find = select(pictures.c.file_id).where(pictures.c.key == bindparam("key"))
        row = database.insert(pictures)
        again = {"file_id": row.excluded.file_id}
        self._keep = row.on_conflict_do_update(index_elements=pictures.primary_key, set_=again)
        self.lately: Lately[str, str | None] = Lately(shared=database.shared)

    async def find(self, key: str) -> str | None:
        """The file_id of a picture, or None where it must be drawn."""
        return await self.lately.read(key, lambda: self._read(key))

    async def keep(self, key: str, file_id: str) -> None:
        row = {"key": key, "file_id": file_id}
        await self.lately.write(key, file_id, lambda: self._database.write(self._keep, row))

    async def forget(self, key: str) -> None:
        """Telegram does not know the file_id any more."""
        gone = delete(pictures).where(pictures.c.key == key)
        await self.lately.write(key, None, lambda: self._database.write(gone))

    async def _read(self, key: str) -> str | None:
        rows = await self._database.read(self._find, {"key": key})
        return rows[0].file_id if rows else None
