"""A question becomes a poll of Telegram's, with its pictures where they are taken."""

import logging

from telegram import Bot, InlineKeyboardMarkup, InputMediaPhoto, Message, PollMedia
from telegram import Poll as Posted
from telegram.error import BadRequest

from bot.tutor.course.quiz import Poll
from bot.tutor.scene import Drawing
from handlers.deliver import Picture
from handlers.desk import Desk
from handlers.pace import patiently
from handlers.place import Place

log = logging.getLogger(__name__)


async def post(  # noqa: PLR0913, PLR0917 - who posts what where, and for how long
    desk: Desk, bot: Bot, place: Place, poll: Poll, seconds: int, button: InlineKeyboardMarkup
) -> Message:
    """Post a quiz poll that closes by itself, with its button below.

    Raises:
        TelegramError: it did not go out, or (a time-out) nobody knows.
    """
    question = await _picture(desk, bot, place, poll.drawing)
    answer = await _picture(desk, bot, place, poll.answer)
    try:
        sent = await _post(bot, place, poll, seconds, button, question, answer)
    except BadRequest as error:
        if not (question or answer):
            raise
        # Refused, or a dead file_id; the words ask all that there is to ask.
        log.warning("a poll goes without its pictures: %s", error.message)
        sent = await _post(bot, place, poll, seconds, button, None, None)
        for drawing in (poll.drawing, poll.answer):
            if drawing:
                await desk.forget_picture(drawing, bot.id)
    if sent.poll:
        await _note(desk, bot, poll.drawing, sent.poll.media)
        await _note(desk, bot, poll.answer, sent.poll.explanation_media)
    return sent


async def _post(  # noqa: PLR0913, PLR0917 - who posts what where, and for how long
    bot: Bot,
    place: Place,
    poll: Poll,
    seconds: int,
    button: InlineKeyboardMarkup,
    question: Picture | None,
    answer: Picture | None,
) -> Message:
    return await patiently(
        lambda: bot.send_poll(
            place.chat,
            poll.question,
            poll.options,
            is_anonymous=False,
            type=Posted.QUIZ,
            correct_option_ids=[poll.right],  # type: ignore[list-item]  # a literal there
            explanation=poll.explanation,
            open_period=seconds,
            media=InputMediaPhoto(question) if question else None,
            explanation_media=InputMediaPhoto(answer) if answer else None,
            message_thread_id=place.thread or None,
            reply_markup=button,
        )
    )


async def _picture(desk: Desk, bot: Bot, place: Place, drawing: Drawing | None) -> Picture | None:
    if drawing is None:
        return None
    return await desk.known(drawing, bot.id) or await desk.drawn(drawing, place)


async def _note(desk: Desk, bot: Bot, drawing: Drawing | None, media: PollMedia | None) -> None:
    if drawing and media and media.photo:
        await desk.note_picture(drawing, bot.id, media.photo[-1].file_id)
