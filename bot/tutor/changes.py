"""What a button does: a change of the request that was answered."""

from dataclasses import dataclass, replace
from fractions import Fraction

from sympy import Rational, floor

from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Corner,
    Cusp,
    Lesson,
    Nudged,
    Outcome,
    Slope,
    Valued,
    VerticalTangent,
)
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language, words
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Letter, Negative, Number

SMALLEST = Rational(1, 10**30)  # the smallest nudge that a button offers, in the variable's unit


@dataclass(frozen=True)
class Choice:
    """A button: what it says and the change that it stands for (at most 24 ASCII characters)."""

    label: str
    change: str


def choices(lesson: Lesson, language: Language) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under an answer, in rows, the most useful ones first."""
    say = words(language)["choices"]
    first = tuple(
        Choice(say[change.partition("-")[0]].format(at=_at(lesson, change)), change)
        for change in _offered(lesson)
    )
    others = tuple(
        (Choice(say["other"].format(formula=unicode(parse(formula))), f"other-{number}"),)
        for number, formula in enumerate(lesson.request.others)
    )
    return ((first,) if first else ()) + others + ((Choice(say["reading"], "reading"),),)


def way_back(language: Language) -> tuple[tuple[Choice, ...], ...]:
    """The button under what stands in an answer's place for a while."""
    return ((Choice(words(language)["choices"]["back"], "back"),),)


def changed(lesson: Lesson, change: str) -> Request:
    """The request after a tap.

    Raises:
        Misunderstood: this lesson offers no such change; the button was forged or is too old.
    """
    request = lesson.request
    if change in _offered(lesson):
        if change == "smaller":
            side = -1 if (request.run or "").startswith("-") else 1
            return replace(request, run=_plain(side * _run(lesson) / 10))
        return replace(request, points=(_point(lesson, change),))
    for number, formula in enumerate(request.others):
        if change == f"other-{number}":
            others = (request.formulas[0], *request.others[:number], *request.others[number + 1 :])
            return replace(request, formulas=(formula, *request.formulas[1:]), others=others)
    raise Misunderstood(reason="no-such-change")


def _offered(lesson: Lesson) -> tuple[str, ...]:
    match lesson:
        case AsFunction():
            return ("point-1", "point-2")
        case Valued():
            return ()
        case AtPoints(outcomes=(outcome,)):
            return _smaller(lesson) + (("next",) if outcome.place.at.decimal else ())
        case AtPoints():
            return _smaller(lesson)


def _smaller(lesson: AtPoints) -> tuple[str, ...]:
    return ("smaller",) if any(map(_nudges, lesson.outcomes)) and _run(lesson) > SMALLEST else ()


def _run(lesson: Lesson) -> Rational:
    """The size of the nudge that the answer showed: the smallest where several were taken."""
    outcomes = lesson.outcomes if isinstance(lesson, AtPoints) else ()
    return min(abs(nudged.run.exact) for outcome in outcomes for nudged in _nudges(outcome))


def _nudges(outcome: Outcome) -> tuple[Nudged, ...]:
    match outcome:
        case Slope(nudged=nudged):
            return (nudged,) if nudged else ()
        case Corner() | Cusp() | VerticalTangent():
            return tuple(one for one in (outcome.nudged_right, outcome.nudged_left) if one)
        case _:
            return ()


def _at(lesson: Lesson, change: str) -> str:
    if change == "smaller":
        return ""
    return f"{unicode(Letter(lesson.request.variable))} = {unicode(parse(_point(lesson, change)))}"


def _point(lesson: Lesson, change: str) -> str:
    """The point to go to: the number of the change, or one further (the next whole number)."""
    if change.startswith("point-"):
        return change.removeprefix("point-")
    outcomes = lesson.outcomes if isinstance(lesson, AtPoints) else ()
    at = outcomes[0].place.at.exact
    return _plain((at if isinstance(at, Rational) else floor(at)) + 1)


def _plain(number: Rational) -> str:
    size = Number(Fraction(abs(number.p), number.q))
    return plain(Negative(size) if number < 0 else size)
