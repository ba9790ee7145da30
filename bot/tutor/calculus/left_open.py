"""A slope at a point in which letters are left open, as that of k/x at 2."""

from collections.abc import Mapping
from fractions import Fraction

from sympy import Expr

from bot.tutor.calculus.basic import letters, number, put_in
from bot.tutor.calculus.beside import exact_slope, witness
from bot.tutor.calculus.branch import branch
from bot.tutor.calculus.evaluate import NoValue, look
from bot.tutor.calculus.exact import derivative, expression, symbol
from bot.tutor.calculus.lesson import Place, Pole, Quantity, Slope
from bot.tutor.calculus.quantity import equal
from bot.tutor.calculus.start import Start
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node

# Two sets of values that stand for the open letters: no small whole numbers, all positive.
TRIALS = ((Fraction(17, 7), Fraction(5, 11)), (Fraction(31, 13), Fraction(3, 17)))


def with_letters(place: Place, start: Start) -> Slope | Pole:
    """The slope as a formula in the open letters, tried out with numbers in their place.

    Raises:
        Misunderstood: `open-letters` where what happens depends on the letters' values.
    """
    function, variable = place.function, start.variable
    if function.derivative is None:
        raise Misunderstood(reason="open-letters")
    point = {symbol(variable): place.at.exact}
    formula = derivative(start.node, variable, place.order)
    value, slope = function.expression.subs(point), formula.subs(point)
    names = sorted((letters(start.node) - {variable}) | letters(start.point))
    for first, step in TRIALS:
        numbers = {name: number(first + k * step) for k, name in enumerate(names)}
        divisor = _tried(start, numbers, place.order, slope)
        if divisor is not None:
            return Pole(place, None, None, divisor)
    return Slope(place, Quantity(value, None), Quantity(slope, None), None)


def _tried(start: Start, numbers: Mapping[str, Node], order: int, slope: Expr) -> Node | None:
    """The divisor that is 0 at the point; None where the slope holds for these numbers."""
    others = {name: node for name, node in numbers.items() if name != start.variable}
    trial = Start(put_in(start.node, others), start.variable, put_in(start.point, numbers))
    try:
        smooth = look(trial.node, trial.here).smooth
    except NoValue as refusal:
        if refusal.divisor is None:
            raise Misunderstood(reason="open-letters") from refusal
        return refusal.divisor
    if not smooth:
        raise Misunderstood(reason="open-letters")
    node = branch(trial.node, trial.here)
    first = exact_slope(node, trial)
    witness(trial, node, first)
    exact = exact_slope(node, trial, order)
    values = {symbol(name): expression(node) for name, node in numbers.items()}
    if not equal(slope.subs(values), exact):
        raise Misunderstood(reason="disagree")
    return None
