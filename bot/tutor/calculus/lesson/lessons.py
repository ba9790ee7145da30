"""What was asked, and all that is true about it."""

from dataclasses import dataclass
from typing import Literal

from sympy.logic.boolalg import Boolean

from bot.tutor.calculus.lesson.outcomes import (
    Function,
    Nudged,
    Outcome,
    Place,
    Quantity,
    Slope,
)
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Node


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
