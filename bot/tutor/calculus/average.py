"""The average between two points: the slope of the straight line through both."""

from collections.abc import Sequence

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import NoValue
from bot.tutor.calculus.lesson import AtPoints, Average, Function, Nudged, Place
from bot.tutor.calculus.quantity import of_expression, of_node
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Node


def average(
    request: Request, about: AtPoints, function: Function, ends: Sequence[Node]
) -> Average | None:
    """From one end to the other; None where the function has no value at one of them.

    Args:
        request: what is answered.
        about: the answer whose picture goes with it.
        function: without open letters.
        ends: two constant formulas.

    Raises:
        Misunderstood: `no-nudge`, where both are the same number.
    """
    node, variable = basic(function.tree), function.variable
    try:
        here, there = (of_node(node, {variable: end}) for end in ends)
        start, stop = (of_node(end, {}) for end in ends)
    except NoValue:
        return None
    run = of_expression(stop.exact - start.exact)
    if run.exact == 0:
        raise Misunderstood(reason="no-nudge")
    rise = of_expression(there.exact - here.exact)
    ratio = of_expression(rise.exact / run.exact)
    first, last = (
        Place(function, at, text, 1) for at, text in zip((start, stop), request.points, strict=True)
    )
    return Average(
        request, about, first, last, here, Nudged(run, stop, there, rise, ratio, exact=False)
    )
