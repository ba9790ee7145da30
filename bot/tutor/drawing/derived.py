"""The derivative as a function: f above, f′ below, and three points that tie them together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from bot.tutor.calculus import node_of
from bot.tutor.calculus.basic import basic, number
from bot.tutor.calculus.evaluate import NoValue, look
from bot.tutor.calculus.lesson import AsFunction, Function, Quantity
from bot.tutor.calculus.quantity import of_node
from bot.tutor.calculus.reals import inexact
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.curve import Curve, finite
from bot.tutor.drawing.formulas import formulas
from bot.tutor.drawing.graph import foot, framed, round_numbers, ticks, touch, trace
from bot.tutor.drawing.known import curve_of_tree, lower_tree, real
from bot.tutor.drawing.labels import EVERYWHERE, Spot, label
from bot.tutor.drawing.panel import Panel
from bot.tutor.drawing.sheet import Box, Sheet, Type
from bot.tutor.drawing.times import rounded
from bot.tutor.drawing.titles import heading, title
from bot.tutor.drawing.window import HUMAN, Subject, between, window
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node

UPPER = Box(looks.GUTTER, 735, looks.WIDTH - looks.MARGIN, 1180)
LOWER = Box(looks.GUTTER, 80, looks.WIDTH - looks.MARGIN, 560)
ABOVE = Box(looks.MARGIN, 1196, looks.WIDTH - looks.MARGIN, 1286)
BETWEEN = Box(looks.MARGIN, 590, looks.WIDTH - looks.MARGIN, 680)
SHARES = (0.18, 0.5, 0.82)  # of the width: where points are looked for
CANDIDATES = 12  # round numbers across the graph, about
HOMES = (
    0.0,
    *(sign * digit * 10.0**power for power in range(7) for digit in (1, 2, 5) for sign in (1, -1)),
)


@dataclass(frozen=True)
class Pair:
    """What is nudged, and its derivative."""

    function: Function
    above: Node
    below: Node

    @property
    def curves(self) -> tuple[Curve, Curve]:
        return curve_of_tree(self.function, self.above), curve_of_tree(self.function, self.below)


@dataclass(frozen=True)
class Sought:
    """A slope, and points at which it is found."""

    slope: Quantity
    found: Sequence[Quantity]


def derived(lesson: AsFunction, look: looks.Look, sought: Sought | None = None) -> Sheet:
    """Two graphs over the same values of the variable; several functions share them."""
    order, functions = lesson.request.order, lesson.functions[: looks.TAGS]
    pairs = [pair for function in functions if (pair := _pair(function, order))]
    above, below = [pair.curves[0] for pair in pairs], [pair.curves[1] for pair in pairs]
    home = _home(above)
    if home is None:
        return formulas(lesson, look)
    sheet = Sheet(look)
    _titles(sheet, [pair.function for pair in pairs], order)
    found = () if sought is None else [real(at) for at in sought.found]
    shown = window(Subject(above, found or [home]))
    upper = framed(sheet, UPPER, shown)
    level = () if sought is None else [real(sought.slope)]
    lower = framed(sheet, LOWER, between(shown.x0, shown.x1, below, level))
    for high, low, colour in zip(above, below, sheet.colours.tags, strict=False):
        trace(sheet, upper, high, colour)
        trace(sheet, lower, low, colour)
    if sought is not None:
        _answers(sheet, upper, lower, pairs[0], sought)
    elif len(pairs) == 1:
        _ties(sheet, upper, lower, pairs[0])
    ticks(sheet, upper)
    ticks(sheet, lower)
    return sheet


def _titles(sheet: Sheet, functions: Sequence[Function], order: int) -> None:
    """The function and its derivative; of several, each formula in its curve's colour."""
    high = [notation.titles(function, order) for function in functions]
    low = [notation.derivative(function, order) for function in functions]
    if len(functions) == 1:
        title(sheet, high[0])
        heading(sheet, low[0], BETWEEN, Type(looks.TITLE, sheet.colours.ink))
        return
    for rows, box in ((high, ABOVE), (low, BETWEEN)):
        width = box.width / len(rows)
        for column_number, texts in enumerate(rows):
            left = box.left + column_number * width
            column = replace(box, left=left, right=left + width - looks.GAP)
            colour = sheet.colours.tags[column_number]
            heading(sheet, texts, column, Type(looks.NUMBER, colour))


