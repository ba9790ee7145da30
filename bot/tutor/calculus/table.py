"""The shrinking table: what smaller and smaller nudges give, to the right and to the left."""

from fractions import Fraction

from sympy import oo

from bot.tutor.calculus.evaluate import NoValue
from bot.tutor.calculus.lesson import (
    AtPoints,
    Corner,
    Cusp,
    Nudged,
    Oscillation,
    Outcome,
    Row,
    Slope,
    Table,
    VerticalTangent,
)
from bot.tutor.calculus.nudge import difference
from bot.tutor.calculus.outcome import lowered
from bot.tutor.calculus.quantity import of_fraction
from bot.tutor.calculus.start import Start

POWERS = range(1, 9)  # of a tenth: the nudges


def table(about: AtPoints, start: Start) -> Table | AtPoints:
    """The table at the one point of an answer; the answer itself where nothing can be measured.

    Args:
        about: an answer with one outcome.
        start: its function and its point.
    """
    (outcome,) = about.outcomes
    if not measurable(outcome):
        return about
    order = outcome.place.order
    node = lowered(start.node, start.variable, order) if order > 1 else start.node
    below = Start(node, start.variable, start.point)
    return Table(about.request, about, tuple(_row(below, Fraction(1, 10**k)) for k in POWERS))


def measurable(outcome: Outcome) -> bool:
    """Whether the function is continuous at the point, so that its ratios tell something."""
    match outcome:
        case Slope(nudged=nudged):
            return nudged is not None
        case Corner() | Cusp() | VerticalTangent():
            return True
        case Oscillation(value=value, of=of):
            return value is not None and of == "slope"
        case _:
            return False


def _row(start: Start, run: Fraction) -> Row:
    return Row(of_fraction(run), _nudged(start, run), _nudged(start, -run))


def _nudged(start: Start, run: Fraction) -> Nudged | None:
    try:
        return difference(start, run, oo)  # what the ratio heads to is for the outcome to say
    except NoValue:
        return None
