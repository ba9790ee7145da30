"""A formula at many points at once, in floating point: for drawing, never for a number told."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce

import numpy as np
import numpy.typing as npt

from bot.tutor.calculus.basic import basic, letters
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.reading.tree import (
    Call,
    Cases,
    Condition,
    Constant,
    Letter,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

Floats = npt.NDArray[np.float64]


def sample(node: Node, variable: str, xs: Floats) -> Floats:
    """The function at each of `xs`; nan where it is not real or not finite.

    Args:
        node: a formula without letters other than the variable.
        variable: its letter.
        xs: values of the variable.
    """
    points = np.asarray(xs, dtype=np.float64)
    with np.errstate(all="ignore"):
        ys = np.broadcast_to(_walk(basic(node), {variable: points}), points.shape)
        return np.where(np.isfinite(ys), ys, np.nan)


def _walk(node: Node, where: Mapping[str, Floats]) -> Floats:
    def at(part: Node) -> Floats:
        return _walk(part, where)

    match node:
        case Number(exact):
            return _constant(_float(exact))
        case Letter(name):
            return where[name]
        case Constant(name):
            return _constant(np.pi if name == "pi" else np.e)
        case Negative(of):
            return -at(of)
        case Sum(terms):
            return reduce(np.add, (at(term) for term in terms))
        case Product(factors):
            return reduce(np.multiply, (at(factor) for factor in factors))
        case Quotient(top, bottom):
            below = at(bottom)
            return np.where(below == 0, np.nan, at(top) / below)
        case Power(base, exponent):
            return _power(at(base), exponent, where)
        case Call(name, arguments):
            return FUNCTIONS[name](*(at(argument) for argument in arguments))
        case Cases(branches, otherwise):
            first = [_holds(test, where) for test, _ in branches]
            rest = _constant(np.nan) if otherwise is None else at(otherwise)
            shape = np.broadcast_shapes(*(x.shape for x in (*first, *where.values())))
            thens = [np.broadcast_to(at(then), shape) for _, then in branches]
            return np.select([np.broadcast_to(x, shape) for x in first], thens, rest)


def _constant(x: float) -> Floats:
    return np.asarray(x, dtype=np.float64)


def _float(exact: Fraction) -> float:
    try:
        return float(exact)
    except OverflowError:
        return math.inf


def _power(base: Floats, exponent: Node, where: Mapping[str, Floats]) -> Floats:
    """Real powers; a constant exponent with an odd denominator is a real root, as in `evaluate`."""
    above = _walk(exponent, where)
    if letters(exponent):
        return np.where((base > 0) | ((base == 0) & (above > 0)), np.power(base, above), np.nan)
    exact = _exact(exponent)
    if exact is None or exact.denominator % 2 == 0:
        return np.power(base, above)
    sign = 1.0 if exact.numerator % 2 == 0 else np.sign(base)
    found = np.where(base < 0, sign * np.power(np.abs(base), above), np.power(base, above))
    return np.where((base == 0) & (above < 0), np.nan, found)


def _exact(node: Node) -> Fraction | None:
    """The value of a constant exponent where it is rational."""
    try:
        found = value(node, {}, digits=30)
    except NoValue:
        return None
    return found if isinstance(found, Fraction) else None


def _holds(test: Condition, where: Mapping[str, Floats]) -> npt.NDArray[np.bool_]:
    sides = [_walk(operand, where) for operand in test.operands]
    held = np.asarray(True)  # noqa: FBT003 - an array of the one value
    for left, right, comparison in zip(sides, sides[1:], test.comparisons, strict=False):
        held = held & COMPARE[comparison](left, right)
    return held


def _each(function: Callable[[float], float]) -> Callable[[Floats], Floats]:
    """A function of the standard library over an array; nan where it raises."""

    def one(x: float) -> float:
        try:
            return function(x)
        except (ValueError, OverflowError):
            return math.nan

    return np.vectorize(one, otypes=[np.float64])


COMPARE: Mapping[str, Callable[[Floats, Floats], npt.NDArray[np.bool_]]] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}

FUNCTIONS: Mapping[str, Callable[..., Floats]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "cot": lambda x: 1 / np.tan(x),
    "sec": lambda x: 1 / np.cos(x),
    "csc": lambda x: 1 / np.sin(x),
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "acot": lambda x: np.pi / 2 - np.arctan(x),
    "asec": lambda x: np.arccos(1 / x),
    "acsc": lambda x: np.arcsin(1 / x),
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "coth": lambda x: 1 / np.tanh(x),
    "sech": lambda x: 1 / np.cosh(x),
    "csch": lambda x: 1 / np.sinh(x),
    "asinh": np.arcsinh,
    "acosh": np.arccosh,
    "atanh": np.arctanh,
    "acoth": lambda x: np.arctanh(1 / x),
    "asech": lambda x: np.arccosh(1 / x),
    "acsch": lambda x: np.arcsinh(1 / x),
    "exp": np.exp,
    "ln": np.log,
    "log10": np.log10,
    "log2": np.log2,
    "log": lambda x, base: np.log(x) / np.log(base),
    "sqrt": np.sqrt,
    "cbrt": np.cbrt,
    "abs": np.abs,
    "sign": np.sign,
    "floor": np.floor,
    "ceil": np.ceil,
    "max": lambda *xs: reduce(np.maximum, xs),
    "min": lambda *xs: reduce(np.minimum, xs),
    "gamma": _each(math.gamma),
    "erf": _each(math.erf),
    "erfc": _each(math.erfc),
}
