"""What was asked, in plain strings: hashable, storable, the same in every language."""

from dataclasses import dataclass
from typing import Literal

from bot.tutor.errors import Misunderstood

Wants = Literal[
    "slope", "value", "tangent", "normal", "average", "table", "why", "definition", "where"
]
Side = Literal["both", "left", "right"]


@dataclass(frozen=True)
class Request:
    """One request.

    Every formula, point and nudge is canonical plain text: what `printing.plain` prints of the
    parsed tree and `formula.parse` reads back to the same tree.

    Attributes:
        formulas: the functions asked about; more than one asks for a comparison.
        variable: the letter that is nudged, the same for all formulas; "" in the draft of an
            `Unasked` where nobody knows it yet.
        points: values of the variable; none asks for the derivative as a function.
        run: the learner's own nudge, signed, in units of the variable; None is the usual one.
        side: `left` or `right` where a one-sided slope was asked for.
        order: 1 for the slope, 2 for the second derivative, and so on.
        given: values for other letters, as (letter, value) pairs.
        wants: the kind of lesson; `slope` without points is the derivative as a function,
            `average` is the slope between its two points, and `definition` the slope from the
            difference quotient and its limit.
        target: with `where`, the slope that is looked for.
        name: how the learner named the function: f, y, s, J.
        others: other defensible readings of the first formula.
        repairs: what was mended in the learner's spelling, as (written, read as) pairs.
    """

    formulas: tuple[str, ...]
    variable: str = "x"
    points: tuple[str, ...] = ()
    run: str | None = None
    side: Side = "both"
    order: int = 1
    given: tuple[tuple[str, str], ...] = ()
    wants: Wants = "slope"
    target: str | None = None
    name: str = "f"
    others: tuple[str, ...] = ()
    repairs: tuple[tuple[str, str], ...] = ()


@dataclass(unsafe_hash=True)
class Unasked(Misunderstood):
    """A function with no question about it: the reply asks back, and what follows completes it.

    Args:
        draft: what was understood, for a follow-up such as "at 2?" to change.
    """

    draft: Request | None = None

    def __reduce__(self) -> tuple[type["Misunderstood"], tuple[object, ...]]:
        """Pickle by the fields, as its parent does."""
        return type(self), (self.reason, self.text, self.span, self.slots, self.draft)
