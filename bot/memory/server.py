"""PostgreSQL, which several processes on several machines share."""

import random
import selectors
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Executable, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from bot.memory.database import Insert, Rows, Values, Write, rows
from bot.memory.migrations import upgrade

Result = TypeVar("Result")

READERS = 3  # threads; a statement is a wait for the network, and no work of ours
PATIENCE = 5.0  # seconds that a statement waits for the server, or for another's transaction
BACK_OFF = 1.0  # seconds in which none is tried after one has waited in vain
PAUSE = 0.05  # seconds between two tries, and at random up to twice that

# A connection over which nothing comes back is given up within seconds; the URL may say otherwise.
CONNECTION = {
    "connect_timeout": "3",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "2",
    "tcp_user_timeout": "8000",
    "application_name": "nudge",
}

# Two batches of two machines may each hold a row that the other one wants. Rather than to wait
# until PostgreSQL sees that, a batch gives up at once, and its statements go one by one: each of
# them is its own transaction then, and holds no row while it waits for another.
BEGIN = "BEGIN; SET LOCAL lock_timeout = '100ms'"
MIGRATING = 6_838_343_000_001  # any number: the lock of those who bring the tables up to date

# One call of the system, where epoll would take four.
_SELECTOR = getattr(selectors, "PollSelector", selectors.SelectSelector)

# SQLSTATEs of what was rolled back for another's sake and may go well the next time.
IN_THE_WAY = {"40001", "40P01"}


class Server:
    """Whichever driver a URL names, it is psycopg 3."""

    readers = READERS
    shared = True

    def __init__(self, url: str) -> None:
        self._engine = engine_of(url)
        self._together = self._engine.execution_options(begin=BEGIN)
        self._away: tuple[Exception, float] | None = None  # until then, by time.monotonic

    def insert(self, table: Table) -> Insert:
        return postgresql.insert(table)

    def read(self, statement: Executable, values: Values) -> Rows:
        return self._patiently(lambda: self._alone(statement, values))

    def commit(self, batch: Sequence[Write]) -> list[Rows | Exception]:
        """All together, or where that fails each by itself."""
        if len(batch) > 1:
            try:
                with self._together.begin() as connection:
                    return [rows(connection, each.statement, each.values) for each in batch]
            except Exception as error:  # noqa: BLE001 - it is met again by the one whose fault it is
                if getattr(error, "connection_invalidated", False):
                    # It may have been committed all the same.
                    return [self._once(each) if each.again else error for each in batch]
        return [self._once(each) for each in batch]

    def migrate(self) -> None:
        """One process at a time, whichever comes first: the others find it done."""
        self._patiently(self._migrate)

    def close(self) -> None:
        self._engine.dispose()

    def _once(self, write: Write) -> Rows | Exception:
        try:
            work = self._alone
            return self._patiently(lambda: work(write.statement, write.values), again=write.again)
        except Exception as error:  # noqa: BLE001 - it is raised again where it was to be written
            return error

    def _alone(self, statement: Executable, values: Values) -> Rows:
        with self._engine.connect() as connection:
            return rows(connection, statement, values)

    def _migrate(self) -> None:
        with self._engine.execution_options(isolation_level="READ COMMITTED").begin() as connection:
            make_way(connection)
            upgrade(connection)

    def _patiently(self, work: Callable[[], Result], *, again: bool = True) -> Result:
        """Do it once more where the server was away or another's transaction stood in the way.

        Where it stays away, nobody waits a second time until it may be back.
        """
        if self._away and time.monotonic() < self._away[1]:
            raise self._away[0]
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return work()
            except DBAPIError as error:
                away = is_away(error)
                if away and error.connection_invalidated and not again:
                    raise
                if not away and _state(error) not in IN_THE_WAY:
                    raise
                if time.monotonic() > until:
                    if away:
                        self._away = error, time.monotonic() + BACK_OFF
                    raise
            time.sleep(PAUSE * random.uniform(1, 2))  # noqa: S311 - so that two do not meet again


def engine_of(url: str) -> Engine:
    """An engine of SQLAlchemy's, in which each statement is a transaction."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        address.set(query={**CONNECTION, **address.query}),
        isolation_level="AUTOCOMMIT",
        pool_reset_on_return=None,  # no transaction is left to roll back
        pool_size=READERS + 1,
        max_overflow=0,
        use_native_hstore=False,  # else each start asks for a type that we do not have
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "checkout", _look)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    event.listen(engine, "handle_error", _say_less)
    return engine


def make_way(connection: Connection) -> None:
    """Nobody else changes tables until this transaction ends; waits as long as it must."""
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATING})"))


def is_away(error: DBAPIError) -> bool:
    """Whether there was no connection, or it was lost; or the server is starting or stopping."""
    no_connection = error.statement is None and _state(error) is None
    return error.connection_invalidated or no_connection or (_state(error) or "")[:3] == "57P"


def _state(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"SET lock_timeout = {int(1000 * PATIENCE)}")
    cursor.close()


def _look(connection: DBAPIConnection, _: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
    """A server that ended while nobody asked has closed its end: seen without asking it anything.

    So what is lost later was lost while it was asked, and that is rare.
    """
    with _SELECTOR() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        if selector.select(0):
            message = "the server has spoken unasked: it says goodbye"
            raise InvalidatePoolError(message)


def _begin(connection: Connection) -> None:
    if begin := connection.get_execution_options().get("begin"):
        connection.exec_driver_sql(begin)


def _without_nul(*arguments: Any) -> tuple[str, Any]:  # noqa: ANN401 - SQLAlchemy's
    """PostgreSQL's text holds no NUL: it is written as JSON writes it, and all we keep is JSON."""
    _, _, statement, parameters, _, many = arguments
    if many:
        return statement, [_escaped(each) for each in parameters]
    return statement, _escaped(parameters)


def _escaped(values: Any) -> Any:  # noqa: ANN401 - a driver's parameters
    if not isinstance(values, dict):
        return values  # there are none
    if not any(isinstance(value, str) and "\0" in value for value in values.values()):
        return values
    return {
        key: value.replace("\0", r"\u0000") if isinstance(value, str) else value
        for key, value in values.items()
    }


def _say_less(context: ExceptionContext) -> None:
    """One line: the details of an error quote the row, and with it a learner's words."""
    error, wrapped = context.original_exception, context.sqlalchemy_exception
    if wrapped:  # it is the driver's, and no mistake of ours
        primary = getattr(getattr(error, "diag", None), "message_primary", None)
        message = primary or str(error).partition("\n")[0]
        error.args = (message,)
        wrapped.args = (f"({type(error).__name__}) {message}",)
