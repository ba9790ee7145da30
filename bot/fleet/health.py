"""Health: what an operator, or the operator's machines, ask a receiver or a worker."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram import Update

from bot.fleet.metrics import Metrics
from bot.listening import listening
from bot.memory.database import Database
from handlers import Desk, journal

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds in which the database is to answer


@asynccontextmanager
async def watched(
    database: Database, host: str, port: int, desk: Desk | None = None
) -> AsyncIterator[Callable[[Update], None]]:
    """Answer /healthz and /metrics meanwhile; yields what is to be told of each update received.

    Args:
        database: the memory's.
        host: where to listen.
        port: there; 0 takes a free one.
        desk: a worker's; None: a receiver, which has no processes that think.

    Raises:
        OSError: the port cannot be had.
    """
    metrics = Metrics(desk)
    async with AsyncExitStack() as watching:
        if desk:
            watching.enter_context(
                journal.read_by(lambda entry: metrics.handled(entry, time.time()))
            )
        try:
            listens = listening(_app(metrics, database, desk), host, port)
            taken = await watching.enter_async_context(listens)
        except OSError as error:
            message = f"fleet.port {port}: {error.strerror}"
            raise OSError(message) from None
        log.info("http://%s:%d has /healthz and /metrics", host, taken)
        yield lambda update: metrics.received(journal.kind_of(update), time.time())


def _app(metrics: Metrics, database: Database, desk: Desk | None) -> Starlette:
    async def told(_: Request) -> Response:
        return Response(await metrics.told(database), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[
            Route("/healthz", partial(_health, metrics, database, desk)),
            Route("/metrics", told),
        ]
    )


async def _health(
    metrics: Metrics, database: Database, desk: Desk | None, _: Request
) -> JSONResponse:
    """200 where it can work, 503 where not; that nobody has asked for long is no sickness."""
    reachable, alive = await _answers(database), desk is None or desk.workers.alive
    since = None if metrics.last_update is None else time.time() - metrics.last_update
    facts = {
        "ok": reachable and alive,
        "database": reachable,
        "workers": None if desk is None else alive,
        "seconds_since_last_update": None if since is None else round(since, 1),
    }
    status = HTTPStatus.OK if facts["ok"] else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse(facts, status)


async def _answers(database: Database) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            await database.read(text("SELECT 1"))
    except (SQLAlchemyError, TimeoutError):
        return False
    return True
