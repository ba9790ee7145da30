"""The finite difference: nudge the variable and see what the function does."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mpmath import mp
from sympy import Expr

from bot.tutor.calculus.basic import number
from bot.tutor.calculus.evaluate import NoValue, inexact, value
from bot.tutor.calculus.exact import rational
from bot.tutor.calculus.lesson import Nudged, Quantity
from bot.tutor.calculus.primitives import Real
from bot.tutor.calculus.quantity import (
    DIGITS,
    decimal,
    exact_value,
    numeric,
    of_fraction,
    of_node,
    steady,
)
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Negative, Node, Number, Sum

LARGEST, SMALLEST = 3, 40  # powers of a tenth that our own nudge may be
CLOSE = 0.01  # of the slope; of 1 where the slope is 0


@dataclass(frozen=True)
class Start:
    """Where a nudge starts.

    Attributes:
        node: the function, `basic` and without open letters.
        variable: its letter.
        point: where it has a value.
        direction: 1 to the right, -1 to the left, for a nudge of ours.
    """

    node: Node
    variable: str
    point: Node
    direction: int = 1


def nudged(start: Start, slope: Expr, run: Fraction | None = None) -> Nudged:
    """The finite difference.

    The usual nudge is 0.001; where its ratio is more than 1% off the slope (0.01 off a slope
    of 0), or the function has no value after it, it is the largest 10^-k that does better.

    Args:
        start: the function and the point.
        slope: what the ratio heads to, possibly infinite.
        run: the learner's own nudge, signed, in units of the variable; it is kept.

    Raises:
        Misunderstood: `nudge-leaves` where the function has no value after the learner's nudge,
            `too-hard` where none of ours is small enough.
    """
    if run is not None:
        try:
            return _difference(start, run, slope)
        except NoValue as refusal:
            raise Misunderstood(reason="nudge-leaves") from refusal
    for k in range(LARGEST, SMALLEST + 1):
        try:
            found = _difference(start, start.direction * Fraction(1, 10**k), slope)
        except NoValue:
            continue  # the domain ends, or has a gap, nearer than this
        if slope.is_infinite or _close(found, slope):
            return found
    raise Misunderstood(reason="too-hard")


def _difference(start: Start, run: Fraction, slope: Expr) -> Nudged:
    node, to = start.node, moved(start.point, run)
    here, there = {start.variable: start.point}, {start.variable: to}
    rise = steady(lambda digits: _rise(node, here, there, digits))
    if isinstance(rise, Fraction):
        exact_rise = rational(rise)
        ratio: Real = rise / run
    else:
        exact_rise = exact_value(node, there) - exact_value(node, here)
        ratio = rise * run.denominator / run.numerator
    exact_ratio = exact_rise / rational(run)
    return Nudged(
        run=of_fraction(run),
        to=of_node(to, {}),
        value=of_node(node, there),
        rise=Quantity(exact_rise, decimal(rise)),
        ratio=Quantity(exact_ratio, decimal(ratio)),
        exact=_same(exact_ratio, ratio, slope),
    )


def moved(point: Node, run: Fraction) -> Node:
    """The point after the nudge."""
    if isinstance(point, Number):
        return number(point.value + run)
    if isinstance(point, Negative) and isinstance(point.of, Number):
        return number(run - point.of.value)
    return Sum((point, number(run)))


def _rise(node: Node, start: Mapping[str, Node], end: Mapping[str, Node], digits: int) -> Real:
    here, there = value(node, start, digits), value(node, end, digits)
    if isinstance(here, Fraction) and isinstance(there, Fraction):
        return there - here
    with mp.workdps(digits):
        return inexact(there) - inexact(here)


def _close(found: Nudged, slope: Expr) -> bool:
    with mp.workdps(40):
        target = abs(inexact(numeric(slope)))
        off = abs(mp.mpf(found.ratio.decimal) - inexact(numeric(slope)))
        return bool(off <= CLOSE * (target or 1))


def _same(exact: Expr, ratio: Real, slope: Expr) -> bool:
    """Whether the ratio is the slope itself and not only near it."""
    if slope.is_infinite:
        return False
    with mp.workdps(40):
        target = inexact(numeric(slope))
        if abs(inexact(ratio) - target) > abs(target) * mp.mpf(10) ** -DIGITS:
            return False
    return bool(exact == slope or (exact - slope).expand() == 0)
