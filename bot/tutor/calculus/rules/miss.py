"""How wrong a nudge is: by how much its ratio misses the slope, and why so much."""

from mpmath import mp

from bot.tutor.calculus.exact import derivative, placed
from bot.tutor.calculus.lesson import Miss, Outcome, Slope
from bot.tutor.calculus.quantity import numeric, of_expression
from bot.tutor.calculus.reals import inexact
from bot.tutor.calculus.rules.algebra import degree
from bot.tutor.reading.tree import Node

NEAR = 0.05  # of it: how well half the second derivative has to tell how far off the ratio is
SQUARE = 2  # the degree of which nothing but the bend is left over
LONG = 60  # operations of a derivative that is differentiated once more


def miss(outcome: Outcome, node: Node) -> Miss | None:
    """What the ratio is off by, told by the nudge; None where nothing simple is true.

    Args:
        outcome: what is asked about.
        node: the function, with every choice made as it is made at the point.
    """
    if not isinstance(outcome, Slope) or outcome.nudged is None or outcome.nudged.exact:
        return None
    if outcome.place.order > 1 or outcome.edge is not None:
        return None
    nudged, variable = outcome.nudged, outcome.place.function.variable
    slope = outcome.place.function.derivative
    if slope is None or slope.count_ops() > LONG:
        return None
    off = nudged.ratio.exact - outcome.slope.exact
    times = placed(derivative(node, variable, 2), variable, outcome.place.at.exact) / 2
    if not times.is_real:
        return None  # no bend at the point: it is the end of what the rules reach
    told = times * nudged.run.exact
    with mp.workdps(40):
        expected, seen = inexact(numeric(told)), inexact(numeric(off))
        if expected == 0 or abs(expected - seen) > NEAR * abs(seen):
            return None
    exact = degree(node, variable) == SQUARE
    return Miss(nudged.ratio, outcome.slope, of_expression(off), of_expression(times), exact=exact)
