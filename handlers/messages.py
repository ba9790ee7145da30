"""Messages: a question is answered once, and its correction corrects the answer."""

from dataclasses import replace

from telegram import Bot, Message, Update
from telegram.ext import ContextTypes

from bot.tutor.scene import Event, Reply, Scene, Turn
from bot.workers import Busy, TooLong
from handlers.addressed import addressed, event_of, service
from handlers.answer import answer
from handlers.desk import Desk
from handlers.intake import unharmed
from handlers.place import Place
from handlers.trouble import language_of, notice, sentence


async def heard(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a message that is meant for us; be silent at any other."""
    message = update.message
    if message is None or not addressed(message, context.bot):
        return
    album = message.media_group_id
    if album and not desk.recent.first_of_album(album, message.message_id):
        return
    place = Place.of_message(message)
    # It comes again where the bot died between the answer and the note of it in the inbox.
    if await _replied(desk, place, message.message_id) is None:
        await _reply(desk, context.bot, message, place)


async def corrected(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Put the answer to an edited message in the place of the old one."""
    message = update.edited_message
    if message is None or not addressed(message, context.bot):
        return
    place = Place.of_message(message)
    before = desk.recent.find(place.chat, message.message_id)
    # Telegram calls it an edit when a link's preview appears, too.
    if before and before.text == _text(message):
        return
    replied = await _replied(desk, place, message.message_id)
    await _reply(desk, context.bot, message, place, replacing=replied)


async def _replied(desk: Desk, place: Place, question: int) -> int | None:
    """The message of ours that replies to a question."""
    if recent := desk.recent.find(place.chat, question):
        return recent.reply
    with unharmed("an earlier answer could not be looked up"):
        if kept := await desk.memory.answers.of_question(place.chat, question):
            return kept.message
    return None


async def _reply(
    desk: Desk, bot: Bot, message: Message, place: Place, *, replacing: int | None = None
) -> None:
    event = event_of(message, bot)
    if event is None and (service(message) or not place.private):
        return
    scene = await _scene(desk, place, message)
    turn = await _turn(desk, event, scene, place, message)
    sent = await answer(desk, bot, place, turn, replacing=replacing)
    desk.recent.note(place.chat, message.message_id, _text(message), sent.message)


async def _scene(desk: Desk, place: Place, message: Message) -> Scene:
    """Where the conversation stands; a reply to an answer of ours goes on from that one."""
    scene = await desk.scene(place)
    if original := message.reply_to_message:
        with unharmed("the answer that is replied to could not be looked up"):
            if kept := await desk.memory.answers.of_message(place.chat, original.message_id):
                return replace(scene, last=kept.request)
    return scene


async def _turn(
    desk: Desk, event: Event | None, scene: Scene, place: Place, message: Message
) -> Turn:
    """The tutor's turn, or a sentence of ours where there can be none; the scene stays then."""
    locale = message.from_user.language_code if message.from_user else None
    language = language_of(scene, _text(message), locale)
    if event is None:
        return Turn(Reply(notice("text-only", language), language), scene)
    try:
        return await desk.ask(event, scene, place)
    except (Busy, TooLong) as error:
        return Turn(Reply(sentence(error, language), language), scene)


def _text(message: Message) -> str | None:
    return message.text or message.caption
