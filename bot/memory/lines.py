"""Lines in which machines stand one behind the other."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from bot.memory.database import Database
from bot.memory.replies import NOW
from bot.memory.tables import lines

log = logging.getLogger(__name__)

LOOK = 0.05  # seconds until another look, where somebody else is first
HELD = 15.0  # seconds for which a machine that died stays first


class Lines:
    """Whoever is first says so again and again; who is not heard of any more has left.

    Args:
        database: PostgreSQL.
        held: seconds for which a machine that died stays first.
    """

    def __init__(self, database: Database, held: float = HELD) -> None:
        self._database = database
        self._held = held
        self._me = secrets.token_hex(8)
        # Within this process nobody has to ask the database.
        self._here: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def first(self, line: str) -> AsyncIterator[None]:
        """Wait until this machine is first in a line, and stay it meanwhile.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: the database is away.
        """
        here = self._here.setdefault(line, asyncio.Lock())
        async with here:
            while not await self._is_first(line):  # noqa: ASYNC110 - a table tells nobody
                await asyncio.sleep(LOOK)
            staying = asyncio.create_task(self._stay(line))
            try:
                yield
            finally:
                staying.cancel()
                await asyncio.gather(staying, return_exceptions=True)
                await self._leave(line)

    async def _is_first(self, line: str) -> bool:
        row = self._database.insert(lines)
        row = row.values(line=line, first=self._me, until=NOW + self._held)
        ours = (lines.c.first == self._me) | (lines.c.until < NOW)
        taken = row.on_conflict_do_update(
            index_elements=lines.primary_key,
            set_={"first": row.excluded.first, "until": row.excluded.until},
            where=ours,
        )
        return bool(await self._database.write(taken.returning(lines.c.line)))

    async def _stay(self, line: str) -> None:
        while True:
            await asyncio.sleep(self._held / 3)
            try:
                await self._is_first(line)
            except SQLAlchemyError as error:
                log.info("the place in a line could not be held: %s", getattr(error, "orig", error))

    async def _leave(self, line: str) -> None:
        ours = (lines.c.line == line, lines.c.first == self._me)
        try:
            await self._database.write(delete(lines).where(*ours))
        except SQLAlchemyError as error:  # the others wait until they hear nothing of us
            log.info("a line could not be left: %s", getattr(error, "orig", error))
