"""What happens at one point, in words: one answer and one explanation for every outcome."""

from typing import assert_never

from sympy import Rational

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
from bot.tutor.calculus.straight import changes
from bot.tutor.calculus.teach import everywhere
from bot.tutor.numerals import is_exact, said, said_together
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.request import Request
from bot.tutor.telling.movement import after, movement, moving, rounded
from bot.tutor.telling.notation import (
    at,
    defined,
    formula,
    fraction,
    letter,
    moved,
    number,
    operator,
    quotient,
    short,
)
from bot.tutor.telling.sentences import Say

NAMED_ORDERS = {1: "slope", 2: "order_2", 3: "order_3"}
USUAL = Rational(1, 1000)  # the nudge of lesson 2.5
WITHOUT_ARGUMENT = {"cases", "alone"}  # reasons to lie outside that blame no number


def describe(outcome: Outcome, request: Request, say: Say) -> list[str]:
    """The headline, then the explanation, a sentence or two to a line."""
    place = outcome.place
    headline = say(
        "headline",
        function=defined(place.function),
        at=at(place),
        answer=answer_to(outcome, request, say),
    )
    return [headline, *_explanation(outcome, say)]


def answer_to(outcome: Outcome, request: Request, say: Say) -> str:
    """The answer to what was asked: a side's own slope, or a higher derivative that is missing."""
    side, order = request.side, request.order
    if order > 1 and not isinstance(outcome, Slope):
        key = f"no_{NAMED_ORDERS.get(order, 'order_n')}"
        f = outcome.place.function.name if isinstance(outcome, Hole) else _f(outcome.place)
        return say(key, order=str(order), f=f, answer=answer(outcome, say))
    if side == "both" or order > 1:
        return answer(outcome, say)
    match outcome:
        case Slope(slope=slope, edge=edge) if edge in {None, side}:
            return say(f"slope_{side}", slope=number(slope))
        case Corner():
            one = outcome.left if side == "left" else outcome.right
            return say("and").join((say(f"slope_{side}", slope=number(one)), say("corner")))
        case Jump(joined=joined, slope=Quantity() as one) if joined == side:
            return say("and").join((say(f"slope_{side}", slope=number(one)), say("jump")))
        case _:
            return answer(outcome, say)


def answer(outcome: Outcome, say: Say) -> str:
    """What the outcome is, in a few words: "slope 3", "a corner, no single slope"."""
    match outcome:
        case Slope():
            return _named(outcome.place, outcome.slope, say)
        case Corner():
            return say("corner")
        case Cusp():
            return say("cusp")
        case VerticalTangent():
            return say("vertical")
        case Jump():
            return say("jump")
        case Hole(value=None):
            return say("hole")
        case Hole():
            return say("hole_other")
        case Pole():
            return say("pole")
        case Oscillation():
            return say("oscillation")
        case Outside(function="alone"):
            return say("alone")
        case Outside():
            return say("outside")
        case _:
            assert_never(outcome)


def reason(outcome: Outcome, say: Say) -> str:
    """Why there is no slope, in one line."""
    lines = _explanation(outcome, say)
    match outcome:
        case Corner() | Cusp():
            return lines[-1]
        case VerticalTangent(left=left, right=right):
            return lines[-1 if left and right else -2]
        case _:
            return lines[0]


def finer(outcome: Outcome, request: Request, say: Say) -> list[str]:
    """The remark that a finer nudge than the usual one was taken, unasked."""
    if not isinstance(outcome, Slope) or outcome.nudged is None or request.run is not None:
        return []
    run = outcome.nudged.run
    return [] if abs(run.exact) == USUAL else [say("finer", run=said(run))]


def _named(place: Place, slope: Quantity, say: Say) -> str:
    key = NAMED_ORDERS.get(place.order, "order_n")
    return say(key, slope=number(slope), order=str(place.order))


def _explanation(outcome: Outcome, say: Say) -> list[str]:
    match outcome:
        case Slope():
            return _slope(outcome, say)
        case Corner() | Cusp():
            return _two_sides(outcome, say)
        case VerticalTangent():
            return _vertical(outcome, say)
        case Jump():
            return _jump(outcome, say)
        case Hole():
            return _hole(outcome, say)
        case Pole():
            return _pole(outcome, say)
        case Oscillation(of="value", value=value):
            none = [] if value else [say("oscillation_none", at=at(outcome.place))]
            return [say("oscillation_value", f=_f(outcome.place)), *none]
        case Oscillation():
            return [say("oscillation_slope", f=_f(outcome.place))]
        case Outside():
            reason = _reason(outcome, say)
            return [reason if outcome.function == "alone" else say("outside_why", reason=reason)]
        case _:
            assert_never(outcome)


def _slope(outcome: Slope, say: Say) -> list[str]:
    nudged = outcome.nudged
    if nudged is None:
        return [say("symbolic"), _notations(outcome, say)]
    return [
        *movement(outcome.place, outcome.value, nudged, outcome.slope, say),
        _is_slope(outcome, nudged, say),
        _notations(outcome, say),
        *_remarks(outcome, say),
    ]


def _is_slope(outcome: Slope, nudged: Nudged, say: Say) -> str:
    key = "is_slope" if nudged.exact else "limit"
    higher = "" if outcome.place.order == 1 else "_higher"
    return say(f"{key}{higher}", slope=said(outcome.slope), lower=_f(outcome.place))


