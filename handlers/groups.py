"""Groups: greeted once, left where the operator does not want us, followed when they move."""

import logging

from telegram import Chat, ChatMember, ChatMemberRestricted, Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.tutor.scene import Scene
from handlers.addressed import GROUPS
from handlers.desk import Desk
from handlers.intake import unharmed
from handlers.pace import patiently
from handlers.trouble import language_of, notice

log = logging.getLogger(__name__)


async def admitted(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Leave a chat outside the operator's list, where there is one; nothing there is answered."""
    chat = update.effective_chat
    if not desk.listed or chat is None or chat.type == Chat.PRIVATE or chat.id in desk.listed:
        return
    if update.message and update.message.migrate_from_chat_id in desk.listed:
        return
    with unharmed("whether a group is a listed one that has moved could not be looked up"):
        if await desk.memory.chats.before(chat.id) in desk.listed:
            return
    change = update.my_chat_member
    if change is None or _is_in(change.new_chat_member):
        log.info("chat %d is not in telegram.chats and is left", chat.id)
        try:
            await context.bot.leave_chat(chat.id)
        except TelegramError as error:
            log.info("chat %d could not be left: %s", chat.id, error.message)
    raise ApplicationHandlerStop


async def membership(desk: Desk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """We were added, put out, blocked or let in again: greet a new group, remember the rest."""
    change = update.my_chat_member
    if change is None:
        return
    chat = change.chat
    if not _is_in(change.new_chat_member):
        with unharmed("that a chat does not want us could not be noted"):
            await desk.memory.chats.mark_gone(chat.id)
        return
    with unharmed("that a chat wants us could not be noted"):
        await desk.memory.chats.mark_back(chat.id)
        if await desk.memory.chats.before(chat.id) is not None:
            return  # a group that moved has met us
    if chat.type in GROUPS and not _is_in(change.old_chat_member):
        language = language_of(Scene(), chat.title, change.from_user.language_code)
        await patiently(lambda: context.bot.send_message(chat.id, notice("greeting", language)))


async def migrated(desk: Desk, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """A group became a supergroup, which both of them are told: its memory moves along."""
    message = update.message
    if message is None:
        return
    here = message.chat.id
    with unharmed("the memory of a group that moved could not be moved"):
        if new := message.migrate_to_chat_id:
            await desk.memory.chats.move(here, new)
        elif old := message.migrate_from_chat_id:
            await desk.memory.chats.move(old, here)


def _is_in(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in {ChatMember.LEFT, ChatMember.BANNED}
