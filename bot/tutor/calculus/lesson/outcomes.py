"""What happens at a point, and the numbers, function and nudge that it is told with."""

from dataclasses import dataclass
from typing import Literal

from sympy import Expr

from bot.tutor.reading.tree import Node


@dataclass(frozen=True)
class Quantity:
    """A real number: exact, and to 25 significant digits however much cancels in it.

    Attributes:
        exact: the exact value, a Rational or an expression without letters, or oo or -oo
            (with parameters left open: an expression in them).
        decimal: 25 significant digits, such as "0.0004998750416510479141420"; None where `exact`
            holds letters or is infinite.
    """

    exact: Expr
    decimal: str | None


@dataclass(frozen=True)
class Function:
    """A function that is taught.

    Attributes:
        tree: as it was read; text: its canonical plain text.
        variable: the letter that is nudged; name: f, y, s, ...
        expression: as sympy has it; derivative: of the order asked, as a function, or None
            where none is known in closed form.
    """

    tree: Node
    text: str
    variable: str
    name: str
    expression: Expr
    derivative: Expr | None


@dataclass(frozen=True)
class Nudged:
    """The finite difference: nudge the variable by `run` and see what the function does."""

    run: Quantity
    to: Quantity  # the point after the nudge
    value: Quantity  # the function there
    rise: Quantity
    ratio: Quantity  # rise / run
    exact: bool  # the ratio equals the slope: "=", else "≈"


@dataclass(frozen=True)
class Place:
    """A function and a point: what every outcome is about."""

    function: Function
    at: Quantity
    at_text: str  # the point in canonical plain text: pi/3, 2.001
    order: int
    written: str = ""  # how the learner wrote the point, where that was longer: 60*pi/180


@dataclass(frozen=True)
class Slope:
    """There is a slope.

    With `order` n above 1 it is that of the derivative of order n - 1, whose value and nudge
    these are. `edge` names the only side on which the function lives, at a domain's edge.
    """

    place: Place
    value: Quantity
    slope: Quantity
    nudged: Nudged | None  # None where a letter is left open, or the point known to digits alone
    edge: Literal["left", "right"] | None = None


@dataclass(frozen=True)
class Corner:
    """Continuous, and two different one-sided slopes (one of them may be infinite)."""

    place: Place
    value: Quantity
    left: Quantity
    right: Quantity
    nudged_left: Nudged
    nudged_right: Nudged


@dataclass(frozen=True)
class Cusp:
    """Continuous, and the one-sided slopes are oo and -oo."""

    place: Place
    value: Quantity
    left: Quantity
    right: Quantity
    nudged_left: Nudged
    nudged_right: Nudged


@dataclass(frozen=True)
class VerticalTangent:
    """The ratio grows without bound: oo or -oo, from both sides, or from one at a domain's edge."""

    place: Place
    value: Quantity
    left: Quantity | None
    right: Quantity | None
    nudged_left: Nudged | None
    nudged_right: Nudged | None


@dataclass(frozen=True)
class Jump:
    """Different limits from the left and the right; `value` is None where there is none.

    `joined` names the side whose limit is the value, where it has a one-sided `slope`.
    """

    place: Place
    value: Quantity | None
    left: Quantity  # the limit of the function from the left
    right: Quantity
    joined: Literal["left", "right"] | None = None
    slope: Quantity | None = None


@dataclass(frozen=True)
class Hole:
    """The function has a limit here but no value, or another value.

    `slope` is what the function filled with its limit would have, of the place's order, or None.
    `edge` names the only side on which the function lives.
    """

    place: Place
    value: Quantity | None
    limit: Quantity
    slope: Quantity | None
    edge: Literal["left", "right"] | None = None


@dataclass(frozen=True)
class Pole:
    """The function grows without bound, from one side at least.

    `left` and `right` are what it heads to: oo, -oo, or a number on the other side; None where
    it does not live, or swings.
    """

    place: Place
    left: Quantity | None
    right: Quantity | None
    divisor: Node | None  # what is divided by and is 0 here, where that is the reason


@dataclass(frozen=True)
class Oscillation:
    """The function (`of` = value) or its ratio (`of` = slope) swings without a limit."""

    place: Place
    value: Quantity | None
    of: Literal["value", "slope"]


@dataclass(frozen=True)
class Outside:
    """No real value here: `function` of the table (or "power") does not take `argument`."""

    place: Place
    function: str
    argument: Quantity | None


Outcome = Slope | Corner | Cusp | VerticalTangent | Jump | Hole | Pole | Oscillation | Outside
