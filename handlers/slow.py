"""Slow: who waits for longer than usual in a private chat sees that we are at it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from handlers.place import Place

AGAIN = 4.5  # seconds; Telegram shows an action for five


@asynccontextmanager
async def acting(
    bot: Bot, place: Place, action: ChatAction, patience: float
) -> AsyncIterator[None]:
    """Around what may take long: after so many seconds the learner sees the action.

    In groups nobody does: there each call counts against the answers that Telegram allows.
    """
    if not place.private:
        yield
        return
    showing = asyncio.create_task(_show(bot, place, action, patience))
    try:
        yield
    finally:
        showing.cancel()


async def _show(bot: Bot, place: Place, action: ChatAction, patience: float) -> None:
    await asyncio.sleep(patience)
    with suppress(TelegramError):
        while True:
            await bot.send_chat_action(place.chat, action, message_thread_id=place.thread or None)
            await asyncio.sleep(AGAIN)
