"""Where there is no curve to draw, for a letter left open or a number too great: formulas."""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from bot.tutor.calculus import node_of
from bot.tutor.calculus.basic import letters
from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Average,
    Function,
    Nudged,
    Outcome,
    Pictured,
    Place,
    Quantity,
    Slope,
    Valued,
)
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.known import real
from bot.tutor.drawing.notation import Written
from bot.tutor.drawing.sheet import Box, Sheet, Type
from bot.tutor.drawing.titles import heading

LINE = 130  # pixels that a formula takes
EDGE = 50  # pixels above the first and under the last
MOST = 9  # formulas
LEAST, GREATEST = 1e-280, 1e280  # what a double bears, and is multiplied with


def undrawable(lesson: Pictured | Average) -> bool:
    """Whether a letter besides the variable is left open, or a number is beyond the doubles."""
    quantities: Iterable[Quantity] = ()
    if isinstance(lesson, AtPoints):
        quantities = [one for outcome in lesson.outcomes for one in _quantities(outcome)]
    elif isinstance(lesson, Valued):
        here = lesson.value
        inside = [here] if isinstance(here, Quantity) else _quantities(here)
        quantities = [lesson.at, *inside]
    elif isinstance(lesson, Average):
        parts = (lesson.first, lesson.last, lesson.nudged)
        quantities = [lesson.value, *(one for part in parts for one in _quantities(part))]
    return any(map(_undrawable, quantities)) or any(
        letters(function.tree) - {function.variable} for function in _functions(lesson)
    )


def _functions(lesson: Pictured | Average) -> Sequence[Function]:
    match lesson:
        case Valued():
            return [lesson.function]
        case Average():
            return [lesson.first.function]
        case _:
            return lesson.functions


def _quantities(part: Outcome | Nudged | Place) -> Iterator[Quantity]:
    """Every number of an outcome."""
    for value in vars(part).values():
        if isinstance(value, Quantity):
            yield value
        elif isinstance(value, Nudged | Place):
            yield from _quantities(value)


def _undrawable(quantity: Quantity) -> bool:
    if quantity.decimal is None:
        return not quantity.exact.is_infinite
    size = abs(real(quantity))
    return quantity.exact != 0 and not LEAST < size < GREATEST


def formulas(lesson: Pictured, look: looks.Look) -> Sheet:
    """f(a) = ka², f′(a) = 2ka, and f′(3) = 6k."""
    rows = _rows(lesson)[:MOST]
    sheet = Sheet(look, 2 * EDGE + LINE * len(rows))
    for number, texts in enumerate(rows):
        top = sheet.box.top - EDGE - LINE * number
        box = Box(sheet.frame.left, top - LINE, sheet.frame.right, top)
        heading(sheet, texts, box, Type(looks.TITLE, sheet.colours.ink))
    return sheet


def _rows(lesson: Pictured) -> list[list[Written]]:
    match lesson:
        case AtPoints(outcomes=outcomes, functions=functions):
            rows = [row for function in functions for row in _both(function, lesson.request.order)]
            return rows + [[here] for outcome in outcomes if (here := _here(outcome))]
        case AsFunction(functions=functions):
            return [row for function in functions for row in _both(function, lesson.request.order)]
        case Valued(function=function, value=value):
            place = notation.place_of(lesson)
            exact = node_of(value.exact) if isinstance(value, Quantity) else None
            here = notation.value_at(place, 0, exact)
            return [notation.titles(function), *([[here]] if here else [])]
        case _:
            assert_never(lesson)


def _both(function: Function, order: int) -> list[list[Written]]:
    """The function, and its derivative where a short formula says it."""
    derivative = notation.derivative(function, order)
    return [notation.titles(function, order), *([derivative] if len(derivative) > 1 else [])]


def _here(outcome: Outcome) -> Written | None:
    if not isinstance(outcome, Slope):
        return None
    return notation.value_at(outcome.place, outcome.place.order, node_of(outcome.slope.exact))
