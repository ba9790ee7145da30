"""What a function does on one side of a point: does it live there, where it heads, how steeply."""

import logging
from dataclasses import dataclass
from fractions import Fraction

from mpmath import mp
from sympy import Expr, Integer, oo

from bot.tutor.calculus.approach import approach
from bot.tutor.calculus.branch import branch
from bot.tutor.calculus.evaluate import NoValue, inexact, look, value
from bot.tutor.calculus.exact import derivative, expression, symbol
from bot.tutor.calculus.nudge import moved
from bot.tutor.calculus.primitives import Real
from bot.tutor.calculus.quantity import exact_value, numeric
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node

logger = logging.getLogger(__name__)
DIGITS = 210  # beside the point by 10^-40 of its magnitude, with room for cancelling
TOLERANCE = 1e-12


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


def beside(node: Node, variable: str, point: Node, direction: int) -> Side | None:
    """What the `basic` formula does right of the point (`direction` 1) or left of it (-1).

    Returns:
        None where the function does not live on that side.

    Raises:
        Misunderstood: `disagree` where exact calculus and the finite difference do, `too-hard`
            where the limit is not known exactly, `too-costly`.
    """
    step = near(point, direction)
    try:
        smooth = branch(node, {variable: step}, DIGITS)
        value(smooth, {variable: step}, DIGITS)
    except NoValue:
        return None
    if analytic(smooth, variable, point):
        return _analytic(smooth, variable, point, direction)
    return _singular(smooth, variable, point, direction)


def analytic(node: Node, variable: str, point: Node) -> bool:
    """Whether the `basic` formula has a value at the point and is smooth there."""
    try:
        return look(node, {variable: point}).smooth
    except NoValue:
        return False


def exact_slope(node: Node, variable: str, point: Node, order: int = 1) -> Expr:
    """The derivative at a point where the formula is analytic, exactly."""
    found = derivative(node, variable, order).subs(symbol(variable), expression(point))
    if found.is_number and not found.is_Rational and numeric(found) == 0:
        return Integer(0)  # hidden, as in sin(1)^2 + cos(1)^2 - 1
    return found


def near(point: Node, direction: int, mantissa: int = 100, depth: int = 40) -> Node:
    """The point moved by mantissa/100 * 10^-depth, in units of the point's own magnitude."""
    with mp.workdps(20):
        here = inexact(value(point, {}, 20))
        size = int(mp.floor(mp.log10(abs(here)))) if here else 0
    return moved(point, direction * Fraction(mantissa, 100) * Fraction(10) ** (size - depth))


def _analytic(node: Node, variable: str, point: Node, direction: int) -> Side:
    limit = exact_value(node, {variable: point})
    slope = exact_slope(node, variable, point)
    witness(node, variable, point, direction, slope)
    return Side(limit, slope)


def witness(node: Node, variable: str, point: Node, direction: int, slope: Expr) -> None:
    """The finite difference of a very small nudge has to agree with the exact slope.

    To 12 digits; where the slope is 0, it has to fall with the nudge.

    Raises:
        Misunderstood: `disagree`.
    """
    near_by, nearer = (_ratio(node, variable, point, direction, depth) for depth in (40, 60))
    exact = inexact(numeric(slope))
    if abs(nearer - exact) <= TOLERANCE * abs(exact) or abs(nearer) <= abs(near_by) * TOLERANCE:
        return
    logger.warning("the exact slope and the finite difference disagree")
    raise Misunderstood(reason="disagree")


def _ratio(node: Node, variable: str, point: Node, direction: int, depth: int) -> Real:
    digits = 4 * depth
    end = near(point, direction, depth=depth)
    with mp.workdps(digits):
        here = inexact(value(node, {variable: point}, digits))
        rise = inexact(value(node, {variable: end}, digits)) - here
        run = inexact(value(end, {}, digits)) - inexact(value(point, {}, digits))
        return rise / run


def _singular(node: Node, variable: str, point: Node, direction: int) -> Side:
    def measure(mantissa: int, depth: int) -> Real:
        where = {variable: near(point, direction, mantissa, depth)}
        return value(node, where, 4 * depth + 50)

    heads = approach(measure)
    if heads.kind == "infinite":
        return Side(oo * heads.limit, None)
    if heads.kind == "swinging":
        return Side(None, None)
    raise Misunderstood(reason="too-hard")
