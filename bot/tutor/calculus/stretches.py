"""Whole stretches with one slope, as |x| has where x > 0: between the joints of a formula."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

import sympy
from sympy import Expr, Integer, Piecewise, oo
from sympy.logic.boolalg import Boolean

from bot.tutor.calculus.basic import basic, letters, number, parts
from bot.tutor.calculus.branch import STEPS, branch
from bot.tutor.calculus.evaluate import NoValue
from bot.tutor.calculus.exact import derivative, expression, symbol
from bot.tutor.calculus.lesson import Function
from bot.tutor.calculus.quantity import equal, numeric
from bot.tutor.calculus.solve import Unsolved, solve
from bot.tutor.reading.tree import Call, Cases, Negative, Node, Sum

MOST = 12  # joints
ENOUGH = 30  # digits of a joint


@dataclass(frozen=True)
class Parted:
    """A line parted at the joints of a formula, from left to right.

    Attributes:
        ends: -oo, the joints and oo.
        same: for each part between two ends, whether the slope is the wanted one all along it.
        candidates: the joints, and where in the other parts the slope may be the wanted one.
    """

    ends: tuple[Expr, ...]
    same: tuple[bool, ...]
    candidates: frozenset[Expr]

    def stretches(self, found: Sequence[Expr]) -> Iterator[tuple[Expr, Expr]]:
        """Where the slope is the wanted one all along; parts are joined by the points found."""
        low = None
        for k, same in enumerate(self.same):
            low = self.ends[k] if same and low is None else low
            goes_on = k + 1 < len(self.same) and self.same[k + 1] and self.ends[k + 1] in found
            if same and not goes_on:
                yield low, self.ends[k + 1]
                low = None


def part(function: Function, wanted: Expr, order: int) -> Parted:
    """Where the derivative of that order is the wanted one; the candidates are still to be tried.

    Raises:
        Unsolved: the joints, or the points in some part, are not known exactly.
    """
    node, x = basic(function.tree), symbol(function.variable)
    joints = _joints(node, function.variable)
    ends = (-oo, *joints, oo)
    same, candidates = [], set(joints)
    for low, high in pairwise(ends):
        slope = _slope(node, function.variable, inside(low, high), order)
        same.append(slope is not None and not slope.has(x) and equal(slope, wanted))
        if slope is not None and not same[-1]:
            roots = solve(slope, wanted, x).candidates
            candidates |= {root for root in roots if root.is_real and low < root < high}
    return Parted(ends, tuple(same), frozenset(candidates))


def between_steps(function: Function, wanted: Expr) -> Boolean:
    """The condition under which a formula with steps has the slope: x is no step of it.

    Raises:
        Unsolved: it has other choices, or steps of several kinds.
    """
    calls = [one for one in parts(basic(function.tree)) if isinstance(one, Call | Cases)]
    slope = function.derivative
    if not all(isinstance(one, Call) and one.function in STEPS for one in calls):
        raise Unsolved
    if not isinstance(slope, Piecewise) or slope.args[0][0].free_symbols:
        raise Unsolved
    ((value, test),) = slope.args
    if not isinstance(test, sympy.Ne):
        raise Unsolved
    return test if equal(value, wanted) else sympy.false


def inside(low: Expr, high: Expr) -> Fraction:
    """A simple number between the two."""
    if low == -oo and high == oo:
        return Fraction(0)
    if high == oo:
        return Fraction(int(sympy.floor(low)) + 1)
    if low == -oo:
        return Fraction(int(sympy.ceiling(high)) - 1)
    one, other = (Fraction(str(numeric(end, ENOUGH))) for end in (low, high))
    middle, size = (one + other) / 2, 1
    while not one < middle.limit_denominator(size) < other:
        size *= 2
    return middle.limit_denominator(size)


def _joints(node: Node, variable: str) -> list[Expr]:
    """Where a choice changes, exactly."""
    found: set[Expr] = set()
    for gap in _gaps(node):
        if variable in letters(gap):
            roots = solve(expression(gap), Integer(0), symbol(variable))
            if roots.endless:
                raise Unsolved
            found |= {root for root in roots.candidates if root.is_real}
    if len(found) > MOST or any(root.is_Float for root in found):
        raise Unsolved
    return sorted(found, key=lambda root: numeric(root, ENOUGH))


def _gaps(node: Node) -> Iterator[Node]:
    """What is 0 where a choice changes."""
    for one in parts(node):
        match one:
            case Call("floor" | "ceil"):
                raise Unsolved
            case Call("abs" | "sign", (of,)):
                yield of
            case Call("max" | "min", several):
                yield from (_less(a, b) for a, b in combinations(several, 2))
            case Cases(branches):
                for test, _ in branches:
                    yield from (_less(a, b) for a, b in pairwise(test.operands))


def _less(a: Node, b: Node) -> Node:
    return Sum((a, Negative(b)))


def _slope(node: Node, variable: str, point: Fraction, order: int) -> Expr | None:
    """The derivative of what the formula is in the part of the point; None where it is nothing."""
    try:
        smooth = branch(node, {variable: number(point)})
    except NoValue as refusal:
        if refusal.function == "cases":
            return None
        raise Unsolved from refusal
    if not expression(smooth).is_polynomial(symbol(variable)):
        raise Unsolved  # it may have gaps
    return derivative(smooth, variable, order).expand()
