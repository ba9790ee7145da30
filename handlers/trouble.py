"""What went wrong becomes a sentence in the learner's language."""

import logging
import re
import secrets

from telegram import InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.memory import Memory
from bot.tutor.languages import Language, words
from bot.tutor.scene import Scene, reply_language
from bot.workers import Busy, TooLong
from handlers.addressed import addressed
from handlers.deliver import says
from handlers.intake import unharmed
from handlers.journal import ended
from handlers.pace import patiently
from handlers.place import Place

log = logging.getLogger(__name__)

# What Telegram says of a chat that blocked us, put us out or is no more, and of a topic.
GONE = ("forbidden:", "chat not found", "user is deactivated", "peer_id_invalid")
CLOSED = ("topic_closed", "topic_deleted", "message thread not found")

_HAN = re.compile("[\u3400-\u9fff]")


def language_of(scene: Scene, text: str | None, locale: str | None) -> Language:
    """The language of a sentence of ours; of the text only the script is looked at here."""
    return reply_language(scene, "zh" if text and _HAN.search(text) else None, locale)


def sentence(error: Busy | TooLong, language: Language) -> str:
    """What a learner hears whose question could not be worked on."""
    reason = "busy" if isinstance(error, Busy) else "too-long"
    return str(words(language)["trouble"][reason])


def notice(key: str, language: Language) -> str:
    """A short note: at most 200 characters, for Telegram shows no more after a tap."""
    return str(words(language)["notices"][key])


async def apologise(memory: Memory, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """The last resort: the log gets the whole story and a number, the learner the number alone."""
    error = context.error
    if isinstance(error, TelegramError) and says(error, *GONE):
        log.info("a chat does not want us any more: %s", error.message)
        if isinstance(update, Update) and update.effective_chat:
            with unharmed("that a chat does not want us could not be noted"):
                await memory.chats.mark_gone(update.effective_chat.id)
        return
    if isinstance(error, BadRequest) and says(error, *CLOSED):
        log.info("nobody can write in a topic any more: %s", error.message)
        return
    ended("trouble")
    number = secrets.token_hex(3)
    which = update.update_id if isinstance(update, Update) else None
    log.error("trouble %s with update %s", number, which, exc_info=error)
    if not isinstance(update, Update):
        return
    try:
        await _tell(update, context, number)
    except TelegramError as second:
        log.warning("trouble %s could not be told: %s", number, second)


async def _tell(update: Update, context: ContextTypes.DEFAULT_TYPE, number: str) -> None:
    user = update.effective_user
    locale = user.language_code if user else None
    message = update.message or update.edited_message or update.guest_message
    text = message.text or message.caption if message else None
    told = str(words(language_of(Scene(), text, locale))["trouble"]["unexpected"])
    told = told.format(number=number)
    if update.callback_query:
        await update.callback_query.answer(told, show_alert=True)
    elif message and message.guest_query_id:
        content = InputTextMessageContent(told)
        await message.answer_guest_query(InlineQueryResultArticle(number, told, content))
    elif message and addressed(message, context.bot):
        place = Place.of_message(message)
        # The sentence twice is better than silence.
        await patiently(
            lambda: context.bot.send_message(
                place.chat,
                told,
                message_thread_id=place.thread or None,
                reply_to_message_id=place.question,
                allow_sending_without_reply=True,
            ),
            repeatable=True,
        )
