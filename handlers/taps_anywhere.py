"""Taps on inline messages: anyone may tap, and the message changes wherever it is."""

import logging

from telegram import Bot, CallbackQuery, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.memory import NOBODY, Answer
from bot.tutor.scene import Reply, Scene, Settings, Tapped
from handlers.anywhere import PICTURED, change, labelled, looking, under_old_picture
from handlers.buttons import Button, state_of
from handlers.deliver import Parcel, mended, says
from handlers.desk import Desk
from handlers.intake import unharmed
from handlers.place import Place
from handlers.taps import DOUBLE_TAP, acknowledge, moves, refuse, turn_of_tap

log = logging.getLogger(__name__)


async def tapped_anywhere(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Do what a button under an inline message says; the tap is answered in any case."""
    query = update.callback_query
    if query is None or query.inline_message_id is None:
        return
    message, button = query.inline_message_id, Button.unpack(query.data)
    deed = ("tap", query.from_user.id, message, query.data or "")
    second = await desk.recent.again(deed, DOUBLE_TAP)
    kept = await _kept(desk, message, button) if button else None
    if button and _is_current(button, kept):
        await _change(desk, context.bot, query, button, kept)
        await desk.recent.again(deed, DOUBLE_TAP)  # a second tap may have waited behind it
    elif button and second:
        await acknowledge(query)  # the first has changed the message
    else:
        await refuse(desk, query, "old-button")


async def _kept(desk: Desk, message: str, button: Button) -> Answer | None:
    """What the message shows: what it was changed to, else what was offered and sent."""
    answers = desk.memory.answers
    with unharmed("an inline message could not be looked up"):
        if kept := await answers.find(answers.id_of_inline(message)):
            return kept
        kept = await answers.find(button.answer or "")
        # Anyone's program can claim to have tapped anything: only what was offered is anybody's.
        return kept if kept and kept.learner == NOBODY and not kept.inline_message else None
    return None


def _is_current(button: Button, kept: Answer | None) -> bool:
    if kept is None:
        return button.answer is None  # an example under a guest's greeting
    return button.answer == kept.id and button.state == state_of(kept.request)


async def _change(
    desk: Desk, bot: Bot, query: CallbackQuery, button: Button, kept: Answer | None
) -> None:
    place = Place.elsewhere_of(query.from_user.id)
    request = kept.request if kept else None
    event = Tapped(button.change, request, query.from_user.language_code)
    scene = Scene(looking(button.look))
    turn = await turn_of_tap(desk, query, scene, place, event)
    if turn and (message := query.inline_message_id):
        pictured = button.look.endswith(PICTURED)
        showing = _show(desk, bot, message, turn.reply, place, scene.settings, pictured=pictured)
        shown = await desk.unbroken(showing)
        if moves(turn):
            await (acknowledge(query) if shown else refuse(desk, query, "no-motion"))


async def _show(  # noqa: PLR0913, PLR0917 - what is shown where, and by whom
    desk: Desk,
    bot: Bot,
    message: str,
    reply: Reply,
    place: Place,
    settings: Settings,
    *,
    pictured: bool,
) -> bool:
    """Change the message; False where it is to move and cannot."""
    drawing = reply.drawing if pictured else None
    picture = await desk.picture_for_any_chat(bot, drawing, place) if drawing else None
    moving = drawing is not None and drawing.motion
    if moving and picture is None:
        return False
    kept = desk.memory.answers.id_of_inline(message)

    async def attempt(parcel: Parcel) -> None:
        if drawing and parcel.picture is None:
            parcel = under_old_picture(parcel, reply.language)
        parcel = labelled(desk, bot, reply, kept, parcel, settings=settings, pictured=pictured)
        await change(bot, message, parcel, pictured=pictured)

    try:
        await mended(Parcel(reply.words, picture=picture, moving=moving), attempt)
    except BadRequest as error:
        if says(error, "message_id_invalid", "message to edit not found"):
            log.info("an inline message is gone: %s", error.message)
            return True
        if not says(error, "message is not modified"):
            raise
    if reply.answers:
        with unharmed("a changed inline message could not be kept, its buttons are dead"):
            await desk.memory.answers.show(message, reply.answers)
    return True
