"""Whether a step holds in numbers: the finite difference is its witness."""

from collections.abc import Sequence
from fractions import Fraction

from mpmath import mp

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.lesson import Step
from bot.tutor.calculus.reals import Real, inexact
from bot.tutor.calculus.rules.places import Place, anywhere
from bot.tutor.calculus.start import moved
from bot.tutor.reading.tree import Node

DIGITS = 90
NUDGE = Fraction(1, 10**30)
TOLERANCE, NOTHING = 1e-20, 1e-50  # relative; and what is taken for 0


def hold(steps: Sequence[Step], variable: str, places: Sequence[Place]) -> bool:
    """Whether every step holds at all of the places, of which there has to be one."""
    return bool(places) and all(_holds(step, variable, place) for step in steps for place in places)


def alike(nodes: Sequence[Node], places: Sequence[Place]) -> bool:
    """Whether formulas have the same value at all of the places, of which there has to be one."""
    return bool(places) and all(_alike(nodes, place) for place in places)


def seen(of: Node, slope: Node, variable: str) -> bool:
    """Whether the finite difference has that slope at a few places where the function lives."""
    places = anywhere(of, variable)
    return not places or hold([Step("table", of, slope, slope)], variable, places)


def _holds(step: Step, variable: str, place: Place) -> bool:
    """At the place and a nudge to either side; without a value there it does not hold."""
    left, right = ({**place, variable: moved(place[variable], run)} for run in (-NUDGE, NUDGE))
    try:
        if step.rule == "piece":
            return all(_alike((step.of, step.by_rule), where) for where in (left, place, right))
        with mp.workdps(DIGITS):
            ratio = (_value(step.of, right) - _value(step.of, left)) / inexact(2 * NUDGE)
            said = [_value(slope, place) for slope in dict.fromkeys((step.by_rule, step.slope))]
    except NoValue:
        return False
    same = step.rewritten is None or _alike((step.of, step.rewritten), place)
    return same and all(_near(ratio, slope) for slope in said)


def _alike(nodes: Sequence[Node], place: Place) -> bool:
    try:
        with mp.workdps(DIGITS):
            first, *others = (_value(node, place) for node in nodes)
            return all(_near(first, other) for other in others)
    except NoValue:
        return False


def _value(node: Node, place: Place) -> Real:
    constants = {name: basic(of) for name, of in place.items()}
    return inexact(value(basic(node), constants, DIGITS))


def _near(one: Real, other: Real) -> bool:
    return bool(abs(one - other) <= TOLERANCE * max(abs(one), abs(other)) + NOTHING)
