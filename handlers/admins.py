"""Administrators: who may change what holds for a whole group, as Telegram's server says."""

from telegram import Bot, CallbackQuery, ChatMember, Message
from telegram.constants import ChatID
from telegram.error import TelegramError

RULING = {ChatMember.OWNER, ChatMember.ADMINISTRATOR}


async def may_set(bot: Bot, said: Message | CallbackQuery) -> bool:
    """Whether whoever wrote a message, or tapped, may change what holds for their chat.

    In private everybody may; in a group those who rule it.
    The menu's scope hides a command from others and forbids nothing, so that the server is asked
    each time. An anonymous administrator writes in the group's own name; when they tap, the
    tap carries their own.
    """
    message = said if isinstance(said, Message) else said.message
    if message is None:
        return False
    if message.chat.type == message.chat.PRIVATE:
        return True
    if isinstance(said, Message) and said.sender_chat:
        anonymous = said.from_user is not None and said.from_user.id == ChatID.ANONYMOUS_ADMIN
        return anonymous and said.sender_chat.id == said.chat.id
    if said.from_user is None:
        return False
    return bool(await _rules(bot, message.chat.id, said.from_user.id))


async def hears_all(bot: Bot, chat: int) -> bool:
    """Whether a group's messages to nobody reach us, as far as can be known.

    Telegram's privacy mode, on by default, keeps them from a bot that is no administrator.
    """
    return bot.bot.can_read_all_group_messages or await _rules(bot, chat, bot.id) is not False


async def _rules(bot: Bot, chat: int, user: int) -> bool | None:
    """None: the server does not tell."""
    try:
        member = await bot.get_chat_member(chat, user)
    except TelegramError:
        return None
    return member.status in RULING
