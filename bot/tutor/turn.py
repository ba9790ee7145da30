"""The one door: an event and a scene in, a reply and the next scene out."""

from dataclasses import replace
from typing import assert_never

from bot.tutor.calculus.lesson import Lesson, Why
from bot.tutor.calculus.teach import teach
from bot.tutor.changes import asked_back, changed, choices, completed, way_back
from bot.tutor.drawing.draw import Encoding, draw
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language, words
from bot.tutor.reading.read import language_of, read
from bot.tutor.reading.request import Request, Unasked
from bot.tutor.scene import (
    Choice,
    Drawing,
    Event,
    Opened,
    Reply,
    Said,
    Scene,
    Tapped,
    Turn,
    reply_language,
)
from bot.tutor.telling import excuse, explain, reread


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
