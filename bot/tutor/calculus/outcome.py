"""What happens at a point, decided from the function's value there and from its two sides."""

from dataclasses import dataclass, replace
from fractions import Fraction

from sympy import Expr

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.beside import Side, beside, exact_slope, witness
from bot.tutor.calculus.branch import branch
from bot.tutor.calculus.evaluate import NoValue, look
from bot.tutor.calculus.exact import formal_derivative
from bot.tutor.calculus.lesson import (
    Corner,
    Cusp,
    Hole,
    Jump,
    Nudged,
    Oscillation,
    Outcome,
    Outside,
    Place,
    Pole,
    Quantity,
    Slope,
    VerticalTangent,
)
from bot.tutor.calculus.nudge import nudged
from bot.tutor.calculus.quantity import equal, of_expression, of_node, of_real
from bot.tutor.calculus.start import Start
from bot.tutor.calculus.written import node_of
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Side as Wanted
from bot.tutor.reading.tree import Node


@dataclass(frozen=True)
class Spot:
    """What is looked at: a place, how to nudge there, and what the learner asked for.

    Attributes:
        run: the learner's own nudge.
        side: the side that was asked for.
    """

    place: Place
    start: Start
    run: Fraction | None
    side: Wanted

    @property
    def direction(self) -> int:
        """To which side one nudge goes: 1 to the right, -1 to the left, as the learner asked."""
        if self.side == "both" and self.run is not None and self.run < 0:
            return -1
        return -1 if self.side == "left" else 1

    def nudged(self, slope: Expr, direction: int) -> Nudged:
        """The finite difference on a side; the learner's own nudge gives its size."""
        run = None if self.run is None else direction * abs(self.run)
        return nudged(self.start.towards(direction), slope, run)


def outcome(spot: Spot) -> Outcome:
    """What happens at the spot.

    Decided by limits of the function and of its ratio on either side, not by names.

    Raises:
        Misunderstood: `disagree`, `too-hard` or `too-costly`; see `beside`.
    """
    if spot.place.order > 1:
        return _higher(spot)
    return _first(spot)


def _higher(spot: Spot) -> Outcome:
    """The slope of the derivative one order lower, if that has a value at the spot at all.

    What keeps a lower derivative from existing is the answer otherwise, with its own order.
    """
    place, start = spot.place, spot.start
    lower = outcome(replace(spot, place=replace(place, order=place.order - 1), run=None))
    if isinstance(lower, Hole):
        return replace(lower, place=place, slope=_filled(spot, lower))
    if not isinstance(lower, Slope):
        return lower
    node = lowered(start.node, start.variable, place.order)
    found = _first(replace(spot, start=replace(start, node=node)))
    # At a joint the rules may give the derivative another value than it has.
    match found:
        case (
            Slope(value=here)
            | Corner(value=here)
            | Cusp(value=here)
            | VerticalTangent(value=here)
            | Oscillation(value=Quantity() as here)
        ) if equal(here.exact, lower.slope.exact):
            return found
        case _:
            raise Misunderstood(reason="too-hard")


def _filled(spot: Spot, lower: Hole) -> Quantity | None:
    """The derivative of that order which the function filled with its limit would have."""
    if lower.slope is None:
        return None
    node = lowered(spot.start.node, spot.start.variable, spot.place.order)
    match _first(replace(spot, start=replace(spot.start, node=node), run=None)):
        case Hole(limit=limit, slope=slope) | Slope(value=limit, slope=slope) if equal(
            limit.exact, lower.slope.exact
        ):
            return slope
        case _:
            return None


def lowered(node: Node, variable: str, order: int) -> Node:
    """The derivative one order lower, whose slope the one of that order is; by the rules alone.

    Raises:
        Misunderstood: `too-hard` where our formulas cannot say it.
    """
    for _ in range(order - 1):
        written = node_of(formal_derivative(node, variable))
        if written is None:
            raise Misunderstood(reason="too-hard")
        node = basic(written)
    return node


def _first(spot: Spot) -> Outcome:
    start = spot.start
    try:
        smooth = look(start.node, start.here).smooth
        here = of_node(start.node, start.here)
    except NoValue as refusal:
        return _without_value(spot, refusal, *_sides(start))
    if smooth:
        return _smooth(spot, here)
    return _with_value(spot, here, *_sides(start))


def _sides(start: Start) -> tuple[Side | None, Side | None]:
    return beside(start.towards(-1)), beside(start.towards(1))


