"""The one door: an event and a scene in, a reply and the next scene out."""

from dataclasses import dataclass, field, replace
from typing import Literal, assert_never

from bot.tutor.calculus.lesson import Lesson, Why
from bot.tutor.calculus.teach import teach
from bot.tutor.changes import Choice, asked_back, changed, choices, completed, way_back
from bot.tutor.drawing.draw import Encoding, draw
from bot.tutor.drawing.look import Look
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language, words
from bot.tutor.reading.read import language_of, read
from bot.tutor.reading.request import Request, Unasked
from bot.tutor.telling import excuse, explain, reread


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


def turn(event: Event, scene: Scene) -> Turn:
    """Answer an event; whatever was said, there is a reply."""
    return consider(event, scene)[0]


def picture(drawing: Drawing, encoding: Encoding = "jpeg") -> bytes:
    """Draw what a reply asked for: an encoded picture.

    Raises:
        Misunderstood: the request cannot be taught; a drawing made by `turn` always can.
    """
    return draw(teach(drawing.request), drawing.look, encoding)


def rehearse() -> None:
    """One real answer with its picture, so that no learner waits for what a first one costs."""
    reply = turn(Said("slope of a^2 at 2"), Scene()).reply
    if reply.drawing:
        picture(reply.drawing)


def consider(event: Event, scene: Scene) -> tuple[Turn, Lesson | None]:
    """The turn, and the lesson behind its reply where there is one."""
    match event:
        case Opened():
            return _open(event, scene), None
        case Said():
            return _answer(event, scene)
        case Tapped():
            return _tap(event, scene)
        case _:
            assert_never(event)


def _open(event: Opened, scene: Scene) -> Turn:
    language = reply_language(scene, None, event.locale)
    pages = words(language)["pages"]
    examples = tuple(
        (Choice(example, f"example-{number}"),) for number, example in enumerate(pages["examples"])
    )
    return Turn(Reply(pages[event.page].strip(), language, choices=examples), scene)


def _example(event: Tapped, scene: Scene) -> str:
    """The text of an example's button; whatever else was tapped is no example and says nothing."""
    examples = words(reply_language(scene, None, event.locale))["pages"]["examples"]
    return {f"example-{number}": str(text) for number, text in enumerate(examples)}.get(
        event.change, ""
    )


def _tap(event: Tapped, scene: Scene) -> tuple[Turn, Lesson | None]:
    """A tap under an answer; a reply that answers nothing is a notice, and the message stays."""
    if event.request is None:
        return _answer(Said(_example(event, scene), event.locale, explicit=True), scene)
    language = reply_language(scene, None, event.locale)
    try:
        request = completed(event.request, event.change)
        lesson = teach(request)
        if event.change == "reading":
            return _reread(_taught(lesson, scene, language)), lesson
        if event.change != "back" and request == event.request:
            lesson = teach(changed(lesson, event.change))
    except Misunderstood as error:
        return Turn(Reply(excuse(error, language), language), scene), None
    return _taught(lesson, scene, language), lesson


def _reread(done: Turn) -> Turn:
    """The same answer, with how it was read in place of the words."""
    reply = done.reply
    if reply.answers is None:
        return done
    told = reread(reply.answers, reply.language)
    return replace(done, reply=replace(reply, words=told, choices=way_back(reply.language)))


def _answer(event: Said, scene: Scene) -> tuple[Turn, Lesson | None]:
    try:
        reading = read(event.text, scene.last, explicit=event.explicit)
        language = reply_language(scene, reading.language, event.locale)
        lesson = teach(reading.request)
    except Misunderstood as error:
        language = reply_language(scene, language_of(event.text), event.locale)
        return _excused(error, scene, language), None
    return _taught(lesson, scene, language), lesson


def _excused(error: Misunderstood, scene: Scene, language: Language) -> Turn:
    """What was not understood; a function without a question is asked about, with buttons."""
    reply, after = Reply(excuse(error, language), language), replace(scene, spoken=language)
    if not isinstance(error, Unasked) or error.draft is None:
        return Turn(reply, after)
    asked = replace(reply, choices=asked_back(error.draft, language), answers=error.draft)
    return Turn(asked, replace(after, last=error.draft))


def _taught(lesson: Lesson, scene: Scene, language: Language) -> Turn:
    reply = Reply(
        words=explain(lesson, language),
        language=language,
        drawing=Drawing(_drawn(lesson), scene.settings.look),
        choices=choices(lesson, language),
        answers=lesson.request,
    )
    return Turn(reply, replace(scene, last=lesson.request, spoken=language))


def _drawn(lesson: Lesson) -> Request:
    """Whose picture it is: a why shows its answer's own, which need not be drawn or sent again."""
    return lesson.about.request if isinstance(lesson, Why) else lesson.request


def reply_language(scene: Scene, of_message: Language | None, locale: str | None) -> Language:
    """The learner's choice, else the message's, else the last one spoken, else the messenger's."""
    of_messenger: Language = "zh" if (locale or "").lower().startswith("zh") else "en"
    return scene.settings.language or of_message or scene.spoken or of_messenger