def _home(curves: Sequence[Curve]) -> float | None:
    """Where to look: at 0, or at the nearest round number where a curve is to be seen, if any."""
    for home in HOMES:
        around = home + np.linspace(-HUMAN, HUMAN, CANDIDATES)
        if any(not np.isnan(finite(curve(around))).all() for curve in curves):
            return home
    return None


def _pair(function: Function, order: int) -> Pair | None:
    above = lower_tree(function, order)
    below = None if function.derivative is None else node_of(function.derivative)
    if above is None or below is None:
        return None
    return Pair(function, above, below)


def _ties(sheet: Sheet, upper: Panel, lower: Panel, pair: Pair) -> None:
    """Tie a piece of tangent above to its slope's point below, three times, each in a colour."""
    colours = sheet.colours.tags[1:]
    ties = list(zip(_places(upper, lower, pair), colours, strict=False))
    for (x, y, slope), colour in ties:
        _tie(sheet, upper, lower, (x, y, real(slope)), colour)
    for (x, _, slope), colour in ties:
        spot = Spot(lower.at(x, real(slope)), EVERYWHERE, LOWER)
        texts = [notation.brief(slope).text, rounded(real(slope))]
        label(sheet, texts, Type(looks.NUMBER, colour), spot)


def _tie(
    sheet: Sheet, upper: Panel, lower: Panel, at: tuple[float, float, float], colour: str
) -> None:
    """Tie a point above, where the slope is the third number, to the point below."""
    x, y, slope = at
    high, low = upper.at(x, y), lower.at(x, slope)
    sheet.line("tie", [high, (high[0], UPPER.bottom)], colour=colour)
    sheet.line("tie", [(low[0], LOWER.top), low], colour=colour)
    touch(sheet, upper, (x, y), slope, colour)
    sheet.dot("point", high, colour)
    sheet.dot("slope", low, colour)


def _answers(sheet: Sheet, upper: Panel, lower: Panel, pair: Pair, sought: Sought) -> None:
    """Draw the height of a slope across the graph below, and tie the points that have it."""
    slope, colour = real(sought.slope), sheet.colours.tags[1]
    ends = [(lower.box.left, lower.y(slope)), (lower.box.right, lower.y(slope))]
    sheet.line("tie", ends, colour=colour)
    xs = np.array([real(at) for at in sought.found])
    places = list(zip(xs.tolist(), pair.curves[0](xs).tolist(), strict=True))
    if not places:
        # On a whole stretch, or everywhere: any of its points.
        every = _places(upper, lower, pair, sought.slope)
        places = [(x, y) for x, y, _ in every]
    for x, y in places:
        _tie(sheet, upper, lower, (x, y, slope), colour)
    kind, spot = Type(looks.NUMBER, colour), Spot(ends[0], ["left"], reaches=[1], must=False)
    label(sheet, [notation.brief(sought.slope).text, rounded(slope)], kind, spot)
    for at in sought.found:
        foot(sheet, lower, real(at), rounded(real(at)), colour)


def _places(
    upper: Panel, lower: Panel, pair: Pair, wanted_slope: Quantity | None = None
) -> list[tuple[float, float, Quantity]]:
    """Round numbers near a fifth, the half and four fifths where both graphs have a point."""
    shown = upper.shown
    possible = [
        place
        for place in _possible(upper, lower, pair)
        if wanted_slope is None or place[2].exact == wanted_slope.exact
    ]
    found = []
    for share in SHARES:
        wanted = shown.x0 + share * shown.width
        nearest = min(possible, key=lambda place: abs(place[0] - wanted), default=None)
        if nearest is not None and nearest not in found:
            found.append(nearest)
    return found


def _possible(upper: Panel, lower: Panel, pair: Pair) -> Iterator[tuple[float, float, Quantity]]:
    """Points in view at which the function is smooth, so that it has the slope that is said."""
    shown = upper.shown
    for x in round_numbers(shown.x0, shown.x1, CANDIDATES):
        where = {pair.function.variable: number(Fraction(f"{x:.9g}"))}
        try:
            here = look(basic(pair.above), where)
            slope = of_node(basic(pair.below), where)
        except (NoValue, Misunderstood):
            continue
        y = float(inexact(here.value))
        if here.smooth and _in_view(upper, x, y) and _in_view(lower, x, real(slope)):
            yield x, y, slope


def _in_view(panel: Panel, x: float, y: float) -> bool:
    return bool(panel.box.grown(-looks.DOT).holds(np.array([panel.at(x, y)])).all())
