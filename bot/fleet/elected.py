"""The elected: of several machines one does what only one may, and another one takes over."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

import psycopg

from bot.fleet.patience import CONNECTION, address, first_line

log = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks: whether the office is free, whether it is still ours


async def elected(url: str, office: int, work: Callable[[], Awaitable[None]]) -> None:
    """Do this work while the office is ours; else stand by, and take over. It ends with the work.

    The office is an advisory lock of PostgreSQL's, which goes with the connection: a machine that
    dies leaves it at once, and one whose connection is lost learns of it within a second.

    Args:
        url: the memory's.
        office: a number of its own among all advisory locks.
        work: is cancelled when the connection is lost.

    Raises:
        whatever the work raises.
    """
    away = False
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                address(url), autocommit=True, **CONNECTION
            ) as connection:
                away = False
                await _take_office(connection, office)
                log.info("elected")
                if await _done(connection, work):
                    return
        except psycopg.Error as error:
            if not away:
                log.warning("PostgreSQL is away, and with it the office: %s", first_line(error))
            away = True
            await asyncio.sleep(LOOK)


async def _take_office(connection: psycopg.AsyncConnection, office: int) -> None:
    while True:
        cursor = await connection.execute("SELECT pg_try_advisory_lock(%s)", [office])
        row = await cursor.fetchone()
        if row and row[0]:
            return
        await asyncio.sleep(LOOK)


async def _done(connection: psycopg.AsyncConnection, work: Callable[[], Awaitable[None]]) -> bool:
    """Whether the work has come to its end; raises psycopg.Error where the office is lost."""
    working = asyncio.ensure_future(work())
    try:
        while not working.done():
            await asyncio.wait({working}, timeout=LOOK)
            await connection.execute("SELECT 1")
        await working
    finally:
        working.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait({working})
    return True
