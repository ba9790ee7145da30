"""What a button does: a change of the request that was answered."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from sympy import Rational, ceiling, floor

from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Average,
    Corner,
    Cusp,
    Lesson,
    Nudged,
    Outcome,
    Slope,
    Table,
    Tangent,
    Valued,
    VerticalTangent,
    Where,
    Why,
)
from bot.tutor.calculus.table import measurable
from bot.tutor.drawing.motion import moves
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language, words
from bot.tutor.reading.formula import letters_of, parse
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request, Side, Wants
from bot.tutor.reading.tree import Letter, Negative, Number
from bot.tutor.scene import Choice
from bot.tutor.telling.own import own

# The kinds of lesson, by the change to them.
KINDS: Mapping[str, Wants] = {"why": "why", "table": "table", "slope": "slope"}
# What a change multiplies the nudge by.
NUDGES = {"smaller": Rational(1, 10), "larger": Rational(10), "side": Rational(-1)}
OTHER_SIDE: Mapping[Side, Side] = {"left": "right", "right": "left", "both": "both"}
REST = "rest"
MORE = "more"
ROW = 3  # buttons whose words can still be read beside each other
MOST = 6  # buttons at a time; where there are more, these wait behind one
SELDOM = frozenset({"larger", "previous", "side", "table"})
FARTHEST = 10**12  # a point beyond which nobody steps by one
SMALLEST = Rational(1, 10**30)  # nudge that a button offers, in the variable's unit
LARGEST = Rational(1)
POINTS = (1, 2)  # that are offered of a function
MOST_LETTERS = 8  # that are offered where one has to be chosen
MOST_FOUND = 3  # points that are offered of those that were found


def choices(
    lesson: Lesson, language: Language, *, pictures: bool = True
) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under an answer, in rows: few at a time, the most useful ones first.

    Without `pictures` there is none that sets one in motion.
    """
    say = words(language)["choices"]
    first = tuple(
        _choice(lesson, change, language)
        for change in _offered(lesson)
        if pictures or change != "motion"
    )
    others = tuple(
        (Choice(say["other"].format(formula=unicode(parse(formula))), f"other-{number}"),)
        for number, formula in enumerate(lesson.request.others)
    )
    mine = _mine(lesson, language)
    if len(first) + len(mine) <= MOST:
        return _rows(first) + others + (mine,)
    few = tuple(one for one in first if one.change not in _seldom(lesson))
    return _rows((*few, Choice(say[MORE], MORE))) + others


def further(lesson: Lesson, language: Language) -> tuple[tuple[Choice, ...], ...]:
    """The buttons that wait behind `more`, and the way back from them."""
    seldom = (change for change in _offered(lesson) if change in _seldom(lesson))
    buttons = tuple(_choice(lesson, change, language) for change in seldom)
    return (*_rows(buttons), _mine(lesson, language), *way_back(language))


def _choice(lesson: Lesson, change: str, language: Language) -> Choice:
    label = words(language)["choices"][change.partition("-")[0]]
    return Choice(label.format(at=_at(lesson, change)), change)


def _mine(lesson: Lesson, language: Language) -> tuple[Choice, ...]:
    """What was understood, and the way to say it oneself."""
    say = words(language)["choices"]
    mine = Choice(say["own"], "own", fills=own(lesson.request, language))
    return (Choice(say["reading"], "reading"), mine)


def _seldom(lesson: Lesson) -> frozenset[str]:
    """A larger nudge is wanted by who has chosen one, mostly a smaller one before."""
    return SELDOM - {"larger"} if lesson.request.run else SELDOM


