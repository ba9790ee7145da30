"""The finite difference: nudge the variable and see what the function does."""

from fractions import Fraction

from mpmath import mp
from sympy import Expr

from bot.tutor.calculus.basic import letters
from bot.tutor.calculus.change import rise
from bot.tutor.calculus.evaluate import NoValue
from bot.tutor.calculus.lesson import Nudged, Quantity
from bot.tutor.calculus.powers import rational
from bot.tutor.calculus.quantity import (
    DIGITS,
    decimal,
    exact_value,
    numeric,
    of_fraction,
    of_node,
    steady,
)
from bot.tutor.calculus.reals import Real, inexact
from bot.tutor.calculus.start import Start, moved
from bot.tutor.errors import Misunderstood

USUAL = 3  # power of a tenth
DOUBLING = (3, 4, 5, 6, 12, 24, 48, 96, 192, 384, 768)  # tried in turn where that is too coarse
CLOSE = 0.01  # of the slope; of 1 where the slope is 0


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
            return difference(start, run, slope)
        except NoValue as refusal:
            raise Misunderstood(reason="nudge-leaves") from refusal
    too_coarse = USUAL - 1
    for k in DOUBLING:
        found = _close_enough(start, slope, k)
        if found is not None:
            return _largest(start, slope, found, range(too_coarse + 1, k))
        too_coarse = k
    raise Misunderstood(reason="too-hard")


def _close_enough(start: Start, slope: Expr, k: int) -> Nudged | None:
    """The nudge of 10^-k, unless it is too coarse or leads to where the function has no value."""
    try:
        found = difference(start, start.direction * Fraction(1, 10**k), slope)
    except NoValue:
        return None
    except Misunderstood as refusal:
        if refusal.reason != "too-costly":
            raise
        return None  # so coarse that the function's value there would fill books
    return found if slope.is_infinite or _close(found, slope) else None


def _largest(start: Start, slope: Expr, found: Nudged, finer: range) -> Nudged:
    """The best of the powers of a tenth below one that is close enough, by bisection."""
    while finer:
        middle = finer[len(finer) // 2]
        better = _close_enough(start, slope, middle)
        found = better or found
        finer = range(finer.start, middle) if better else range(middle + 1, finer.stop)
    return found


def difference(start: Start, run: Fraction, slope: Expr) -> Nudged:
    """What a nudge by `run` does; `slope` only decides whether the ratio is it exactly.

    Raises:
        NoValue: the function has no value at the point or after the nudge.
    """
    node, to = start.node, moved(start.point, run)
    here, there = {start.variable: start.point}, {start.variable: to}
    risen: Real = Fraction(0)
    if start.variable in letters(node):
        risen = steady(lambda digits: rise(start, node, to, run, digits)) or Fraction(0)
    if isinstance(risen, Fraction):
        exact_rise = rational(risen)
        ratio: Real = risen / run
    else:
        exact_rise = exact_value(node, there) - exact_value(node, here)
        with mp.workdps(2 * DIGITS):
            ratio = risen / inexact(run)
    exact_ratio = exact_rise / rational(run)
    return Nudged(
        run=of_fraction(run),
        to=of_node(to, {}),
        value=of_node(node, there),
        rise=Quantity(exact_rise, decimal(risen)),
        ratio=Quantity(exact_ratio, decimal(ratio)),
        exact=_same(exact_ratio, ratio, slope),
    )


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
