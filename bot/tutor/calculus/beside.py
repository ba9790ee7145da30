"""What a function does on one side of a point: whether it lives there and where it heads."""

import logging
from dataclasses import dataclass
from functools import cache
from typing import NoReturn

from mpmath import mp
from sympy import Expr, Integer, oo

from bot.tutor.calculus.approach import DEPTHS, Approach, approach
from bot.tutor.calculus.branch import branch
from bot.tutor.calculus.change import rise
from bot.tutor.calculus.evaluate import NoValue, look, value
from bot.tutor.calculus.exact import expression, placed, steepness
from bot.tutor.calculus.expand import expand
from bot.tutor.calculus.quantity import exact_value, numeric
from bot.tutor.calculus.reals import Real, inexact
from bot.tutor.calculus.series import Series, Unknown, add, constant, head, scale
from bot.tutor.calculus.start import Start
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node

logger = logging.getLogger(__name__)

STEPS = ((100, 40), (41, 60))  # mantissa and depth of two small steps that should tell the same
STEEP, STEEPEST = 20, 200  # powers of ten of a slope between which the steps go as much deeper
TOLERANCE = 1e-12
NOTHING = 1e-100  # the noise in the last digits, beside a slope that is exactly 0


@dataclass(frozen=True)
class Side:
    """One side of a point, on which the function lives.

    Attributes:
        limit: of the function; oo, -oo, or None where it swings without one.
        slope: what the ratio heads to when the function is given its limit at the point;
            oo, -oo, or None where it swings or the limit is not finite.
    """

    limit: Expr | None
    slope: Expr | None


def beside(start: Start) -> Side | None:
    """What the function does on the side to which the start points.

    Returns:
        None where the function does not live on that side.

    Raises:
        Misunderstood: `disagree` where exact calculus and the finite difference do, `too-hard`
            where a limit is seen but not known exactly, `too-costly`.
    """
    try:
        smooth = _branch(start)
    except NoValue:
        return None
    try:
        if smooth is not None and _analytic(smooth, start):
            limit, slope = exact_value(smooth, start.here), exact_slope(smooth, start)
            witness(start, smooth, slope)
            return Side(limit, slope)
        return _singular(start, smooth)
    except NoValue:
        return Side(None, None)  # it has gaps that come ever nearer, as in sqrt(sin(1/x))


def exact_slope(smooth: Node, start: Start, order: int = 1) -> Expr:
    """The derivative at a point where the formula is analytic, exactly."""
    steep = steepness(smooth, start.variable, order)
    return placed(steep, start.variable, expression(start.point))


def witness(start: Start, smooth: Node, slope: Expr) -> None:
    """The finite difference of a very small nudge has to agree with the exact slope.

    To 12 digits; where the slope is 0, the ratio has to fall with the nudge.

    Args:
        start: the function, a point and the side to nudge to.
        smooth: the formula on that side; its value at the point is what the nudge starts from.
        slope: the exact one.

    Raises:
        Misunderstood: `disagree`.
    """
    exact = inexact(numeric(slope))
    deeper = _deeper(exact)
    coarse, fine = ((mantissa, depth + deeper) for mantissa, depth in STEPS)
    small = TOLERANCE * abs(exact)
    if not exact:
        small = max(TOLERANCE * abs(_ratio(start, smooth, *coarse)), NOTHING)
    if not abs(_ratio(start, smooth, *fine) - exact) <= small:
        _disagree()


def _deeper(slope: Real) -> int:
    """By how much smaller the steps have to be where a curve is so steep as x^(10^100) at 1."""
    size = int(mp.log10(abs(slope))) if slope else 0
    return min(size, STEEPEST) if size > STEEP else 0


def _branch(start: Start) -> Node | None:
    """The formula on that side, every choice made; None where the choices swing without end."""
    found = []
    for mantissa, depth in STEPS:
        where, digits = {start.variable: start.near(mantissa, depth)}, _digits(depth)
        found.append(branch(start.node, where, digits))
        value(found[-1], where, digits)
    return found[0] if found[0] == found[1] else None


def _digits(depth: int) -> int:
    """That are worked with at a depth: what grows by it may be divided by it and cancel again."""
    return 4 * depth + 50


def _analytic(smooth: Node, start: Start) -> bool:
    try:
        return look(smooth, start.here).smooth
    except NoValue:
        return False


def _ratio(start: Start, smooth: Node, mantissa: int, depth: int) -> Real:
    end, digits = start.near(mantissa, depth), _digits(depth)
    with mp.workdps(digits):
        run = _run(start, end)
        return inexact(rise(start, smooth, end, run, digits)) / run


def _run(start: Start, end: Node) -> Real:
    return inexact(value(end, {}, mp.dps)) - inexact(value(start.point, {}, mp.dps))


def _singular(start: Start, smooth: Node | None) -> Side:
    """Where the formula is not smooth: its series, and beside it what small steps show."""

    @cache
    def measure(mantissa: int, depth: int) -> Real:
        where = {start.variable: start.near(mantissa, depth)}
        return value(start.node, where, _digits(depth))

    series = _series(smooth, start)
    limit = _agreed(series, approach(measure))
    if limit is None or limit.is_infinite:
        return Side(limit, None)
    exact = numeric(limit, _digits(DEPTHS[-1]))

    def ratio(mantissa: int, depth: int) -> Real:
        with mp.workdps(_digits(depth)):
            risen = inexact(measure(mantissa, depth)) - inexact(exact)
            return risen / _run(start, start.near(mantissa, depth))

    if series is not None:
        risen = add(series, constant(-limit))
        series = scale(risen, Integer(start.direction), Integer(-1))
    return Side(limit, _agreed(series, approach(ratio)))


def _series(smooth: Node | None, start: Start) -> Series | None:
    if smooth is None:
        return None
    try:
        return expand(smooth, expression(start.point), start.direction)
    except Unknown:
        return None


def _agreed(series: Series | None, seen: Approach) -> Expr | None:
    """What the series heads to, which has to be what the values are seen to head to.

    Where the series does not tell, an infinity or a swing is believed when seen, a number is not.
    """
    try:
        exact = None if series is None else head(series)
    except Unknown:
        exact = None
    if exact is None:
        if seen.kind == "finite":
            raise Misunderstood(reason="too-hard")
        return seen.limit * oo if seen.kind == "infinite" else None
    if exact.is_infinite:
        agreed = seen.kind == "infinite" and exact == seen.limit * oo
    else:
        with mp.workdps(60):
            off = abs(inexact(numeric(exact, 60)) - inexact(seen.limit))
            agreed = seen.kind == "finite" and off <= 10 * seen.error + TOLERANCE * abs(seen.limit)
    if not agreed:
        _disagree()
    return exact


def _disagree() -> NoReturn:
    logger.warning("exact calculus and the finite difference disagree")
    raise Misunderstood(reason="disagree")
