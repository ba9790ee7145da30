"""Taps: a button changes the answer that it is under, once, for the learner who asked."""

import logging
from dataclasses import replace

from telegram import Bot, CallbackQuery, Message, Update
from telegram.constants import CallbackQueryLimit
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.memory import Answer
from bot.tutor.scene import Scene, Tapped, Turn
from bot.workers import Busy, TooLong
from handlers import journal
from handlers.answer import answer, delivered, noted, wrapped
from handlers.buttons import Button, state_of
from handlers.copies import link
from handlers.desk import Desk
from handlers.intake import unharmed
from handlers.place import Place
from handlers.settings import OWN, asked_for, settle
from handlers.trouble import language_of, notice, sentence

log = logging.getLogger(__name__)

DOUBLE_TAP = 3.0  # seconds
DOUBLE_TAP_ON_PAGE = 1.0  # seconds; one may go back and forth
OFFER = 15.0  # seconds in which a second tap takes up the offer of one's own copy


async def tapped(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Do what a button says; the tap is answered in any case, or its sign of waiting stays."""
    query = update.callback_query
    if query is None:
        return
    button, place = Button.unpack(query.data), Place.of_tap(query)
    if button is None or place is None:
        await refuse(desk, query, "old-button")
    elif button.answer is None:
        await _on_page(desk, context.bot, query, button, place)
    else:
        await _change(desk, context.bot, query, button, place)


async def _on_page(
    desk: Desk, bot: Bot, query: CallbackQuery, button: Button, place: Place
) -> None:
    """A page's button turns the page; an example is answered in a message of its own."""
    if not _is_there(query):
        await refuse(desk, query, "old-button")
        return
    own = button.change.partition("-")[0] in OWN
    if own:
        if not asked_for(query, place):
            await refuse(desk, query, "ask-yourself")
            return
        if await _second(desk, query, place, DOUBLE_TAP_ON_PAGE, _shown(query)):
            await acknowledge(query)  # an answer counts once
            return
    scene = await desk.scene(place, query.id)
    event = Tapped(button.change, None, _locale(query))
    turn = await turn_of_tap(desk, query, scene, place, event)
    if turn is None:
        return
    if turn.reply.page:
        refused = await settle(desk, query, place, scene, turn)
        await (refuse(desk, query, refused) if refused else acknowledge(query))
        if own:
            await _second(desk, query, place, shown=_shown(query))
    elif not await _second(desk, query, place):
        await answer(desk, bot, place, turn)
        await _second(desk, query, place)


async def _change(desk: Desk, bot: Bot, query: CallbackQuery, button: Button, place: Place) -> None:
    """An answer's button edits the answer."""
    second = await _second(desk, query, place)
    kept = await _kept(desk, button)
    if kept is None or kept.chat != place.chat or query.message is None:
        await refuse(desk, query, "old-button")
    elif not place.private and not _may_tap(query, kept):
        await _offer(desk, bot, query, kept)
    elif second and button.state != state_of(kept.request):
        await acknowledge(query)  # the first has changed the answer
    elif button.state != state_of(kept.request) or not _is_there(query):
        await refuse(desk, query, "old-button")
    else:
        place = replace(place, thread=kept.thread, learner=kept.learner, question=kept.question)
        scene = await desk.scene(place)
        event = Tapped(button.change, kept.request, _locale(query))
        # Around a crash an answer may have gone out twice: the tapped one is to change.
        tapped_one = replace(kept, message=query.message.message_id)
        turn = await turn_of_tap(desk, query, scene, place, event)
        if turn and moves(turn):
            await _set_in_motion(desk, bot, query, place, tapped_one, turn)
        elif turn:
            await _show(desk, bot, place, tapped_one, turn)
        await _second(desk, query, place)


async def _set_in_motion(  # noqa: PLR0913, PLR0917 - who tapped what where
    desk: Desk, bot: Bot, query: CallbackQuery, place: Place, kept: Answer, turn: Turn
) -> None:
    """Put an animation in the place of a picture, which stays where that cannot be."""
    try:
        shown = await _show(desk, bot, place, kept, turn)
    except BadRequest as error:
        log.warning("an animation was refused: %s", error.message)
        shown = False
    await (acknowledge(query) if shown else refuse(desk, query, "no-motion"))


async def _show(desk: Desk, bot: Bot, place: Place, kept: Answer, turn: Turn) -> bool:
    """Edit the tapped message, which `kept` names; False where there is nothing to show."""
    request = turn.reply.answers
    if request is None or kept.message is None:
        return False
    parcel = await wrapped(desk, bot, place, turn.reply, kept.id)
    if parcel.moving and not parcel.picture:
        return False
    sent = await delivered(desk, bot, place, parcel, kept.message)
    # After the edit: a tap that comes back after a crash in between finds the answer as it was,
    # edits to the same again, which is no edit, and the buttons fit what is remembered.
    with unharmed("a changed answer could not be kept, its buttons are dead"):
        await desk.memory.answers.change(kept.id, request)
        await desk.memory.answers.sent(kept.id, message=sent.message)
    await desk.save(turn.scene, place)
    await noted(desk, bot, turn.reply, sent)
    return True


async def turn_of_tap(
    desk: Desk, query: CallbackQuery, scene: Scene, place: Place, event: Tapped
) -> Turn | None:
    """The tutor's turn, and the tap is answered; None: with a note, and nothing is to change."""
    try:
        turn = await desk.ask(event, scene, place)
    except (Busy, TooLong) as error:
        await acknowledge(query, sentence(error, language_of(scene, None, _locale(query))))
        return None
    if turn.reply.page or moves(turn):
        return turn  # the tap is answered when what was decided is kept, or can be seen
    if turn.reply.answers is None:
        await acknowledge(query, turn.reply.words)
        return None
    # Before the picture is drawn and sent, which may have to wait.
    await acknowledge(query)
    return turn


def moves(turn: Turn) -> bool:
    """Whether an animation is to be shown; the tap's sign of waiting turns while it is made."""
    return turn.reply.drawing is not None and turn.reply.drawing.motion


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


async def _second(
    desk: Desk, query: CallbackQuery, place: Place, within: float = DOUBLE_TAP, shown: str = ""
) -> bool:
    """Whether this is the second tap of a double tap; `shown` is the page that was tapped.

    Asked again when the first is done, so that the second, which has waited behind it, is known
    for what it is however long that took.
    """
    deed = ("tap", place.chat, place.thread, place.learner, query.data or "", shown)
    return await desk.recent.again(deed, within)


def _shown(query: CallbackQuery) -> str:
    """What the tapped message says, as far as it can be seen."""
    message = query.message
    return (message.text or message.caption or "") if isinstance(message, Message) else ""


async def _offer(desk: Desk, bot: Bot, query: CallbackQuery, kept: Answer) -> None:
    """Somebody else's button: a note, and who taps once more gets their own copy, in private."""
    if await desk.recent.again(("copy", query.from_user.id, kept.id), OFFER):
        await acknowledge(query, url=link(bot, kept))
    else:
        await refuse(desk, query, "not-yours")


async def refuse(desk: Desk, query: CallbackQuery, reason: str) -> None:
    """A short note; nothing else happens."""
    place = Place.of_tap(query)
    scene = await desk.scene(place) if place else Scene()
    language = language_of(scene, None, _locale(query))
    journal.replied(language)
    await acknowledge(query, notice(reason, language))


async def acknowledge(
    query: CallbackQuery, text: str | None = None, *, url: str | None = None
) -> None:
    longest = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    try:
        await query.answer(text and text[:longest], url=url)
    except TelegramError as error:
        # Too late, mostly. What was asked for is done all the same.
        log.info("a tap could not be answered: %s", error.message)


def _locale(query: CallbackQuery) -> str | None:
    return query.from_user.language_code
