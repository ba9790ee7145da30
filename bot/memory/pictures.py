"""Pictures that Telegram has already, by what they show."""

from sqlalchemy import delete, select

from bot.memory.database import Database
from bot.memory.tables import pictures


class Pictures:
    """A key names all that a picture shows, in at most some 200 characters: a digest does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, key: str) -> str | None:
        """The file_id of a picture, or None where it must be drawn."""
        rows = await self._database.read(select(pictures).where(pictures.c.key == key))
        return rows[0].file_id if rows else None

    async def keep(self, key: str, file_id: str) -> None:
        row = self._database.insert(pictures).values(key=key, file_id=file_id)
        await self._database.write(
            row.on_conflict_do_update(
                index_elements=pictures.primary_key, set_={"file_id": file_id}
            )
        )

    async def forget(self, key: str) -> None:
        """Telegram does not know the file_id any more."""
        await self._database.write(delete(pictures).where(pictures.c.key == key))
