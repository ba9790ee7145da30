"""Patience: PostgreSQL may be away for a while, and whatever is asked of it waits until then."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from itertools import chain, repeat
from typing import Any, TypeVar

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.connector import Notify
from procrastinate.exceptions import ConnectorException
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

log = logging.getLogger(__name__)

Result = TypeVar("Result")

# Longer waits would outlast the silence after which a machine counts as lost.
WAITS = (0.05, 0.1, 0.2, 0.5)  # seconds, and then the last one again and again
# A connection over which nothing comes back is given up within seconds, too.
CONNECTION: dict[str, Any] = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8000,
}
_AWAY = (psycopg.OperationalError, psycopg.InterfaceError)


async def waited_out(call: Callable[[], Awaitable[Result]]) -> Result:
    """What a statement returns, as soon as there is a database that answers.

    It is for what does no harm when it is done twice: a connection may end between the commit and
    our hearing of it.
    """
    for count, wait in enumerate(chain(WAITS, repeat(WAITS[-1]))):
        try:
            return await call()
        except (DBAPIError, NoneFree, ConnectorException, psycopg.Error) as error:
            if not is_away(error):
                raise
            if not count:
                log.warning("PostgreSQL is away, and is waited for: %s", first_line(error))
            await asyncio.sleep(wait)
    raise AssertionError  # it is an endless series


def is_away(error: BaseException) -> bool:
    """Whether an error tells of the database's absence, and not of a mistake of ours."""
    return isinstance(error, NoneFree) or isinstance(_cause(error), _AWAY)


def first_line(error: BaseException) -> str:
    """What an error says, without the advice that follows it."""
    return str(_cause(error) or error).partition("\n")[0]


def address(url: str) -> str:
    """A memory.url as PostgreSQL's own library reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


class Connector(PsycopgConnector):
    """Procrastinate's way to PostgreSQL, made patient: its workers end at the first lost one."""

    def __init__(self, url: str) -> None:
        super().__init__(
            conninfo=address(url),
            kwargs=CONNECTION,
            configure=_each_by_itself,
            min_size=1,
            max_size=4,
            timeout=3.0,
            reconnect_timeout=3.0,  # its own waits grow too long
            pool_factory=AsyncConnectionPool,
        )

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:  # noqa: ANN401
        again = False

        async def once() -> None:
            nonlocal again
            try:
                await super(Connector, self).execute_query_async(query, **arguments)
            except ConnectorException as error:
                # "The job is not there": it was finished, and the connection ended before we
                # heard of it.
                if not (again and isinstance(_cause(error), psycopg.errors.RaiseException)):
                    again = True
                    raise

        await waited_out(once)

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401
        once = super().execute_query_one_async
        return await waited_out(partial(once, query, **arguments))

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:  # noqa: ANN401
        once = super().execute_query_all_async
        return await waited_out(partial(once, query, **arguments))

    async def listen_notify(self, on_notification: Notify, channels: Iterable[str]) -> None:
        await waited_out(partial(super().listen_notify, on_notification, channels))


async def _each_by_itself(connection: psycopg.AsyncConnection) -> None:
    # Each statement is a transaction: two messages to and fro less.
    await connection.set_autocommit(True)


def _cause(error: BaseException) -> BaseException | None:
    if isinstance(error, DBAPIError):
        return error.orig
    return error if isinstance(error, psycopg.Error) else error.__cause__
