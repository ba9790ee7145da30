"""Serving: start, listen, and stop with nothing lost."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import chain, repeat
from typing import Any

from telegram import Bot
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from handlers.commands import introduce
from handlers.door import LISTENED_TO, App
from handlers.intake import Intake

log = logging.getLogger(__name__)

POLL = 30  # seconds that Telegram may hold back an empty answer; it allows 50
DRAIN = 7.0  # seconds; services are killed 10 seconds after they were asked to stop
SLACK = 10.0  # seconds more than POLL until we believe that no answer comes
# Seconds after updates in which more are let come: asking costs as much as a fifth of an answer,
# and where many write at once it need not be done for each. The first of a row never waits.
TOGETHER = 0.01
FAREWELL = 2.0  # seconds for telling Telegram at the end what we have
CONFLICTS = 3  # one after the other; a bot that takes over from another meets one or two

UNKNOWN = "Telegram does not know the bot's token; BotFather shows the right one."
TWO_LISTEN = "Another program listens with the same token; Telegram allows one at a time."


class Refused(Exception):  # noqa: N818 - Telegram's no, not a mistake in the program
    """Telegram does not let us in; the text is one clear sentence."""


async def serve(
    application: App, stop: asyncio.Event | None = None, *, drain: float = DRAIN
) -> None:
    """Answer learners until SIGINT or SIGTERM comes, or `stop` is set.

    Args:
        application: from `handlers.application`.
        stop: ends serving when it is set; the signals set it, too.
        drain: seconds for what is in hand at the end; the rest is answered after the next start.

    Raises:
        Refused: Telegram knows no such token, or another program listens with it.
    """
    await until_told(_serve(application, drain), stop)


async def until_told(serving: Coroutine[Any, Any, None], stop: asyncio.Event | None = None) -> None:
    """Go on until SIGINT or SIGTERM comes, or `stop` is set; then what goes on is cancelled.

    What serving does when it is cancelled is to stop well.
    """
    stop = stop or asyncio.Event()
    with _signals(stop):
        going_on = asyncio.create_task(serving)
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({going_on, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            going_on.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await going_on


@contextlib.contextmanager
def _signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    listened_to = (signal.SIGINT, signal.SIGTERM)
    for number in listened_to:
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in listened_to:
            loop.remove_signal_handler(number)


async def _serve(application: App, drain: float) -> None:
    try:
        await reach(application.bot, partial(_enter, application))
        if application.post_init:
            await application.post_init(application)
        await application.start()
        try:
            application.create_task(introduce(application.bot, application.bot_data["menus"]))
            intake = application.update_queue
            assert isinstance(intake, Intake)  # noqa: S101 - see door.py
            await listen(application.bot, intake.take)
        finally:
            await _drain(application, drain)
    finally:
        await application.shutdown()
        # An application that never reached Telegram shuts nothing down.
        await application.bot.shutdown()


async def _enter(application: App) -> None:
    await application.initialize()
    # With a webhook set, perhaps by an earlier program, there is nothing to listen to.
    await application.bot.delete_webhook()


async def reach(bot: Bot, enter: Callable[[], Awaitable[object]]) -> None:
    """Wait for the network, however long: after a loss of power it comes back later than we do.

    Raises:
        Refused: Telegram knows no such token.
    """
    for wait in chain((1, 2, 4, 8, 16), repeat(30)):
        try:
            await enter()
        except InvalidToken:
            raise Refused(UNKNOWN) from None
        except TelegramError as error:
            log.warning("Telegram cannot be reached, once more in %d s: %s", wait, error.message)
            await asyncio.sleep(wait)
        else:
            me = bot.bot
            log.info("connected as @%s", me.username)
            if not me.supports_inline_queries:
                log.info("inline mode is off; BotFather's /setinline turns it on")
            return


async def listen(
    bot: Bot, take: Callable[[Sequence[dict[str, Any]], Bot], Awaitable[object]]
) -> None:
    """Ask for updates again and again; asking with a higher offset lets Telegram forget the old.

    Each update has been taken before the offset passes it.

    Raises:
        Refused: Telegram knows no such token, or another program listens with it.
    """
    offset, failures = 0, 0
    try:
        while True:
            try:
                batch = await _updates(bot, offset, POLL)
            except TelegramError as error:
                failures += 1
                await asyncio.sleep(_pause(error, failures))
                continue
            failures = 0
            await take(batch, bot)
            if batch:
                offset = batch[-1]["update_id"] + 1
                await asyncio.sleep(TOGETHER)
    finally:
        await _let_go(bot, offset)


async def _updates(bot: Bot, offset: int, seconds: int) -> list[dict[str, Any]]:
    """The updates from an offset on, as they came; the first is waited for so many seconds.

    The library's own get_updates reads a batch as a whole: one update that it cannot read would
    keep all others from us, for good. Under the method's name in lower case it reads nothing.
    """
    parameters = {"offset": offset, "timeout": seconds, "allowed_updates": list(LISTENED_TO)}
    batch: list[dict[str, Any]] = await bot.do_api_request(
        "getupdates", api_kwargs=parameters, read_timeout=seconds + SLACK
    )
    return batch


def _pause(error: TelegramError, failures: int) -> float:
    """How long to wait after a failure, in seconds; raises Refused where waiting is no use."""
    if isinstance(error, InvalidToken | EndPointNotFound):
        raise Refused(UNKNOWN) from None
    if isinstance(error, Conflict) and failures >= CONFLICTS:
        raise Refused(TWO_LISTEN) from None
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return asked.total_seconds() if isinstance(asked, timedelta) else asked
    pause = min(30.0, 1.5**failures - 0.5)
    log.warning("no updates, once more in %.0f s: %s", pause, error.message)
    return pause


async def _let_go(bot: Bot, offset: int) -> None:
    """Tell Telegram what we have; else it comes again at the next start, and is known there."""
    if not offset:
        return
    with contextlib.suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(FAREWELL):
            await _updates(bot, offset, 0)


async def _drain(application: App, seconds: float) -> None:
    """Finish what is in hand; what takes too long is answered after the next start."""
    try:
        async with asyncio.timeout(seconds):
            await application.stop()
    except TimeoutError:
        log.warning("not all that was asked is answered yet; the inbox has the rest")
    await application.update_processor.shutdown()
    if application.post_stop:
        await application.post_stop(application)
