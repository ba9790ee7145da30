"""Nudge put together and started: on Telegram, or in the local chat."""

import asyncio
import logging
import os
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType

from bot.config import BadConfig, Config
from bot.localchat import LocalChat
from bot.memory import Memory, is_server, open_memory
from bot.tutor.turn import picture, rehearse, turn
from bot.workers import Limits, Workers
from handlers import Allowance, Desk, Shelf, application, hide, serve
from handlers.serve import until_told

FIRST_SIGHT = ("slope of 3a at 2", "slope of 3a at 5")  # lesson 2.5: two points, one slope


async def on_telegram(config: Config, token: str) -> None:
    """Serve Telegram until told to stop; raises as `serve` and `open_memory` do."""
    _log(config, token)
    async with workers_of(config) as workers, open_memory(**config.memory.model_dump()) as memory:
        desk = _desk(config, workers, memory)
        await serve(application(desk, token=token, base_url=config.telegram.base_url))


async def receiving(config: Config, token: str) -> None:
    """Store what Telegram tells, for machines that work, until told to stop.

    Raises:
        BadConfig: the memory is one machine's own, or the extra is not installed.
    """
    fleet = _fleet(config)
    _log(config, token)
    async with open_memory(**config.memory.model_dump()) as memory:
        await until_told(fleet.receiving(config, memory, token))


async def working(config: Config, token: str) -> None:
    """Answer what machines that receive have stored, until told to stop; raises as `receiving`."""
    fleet = _fleet(config)
    _log(config, token)
    async with workers_of(config) as workers, open_memory(**config.memory.model_dump()) as memory:
        await until_told(fleet.working(config, _desk(config, workers, memory), token))


async def in_local_chat(config: Config, port: int, *, browser: bool) -> None:
    """The same bot against a Bot API server of our own, which forgets all at the end.

    Raises:
        OSError: the port cannot be had.
    """
    with tempfile.TemporaryDirectory(prefix="nudge-") as folder:
        url = f"sqlite:///{folder}/nudge.db"
        async with (
            _local_chat(port) as chat,
            workers_of(config) as workers,
            open_memory(url, days=config.memory.days) as memory,
            asyncio.TaskGroup() as tasks,
        ):
            _log(config, chat.token)
            desk = _desk(config, workers, memory)
            first = tasks.create_task(_first_sight(chat, browser=browser))
            await serve(application(desk, token=chat.token, base_url=chat.base_url))
            first.cancel()


def workers_of(config: Config) -> Workers:
    """The processes that think, to be entered before they are asked."""
    return Workers(Limits(**config.workers.model_dump()), warm=rehearse)


def _fleet(config: Config) -> ModuleType:
    """What many machines need; imported only for them, for one machine does not install it."""
    if not is_server(config.memory.url):
        message = "memory.url: many machines share a PostgreSQL, postgresql://..."
        raise BadConfig(message)
    try:
        from bot.fleet import starting  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        message = f"{error.name} is not there: pip install 'nudge-tutor[fleet]'"
        raise BadConfig(message) from None
    return starting


def _desk(config: Config, workers: Workers, memory: Memory) -> Desk:
    groups, cache = config.groups, config.telegram.cache_chat
    listed = frozenset(config.telegram.chats)
    return Desk(
        workers,
        memory,
        turn,
        picture,
        allowance=Allowance(groups.per_minute, groups.per_learner_per_minute),
        listed=listed | {cache} if listed and cache else listed,
        shelf=Shelf(cache),
    )


@asynccontextmanager
async def _local_chat(port: int) -> AsyncIterator[LocalChat]:
    chat = LocalChat(port)
    try:
        await chat.start()
    except OSError as error:
        message = f"port {port}: {error.strerror}; choose another one with --port"
        raise OSError(message) from None
    try:
        yield chat
    finally:
        await chat.stop()


async def _first_sight(chat: LocalChat, *, browser: bool) -> None:
    """Ask the lesson's own example at its two points, so that the page opens with its main job."""
    for text in FIRST_SIGHT:
        answer = await chat.ask(text)
        print(f"> {text}\n\n{answer}\n")  # noqa: T201 - for whoever started it
    print(f"Nudge is here: {chat.page_url}\nCtrl-C stops it.", flush=True)  # noqa: T201 - the same
    if browser and _has_screen():
        await asyncio.to_thread(webbrowser.open, chat.page_url)


def _has_screen() -> bool:
    """Whether a browser would show itself, and not take over the terminal."""
    return sys.platform in {"darwin", "win32"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def _log(config: Config, token: str) -> None:
    logging.basicConfig(
        level=config.log.level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    hide(token)