def _notations(outcome: Slope, say: Say) -> str:
    place = outcome.place
    function = place.function
    derivative, slope = formula(function.derivative), number(outcome.slope)
    constant = everywhere(function) is not None
    if constant and is_exact(outcome.slope):
        derivative = slope
    key = "notations" if constant else "notations_only" if derivative is None else "notations_at"
    return say(
        key,
        quotient=quotient(function, place.order),
        operator=operator(function, place.order),
        derivative=derivative or slope,
        at=at(place),
        slope=slope if slope.startswith("≈") else f"= {slope}",
        equals=rounded("equals", said(outcome.slope), say, exact=is_exact(outcome.slope)),
    )


def _remarks(outcome: Slope, say: Say) -> list[str]:
    place = outcome.place
    remarks = []
    if everywhere(place.function) is not None:
        remarks += everywhere_same(place, outcome.slope, say)
    elif changes(place.function):
        remarks.append(say("changes"))
    if outcome.edge:
        remarks.append(say(f"edge_{outcome.edge}", f=_f(place)))
    return remarks


def everywhere_same(place: Place, slope: Quantity, say: Say) -> list[str]:
    """The remark that a derivative is the same everywhere; a line that does not bend says more."""
    if place.order == 1:
        return [say("everywhere")]
    return [say("everywhere_higher")] if slope.exact != 0 else []


def _two_sides(outcome: Corner | Cusp, say: Say) -> list[str]:
    why = "corner_why" if isinstance(outcome, Corner) else "cusp_why"
    if isinstance(outcome, Corner) and outcome.left.exact.is_infinite:
        why = "corner_steep_left"
    if isinstance(outcome, Corner) and outcome.right.exact.is_infinite:
        why = "corner_steep_right"
    return [
        _side(outcome, outcome.nudged_right, outcome.right, "right", say),
        _side(outcome, outcome.nudged_left, outcome.left, "left", say),
        say(why, left=number(outcome.left), right=number(outcome.right)),
    ]


def _vertical(outcome: VerticalTangent, say: Say) -> list[str]:
    lines = []
    if outcome.nudged_right and outcome.right:
        lines.append(_side(outcome, outcome.nudged_right, outcome.right, "right", say))
    if outcome.nudged_left and outcome.left:
        lines.append(_side(outcome, outcome.nudged_left, outcome.left, "left", say))
    slopes = dict.fromkeys(number(one) for one in (outcome.left, outcome.right) if one)
    lines.append(say("vertical_why", slopes=say("and").join(slopes)))
    if outcome.left is None or outcome.right is None:
        lines.append(
            say("only_right" if outcome.left is None else "only_left", f=_f(outcome.place))
        )
    return lines


def _side(
    outcome: Corner | Cusp | VerticalTangent, nudged: Nudged, slope: Quantity, side: str, say: Say
) -> str:
    value, there, rise = said_together(outcome.value, nudged.value, nudged.rise)
    limit = slope if slope.decimal else None
    return say(
        f"side_{side}",
        a=letter(outcome.place.function.variable),
        to=moved(outcome.place, nudged),
        f=_f(outcome.place),
        value=rounded("exact", value, say, exact=is_exact(outcome.value)),
        moved=after("exact", outcome.value, nudged, there, say),
        moving=moving(outcome.place, nudged, say),
        fraction=fraction(nudged, rise, limit),
    )


def _jump(outcome: Jump, say: Say) -> list[str]:
    f = _f(outcome.place)
    lines = [say("jump_why", f=f, left=number(outcome.left), right=number(outcome.right))]
    if outcome.value:
        lines.append(say("jump_value", f=f, value=number(outcome.value)))
    if outcome.slope:
        lines.append(say(f"jump_joined_{outcome.joined}", slope=number(outcome.slope)))
    return lines


def _hole(outcome: Hole, say: Say) -> list[str]:
    place, limit = outcome.place, number(outcome.limit)
    f, side = place.function.name, f"_{outcome.edge}" if outcome.edge else ""
    if outcome.value:
        value = number(outcome.value)
        return [say(f"hole_other_why{side}", f=f, at=at(place), limit=limit, value=value)]
    lines = [say(f"hole_why{side}", f=f, at=at(place), limit=limit)]
    if outcome.slope and place.order > 1:
        lines.append(
            say("hole_filled_higher", limit=limit, named=_named(place, outcome.slope, say))
        )
    elif outcome.slope:
        key = "hole_filled_one_sided" if outcome.edge else "hole_filled"
        lines.append(say(key, limit=limit, slope=number(outcome.slope)))
    elif place.order == 1:
        lines.append(say("hole_filled_none", limit=limit))
    return lines


def _pole(outcome: Pole, say: Say) -> list[str]:
    place = outcome.place
    why = say("pole_grows", f=_f(place))
    if outcome.divisor is not None:
        why = say("pole_divisor", divisor=unicode(outcome.divisor), at=at(place))
    left = number(outcome.left) if outcome.left else ""
    right = number(outcome.right) if outcome.right else ""
    if not left and not right:
        return [why]
    if left == right:
        return [why, say("pole_both", f=_f(place), heads=left)]
    key = "pole_sides" if left and right else "pole_left" if left else "pole_right"
    return [why, say(key, f=_f(place), left=left, right=right)]


def _reason(outcome: Outside, say: Say) -> str:
    argument = number(outcome.argument) if outcome.argument else ""
    key = outcome.function if argument or outcome.function in WITHOUT_ARGUMENT else "bare"
    return say(key, table="outside", function=outcome.function, argument=argument)


def _f(place: Place) -> str:
    return short(place.function, place.order)
