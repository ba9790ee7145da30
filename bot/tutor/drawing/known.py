"""What a picture has to know of a function: floats for the graph, exact offsets for the lens."""

import math
from fractions import Fraction
from functools import partial

import numpy as np
from mpmath import mp

from bot.tutor.calculus import node_of
from bot.tutor.calculus.basic import basic, number
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.exact import derivative
from bot.tutor.calculus.lesson import Function, Place, Quantity
from bot.tutor.calculus.reals import Real, inexact
from bot.tutor.calculus.sample import sample
from bot.tutor.drawing.curve import Curve
from bot.tutor.drawing.sheet import Numbers
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node, Sum

SPARE_DIGITS = 30
PARTS = 1024


def real(quantity: Quantity) -> float:
    """The nearest double; infinite where the quantity is."""
    return float(quantity.exact if quantity.decimal is None else quantity.decimal)


def offsets(place: Place, run: Quantity, steps: Numbers) -> Numbers:
    """(f(a + step·|run|) - f(a)) / |run|, right to a double's last digits however small the run.

    The differences are taken with as many digits as the nudge needs, so that a nudge of 10^-30
    is as visible as one of 0.1. Where the function has no value it is nan.

    Args:
        place: the function and the point a.
        run: the nudge, in units of the variable.
        steps: in units of the nudge, as `parted` gives them.
    """
    nudge = abs(Fraction(int(run.exact.p), int(run.exact.q)))
    digits = SPARE_DIGITS + 2 * max(0, math.ceil(-math.log10(nudge)))
    tree, at = lower_tree(place.function, place.order), node_of(place.at.exact)
    if tree is None or at is None:
        return np.full(len(steps), np.nan)

    def height(step: Fraction) -> Real:
        there = Sum((at, number(step * nudge))) if step else at
        try:
            return value(basic(tree), {place.function.variable: there}, digits)
        except (NoValue, Misunderstood):
            return mp.nan

    with mp.workdps(digits):
        here = inexact(height(Fraction(0)))
        there = [inexact(height(Fraction(round(step * PARTS), PARTS))) for step in steps]
        return np.array([float((y - here) / inexact(nudge)) for y in there])


def parted(steps: Numbers) -> Numbers:
    """Steps rounded so that exact arithmetic with them stays short."""
    return np.round(steps * PARTS) / PARTS


def curve_of(function: Function, order: int = 1) -> Curve:
    """The function, or for a higher order the derivative below it, at many points at once."""
    tree = lower_tree(function, order)
    if tree is None:
        return lambda xs: np.full(len(xs), np.nan)
    return curve_of_tree(tree, function.variable)


def curve_of_tree(tree: Node, variable: str) -> Curve:
    return partial(sample, tree, variable)


def lower_tree(function: Function, order: int) -> Node | None:
    """What is nudged: the function, or for a higher order the derivative below it, if known."""
    if order == 1:
        return function.tree
    lower = derivative(function.tree, function.variable, order - 1)
    return None if lower is None else node_of(lower)
