"""Messages: a question is answered once, and its correction corrects the answer."""

from contextlib import suppress
from dataclasses import replace

from telegram import Bot, Message, Update
from telegram.constants import ChatAction
from telegram.ext import ContextTypes

from bot.memory.spent import Verdict
from bot.tutor.languages import Language
from bot.tutor.scene import Event, Reply, Said, Scene, Turn
from bot.workers import Busy, TooLong
from handlers.addressed import addressed, event_of, said_to_nobody, service
from handlers.answer import answer
from handlers.copies import copy_asked
from handlers.deliver import Sent
from handlers.desk import Desk
from handlers.intake import unharmed
from handlers.place import Place
from handlers.quiz import quizzed
from handlers.settings import may_open
from handlers.slow import acting
from handlers.trouble import language_of, notice, sentence

TOLD = 60.0  # seconds in which a row of stickers gets one sentence


async def heard(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a message that is meant for us; be silent at any other."""
    message = update.message
    if message is None:
        return
    place = Place.of_message(message)
    with unharmed("that a chat wants us again could not be noted"):
        await desk.memory.chats.mark_back(place.chat)
    if not addressed(message, context.bot):
        await _overhear(desk, context.bot, message, place)
        return
    album = message.media_group_id
    if album and not await desk.recent.first_of_album(album, message.message_id):
        return
    if await desk.recent.find(place.chat, message.message_id):
        return
    # It comes again where the bot died between the answer and the note of it in the inbox.
    again = desk.memory.inbox.was_left(update.update_id)
    if not again or await _replied(desk, place, message.message_id) is None:
        await _reply(desk, context.bot, message, place)


async def corrected(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Put the answer to an edited message in the place of the old one."""
    message = update.edited_message
    if message is None:
        return
    place = Place.of_message(message)
    before = await desk.recent.find(place.chat, message.message_id)
    # Telegram calls it an edit when a link's preview appears, too.
    if before and before.is_about(_text(message)):
        return
    if not addressed(message, context.bot):
        await _overhear(desk, context.bot, message, place, correcting=True)
        return
    replied = await _replied(desk, place, message.message_id)
    # What has no text is edited too: where someone is, every minute.
    if replied or _text(message):
        await _reply(desk, context.bot, message, place, replacing=replied)


async def _overhear(
    desk: Desk, bot: Bot, message: Message, place: Place, *, correcting: bool = False
) -> None:
    """In a group that wants it, answer what is said to nobody and surely asks for a slope."""
    if not said_to_nobody(message, bot) or not (await desk.settings(place.chat)).overhear:
        return
    replied = await _replied(desk, place, message.message_id)
    if replied and not correcting:
        return
    locale = message.from_user.language_code if message.from_user else None
    event = Said(message.text or "", locale, overheard=True)
    with suppress(Busy, TooLong):
        turn = await desk.ask(event, await desk.scene(place, place.cause), place)
        if turn.reply.answers and (replied or await _spend(desk, place) == "answer"):
            sent = await answer(desk, bot, place, turn, replacing=replied)
            await _note(desk, place, message, sent)


async def _replied(desk: Desk, place: Place, question: int) -> int | None:
    """The message of ours that replies to a question."""
    if recent := await desk.recent.find(place.chat, question):
        return recent.reply
    with unharmed("an earlier answer could not be looked up"):
        if kept := await desk.memory.answers.of_question(place.chat, question):
            return kept.message
    return None


async def _reply(
    desk: Desk, bot: Bot, message: Message, place: Place, *, replacing: int | None = None
) -> None:
    event = await copy_asked(desk, message, bot) or event_of(message, bot)
    if event is None and (replacing or not await _to_be_told(desk, message, place)):
        return
    verdict = "answer" if replacing else await _spend(desk, place)
    if await quizzed(desk, bot, message, place, allowed=verdict == "answer"):
        return
    if verdict == "silence":
        return
    scene = await _scene(desk, place, message)
    if verdict == "tell":
        turn = _noticed("enough", scene, message)
    else:
        async with acting(bot, place, ChatAction.TYPING, desk.patience):
            turn = await _turn(desk, event, scene, place, message)
    sent = await answer(desk, bot, place, turn, replacing=replacing)
    await _note(desk, place, message, sent)


async def _to_be_told(desk: Desk, message: Message, place: Place) -> bool:
    """Whether to say of a message without text that we read text only: in private, now and then."""
    if service(message) or not place.private:
        return False
    return not await desk.recent.again(("text only", place.chat), TOLD)


async def _spend(desk: Desk, place: Place) -> Verdict:
    """Groups have an allowance: Telegram lets a bot send twenty messages a minute there."""
    if place.private:
        return "answer"
    return await desk.allowance.spend(place.chat, place.learner)


async def _note(desk: Desk, place: Place, message: Message, sent: Sent) -> None:
    """Whatever comes of the message now finds what replied to it."""
    question, text = message.message_id, _text(message)
    await desk.recent.note(place.chat, question, text, sent.message, learner=place.learner)


async def _scene(desk: Desk, place: Place, message: Message) -> Scene:
    """Where the conversation stands; a reply to an answer of ours goes on from that one."""
    scene = await desk.scene(place, place.cause)
    if original := message.reply_to_message:
        with unharmed("the answer that is replied to could not be looked up"):
            if kept := await desk.memory.answers.of_message(place.chat, original.message_id):
                return replace(scene, last=kept.request)
    return scene


async def _turn(
    desk: Desk, event: Event | None, scene: Scene, place: Place, message: Message
) -> Turn:
    """The tutor's turn, or a sentence of ours where there can be none; the scene stays then."""
    if event is None:
        return _noticed("text-only", scene, message)
    if not await may_open(event, message):
        return _noticed("admins-only", scene, message)
    try:
        return await desk.ask(event, scene, place)
    except (Busy, TooLong) as error:
        language = _language(scene, message)
        return Turn(Reply(sentence(error, language), language), scene)


def _noticed(key: str, scene: Scene, message: Message) -> Turn:
    language = _language(scene, message)
    return Turn(Reply(notice(key, language), language), scene)


def _language(scene: Scene, message: Message) -> Language:
    locale = message.from_user.language_code if message.from_user else None
    return language_of(scene, _text(message), locale)


def _text(message: Message) -> str | None:
    return message.text or message.caption
