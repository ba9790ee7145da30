"""A turn goes out: kept, drawn, delivered and noted."""

import asyncio
from dataclasses import replace
from functools import partial

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import ChatMigrated

from bot.tutor.scene import Reply, Turn
from handlers import deliver
from handlers.buttons import keyboard
from handlers.deliver import Parcel, Picture, Sent
from handlers.desk import Desk
from handlers.intake import done, unharmed
from handlers.journal import replied, taking
from handlers.place import Place
from handlers.slow import acting


async def answer(
    desk: Desk, bot: Bot, place: Place, turn: Turn, *, replacing: int | None = None
) -> Sent:
    """Deliver a turn's reply and remember what has to be remembered of it.

    What the buttons and the next question need is on disk before the reply goes out, so that a
    crash leaves at most one thing open: whether it went out.

    Args:
        desk: workers and memory.
        bot: who speaks.
        place: where the reply goes.
        turn: the tutor's.
        replacing: a message of ours that the reply takes the place of.

    Raises:
        TelegramError: the reply did not go out, or nobody knows.
    """
    reply = turn.reply
    replied(reply.language)
    kept = await desk.keep(reply.answers, place) if reply.answers else None
    await desk.save(turn.scene, place, place.cause)
    parcel = await wrapped(desk, bot, place, reply, kept)

    async def out() -> Sent:
        async with desk.narrows.passed():
            sent = await delivered(desk, bot, place, parcel, replacing)
            # Side by side, for then they are one commit.
            await asyncio.gather(done(), desk.note_sent(kept, sent.message))
        return sent

    sent = await desk.unbroken(out())
    await noted(desk, bot, reply, sent)
    return sent


async def delivered(
    desk: Desk, bot: Bot, place: Place, parcel: Parcel, replacing: int | None
) -> Sent:
    """Send a parcel or put it in a message's place; where the group has moved, in the new one."""
    try:
        with taking("sent"):
            if replacing is None:
                return await deliver.send(bot, place, parcel)
            return await deliver.change(bot, place, replacing, parcel)
    except ChatMigrated as error:
        with unharmed("the memory of a group that moved could not be moved"):
            await desk.memory.chats.move(place.chat, error.new_chat_id)
        # Its messages have other numbers there, and it began without topics.
        there = replace(place, chat=error.new_chat_id, thread=0, question=None)
        return await deliver.send(bot, there, parcel)


async def wrapped(desk: Desk, bot: Bot, place: Place, reply: Reply, kept: str | None) -> Parcel:
    """A reply with its picture: the one that Telegram has, else drawn; else the words alone."""
    buttons = keyboard(reply, kept, inline=bot.supports_inline_queries)
    parcel = Parcel(reply.words, buttons, covered=reply.covered)
    if reply.drawing is None:
        return parcel
    draw = partial(desk.drawn, reply.drawing, place)
    picture: Picture | None = await desk.known(reply.drawing, bot.id)
    if picture is None:
        async with acting(bot, place, ChatAction.UPLOAD_PHOTO, desk.patience):
            picture = await draw()
    return replace(parcel, picture=picture, redraw=draw, moving=reply.drawing.motion)


async def noted(desk: Desk, bot: Bot, reply: Reply, sent: Sent) -> None:
    """Remember a picture's file_id where it is a new one."""
    if reply.drawing and sent.file_id:
        await desk.note_picture(reply.drawing, bot.id, sent.file_id)
