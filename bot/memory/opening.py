"""Opening the database that a URL names: SQLite's file, or a server of PostgreSQL."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import make_url

from bot.memory.database import Database
from bot.memory.file import File
from bot.memory.server import Server


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """A database with today's tables; every connection is closed at the end."""
    # At levels below WARNING it logs each statement, and at DEBUG what learners wrote.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    database = Database(Server(url) if is_server(url) else File(url))
    try:
        await database.migrate()
        yield database
    finally:
        await database.close()


def is_server(url: str) -> bool:
    """Whether several machines may share what the URL names."""
    return make_url(url).get_backend_name() == "postgresql"