def _rows(buttons: tuple[Choice, ...]) -> tuple[tuple[Choice, ...], ...]:
    """As few rows as can be, as long as each other as can be, so that none holds a lone button."""
    count = -(-len(buttons) // ROW)
    ends = [-(-len(buttons) * row // count) for row in range(1, count + 1)]
    return tuple(buttons[start:end] for start, end in pairwise([0, *ends]))


def asked_back(draft: Request, language: Language) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under a question of ours: a letter to move, or where to look at a function."""
    say = words(language)["choices"]
    if draft.variable:
        variable = unicode(Letter(draft.variable))
        points = [
            Choice(say["point"].format(at=f"{variable} = {point}"), f"point-{point}")
            for point in POINTS
        ]
        return ((*points, Choice(say["function"], "back")),)
    letters = _letters(draft)[:MOST_LETTERS]
    return (
        tuple(
            Choice(say["letter"].format(letter=unicode(Letter(letter))), f"letter-{letter}")
            for letter in letters
        ),
    )


def completed(draft: Request, change: str) -> Request:
    """The request of an answer's button, with the letter that a tap named where none was known.

    Raises:
        Misunderstood: no letter is known.
    """
    if draft.variable:
        return draft
    letter = change.removeprefix("letter-")
    if letter not in _letters(draft):
        raise Misunderstood(reason="no-such-change")
    return replace(draft, variable=letter)


def _letters(draft: Request) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in draft.formulas for name in letters_of(parse(text))))


def under_motion(
    rows: tuple[tuple[Choice, ...], ...], language: Language
) -> tuple[tuple[Choice, ...], ...]:
    """The buttons under an answer whose picture moves: the way back to the still one among them."""
    ((back,),) = way_back(language)
    return tuple(tuple(back if one.change == "motion" else one for one in row) for row in rows)


def for_the_rest(language: Language) -> Choice:
    """The button for what did not fit under the picture."""
    return Choice(words(language)["choices"][REST], REST)


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
        if change in KINDS:
            return replace(request, wants=KINDS[change])
        if request.wants == "average":  # with a smaller nudge it is on its way to the slope
            request = replace(request, wants="slope", points=request.points[:1])
        if change in NUDGES:
            side = OTHER_SIDE[request.side] if change == "side" else request.side
            return replace(request, run=_plain(NUDGES[change] * _run(lesson)), side=side)
        if change.startswith("found-"):
            request = replace(request, wants="slope", target=None)
        return replace(request, points=(_point(lesson, change),))
    for number, formula in enumerate(request.others):
        if change == f"other-{number}":
            others = (request.formulas[0], *request.others[:number], *request.others[number + 1 :])
            return replace(request, formulas=(formula, *request.formulas[1:]), others=others)
    raise Misunderstood(reason="no-such-change")


def _offered(lesson: Lesson) -> tuple[str, ...]:
    match lesson:
        case AsFunction():
            return (*(f"point-{point}" for point in POINTS), "why")
        case Valued():
            return ()
        case Why():
            return ("slope",)
        case AtPoints(outcomes=(outcome,)):
            side = ("side",) if isinstance(outcome, Slope) and _has_two_sides(outcome) else ()
            table = ("table",) if measurable(outcome) else ()
            motion = ("motion",) if moves(lesson) else ()
            steps = _following(outcome)
            before = ("previous",) if steps else ()
            return _nudged(lesson) + motion + before + steps + _why(lesson) + side + table
        case AtPoints():
            return _nudged(lesson) + _why(lesson)
        case Tangent(about=about):
            return _offered(about)
        case Average(about=about):
            return _nudged(about)[:1] if len(about.outcomes) == 1 else ()
        case Table(about=about):
            return ("slope", *_following(about.outcomes[0]))
        case Where(found=found):
            exact = (not slope.place.at.exact.is_Float for slope in found[:MOST_FOUND])
            return tuple(f"found-{number}" for number, known in enumerate(exact) if known)
        case _:
            assert_never(lesson)


def _following(outcome: Outcome) -> tuple[str, ...]:
    at = outcome.place.at.decimal
    return ("next",) if at is not None and abs(Decimal(at)) < FARTHEST else ()


def _has_two_sides(outcome: Slope) -> bool:
    return outcome.nudged is not None and outcome.edge is None


def _why(lesson: AtPoints) -> tuple[str, ...]:
    """Where there is no slope, the answer itself has said why."""
    return ("why",) if any(isinstance(one, Slope) for one in lesson.outcomes) else ()


def _nudged(lesson: AtPoints) -> tuple[str, ...]:
    if not any(map(_nudges, lesson.outcomes)):
        return ()
    size = abs(_run(lesson))
    smaller = ("smaller",) if size > SMALLEST else ()
    return (*smaller, "larger") if size < LARGEST else smaller


def _run(lesson: Lesson) -> Rational:
    """The nudge that the answer showed: the smallest where several were taken."""
    shown = (nudged.run.exact for outcome in _outcomes(lesson) for nudged in _nudges(outcome))
    return min(shown, key=abs)


def _outcomes(lesson: Lesson) -> tuple[Outcome, ...]:
    match lesson:
        case AtPoints(outcomes=outcomes):
            return outcomes
        case Tangent(about=about) | Average(about=about) | Table(about=about):
            return about.outcomes
        case Where(found=found):
            return found
        case AsFunction() | Valued() | Why():
            return ()
        case _:
            assert_never(lesson)


def _nudges(outcome: Outcome) -> tuple[Nudged, ...]:
    match outcome:
        case Slope(nudged=nudged):
            return (nudged,) if nudged else ()
        case Corner() | Cusp() | VerticalTangent():
            return tuple(one for one in (outcome.nudged_right, outcome.nudged_left) if one)
        case _:
            return ()


def _at(lesson: Lesson, change: str) -> str:
    if change in NUDGES or change in KINDS or change == "motion":
        return ""
    return f"{unicode(Letter(lesson.request.variable))} = {unicode(parse(_point(lesson, change)))}"


def _point(lesson: Lesson, change: str) -> str:
    """The point to go to: the number of the change, or one further or before (a whole number)."""
    if change.startswith("point-"):
        return change.removeprefix("point-")
    if change.startswith("found-"):
        return _outcomes(lesson)[int(change.removeprefix("found-"))].place.at_text
    at = _outcomes(lesson)[0].place.at.exact
    short = isinstance(at, Rational) and at.q < FARTHEST
    if change == "previous":
        return _plain((at if short else ceiling(at)) - 1)
    return _plain((at if short else floor(at)) + 1)


def _plain(number: Rational) -> str:
    size = Number(Fraction(abs(number.p), number.q))
    return plain(Negative(size) if number < 0 else size)