def _smooth(spot: Spot, here: Quantity) -> Slope:
    node = branch(spot.start.node, spot.start.here)
    slope = exact_slope(node, spot.start)
    for direction in (-1, 1):
        witness(spot.start.towards(direction), node, slope)
    return Slope(spot.place, here, of_expression(slope), spot.nudged(slope, spot.direction))


def _without_value(spot: Spot, refusal: NoValue, left: Side | None, right: Side | None) -> Outcome:
    sides = [side for side in (left, right) if side is not None]
    limits = [side.limit for side in sides]
    if refusal.divisor is not None and not sides:
        return Pole(spot.place, None, None, refusal.divisor)
    if not sides:
        return Outside(spot.place, refusal.function, _argument(refusal))
    if any(limit is not None and limit.is_infinite for limit in limits):
        return Pole(spot.place, _heads(left), _heads(right), refusal.divisor)
    if None in limits:
        return Oscillation(spot.place, None, "value")
    return _broken(spot, None, left, right)


def _with_value(spot: Spot, here: Quantity, left: Side | None, right: Side | None) -> Outcome:
    sides = [side for side in (left, right) if side is not None]
    if not sides:
        return Outside(spot.place, "alone", None)
    limits = [side.limit for side in sides]
    if any(limit is not None and limit.is_infinite for limit in limits):
        return Pole(spot.place, _heads(left), _heads(right), None)
    if None in limits:
        return Oscillation(spot.place, here, "value")
    if not all(equal(limit, here.exact) for limit in limits):
        return _broken(spot, here, left, right)
    if left is not None and right is not None:
        return _continuous(spot, here, left.slope, right.slope)
    return _edge(spot, here, left, right)


def _broken(
    spot: Spot, here: Quantity | None, left: Side | None, right: Side | None
) -> Jump | Hole:
    """Finite limits on the sides where the function lives, and none of them is the value."""
    sides = [side for side in (left, right) if side is not None]
    first, last = sides[0], sides[-1]
    if not equal(first.limit, last.limit):
        return _jump(spot, here, first, last)
    slope = _common(first.slope, last.slope)
    return Hole(
        spot.place,
        here,
        of_expression(first.limit),
        None if slope is None else of_expression(slope),
        "right" if left is None else "left" if right is None else None,
    )


def _jump(spot: Spot, here: Quantity | None, left: Side, right: Side) -> Jump:
    jump = Jump(spot.place, here, of_expression(left.limit), of_expression(right.limit))
    if here is None:
        return jump
    if equal(left.limit, here.exact) and _is_finite(left.slope):
        return replace(jump, joined="left", slope=of_expression(left.slope))
    if equal(right.limit, here.exact) and _is_finite(right.slope):
        return replace(jump, joined="right", slope=of_expression(right.slope))
    return jump


def _is_finite(slope: Expr | None) -> bool:
    return slope is not None and not slope.is_infinite


def _common(one: Expr | None, other: Expr | None) -> Expr | None:
    """The finite slope that both sides have, or None."""
    if one is None or other is None or not _is_finite(one) or not equal(one, other):
        return None
    return one


def _continuous(spot: Spot, here: Quantity, left: Expr | None, right: Expr | None) -> Outcome:
    if left is None or right is None:
        return Oscillation(spot.place, here, "slope")
    one, other = of_expression(left), of_expression(right)
    before, after = spot.nudged(left, -1), spot.nudged(right, 1)
    if left.is_infinite and right.is_infinite:
        kind = VerticalTangent if left == right else Cusp
        return kind(spot.place, here, one, other, before, after)
    if equal(left, right):
        nudge = before if spot.side == "left" else after
        return Slope(spot.place, here, one, nudge)
    return Corner(spot.place, here, one, other, before, after)


def _edge(spot: Spot, here: Quantity, left: Side | None, right: Side | None) -> Outcome:
    """At the end of a domain, the one side on which the function lives decides."""
    side = left or right
    slope = None if side is None else side.slope
    if slope is None:
        return Oscillation(spot.place, here, "slope")
    nudge = spot.nudged(slope, 1 if left is None else -1)
    steep = of_expression(slope)
    if not slope.is_infinite:
        return Slope(spot.place, here, steep, nudge, "right" if left is None else "left")
    if left is None:
        return VerticalTangent(spot.place, here, None, steep, None, nudge)
    return VerticalTangent(spot.place, here, steep, None, nudge, None)


def _heads(side: Side | None) -> Quantity | None:
    return None if side is None or side.limit is None else of_expression(side.limit)


def _argument(refusal: NoValue) -> Quantity | None:
    """What was not taken, exactly where it is rational."""
    if refusal.argument is None:
        return None
    return of_real(refusal.argument)
