"""What goes through the one door: events and scenes in, replies and scenes out."""

from dataclasses import dataclass, field
from typing import Literal

from bot.tutor.drawing.look import Look
from bot.tutor.languages import Language
from bot.tutor.reading.request import Request

Page = Literal[
    "start",
    "help",
    "settings",
    "language",
    "privacy",
    "forget",
    "cancel",
    "lesson",
    "practice",
    "progress",
    "quiz",
]
Style = Literal["full", "brief"]

# What a question asks for; the first six are those of `nudge practice --json`.
Ask = Literal[
    "value",
    "nudged-value",
    "rise",
    "ratio",
    "slope",
    "derivative-function",
    "triangle",
    "elsewhere",
    "exists",
    "steeper",
    "where",
]


@dataclass(frozen=True)
class Said:
    """A message to the tutor.

    Attributes:
        text: what was said, without a command's name or the bot's.
        locale: the learner's IETF language tag as the messenger knows it, or None.
        explicit: said with /slope: certainly meant as a request.
        overheard: said to nobody: a reply answers only what surely asks, else it has no words.
        guess: said with /guess: the answer is covered until it is tapped.
    """

    text: str
    locale: str | None = None
    explicit: bool = False
    overheard: bool = False
    guess: bool = False


@dataclass(frozen=True)
class Tapped:
    """A button under an answer (`request` is what was answered) or under a page (None).

    Attributes:
        change: the choice's.
        request: what the answer shows now.
        locale: as with `Said`.
        group: tapped in a group, whose settings are everybody's.
    """

    change: str
    request: Request | None = None
    locale: str | None = None
    group: bool = False


@dataclass(frozen=True)
class Opened:
    """A command that opens a page: /start, /settings and their like.

    Attributes:
        page: the command's name.
        locale: as with `Said`.
        text: what a deep link asks; the start page opens with its answer.
        group: opened in a group, whose settings are everybody's.
        days: how long a request is remembered, for /privacy to tell.
        seed: of a learner's first question in practice.
    """

    page: Page
    locale: str | None = None
    text: str = ""
    group: bool = False
    days: int = 90
    seed: int = 0


Event = Said | Tapped | Opened


@dataclass(frozen=True)
class Question:
    """One question to a learner, about one function.

    Attributes:
        ask: what is asked for; `derivative-function` asks for the rule, and the point is where a
            learner might put it in.
        request: a formula, the variable, one point and perhaps a nudge. `elsewhere` has a second
            point, whose slope the learner is told; `steeper` has two to choose from; `where` has
            the slope that is looked for as its target.
    """

    ask: Ask
    request: Request


@dataclass(frozen=True)
class Round:
    """A few questions in a row.

    Attributes:
        question: the open one.
        tries: the wrong answers to it.
        done: how each came out so far: "1" right at once, "+" in the end, "0" not.
    """

    question: Question
    tries: int = 0
    done: str = ""


@dataclass(frozen=True)
class Practice:
    """What a learner has practised.

    Attributes:
        seed: of the last question; each has one more than the one before.
        strengths: by what was asked, from 0 to 8.
        streak: answers that were right at once, in a row.
        round: the open one, or None.
    """

    seed: int = 0
    strengths: tuple[tuple[Ask, int], ...] = ()
    streak: int = 0
    round: Round | None = None


@dataclass(frozen=True)
class Bookmark:
    """Where a learner is in the course: chapter and card, from 1, and wrong guesses at it."""

    chapter: int = 1
    card: int = 1
    tries: int = 0


@dataclass(frozen=True)
class Settings:
    """What was chosen for a chat; None is not chosen.

    Attributes:
        language: of all replies; None follows the learner's.
        look: of the pictures.
        nudge: the usual one, as a request's `run`; None is the tutor's own, 0.001 or finer.
        style: the whole lesson, or the answer and its triangle in a line or two.
        pictures: whether replies have any.
        overhear: in a group, whether what is said to nobody is answered where it surely asks.
    """

    language: Language | None = None
    look: Look = "light"
    nudge: str | None = None
    style: Style = "full"
    pictures: bool = True
    overhear: bool = False


@dataclass(frozen=True)
class Scene:
    """All that a conversation has to remember.

    Attributes:
        settings: of the chat; they are kept by themselves, not with the scene.
        last: the request that a follow-up changes.
        spoken: the language of the last reply, for what shows none itself: a formula, a tap.
        practice: what was practised, and the open question.
        bookmark: the place in the course, or None where it was never opened.
        asks: whose question is open, if one is: what is typed may answer it.
    """

    settings: Settings = field(default_factory=Settings)
    last: Request | None = None
    spoken: Language | None = None
    practice: Practice = field(default_factory=Practice)
    bookmark: Bookmark | None = None
    asks: Literal["practice", "course"] | None = None


@dataclass(frozen=True)
class Choice:
    """A button.

    Attributes:
        label: what it says.
        change: what it stands for, at most 24 ASCII characters.
        fills: what it writes for the learner to change and send; then nothing else happens.
    """

    label: str
    change: str
    fills: str | None = None


@dataclass(frozen=True)
class Drawing:
    """What is to be drawn; hashable, the key of a drawn picture.

    Attributes:
        request: whose picture.
        look: its colours.
        motion: it moves: the nudge shrinks.
        hides: the ratio and the slope are left for the learner to find.
    """

    request: Request
    look: Look = "light"
    motion: bool = False
    hides: bool = False


@dataclass(frozen=True)
class Reply:
    """What goes back to the learner.

    Attributes:
        words: plain text, at most 1,000 UTF-16 units; the first line is the headline. Empty where
            what was overheard is to be met with silence.
        language: of the words.
        drawing: the picture to send with the words, or None.
        choices: rows of buttons.
        answers: the request that is answered, or None where there is none to remember.
        page: the page that this is, which a tap on its buttons changes in place.
        covered: all but the headline is hidden until it is tapped, the picture too.
    """

    words: str
    language: Language
    drawing: Drawing | None = None
    choices: tuple[tuple[Choice, ...], ...] = ()
    answers: Request | None = None
    page: Page | None = None
    covered: bool = False


@dataclass(frozen=True)
class Turn:
    """A reply and the next scene; `forgets`: the learner wants nothing remembered."""

    reply: Reply
    scene: Scene
    forgets: bool = False


def reply_language(scene: Scene, of_message: Language | None, locale: str | None) -> Language:
    """The learner's choice, else the message's, else the last one spoken, else the messenger's."""
    of_messenger: Language = "zh" if (locale or "").lower().startswith("zh") else "en"
    return scene.settings.language or of_message or scene.spoken or of_messenger
