"""A place: where a reply belongs, and to whom."""

import time
from dataclasses import dataclass, field
from typing import Self

from telegram import CallbackQuery, Message
from telegram.constants import ChatType


@dataclass(frozen=True)
class Place:
    """Where a reply goes.

    Attributes:
        chat: the chat's id.
        thread: the topic's id, 0 in a chat without topics.
        learner: who asked: a user's id, or the id of the chat in whose name an anonymous
            administrator or a channel speaks (those share one user's id, and it is nobody's).
        question: the message that is replied to, or None.
        private: a chat of the learner and the bot alone.
        elsewhere: what is asked there is for a chat that we know nothing of, perhaps letter by
            letter; in the workers' line it has its own place, so that no message waits for it.
        since: when it was asked, by `time.monotonic`.
    """

    chat: int
    thread: int
    learner: int
    question: int | None
    private: bool
    elsewhere: bool = False
    since: float = field(default_factory=time.monotonic, compare=False)

    @property
    def cause(self) -> str:
        """The message that is replied to, for `Desk.scene` and `Desk.save`; empty: none is."""
        return "" if self.question is None else str(self.question)

    @classmethod
    def of_message(cls, message: Message) -> Self:
        """The place of a reply to a learner's message."""
        speaker = message.sender_chat or message.from_user or message.chat
        return cls(
            chat=message.chat.id,
            thread=_thread(message),
            learner=speaker.id,
            question=message.message_id,
            private=message.chat.type == ChatType.PRIVATE,
        )

    @classmethod
    def of_tap(cls, query: CallbackQuery) -> Self | None:
        """The place of a new message after a tap on a message of ours; None: an inline message."""
        if query.message is None:
            return None
        return cls(
            chat=query.message.chat.id,
            # A message too old for Telegram to show us comes without its topic.
            thread=_thread(query.message) if isinstance(query.message, Message) else 0,
            learner=query.from_user.id,
            question=None,
            private=query.message.chat.type == ChatType.PRIVATE,
        )

    @classmethod
    def elsewhere_of(cls, learner: int) -> Self:
        """Someone who asks in any chat; the private one has their settings."""
        return cls(learner, 0, learner, None, private=True, elsewhere=True)


def _thread(message: Message) -> int:
    # Outside topics the same number only says which message a chain of replies began with.
    return (message.message_thread_id or 0) if message.is_topic_message else 0
