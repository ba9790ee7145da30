"""Whether a function is a straight line, whatever its disguise, and whether its slope changes."""

from itertools import islice

import sympy
from mpmath import mp
from sympy import Expr, Integer, Rational

from bot.tutor.calculus.basic import basic, letters, number, parts
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.exact import expression, placed, symbol
from bot.tutor.calculus.lesson import Function
from bot.tutor.calculus.quantity import numeric
from bot.tutor.calculus.reals import inexact
from bot.tutor.calculus.written import degree
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Call, Node, Power, Quotient

PLACES = (-1000, -7, -1, 0, 1, 2, 9, 1000)  # where a straight line has its values
BETWEEN = tuple(
    Rational(*place)
    for place in ((3, 7), (-5, 11), (2, 3), (19, 7), (-31, 13), (83, 9), (-97, 9), (1009, 8))
)  # where slopes are compared; none of them is a usual joint
SEEN = 4  # slopes that are compared
ENOUGH = 15  # digits of them
SAME = 1e-9  # relative
GREATEST_DEGREE = 24  # of a polynomial whose roots are counted
WHOLE = frozenset(
    ("sin", "cos", "atan", "acot", "sinh", "cosh", "tanh", "sech", "asinh", "exp", "erf", "cbrt")
)  # what takes every number
OPEN = 2  # what stands for a letter left open


def is_straight(function: Function, slope: Expr) -> bool:
    """Whether the values at some points lie on a line with that slope; all have to be there."""
    node, x = basic(function.tree), function.variable
    others = {letter: number(OPEN) for letter in letters(node) - {x}}
    try:
        with mp.workdps(ENOUGH):
            steep = inexact(numeric(slope.subs(dict.fromkeys(slope.free_symbols, OPEN))))
            heights = [inexact(value(node, {**others, x: number(place)})) for place in PLACES]
            start = heights[0] - steep * PLACES[0]
            off = [
                abs(height - start - steep * place) / (1 + abs(height))
                for place, height in zip(PLACES, heights, strict=True)
            ]
    except (NoValue, Misunderstood):
        return False
    return bool(max(off) <= SAME)


def is_whole(node: Node, variable: str) -> bool:
    """Whether a `basic` formula surely has a value for every number: no pole, hole or edge."""
    return all(_never_fails(part, variable) for part in parts(node) if variable in letters(part))


def _never_fails(part: Node, variable: str) -> bool:
    match part:
        case Quotient(_, bottom):
            return variable not in letters(bottom) or _is_never_0(bottom)
        case Power(base, exponent):
            return _is_power_whole(base, expression(exponent))
        case Call("ln" | "log10" | "log2", (argument,)):
            return bool(expression(argument).is_positive)
        case Call("log", (argument, base)):
            return bool(expression(argument).is_positive) and not letters(base)
        case Call("sqrt", (argument,)):
            return bool(expression(argument).is_nonnegative)
        case Call(name):
            return name in WHOLE
        case _:
            return True


def _is_power_whole(base: Node, exponent: Expr) -> bool:
    if exponent.is_Rational and exponent.q % 2 == 1:
        return bool(exponent >= 0) or _is_never_0(base)
    return bool(expression(base).is_positive)


def _is_never_0(node: Node) -> bool:
    exact = expression(node)
    if exact.is_positive or exact.is_negative:
        return True
    if len(exact.free_symbols) != 1 or not exact.is_polynomial():
        return False
    (x,) = exact.free_symbols
    return degree(exact, x) <= GREATEST_DEGREE and not sympy.Poly(exact, x).count_roots()


def changes(function: Function) -> bool:
    """Whether the derivative is known to have different values at different points."""
    slope, x = function.derivative, symbol(function.variable)
    if slope is None or not slope.has(x):
        return False
    others = dict.fromkeys(slope.free_symbols - {x}, OPEN)
    settled = slope.subs(others)
    found = (placed(settled, x.name, place).evalf(ENOUGH) for place in BETWEEN)
    seen = islice((one for one in found if one.is_Float or one.is_Integer), SEEN)
    first = next(seen, Integer(0))
    return any(abs(one - first) > SAME * abs(first) for one in seen)
