"""Where a parameter is left open there is no curve to draw: the formulas alone."""

from collections.abc import Sequence

from bot.tutor.calculus import node_of
from bot.tutor.calculus.lesson import Function, Slope
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.notation import Written
from bot.tutor.drawing.sheet import Box, Sheet, Type
from bot.tutor.drawing.titles import heading
from bot.tutor.reading.printing import latex, unicode

LINE = 130  # pixels that a formula takes
EDGE = 50  # pixels above the first and under the last


def formulas(outcome: Slope, look: looks.Look) -> Sheet:
    """f(a) = ka², f′(a) = 2ka, and f′(3) = 6k."""
    place, node = outcome.place, node_of(outcome.slope.exact)
    name = f"{notation.lower(place.function, place.order + 1)}({notation.at(place)})"
    here = [] if node is None else [Written(f"${name} = {latex(node)}$", unicode(node))]
    return _stacked([*_both(place.function, place.order), here], look)


def formulas_of(function: Function, order: int, look: looks.Look) -> Sheet:
    """The function and its derivative."""
    return _stacked(_both(function, order), look)


def _both(function: Function, order: int) -> list[list[Written]]:
    """The function, and its derivative where a short formula says it."""
    derivative = notation.derivative(function, order)
    return [notation.titles(function, order), *([derivative] if len(derivative) > 1 else [])]


def _stacked(rows: Sequence[Sequence[Written]], look: looks.Look) -> Sheet:
    sheet = Sheet(look, 2 * EDGE + LINE * len(rows))
    for number, texts in enumerate(rows):
        top = sheet.box.top - EDGE - LINE * number
        box = Box(sheet.frame.left, top - LINE, sheet.frame.right, top)
        heading(sheet, texts, box, Type(looks.TITLE, sheet.colours.ink))
    return sheet
