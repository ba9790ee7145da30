"""Addressed: whether a message was meant for the bot, and what it then says."""

import re

from telegram import Bot, Message, MessageEntity
from telegram.constants import ChatType

from bot.tutor.scene import Event, Said
from handlers.commands import COMMANDS, command

GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}


def addressed(message: Message, bot: Bot) -> bool:
    """Whether a person meant the bot with a message.

    In a private chat everything is meant for us. In a group only a command of ours, a reply to a
    message of ours, or our name; what is merely forwarded there was said elsewhere.
    """
    if not _from_a_person(message, bot):
        return False
    if message.chat.type == ChatType.PRIVATE:
        return True
    if message.chat.type == ChatType.CHANNEL or message.forward_origin:
        return False
    return bool(command(message, bot) or _replies_to_us(message, bot) or _mentions(message, bot))


def said_to_nobody(message: Message, bot: Bot) -> bool:
    """Whether a member says something to a group as a whole: to no other member and to no bot."""
    if not _from_a_person(message, bot) or message.chat.type not in GROUPS or not message.text:
        return False
    original = message.reply_to_message
    to_someone = original and not original.forum_topic_created
    return not (to_someone or message.forward_origin or message.via_bot) and not any(
        mark.type in {MessageEntity.BOT_COMMAND, MessageEntity.MENTION, MessageEntity.TEXT_MENTION}
        for mark in message.entities
    )


def event_of(message: Message, bot: Bot) -> Event | None:
    """What an addressed message says; None: it is of a kind that has no text."""
    locale = message.from_user.language_code if message.from_user else None
    if found := command(message, bot):
        name, rest = found
        return COMMANDS[name](rest, locale)
    text = message.text or message.caption
    if text is None:
        return None
    for mention in _mentions(message, bot):
        text = text.replace(mention, " ")
    if not text.strip():
        return COMMANDS["help"]("", locale)
    return Said(text.strip(), locale)


def service(message: Message) -> bool:
    """Whether a message is Telegram's own note (someone joined, a message was pinned)."""
    content = message.text or message.caption or message.effective_attachment
    return content is None


def _from_a_person(message: Message, bot: Bot) -> bool:
    if message.via_bot and message.via_bot.id == bot.id:
        return False  # our own inline result, sent by a learner, comes back to us
    if message.is_automatic_forward:
        return False  # a channel's post, put into its discussion group by Telegram
    # An anonymous administrator is a person, though the sender is called a bot.
    is_bot = message.from_user is not None and message.from_user.is_bot
    return not (is_bot and message.sender_chat is None)


def _replies_to_us(message: Message, bot: Bot) -> bool:
    original = message.reply_to_message
    # In a topic everything that replies to nothing else replies to the topic's first message.
    return bool(
        original
        and not original.forum_topic_created
        and original.from_user
        and original.from_user.id == bot.id
    )


def _mentions(message: Message, bot: Bot) -> list[str]:
    """Our names in a message, as they are written there."""
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    marked = (
        message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    )
    ours = re.compile(re.escape(f"@{bot.username}"), re.IGNORECASE)
    return [
        text
        for mark, text in marked.items()
        if ours.fullmatch(text) or (mark.user is not None and mark.user.id == bot.id)
    ]
