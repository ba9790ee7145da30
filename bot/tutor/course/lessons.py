"""The way through the course: from card to card, with a guess before some of them."""

from dataclasses import replace
from typing import Literal

from bot.tutor.course.cards import tell, title
from bot.tutor.course.chapters import Card, chapters
from bot.tutor.course.judging import judge
from bot.tutor.course.options import Option, in_rows, options
from bot.tutor.course.verdicts import solve
from bot.tutor.course.verdicts import tell as tell_verdict
from bot.tutor.languages import Language, words
from bot.tutor.reading.answered import wish
from bot.tutor.scene import Bookmark, Choice, Drawing, Reply, Scene, Settings, Turn

MARK = "course"  # what our buttons begin with: course-1-3 is a card, course-1-3-2 an option there
TOLD_AFTER = 2  # wrong guesses, after which the course tells and goes on


def open_course(scene: Scene, language: Language) -> Turn:
    """The card where the learner is, or the first one."""
    return _at(scene, scene.bookmark or Bookmark(), "", language)


def tapped(scene: Scene, change: str, language: Language) -> Turn | None:
    """A tap on one of our buttons; None for another's."""
    mark, *rest = change.split("-")
    if mark != MARK or not all(part.isdecimal() for part in rest):
        return None
    match [int(part) for part in rest]:
        case [chapter, card] if _exists(chapter, card):
            return _at(scene, Bookmark(chapter, card), "", language)
        case [chapter, card, number] if _exists(chapter, card):
            place = Bookmark(chapter, card)
            offered = _options(_card(place), card, language)
            if 1 <= number <= len(offered):
                return guess(_there(scene, place), offered[number - 1].answer, language)
    return None


def guess(scene: Scene, text: str, language: Language) -> Turn:
    """What a guess is told, and the next card when it is right, or the second time wrong."""
    place = scene.bookmark or Bookmark()
    question = _card(place).question if _exists(place.chapter, place.card) else None
    if question is None:  # the plan has changed since
        return _at(scene, place, "", language)
    following = replace(place, card=place.card + 1, tries=0)
    if wish(text) == "skip":
        return _at(scene, following, "", language)
    verdict = judge(question, text)
    if verdict.right:
        return _at(scene, following, tell_verdict(question, verdict, language), language)
    if verdict.misconception != "unreadable":
        place = replace(place, tries=place.tries + 1)
    if place.tries < TOLD_AFTER:
        return _at(scene, place, tell_verdict(question, verdict, language), language)
    told = tell_verdict(question, verdict, language, hint=False)
    return _at(scene, following, solve(question, language, told), language)


def _there(scene: Scene, place: Bookmark) -> Scene:
    """A tap on an option of the card where the learner is anyway keeps the guesses made."""
    here = scene.bookmark
    same = here is not None and (here.chapter, here.card) == (place.chapter, place.card)
    return scene if same else replace(scene, bookmark=place)


def _exists(chapter: int, card: int) -> bool:
    plan = chapters()
    return 1 <= chapter <= len(plan) and 1 <= card <= len(plan[chapter - 1])


def _card(place: Bookmark) -> Card:
    return chapters()[place.chapter - 1][place.card - 1]


def _at(scene: Scene, place: Bookmark, told: str, language: Language) -> Turn:
    """The card at a place, after what was said to a guess."""
    if not _exists(place.chapter, place.card):
        place = Bookmark()
    card, say = _card(place), words(language)["course"]
    heading = say["heading"].format(
        title=title(place.chapter, language),
        number=place.card,
        all=len(chapters()[place.chapter - 1]),
    )
    text = tell(card, language)
    if told:
        text = say["after"].format(told=told, card=text)
    settings = scene.settings
    reply = Reply(
        words=f"{heading}\n\n{text}",
        language=language,
        drawing=_drawing(card, settings) if settings.pictures else None,
        choices=_choices(place, language),
        page="lesson",
    )
    # A card that asks nothing leaves the question of practice open.
    otherwise: Literal["practice"] | None = "practice" if scene.practice.round else None
    asks: Literal["course", "practice"] | None = "course" if card.question else otherwise
    return Turn(reply, replace(scene, bookmark=place, spoken=language, asks=asks))


def _drawing(card: Card, settings: Settings) -> Drawing:
    return Drawing(card.shown, settings.look, motion=card.shows == "motion")


def _options(card: Card, number: int, language: Language) -> tuple[Option, ...]:
    return options(card.question, number, language) if card.question else ()


def _choices(place: Bookmark, language: Language) -> tuple[tuple[Choice, ...], ...]:
    """Options of a guess, then the ways on and back."""
    card = _card(place)
    here = f"{MARK}-{place.chapter}-{place.card}"
    offered = tuple(
        Choice(option.label, f"{here}-{number}")
        for number, option in enumerate(_options(card, place.card, language), 1)
    )
    rows = *in_rows(offered), *_onwards(place, _backwards(place, language), language)
    return tuple(row for row in rows if row)


def _backwards(place: Bookmark, language: Language) -> tuple[Choice, ...]:
    """The way to the card before, which may be the last one of the chapter before."""
    label = words(language)["course"]["back"]
    if place.card > 1:
        return (_to(label, place.chapter, place.card - 1),)
    if place.chapter > 1:
        return (_to(label, place.chapter - 1, len(chapters()[place.chapter - 2])),)
    return ()


def _onwards(
    place: Bookmark, back: tuple[Choice, ...], language: Language
) -> tuple[tuple[Choice, ...], ...]:
    say = words(language)["course"]
    practice = Choice(say["practice"], "ask-again")
    if _exists(place.chapter, place.card + 1):
        onward = say["skip" if _card(place).question else "next"]
        row = (*back, _to(onward, place.chapter, place.card + 1))
        is_door = (place.chapter, place.card) == (1, 1)
        return (row, (Choice(say["known"], "ask-again"),)) if is_door else (row,)
    if _exists(place.chapter + 1, 1):
        following = say["chapter"].format(title=title(place.chapter + 1, language))
        return ((_to(following, place.chapter + 1, 1),), (*back, practice))
    return ((practice,), (*back, _to(say["again"], 1, 1)))


def _to(label: str, chapter: int, card: int) -> Choice:
    return Choice(label, f"{MARK}-{chapter}-{card}")
