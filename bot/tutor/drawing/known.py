"""What a picture has to know of a function: floats for the graph, exact offsets for the lens."""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from mpmath import mp

from bot.tutor.calculus import node_of
from bot.tutor.calculus.basic import basic, number
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.exact import derivative
from bot.tutor.calculus.lesson import Function, Nudged, Place, Quantity
from bot.tutor.calculus.reals import Real, inexact
from bot.tutor.calculus.sample import sample
from bot.tutor.drawing.curve import Curve
from bot.tutor.drawing.sheet import Numbers
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node, Sum

SPARE_DIGITS = 30
CLOSE = 1e-4  # of the nudge and its rise: less than a tenth of a pixel


def real(quantity: Quantity) -> float:
    """The nearest double; infinite where the quantity is."""
    return float(quantity.exact if quantity.decimal is None else quantity.decimal)


@dataclass(frozen=True)
class Offsets:
    """The curve that a lens shows; many of its points may be asked for where it is `quick`."""

    curve: Curve
    quick: bool


def offsets(place: Place, nudged: Nudged) -> Offsets:
    """The curve that a lens shows: u -> (f(a + u·|run|) - f(a)) / |run|.

    Where doubles do not show a nudge, the differences are taken with as many digits as it needs,
    so that one of 10^-30 is as visible as one of 0.1. Where the function has no value they are nan.
    """
    curve, at = curve_of(place.function, place.order), real(place.at)
    run, rise = abs(real(nudged.run)), real(nudged.rise)
    way = math.copysign(1.0, real(nudged.run))
    here, there = curve(np.array([at, at + way * run])).tolist()
    fine = math.ulp(at) <= CLOSE * run and math.ulp(here) <= CLOSE * abs(rise)
    # Much may cancel within a formula, too.
    if not fine or not abs(there - here - rise) <= CLOSE * abs(rise):
        return Offsets(_exact_offsets(place, nudged), quick=False)
    return Offsets(lambda steps: (curve(at + steps * run) - here) / run, quick=True)


def _exact_offsets(place: Place, nudged: Nudged) -> Curve:
    tree, at = lower_tree(place.function, place.order), node_of(place.at.exact)
    if tree is None or at is None:
        return nowhere
    run = nudged.run.exact
    nudge, size = abs(Fraction(int(run.p), int(run.q))), abs(real(place.at))
    lost = 2 * (max(0.0, -math.log10(nudge)) + math.log10(max(1.0, size)))
    if rise := abs(real(nudged.rise)):
        lost = max(lost, math.log10(abs(real(nudged.value)) / rise or 1.0))
    digits, formula = SPARE_DIGITS + math.ceil(lost), basic(tree)

    def height(step: float) -> Real:
        there = Sum((at, number(Fraction(step) * nudge))) if step else at
        try:
            return value(formula, {place.function.variable: there}, digits)
        except (NoValue, Misunderstood):
            return mp.nan

    here = height(0.0)

    def curve(steps: Numbers) -> Numbers:
        with mp.workdps(digits):
            return np.array([float(_over(height(step), here, nudge)) for step in steps.tolist()])

    return curve


def _over(there: Real, here: Real, nudge: Fraction) -> Real:
    """The difference in units of the nudge, exact where both values are."""
    if isinstance(there, Fraction) and isinstance(here, Fraction):
        return (there - here) / nudge
    return (inexact(there) - inexact(here)) / inexact(nudge)


def curve_of(function: Function, order: int = 1) -> Curve:
    """The function, or for a higher order the derivative below it, at many points at once."""
    tree = lower_tree(function, order)
    return nowhere if tree is None else curve_of_tree(function, tree)


def curve_of_tree(function: Function, tree: Node) -> Curve:
    """A derivative of a function, where the function itself has a value."""
    if tree is function.tree:
        return partial(sample, tree, function.variable)

    def curve(xs: Numbers) -> Numbers:
        there = sample(function.tree, function.variable, xs)
        return np.where(np.isnan(there), np.nan, sample(tree, function.variable, xs))

    return curve


def nowhere(xs: Numbers) -> Numbers:
    return np.full(len(xs), np.nan)


def lower_tree(function: Function, order: int) -> Node | None:
    """What is nudged: the function, or for a higher order the derivative below it, if known."""
    if order == 1:
        return function.tree
    lower = derivative(function.tree, function.variable, order - 1)
    return None if lower is None else node_of(lower)
