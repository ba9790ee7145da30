"""A card of the course in words: every number in it comes from the engine."""

from dataclasses import replace
from fractions import Fraction

from bot.tutor.calculus.convention import convention
from bot.tutor.calculus.lesson import AtPoints, Corner, Outcome, Slope, Table
from bot.tutor.calculus.quantity import of_fraction
from bot.tutor.calculus.teach import teach
from bot.tutor.course.chapters import USUAL, Card
from bot.tutor.languages import Language, chapter_words, words
from bot.tutor.numerals import said, said_together
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.request import Request
from bot.tutor.telling.notation import (
    at,
    called,
    formula,
    fraction,
    letter,
    moved,
    operator,
    quotient,
)

ROWS = 4  # of the shrinking table that a card has room for


def tell(card: Card, language: Language) -> str:
    """The card in words."""
    text = str(chapter_words(card.chapter, language)["cards"][card.name])
    return text.format_map(_slots(card, words(language)["tell"]["comma"]))


def title(chapter: int, language: Language) -> str:
    return str(chapter_words(chapter, language)["title"])


def _slots(card: Card, comma: str) -> dict[str, str]:
    usual = said(of_fraction(Fraction(USUAL)))
    slots = dict(card.values) | {"usual": usual, "table": _table(card, comma)}
    for number, (place, own) in enumerate(zip(card.places, card.own, strict=True), 1):
        behind = "" if number == 1 else f"_{number}"
        slots |= {f"{name}{behind}": text for name, text in _numbers(place, own).items()}
    return slots


def _numbers(place: Request, own: str) -> dict[str, str]:
    """All that a card may say of a place."""
    lesson = teach(place)
    if not isinstance(lesson, AtPoints):
        message = f"a card is about a point: {place}"
        raise TypeError(message)
    (outcome,), (function,) = lesson.outcomes, lesson.functions
    named = {
        "a": letter(function.variable),
        "f": called(function),
        "formula": unicode(parse(place.formulas[0])),
        "own": own,
        "at": at(outcome.place),
        "point": said(outcome.place.at),
        "rule": formula(function.derivative) or "",
        "quotient": quotient(function),
        "operator": operator(function),
    }
    return named | _measured(outcome)


def _measured(outcome: Outcome) -> dict[str, str]:
    match outcome:
        case Slope(value=value, slope=slope, nudged=nudged) if nudged is not None:
            height, there, rise = said_together(value, nudged.value, nudged.rise)
            return {
                "height": height,
                "moved": there,
                "rise": rise,
                "run": said(nudged.run),
                "to": moved(outcome.place, nudged),
                "slope": said(slope),
                "times": said(nudged.ratio),
                "fraction": fraction(nudged, rise, slope),
                "ratio": fraction(nudged, rise, None),
            }
        case Corner(value=value, left=left, right=right):
            found = convention(outcome)
            agreed = "" if found is None else said(of_fraction(found.slope))
            return {
                "height": said(value),
                "left": said(left),
                "right": said(right),
                "convention": agreed,
            }
        case _:
            message = f"the course has no words for this: {outcome}"
            raise TypeError(message)


def _table(card: Card, comma: str) -> str:
    """The ratios of ever smaller nudges: 0.1 → 4.1, 0.01 → 4.01."""
    if card.shows != "motion":
        return ""
    lesson = teach(replace(card.places[0], wants="table", run=None))
    if not isinstance(lesson, Table):
        return ""
    rows = [(row.run, row.right.ratio) for row in lesson.rows[:ROWS] if row.right]
    return comma.join(f"{said(run)}\u00a0→\u00a0{said(ratio)}" for run, ratio in rows)
