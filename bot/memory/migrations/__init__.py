"""How the tables came about: one module in versions/ per step, written by hand.

A test compares where the steps lead with `bot.memory.tables`.
"""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection, to: str = "head") -> None:
    """Take whatever steps are missing, in the transaction of this connection.

    Raises:
        alembic.util.CommandError: a later version of Nudge has written the database.
    """
    config = Config()
    config.set_main_option("script_location", "bot.memory:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, to)
