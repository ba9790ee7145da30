"""The world that a bot lives in here: people, chats, messages, and what becomes of them."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from bot.localchat.errors import Refused, refuse
from bot.localchat.history import History
from bot.localchat.pictures import Pictures
from bot.localchat.records import Chat, Json, Message, User
from bot.localchat.updates import Updates

_FIRST_MESSAGE_EPOCH = 1_767_225_600  # 2026-01-01, in Unix time
_GROUP = -1_002_000_000_001


@dataclass
class Profile:
    """What a bot says of itself, by language code; commands also by scope."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "default"})


class World:
    """Everything that the server knows, in memory.

    Attributes:
        bot: the bot's own user.
        ada, lin, kim: the people to play; all in `group`, each in a private chat with the bot.
        chats: every chat by its id.
        taps: who pressed a button under which message, by the id of the callback query; an
            answered one is gone.
        left: ids of the groups that the bot has left, and of the people who have blocked it.
        inline: BotFather's switch for inline mode.
        typed: who typed an inline query and in which chat, by its id; an answered one is gone.
        offered: the results that answered an inline query, by its id.
        called: the message by which the bot was called as a guest, by the guest query's id.
        guest_pictures: whether chats take pictures of a guest.
        poll_pictures: whether polls take pictures, as they do since Bot API 10.
        alarms: what is due at a time, such as a poll's closing.
        privacy: groups' privacy mode: the bot hears only what is meant for it.
        mentions_delivered: whether a plain @mention counts as meant for the bot in privacy mode,
            which Telegram does not promise.
        administers: ids of the groups in which the bot is an administrator.
    """

    def __init__(self, name: str = "Nudge", username: str = "nudge_local_bot") -> None:
        self.bot = User(700_000_001, name, username, is_bot=True)
        self.profile = Profile()
        self.pictures = Pictures()
        self.updates = Updates()
        self.history = History()
        self.privacy = True
        self.mentions_delivered = False
        self.administers: set[int] = set()
        self.left: set[int] = set()
        self.chats: dict[int, Chat] = {}
        self.taps: dict[str, tuple[User, Message]] = {}
        self.inline = True
        self.typed: dict[str, tuple[User, Chat]] = {}
        self.offered: dict[str, tuple[User, Chat, list[Json]]] = {}
        self.called: dict[str, Message] = {}
        self.guest_pictures = True
        self.poll_pictures = True
        self.alarms: set[asyncio.TimerHandle] = set()
        self._inline: dict[str, tuple[int, int]] = {}
        self._messages: dict[int, dict[int, Message]] = defaultdict(dict)
        # From the clock, as the updates' ids: a bot remembers on disk what it answered where.
        first = 4 * (int(time.time()) - _FIRST_MESSAGE_EPOCH)
        self._private_ids = count(first)
        self._group_ids: dict[int, count[int]] = defaultdict(lambda: count(first))
        self.ada = self.person("Ada", "ada", "en")
        self.lin = self.person("Lin", "lin", "zh-hans")
        self.kim = self.person("Kim", "kim", "en")
        self.group = self.gather("Study group", (self.ada, self.lin, self.kim))

    def person(self, name: str, username: str | None = None, language: str | None = None) -> User:
        """Someone new, with a private chat with the bot (its id is the person's)."""
        user = User(1001 + sum(chat.is_private for chat in self.chats.values()), name)
        user = replace(user, username=username, language_code=language)
        self.chats[user.id] = Chat(user.id, "private", (user,))
        return user

    def gather(self, title: str, members: tuple[User, ...]) -> Chat:
        """A new supergroup of these people and the bot; the first is its owner."""
        groups = sum(not chat.is_private for chat in self.chats.values())
        chat = Chat(_GROUP - groups, "supergroup", members, title)
        self.chats[chat.id] = chat
        return chat

    def chat(self, chat_id: str | int) -> Chat:
        """The chat of an id as the Bot API names it."""
        if chat_id == "":
            refuse("chat_id is empty")
        try:
            return self.chats[int(chat_id)]
        except (KeyError, TypeError, ValueError):
            refuse("chat not found")

    def open_chat(self, chat_id: str | int) -> Chat:
        """A chat that the bot may write in."""
        chat = self.chat(chat_id)
        if chat.id in self.left and chat.is_private:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.id in self.left:
            raise Refused(403, f"Forbidden: bot is not a member of the {chat.type} chat")
        return chat

    def find(self, chat: Chat, message_id: int) -> Message | None:
        return self._messages[chat.id].get(message_id)

    def find_inline(self, inline_message_id: str) -> Message | None:
        chat, number = self._inline.get(inline_message_id, (0, 0))
        return self._messages[chat].get(number)

    def transcript(self, chat: Chat) -> list[Message]:
        """The chat's messages as they are now, oldest first."""
        return list(self._messages[chat.id].values())

    def add(self, chat: Chat, sender: User, content: Mapping[str, Any]) -> Message:
        """A new message; `content` holds the fields of `Message` that it has."""
        ids = self._private_ids if chat.is_private else self._group_ids[chat.id]
        message = Message(id=next(ids), chat=chat, sender=sender, date=int(time.time()), **content)
        if message.topic:
            message = replace(message, thread=message.id)
        self._messages[chat.id][message.id] = message
        if message.inline:
            self._inline[message.inline] = chat.id, message.id
        self.history.add("message", chat.id, by_bot=sender.is_bot, message=message)
        return message

    def change(self, message: Message, **content: Any) -> Message:  # noqa: ANN401 - fields of Message
        """The message as edited now."""
        by_bot = message.sender.is_bot or message.via is not None
        return self.renew(replace(message, edited=int(time.time()), **content), by_bot=by_bot)

    def renew(self, message: Message, *, by_bot: bool) -> Message:
        """The message as it is now, in the place of what it was."""
        self._messages[message.chat.id][message.id] = message
        self.history.add("edited", message.chat.id, by_bot=by_bot, message=message)
        return message

    def remove(self, message: Message, *, by_bot: bool) -> None:
        del self._messages[message.chat.id][message.id]
        self.history.add("deleted", message.chat.id, by_bot=by_bot, message=message)

    def close(self) -> None:
        """Let everyone go who waits for something to happen."""
        for alarm in self.alarms:
            alarm.cancel()
        self.updates.close()
        self.history.close()
