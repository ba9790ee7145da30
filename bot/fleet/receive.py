"""Receiving: an update is stored before Telegram is told that we have it."""

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import BadRequest

from bot.fleet.elected import elected
from bot.fleet.patience import waited_out
from bot.fleet.queue import Queue
from bot.listening import listening
from handlers.door import LISTENED_TO
from handlers.intake import read, unharmed
from handlers.serve import Refused, listen, reach
from handlers.wire import Wire

log = logging.getLogger(__name__)

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST = 1 << 20  # bytes; an update has some thousands
PATIENCE = 5.0  # seconds for storing one; then Telegram is to come again
CONNECTIONS = 100  # of Telegram's, at the same time; one chat's updates come one by one
POLLING = 0x4E756468  # the advisory lock of whoever polls

Count = Callable[[Update], object]


@dataclass(frozen=True)
class Webhook:
    """Where updates come in.

    Attributes:
        url: under which Telegram reaches it.
        secret: by which Telegram is known.
        host, port, path: where we listen.
    """

    url: str
    secret: str
    host: str
    port: int
    path: str


def bot_of(token: str, base_url: str) -> Bot:
    """The bot, without anything that it answers."""
    return Bot(
        token,
        base_url,
        request=Wire(base_url, connections=4),
        get_updates_request=Wire(base_url, connections=1),
    )


def secret_of(token: str) -> str:
    """A secret that all receivers make alike from the token, and that does not give it away."""
    return hmac.digest(token.encode(), b"the webhook's secret", hashlib.sha256).hex()


async def by_webhook(
    queue: Queue, bot: Bot, webhook: Webhook, count: Count = lambda _: None
) -> None:
    """Take what Telegram brings, until cancelled.

    Raises:
        Refused: Telegram knows no such token, or wants no such webhook.
        OSError: the port cannot be had.
    """
    async with (
        listening(_app(queue, bot, webhook, count), webhook.host, webhook.port) as port,
        _entered(bot),
    ):
        log.info("listening on %s:%d%s", webhook.host, port, webhook.path)
        await reach(bot, partial(_call_here, bot, webhook))
        await asyncio.Event().wait()


async def by_polling(queue: Queue, bot: Bot, url: str, count: Count = lambda _: None) -> None:
    """Ask Telegram for updates, one machine at a time, until cancelled.

    Args:
        queue: where they are stored.
        bot: asks for them.
        url: the memory's, by which one is elected.
        count: is told of each that is new.

    Raises:
        Refused: Telegram knows no such token, or another program listens with it.
    """

    async def poll() -> None:
        await reach(bot, partial(bot.delete_webhook))
        await listen(bot, partial(_take, queue, count))

    async with _entered(bot):
        await elected(url, POLLING, poll)


@asynccontextmanager
async def _entered(bot: Bot) -> AsyncIterator[None]:
    await reach(bot, bot.initialize)
    try:
        yield
    finally:
        await bot.shutdown()


async def _call_here(bot: Bot, webhook: Webhook) -> None:
    try:
        await bot.set_webhook(
            webhook.url,
            secret_token=webhook.secret,
            allowed_updates=list(LISTENED_TO),
            max_connections=CONNECTIONS,
        )
    except BadRequest as error:
        message = f"fleet.url: Telegram says: {error.message}"
        raise Refused(message) from None


async def _take(queue: Queue, count: Count, bodies: Sequence[dict[str, Any]], bot: Bot) -> None:
    """Store a batch in order, however long the database is away."""
    batch = [(update, body) for body in bodies if (update := read(body, bot))]
    stored = await asyncio.gather(
        *(waited_out(partial(queue.store, update, body)) for update, body in batch)
    )
    for (update, _), new in zip(batch, stored, strict=True):
        if new:
            count(update)


def _app(queue: Queue, bot: Bot, webhook: Webhook, count: Count) -> Starlette:
    secret = webhook.secret.encode()

    async def told(request: Request) -> Response:
        shown = request.headers.get(SECRET, "")
        if not hmac.compare_digest(shown.encode("latin-1"), secret):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        body = await _body(request)
        if body is None:
            return Response(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return Response(status_code=await _stored(queue, bot, body, count))

    return Starlette(routes=[Route(webhook.path, told, methods=["POST"])])


async def _body(request: Request) -> bytes | None:
    """The body, unless it is too large to be an update: then no more of it is read."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return bytes(body)


async def _stored(queue: Queue, bot: Bot, body: bytes, count: Count) -> HTTPStatus:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return HTTPStatus.BAD_REQUEST
    # What the library cannot read, it cannot read the next time either.
    if not isinstance(told, dict) or (update := read(told, bot)) is None:
        return HTTPStatus.OK
    with unharmed("updates could not be stored, Telegram is to come again with them"):
        async with asyncio.timeout(PATIENCE):
            new = await queue.store(update, told)
        if new:
            count(update)
        return HTTPStatus.OK
    return HTTPStatus.SERVICE_UNAVAILABLE
