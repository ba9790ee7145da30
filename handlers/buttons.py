"""Buttons: a change and what it changes, packed into the 64 bytes that Telegram carries."""

import hashlib
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.tutor.reading.request import Request
from bot.tutor.scene import Choice, Reply

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
        look: of an inline message, whose taps bring nothing of it: the language that it is in,
            and how it is shown; see anywhere.py.
    """

    change: str
    answer: str | None
    state: str = ""
    look: str = ""

    @classmethod
    def unpack(cls, data: str | None) -> "Button | None":
        """The button of a callback's data; None: no button of ours, or of another version.

        The data comes from a stranger's program and may hold anything.
        """
        match (data or "").split("|"):
            case [version, change, identity] if version == VERSION and change and identity:
                answer, state, look, *_ = *identity.split("."), "", ""
                return cls(change, None if answer == NOTHING else answer, state, look)
        return None

    def pack(self) -> str:
        identity = ".".join((self.answer or NOTHING, self.state, self.look)).rstrip(".")
        return f"{VERSION}|{self.change}|{identity}"


def state_of(request: Request) -> str:
    """A short name for what an answer shows."""
    return hashlib.sha256(repr(request).encode()).hexdigest()[:6]


def keyboard(
    reply: Reply, answer: str | None, *, inline: bool, look: str = ""
) -> InlineKeyboardMarkup | None:
    """A reply's buttons; an answer that could not be kept has none, since they would be dead.

    Args:
        reply: whose choices they are.
        answer: the id under which it is kept.
        inline: whether the bot takes inline queries: without them no button can fill the input.
        look: as with `Button`.
    """
    if reply.answers and not answer:
        return None
    state = state_of(reply.answers) if reply.answers else ""
    rows = [
        [
            _button(choice, Button(choice.change, answer, state, look))
            for choice in row
            if inline or choice.fills is None
        ]
        for row in reply.choices
    ]
    shown = [row for row in rows if row]
    return InlineKeyboardMarkup(shown) if shown else None


def _button(choice: Choice, button: Button) -> InlineKeyboardButton:
    if choice.fills is None:
        return InlineKeyboardButton(choice.label, callback_data=button.pack())
    return InlineKeyboardButton(choice.label, switch_inline_query_current_chat=choice.fills)
