"""What is true: outcomes (what happens at a point) and lessons (what was asked)."""

from dataclasses import dataclass
from typing import Literal

from sympy import Expr
from sympy.logic.boolalg import Boolean

from bot.tutor.reading.request import Request
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


@dataclass(frozen=True)
class AtPoints:
    """One or more functions at one or more points; more than one outcome is a comparison.

    `everywhere` per function: the derivative, where it does not depend on the variable.
    """

    request: Request
    outcomes: tuple[Outcome, ...]
    functions: tuple[Function, ...]


@dataclass(frozen=True)
class AsFunction:
    """The derivative as a function (no point asked)."""

    request: Request
    functions: tuple[Function, ...]


@dataclass(frozen=True)
class Valued:
    """Only the function's value was asked; where it has none, what happens there instead."""

    request: Request
    function: Function
    at: Quantity
    value: Quantity | Outcome


Rule = Literal[
    "itself",
    "constant",
    "power",
    "exponential",
    "table",
    "multiple",
    "sum",
    "product",
    "quotient",
    "chain",
    "logarithmic",
    "piece",
]


@dataclass(frozen=True)
class Step:
    """One rule at work: the derivative of `of`, a part of the formula, is `by_rule`.

    With the rule `piece` there is no derivative yet: beside the point, `of` is `by_rule`.

    Attributes:
        by_rule: as the rule gives it; slope: the same, shorter where it can be.
        rewritten: `of` in the form to which the rule applies, as x^(1/2) for the root of x.
        inner: with the chain rule, what is inside; outer: the step outside, in a letter for it.
    """

    rule: Rule
    of: Node
    by_rule: Node
    slope: Node
    rewritten: Node | None = None
    inner: Node | None = None
    outer: "Step | None" = None


@dataclass(frozen=True)
class Limit:
    """The definition worked: (f(a + h) - f(a))/h in ever simpler forms, and what h -> 0 leaves."""

    letter: str  # of the nudge, h
    forms: tuple[Node, ...]
    result: Node


@dataclass(frozen=True)
class Miss:
    """How far a ratio is from the slope, in nudges: f''/2 for a small one.

    Attributes:
        off: ratio - slope; times: `off` over the nudge, or f''/2 where it is only near that.
        exact: `off` is just so many nudges.
    """

    ratio: Quantity
    slope: Quantity
    off: Quantity
    times: Quantity
    exact: bool


@dataclass(frozen=True)
class Derivation:
    """How the derivative of a function comes about.

    Attributes:
        of: what is differentiated last: the function, or for a higher order the derivative
            below it.
        steps: empty where no rules are known that hold.
        limit: the definition worked, for simple functions of the first order.
    """

    function: Function
    of: Node | None
    steps: tuple[Step, ...]
    limit: Limit | None


@dataclass(frozen=True)
class Why:
    """Why an answer is what it is: the rules for each of its functions.

    Attributes:
        about: the answer.
        derivations: one for each function; none where the point has no slope, whose reason is
            the outcome's own.
        miss: why the ratio at its one point is not exactly the slope, where that is simple.
    """

    request: Request
    about: AtPoints | AsFunction
    derivations: tuple[Derivation, ...]
    miss: Miss | None


@dataclass(frozen=True)
class Tangent:
    """The tangent line was asked: that of every slope in `about`, or none, as its outcomes say.

    Where the request wants the normal, that line is told too.
    """

    request: Request
    about: AtPoints


@dataclass(frozen=True)
class Average:
    """The slope of the straight line through two points of a function.

    Attributes:
        about: the answer whose picture goes with it, at the first point or at both.
        first, last: the points; value: the function at the first.
        nudged: from the first to the last.
    """

    request: Request
    about: AtPoints
    first: Place
    last: Place
    value: Quantity
    nudged: Nudged


@dataclass(frozen=True)
class Row:
    """The finite differences of one nudge, to the right and to the left.

    None where the function has no value after the nudge.
    """

    run: Quantity  # its size
    right: Nudged | None
    left: Nudged | None


@dataclass(frozen=True)
class Table:
    """The shrinking table: smaller and smaller nudges at the one point of `about`."""

    request: Request
    about: AtPoints
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Stretch:
    """A whole stretch with one slope: a condition such as x > 0, and one of its points."""

    test: Boolean
    example: Slope


@dataclass(frozen=True)
class Where:
    """The points at which the derivative has the value `target`, from left to right.

    `stretches` are those on which it has it all along; points of theirs are not in `found`.

    `found` holds a slope for each, at the point itself where it is known exactly, else at its
    nearest number of 25 digits. `extent` says how many there are:

        all: these and no others; `found` may be empty.
        endless: infinitely many, and these are the ones nearest to 0.
        searched: these were met between `WINDOW`'s ends, and there may be others.
        everywhere: every point, for the slope is the same everywhere.
        nowhere: none, because the slope is another one and the same everywhere.
    """

    request: Request
    function: Function
    target: Quantity
    found: tuple[Slope, ...]
    extent: Literal["all", "endless", "searched", "everywhere", "nowhere"]
    stretches: tuple[Stretch, ...] = ()


# What has a picture of its own; every other lesson has the picture of what it is about.
Pictured = AtPoints | AsFunction | Valued
Lesson = Pictured | Why | Tangent | Average | Table | Where
