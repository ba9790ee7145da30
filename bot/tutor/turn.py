"""The one door: an event and a scene in, a reply and the next scene out."""

from dataclasses import replace
from typing import assert_never

from bot.tutor import steps
from bot.tutor.calculus.lesson import Lesson, Why
from bot.tutor.calculus.teach import teach
from bot.tutor.changes import (
    MORE,
    REST,
    asked_back,
    changed,
    choices,
    completed,
    for_the_rest,
    further,
    under_motion,
    way_back,
)
from bot.tutor.course.guessing import covered
from bot.tutor.course.practice import reminded
from bot.tutor.course.study import study
from bot.tutor.drawing.draw import Encoding, draw
from bot.tutor.drawing.motion import motion, moves
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language
from bot.tutor.pages import example, opened, tapped
from bot.tutor.reading.read import language_of, overhear, read
from bot.tutor.reading.request import Request, Unasked
from bot.tutor.scene import (
    Drawing,
    Event,
    Opened,
    Reply,
    Said,
    Scene,
    Settings,
    Tapped,
    Turn,
    reply_language,
)
from bot.tutor.telling import excuse, in_full, reread


def turn(event: Event, scene: Scene) -> Turn:
    """Answer an event; whatever was said, there is a reply."""
    return consider(event, scene)[0]


def picture(drawing: Drawing, encoding: Encoding = "jpeg") -> bytes:
    """Draw what a reply asked for: an encoded picture, or a GIF where it moves.

    Raises:
        Misunderstood: the request cannot be taught, or nothing moves there; a drawing made by
            `turn` always can.
    """
    lesson = teach(drawing.request)
    if drawing.motion:
        return motion(lesson, drawing.look)
    return draw(lesson, drawing.look, encoding, hides=drawing.hides)


def rehearse() -> None:
    """One real answer with its picture, so that no learner waits for what a first one costs."""
    reply = turn(Said("slope of a^2 at 2"), Scene()).reply
    if reply.drawing:
        picture(reply.drawing)


def consider(event: Event, scene: Scene) -> tuple[Turn, Lesson | None]:
    """The turn, and the lesson behind its reply where there is one."""
    if studied := study(event, scene):
        return studied, None
    match event:
        case Opened():
            return _open(event, scene)
        case Said():
            done, lesson = _answer(event, scene)
            if event.guess and lesson:
                return covered(done, lesson), lesson
            return reminded(done) if done.reply.words else done, lesson
        case Tapped():
            return _tap(event, scene)
        case _:
            assert_never(event)


def _open(event: Opened, scene: Scene) -> tuple[Turn, Lesson | None]:
    """The page, or what a deep link asks: its answer, or why it has none.

    A link that asks nothing opens the page: links come from anyone.
    """
    if event.text:
        asked = Said(event.text, event.locale, explicit=True)
        done, lesson = _answer(asked, replace(scene, last=None))
        nothing_asked = excuse(Misunderstood("not-a-request"), done.reply.language)
        if done.reply.words != nothing_asked:
            return done, lesson
    return opened(event, scene), None


def _tap(event: Tapped, scene: Scene) -> tuple[Turn, Lesson | None]:
    """A tap under an answer; a reply that answers nothing is a notice, and the message stays."""
    if event.request is None:
        if page := tapped(event, scene):
            return page, None
        return _answer(Said(example(event, scene), event.locale, explicit=True), scene)
    language = reply_language(scene, None, event.locale)
    try:
        request = completed(event.request, event.change)
        lesson = teach(request)
        if event.change == "reading":
            return _reread(_taught(lesson, scene, language)), lesson
        if event.change == MORE:
            return _with_more(_taught(lesson, scene, language), lesson), lesson
        if event.change == REST and (omitted := _told(lesson, scene, language)[1]):
            return _in_place(_taught(lesson, scene, language), omitted), lesson
        if event.change == "motion" and moves(lesson):
            return _moving(_taught(lesson, scene, language)), lesson
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
    return _in_place(done, reread(reply.answers, reply.language))


def _in_place(done: Turn, words: str) -> Turn:
    """The same answer with other words for a while, and a way back to its own."""
    language = done.reply.language
    return replace(done, reply=replace(done.reply, words=words, choices=way_back(language)))


def _with_more(done: Turn, lesson: Lesson) -> Turn:
    """The same answer, with the buttons that waited."""
    return replace(done, reply=replace(done.reply, choices=further(lesson, done.reply.language)))


def _moving(done: Turn) -> Turn:
    """The same answer, with a picture that moves."""
    reply = done.reply
    if reply.drawing is None:
        return done
    drawing = replace(reply.drawing, motion=True)
    choices = under_motion(reply.choices, reply.language)
    return replace(done, reply=replace(reply, drawing=drawing, choices=choices))


def _answer(event: Said, scene: Scene) -> tuple[Turn, Lesson | None]:
    try:
        reading = (
            overhear(event.text)
            if event.overheard
            else read(event.text, scene.last, explicit=event.explicit)
        )
        steps.done("read")
        language = reply_language(scene, reading.language, event.locale)
        lesson = _teach(reading.request, scene.settings)
    except Misunderstood as error:
        language = reply_language(scene, language_of(event.text), event.locale)
        if event.overheard:
            return Turn(Reply("", language), scene), None
        return _excused(error, scene, language), None
    return _taught(lesson, scene, language), lesson


def _teach(request: Request, settings: Settings) -> Lesson:
    """The lesson with the usual nudge, unless the request has its own or the function ends there.

    It is written into the request, so that the answer's buttons go on from it.
    """
    usual = _with_usual_nudge(request, settings)
    try:
        return teach(usual)
    except Misunderstood as error:
        if usual == request or error.reason != "nudge-leaves":
            raise
    return teach(request)


def _with_usual_nudge(request: Request, settings: Settings) -> Request:
    return replace(request, run=request.run or settings.nudge)


def _excused(error: Misunderstood, scene: Scene, language: Language) -> Turn:
    """What was not understood; a function without a question is asked about, with buttons."""
    reply, after = Reply(excuse(error, language), language), replace(scene, spoken=language)
    if not isinstance(error, Unasked) or error.draft is None:
        return Turn(reply, after)
    draft = _with_usual_nudge(error.draft, scene.settings)
    asked = replace(reply, choices=asked_back(draft, language), answers=draft)
    return Turn(asked, replace(after, last=draft))


def _taught(lesson: Lesson, scene: Scene, language: Language) -> Turn:
    settings = scene.settings
    told, omitted = _told(lesson, scene, language)
    buttons = choices(lesson, language, pictures=settings.pictures)
    reply = Reply(
        words=told,
        language=language,
        drawing=Drawing(_drawn(lesson), settings.look) if settings.pictures else None,
        choices=((for_the_rest(language),), *buttons) if omitted else buttons,
        answers=lesson.request,
    )
    return Turn(reply, replace(scene, last=lesson.request, spoken=language))


def _told(lesson: Lesson, scene: Scene, language: Language) -> tuple[str, str]:
    return in_full(lesson, language, brief=scene.settings.style == "brief")


def _drawn(lesson: Lesson) -> Request:
    """Whose picture it is: a why shows its answer's own, which need not be drawn or sent again."""
    return lesson.about.request if isinstance(lesson, Why) else lesson.request
