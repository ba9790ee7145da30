"""Settings and forgetting: what a tap on a page decided is on disk, and then the page shows it."""

from dataclasses import replace

from telegram import CallbackQuery, Message

from bot.tutor.course import lessons, practice
from bot.tutor.scene import Event, Opened, Scene, Turn
from handlers.admins import hears_all, may_set
from handlers.answer import delivered, noted, wrapped
from handlers.desk import Desk
from handlers.place import Place

# What the buttons of pages that are about one learner begin with.
OWN = (lessons.MARK, practice.MARK, "forget")


async def may_open(event: Event, message: Message) -> bool:
    """Whether a page is for whoever asks for it: a group's settings are its administrators'."""
    is_settings = isinstance(event, Opened) and event.page in {"settings", "language"}
    return not is_settings or await may_set(message.get_bot(), message)


async def settle(
    desk: Desk, query: CallbackQuery, place: Place, before: Scene, turn: Turn
) -> str | None:
    """Do what the turn decided and turn the page.

    Returns:
        The key of a notice, where the page is not this learner's to turn, or where what was
        chosen does not work yet.

    Raises:
        SQLAlchemyError: it could not be kept, and the page stays.
        TelegramError: the page could not be turned; what was decided holds.
    """
    bot = query.get_bot()
    if query.message is None:
        return "old-button"
    if turn.forgets:
        await desk.memory.forgetting.learner(place.learner)
    elif turn.scene.settings != before.settings:
        if not await may_set(bot, query):
            return "admins-only"
        await desk.memory.settings.save(place.chat, turn.scene.settings)
    elif turn.scene != before:
        await desk.save(turn.scene, place, query.id)
    if isinstance(query.message, Message) and query.message.reply_to_message:
        # Where the page cannot be changed in place, the new one answers the same command.
        place = replace(place, question=query.message.reply_to_message.message_id)
    parcel = await wrapped(desk, bot, place, turn.reply, None)
    sent = await delivered(desk, bot, place, parcel, query.message.message_id)
    await noted(desk, bot, turn.reply, sent)
    overhears = turn.scene.settings.overhear and not before.settings.overhear
    return "privacy-mode" if overhears and not await hears_all(bot, place.chat) else None


def asked_for(query: CallbackQuery, place: Place) -> bool:
    """Whether the page, as far as can be seen, answers the one who taps."""
    if place.private or not isinstance(query.message, Message):
        return place.private
    question = query.message.reply_to_message
    return bool(question and question.from_user and question.from_user.id == query.from_user.id)
