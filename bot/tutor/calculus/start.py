"""Where a nudge starts, and the point after it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from mpmath import mp

from bot.tutor.calculus.basic import number
from bot.tutor.calculus.evaluate import value
from bot.tutor.calculus.reals import inexact
from bot.tutor.reading.tree import Negative, Node, Number, Sum


@dataclass(frozen=True)
class Start:
    """A function, a point and a side.

    Attributes:
        node: the function, `basic` and without open letters.
        variable: its letter.
        point: a constant formula.
        direction: 1 to the right, -1 to the left.
    """

    node: Node
    variable: str
    point: Node
    direction: int = 1

    @property
    def here(self) -> Mapping[str, Node]:
        return {self.variable: self.point}

    def towards(self, direction: int) -> "Start":
        return replace(self, direction=direction)

    def near(self, mantissa: int, depth: int) -> Node:
        """The point moved by mantissa/100 * 10^-depth of its own magnitude (of 1 at 0)."""
        with mp.workdps(20):
            size = inexact(value(self.point, {}, 20))
            power = int(mp.floor(mp.log10(abs(size)))) if size else 0
        run = Fraction(mantissa, 100) * Fraction(10) ** (power - depth)
        return moved(self.point, self.direction * run)


def moved(point: Node, run: Fraction) -> Node:
    """The point after a nudge by `run`."""
    if isinstance(point, Number):
        return number(point.value + run)
    if isinstance(point, Negative) and isinstance(point.of, Number):
        return number(run - point.of.value)
    return Sum((point, number(run)))
