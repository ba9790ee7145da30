"""What goes through the one door: events and scenes in, replies and scenes out."""

from dataclasses import dataclass, field
from typing import Literal

from bot.tutor.drawing.look import Look
from bot.tutor.languages import Language
from bot.tutor.reading.request import Request


@dataclass(frozen=True)
class Said:
    """A message to the tutor.

    Attributes:
        text: what was said, without a command's name or the bot's.
        locale: the learner's IETF language tag as the messenger knows it, or None.
        explicit: said with /slope: certainly meant as a request.
    """

    text: str
    locale: str | None = None
    explicit: bool = False


@dataclass(frozen=True)
class Tapped:
    """A button under an answer (`request` is what was answered) or under a greeting (None)."""

    change: str
    request: Request | None = None
    locale: str | None = None


@dataclass(frozen=True)
class Opened:
    """/start or /help."""

    page: Literal["start", "help"]
    locale: str | None = None


Event = Said | Tapped | Opened


@dataclass(frozen=True)
class Settings:
    """What the learner chose; None is not chosen."""

    language: Language | None = None
    look: Look = "light"


@dataclass(frozen=True)
class Scene:
    """All that a conversation has to remember.

    Attributes:
        settings: what the learner chose.
        last: the request that a follow-up changes.
        spoken: the language of the last reply, for what shows none itself: a formula, a tap.
    """

    settings: Settings = field(default_factory=Settings)
    last: Request | None = None
    spoken: Language | None = None


@dataclass(frozen=True)
class Choice:
    """A button: what it says and the change that it stands for (at most 24 ASCII characters)."""

    label: str
    change: str


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn: a request's picture in a look; hashable, the key of a drawn picture."""

    request: Request
    look: Look = "light"


@dataclass(frozen=True)
class Reply:
    """What goes back to the learner.

    Attributes:
        words: plain text, at most 1,000 UTF-16 units; the first line is the headline.
        language: of the words.
        drawing: the picture to send with the words, or None.
        choices: rows of buttons.
        answers: the request that is answered, or None where there is none to remember.
    """

    words: str
    language: Language
    drawing: Drawing | None = None
    choices: tuple[tuple[Choice, ...], ...] = ()
    answers: Request | None = None


@dataclass(frozen=True)
class Turn:
    reply: Reply
    scene: Scene
