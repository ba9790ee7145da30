"""What Telegram shows of us already, so that it is told again only when it changed."""

from sqlalchemy import select

from bot.memory.database import Database
from bot.memory.tables import menus


class Menus:
    """A digest of all that was told, by the bot's id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def told(self, bot: int) -> str | None:
        rows = await self._database.read(select(menus.c.digest).where(menus.c.bot == bot))
        return rows[0].digest if rows else None

    async def note(self, bot: int, digest: str) -> None:
        row = self._database.insert(menus).values(bot=bot, digest=digest)
        await self._database.write(
            row.on_conflict_do_update(index_elements=menus.primary_key, set_={"digest": digest})
        )
