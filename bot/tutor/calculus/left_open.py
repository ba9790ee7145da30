"""A slope at a point in which letters are left open, as that of k/x at 2."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from sympy import Expr, factorial

from bot.tutor.calculus.basic import letters, number, put_in
from bot.tutor.calculus.beside import exact_slope, witness
from bot.tutor.calculus.branch import branch
from bot.tutor.calculus.evaluate import NoValue, look
from bot.tutor.calculus.exact import expression, placed, symbol
from bot.tutor.calculus.lesson import Hole, Outcome, Place, Pole, Quantity, Slope
from bot.tutor.calculus.outcome import Spot, outcome
from bot.tutor.calculus.quantity import equal, of_node
from bot.tutor.calculus.start import Start
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node

# Two sets of values that stand for the open letters: no small whole numbers, all positive.
DEEP = 5  # how often what is divided by may be 0 at the point
TRIALS = ((Fraction(17, 7), Fraction(5, 11)), (Fraction(31, 13), Fraction(3, 17)))


def with_letters(place: Place, start: Start) -> Slope | Pole | Hole:
    """The slope as a formula in the open letters, tried out with numbers in their place.

    Raises:
        Misunderstood: `open-letters` where what happens depends on the letters' values.
    """
    function, variable = place.function, start.variable
    if function.derivative is None:
        raise Misunderstood(reason="open-letters")
    value = placed(function.expression, variable, place.at.exact)
    slope = placed(function.derivative, variable, place.at.exact)
    tried = [_tried(place, start, numbers, slope) for numbers in _trials(start)]
    poles = [one for one in tried if isinstance(one, Pole)]
    holes = [one for one in tried if isinstance(one, Hole)]
    if len(poles) == len(TRIALS):
        return Pole(place, None, None, poles[0].divisor)
    if len(holes) == len(TRIALS):
        return _hole(place, start, holes)
    if any(one is not None for one in tried):
        raise Misunderstood(reason="open-letters")
    return Slope(place, Quantity(value, None), Quantity(slope, None), None)


def _trials(start: Start) -> list[dict[str, Node]]:
    names = sorted((letters(start.node) - {start.variable}) | letters(start.point))
    return [
        {name: number(first + k * step) for k, name in enumerate(names)} for first, step in TRIALS
    ]


def _tried(place: Place, start: Start, numbers: Mapping[str, Node], slope: Expr) -> Outcome | None:
    """What happens for these numbers; None where the slope holds."""
    others = {name: node for name, node in numbers.items() if name != start.variable}
    point = put_in(start.point, numbers)
    trial = Start(put_in(start.node, others), start.variable, point)
    try:
        # The letters stay letters: what is divided by is to be named as it was written.
        smooth = look(start.node, {**others, start.variable: point}).smooth
    except NoValue as refusal:
        if refusal.divisor is None:
            raise Misunderstood(reason="open-letters") from refusal
        found = outcome(Spot(replace(place, at=of_node(point, {})), trial, None, "both"))
        return replace(found, divisor=refusal.divisor) if isinstance(found, Pole) else found
    if not smooth:
        raise Misunderstood(reason="open-letters")
    node = branch(trial.node, trial.here)
    first = exact_slope(node, trial)
    witness(trial, node, first)
    if not equal(slope.subs(_values(numbers)), exact_slope(node, trial, place.order)):
        raise Misunderstood(reason="disagree")
    return None


def _values(numbers: Mapping[str, Node]) -> dict[Expr, Expr]:
    return {symbol(name): expression(node) for name, node in numbers.items()}


def _hole(place: Place, start: Start, tried: Sequence[Hole]) -> Hole:
    """The quotient of two series, for what is divided by something that is 0 here.

    It has to be what was found for the numbers that were tried.
    """
    terms = _quotient(place, start)
    limit, slope = terms[0], terms[-1] * factorial(place.order)
    for one, numbers in zip(tried, _trials(start), strict=True):
        values = _values(numbers)
        same = one.slope is not None and equal(slope.subs(values), one.slope.exact)
        if not (same and equal(limit.subs(values), one.limit.exact)):
            raise Misunderstood(reason="open-letters")
    return Hole(place, None, Quantity(limit, None), Quantity(slope, None))


def _quotient(place: Place, start: Start) -> list[Expr]:
    """The first coefficients of the function in powers of the distance from the point."""
    x = symbol(start.variable)
    above, below = (
        [part.diff(x, k).subs(x, place.at.exact) / factorial(k) for k in range(DEEP + place.order)]
        for part in place.function.expression.as_numer_denom()
    )
    first = next((k for k, one in enumerate(below[:DEEP]) if one.expand() != 0), None)
    if first is None or any(one.expand() != 0 for one in above[:first]):
        raise Misunderstood(reason="open-letters")
    terms: list[Expr] = []
    for k in range(place.order + 1):
        known = sum(term * below[first + k - j] for j, term in enumerate(terms))
        terms.append(((above[first + k] - known) / below[first]).cancel())
    return terms
