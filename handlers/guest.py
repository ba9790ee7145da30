"""Guest: called by our name in a chat that we are not in, we answer with one message."""

import logging

from telegram import Bot, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.tutor.scene import Event, Opened, Reply, Said, Scene, Settings
from bot.workers import Busy, TooLong
from handlers.addressed import event_of
from handlers.anywhere import as_result, labelled
from handlers.deliver import Parcel, mended, says
from handlers.desk import Desk
from handlers.pace import patiently
from handlers.place import Place
from handlers.trouble import language_of, notice, sentence

log = logging.getLogger(__name__)


async def called(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer whoever called; a picture goes where it has a file_id and the chat takes it."""
    message = update.guest_message
    if message is None or not message.guest_query_id or _is_a_bot(message):
        return
    speaker = message.sender_chat or message.from_user or message.chat
    place = Place.elsewhere_of(speaker.id)
    scene = Scene(await desk.settings(place.chat))
    reply = await _reply(desk, message, context.bot, place, scene)
    drawing = reply.drawing
    picture = await desk.picture_for_any_chat(context.bot, drawing, place) if drawing else None
    sending = _send(desk, context.bot, message.guest_query_id, reply, picture, scene.settings)
    await desk.unbroken(sending)


async def _reply(desk: Desk, message: Message, bot: Bot, place: Place, scene: Scene) -> Reply:
    locale = message.from_user.language_code if message.from_user else None
    language = language_of(scene, message.text or message.caption, locale)
    event = _event(message, bot, locale)
    if event is None:
        return Reply(notice("text-only", language), language)
    try:
        return (await desk.ask(event, scene, place)).reply
    except (Busy, TooLong) as error:
        return Reply(sentence(error, language), language)


def _event(message: Message, bot: Bot, locale: str | None) -> Event | None:
    """What is said; our bare name means the message above it, and else it is greeted."""
    event, original = event_of(message, bot), message.reply_to_message
    if not isinstance(event, Opened):
        return event
    text = original and (original.text or original.caption)
    return Said(text, locale) if text else Opened("start", locale)


async def _send(  # noqa: PLR0913, PLR0917 - what is said how, and to whom
    desk: Desk, bot: Bot, query: str, reply: Reply, picture: str | None, settings: Settings
) -> None:
    kept = await desk.offer(reply.answers) if reply.answers else None

    async def attempt(parcel: Parcel) -> None:
        pictured = parcel.picture is not None
        parcel = labelled(desk, bot, reply, kept, parcel, settings=settings, pictured=pictured)
        result = as_result(parcel, "0")
        await patiently(lambda: bot.answer_guest_query(query, result), repeatable=True)

    try:
        await mended(Parcel(reply.words, picture=picture), attempt)
    except BadRequest as error:
        if not says(error, "query is too old", "query id is invalid"):
            raise
        log.info("a guest's answer came too late, or went out before")


def _is_a_bot(message: Message) -> bool:
    user = message.from_user
    return user is not None and user.is_bot and message.sender_chat is None
