"""Taps: a button changes the answer that it is under, once, for the learner who asked."""

import asyncio
import logging
from dataclasses import replace

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import CallbackQueryLimit
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.memory import Answer
from bot.tutor.scene import Scene, Tapped, Turn
from bot.workers import Busy, TooLong
from handlers import deliver
from handlers.answer import answer, noted, wrapped
from handlers.buttons import Button, state_of
from handlers.desk import Desk
from handlers.intake import unharmed
from handlers.place import Place
from handlers.trouble import language_of, notice, sentence

log = logging.getLogger(__name__)


async def tapped(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Do what a button says; the tap is answered in any case, or its sign of waiting stays."""
    query = update.callback_query
    if query is None:
        return
    button, place = Button.unpack(query.data), Place.of_tap(query)
    if button is None or place is None:
        await _refuse(desk, query, "old-button")
    elif button.answer is None:
        await _try_example(desk, context.bot, query, button, place)
    else:
        await _change(desk, context.bot, query, button, place)


async def _try_example(
    desk: Desk, bot: Bot, query: CallbackQuery, button: Button, place: Place
) -> None:
    """A greeting's example is answered in a message of its own."""
    if not _is_there(query):
        await _refuse(desk, query, "old-button")
    elif _second(desk, query, place):
        await _answer(query)
    else:
        scene = await desk.scene(place)
        event = Tapped(button.change, None, _locale(query))
        if turn := await _turn(desk, query, scene, place, event):
            await answer(desk, bot, place, turn)


async def _change(desk: Desk, bot: Bot, query: CallbackQuery, button: Button, place: Place) -> None:
    """An answer's button edits the answer."""
    second = _second(desk, query, place)
    kept = await _kept(desk, button)
    if kept is None or kept.chat != place.chat or query.message is None:
        await _refuse(desk, query, "old-button")
    elif not place.private and not _may_tap(query, kept):
        await _refuse(desk, query, "not-yours")
    elif second and button.state != state_of(kept.request):
        await _answer(query)  # the first has changed the answer
    elif button.state != state_of(kept.request) or not _is_there(query):
        await _refuse(desk, query, "old-button")
    else:
        place = replace(place, thread=kept.thread, learner=kept.learner, question=kept.question)
        scene = await desk.scene(place)
        event = Tapped(button.change, kept.request, _locale(query))
        # Around a crash an answer may have gone out twice: the tapped one is to change.
        tapped_one = replace(kept, message=query.message.message_id)
        if turn := await _turn(desk, query, scene, place, event):
            await _show(desk, bot, place, tapped_one, turn)


async def _show(desk: Desk, bot: Bot, place: Place, kept: Answer, turn: Turn) -> None:
    """Edit the tapped message, which `kept` names."""
    request = turn.reply.answers
    if request is None or kept.message is None:
        return
    parcel = await wrapped(desk, bot, place, turn.reply, kept.id)
    sent = await deliver.change(bot, place, kept.message, parcel)
    # After the edit: a tap that comes back after a crash in between finds the answer as it was,
    # edits to the same again, which is no edit, and the buttons fit what is remembered.
    with unharmed("a changed answer could not be kept, its buttons are dead"):
        await desk.memory.answers.change(kept.id, request)
        await desk.memory.answers.sent(kept.id, message=sent.message)
    await desk.save(turn.scene, place)
    await noted(desk, bot, turn.reply, parcel, sent)


async def _turn(
    desk: Desk, query: CallbackQuery, scene: Scene, place: Place, event: Tapped
) -> Turn | None:
    """The tutor's turn, and the tap is answered; None: with a note, and nothing is to change."""
    try:
        turn = await desk.ask(event, scene, place)
    except (Busy, TooLong) as error:
        await _answer(query, sentence(error, language_of(scene, None, _locale(query))))
        return None
    if turn.reply.answers is None:
        await _answer(query, turn.reply.words)
        return None
    # Before the picture is drawn and sent, which may have to wait.
    await _answer(query)
    return turn


async def _kept(desk: Desk, button: Button) -> Answer | None:
    with unharmed("an answer could not be looked up"):
        return await desk.memory.answers.find(button.answer or "")
    return None


def _may_tap(query: CallbackQuery, kept: Answer) -> bool:
    # Who asked in the name of a chat taps in their own: nobody can tell whether it is the same.
    anonymous = kept.learner < 0
    return anonymous or kept.learner == query.from_user.id


def _is_there(query: CallbackQuery) -> bool:
    """Whether the message has the button: anyone's program can claim to have tapped anything."""
    message = query.message
    if not isinstance(message, Message) or not message.is_accessible:
        return True  # too old for Telegram to show it to us
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return any(button.callback_data == query.data for row in rows for button in row)


def _second(desk: Desk, query: CallbackQuery, place: Place) -> bool:
    """Whether this is the second tap of a double tap."""
    now = asyncio.get_running_loop().time()
    return desk.recent.tapped_twice(place, query.data or "", now)


async def _refuse(desk: Desk, query: CallbackQuery, reason: str) -> None:
    place = Place.of_tap(query)
    scene = await desk.scene(place) if place else Scene()
    await _answer(query, notice(reason, language_of(scene, None, _locale(query))))


async def _answer(query: CallbackQuery, text: str | None = None) -> None:
    longest = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    try:
        await query.answer(text and text[:longest])
    except TelegramError as error:
        # Too late, mostly. What was asked for is done all the same.
        log.info("a tap could not be answered: %s", error.message)


def _locale(query: CallbackQuery) -> str | None:
    return query.from_user.language_code
