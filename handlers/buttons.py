"""Buttons: a change and what it changes, packed into the 64 bytes that Telegram carries."""

import hashlib
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.tutor.reading.request import Request
from bot.tutor.scene import Reply

VERSION = "v1"
# In the place of an answer's id: the button is under a greeting, which answers nothing.
NOTHING = "-"


@dataclass(frozen=True)
class Button:
    """What a button stands for.

    Attributes:
        change: the tutor's word for it.
        answer: the id of the answer under which the button is; None: under a greeting.
        state: what the answer showed when the button was put there, so that the second tap of a
            double tap, which comes when the first has changed the answer already, is known.
    """

    change: str
    answer: str | None
    state: str = ""

    @classmethod
    def unpack(cls, data: str | None) -> "Button | None":
        """The button of a callback's data; None: no button of ours, or of another version.

        The data comes from a stranger's program and may hold anything.
        """
        match (data or "").split("|"):
            case [version, change, identity] if version == VERSION and change and identity:
                if identity == NOTHING:
                    return cls(change, None)
                answer, _, state = identity.partition(".")
                return cls(change, answer, state)
        return None

    def pack(self) -> str:
        identity = f"{self.answer}.{self.state}" if self.answer else NOTHING
        return f"{VERSION}|{self.change}|{identity}"


def state_of(request: Request) -> str:
    """A short name for what an answer shows."""
    return hashlib.sha256(repr(request).encode()).hexdigest()[:6]


def keyboard(reply: Reply, answer: str | None) -> InlineKeyboardMarkup | None:
    """A reply's buttons; an answer that could not be kept has none, since they would be dead."""
    if not reply.choices or (reply.answers and not answer):
        return None
    state = state_of(reply.answers) if reply.answers else ""
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    choice.label, callback_data=Button(choice.change, answer, state).pack()
                )
                for choice in row
            ]
            for row in reply.choices
        ]
    )
