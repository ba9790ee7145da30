"""By how much a formula changes when its variable does, without one value taken from another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from mpmath import mp

from bot.tutor.calculus.basic import letters
from bot.tutor.calculus.branch import branch
from bot.tutor.calculus.evaluate import look, value
from bot.tutor.calculus.expand import MEANINGS
from bot.tutor.calculus.reals import Real, inexact
from bot.tutor.calculus.start import Start
from bot.tutor.reading.tree import (
    Call,
    Constant,
    Letter,
    Negative,
    Node,
    Power,
    Product,
    Quotient,
    Sum,
)


class Unsuited(Exception):  # noqa: N818 - a limit of this method, not a fault
    """There is no such rule, or the change is too large for one."""


@dataclass(frozen=True)
class _Moved:
    """A value, and by how much it changes."""

    at: Real
    by: Real

    @property
    def grown(self) -> Real:
        """The logarithm of how many times as large it becomes."""
        if self.at == 0 or self.by / self.at <= -HALF:
            raise Unsuited
        return mp.log1p(self.by / self.at)


HALF = 0.5


def rise(start: Start, smooth: Node, to: Node, run: Real, digits: int) -> Real:
    """By how much the function at `to` is more than `smooth` at the start.

    Measured, as the difference of the two values; worked out by `change` where they agree in half
    of the digits or more, and the function is still the same formula.

    Args:
        start: the function and the point.
        smooth: the formula whose value there counts, the function itself or what it is beside it.
        to: the point after the nudge, and `run` how far that is.
        run: in units of the variable.
        digits: worked with.

    Raises:
        NoValue: at the start or after the nudge.
    """
    end = {start.variable: to}
    before, after = look(smooth, start.here, digits), look(start.node, end, digits)
    here, there = before.value, after.value
    known = not (before.lost or after.lost)
    if known and isinstance(here, Fraction) and isinstance(there, Fraction):
        return there - here
    with mp.workdps(digits):
        measured = inexact(there) - inexact(here)
        if abs(measured) > abs(inexact(there)) * mp.mpf(10) ** (-digits // 2):
            return measured
        chosen = branch(smooth, start.here, digits)
        if branch(start.node, end, digits) != chosen:
            return measured
        try:
            return change(chosen, start.here, start.variable, inexact(run))
        except Unsuited:
            return measured


def change(node: Node, where: Mapping[str, Node], variable: str, run: Real) -> Real:
    """f(a + run) - f(a) at mpmath's working precision.

    Where a function is nearly flat both values agree in more digits than anybody can work with,
    as those of tanh at 1,000,000 do. Every rule here is an identity, such as
    e^(u + d) - e^u = e^u (e^d - 1), in which nothing cancels.

    Args:
        node: `basic`, every choice in it made.
        where: the letters' values.
        variable: the letter that changes.
        run: by how much.

    Raises:
        Unsuited: where it has to be measured instead.
        NoValue: there is none at the point.
    """

    def of(part: Node) -> _Moved:
        at = inexact(value(part, where, mp.dps))
        return _Moved(at, _by(part, at) if variable in letters(part) else mp.zero)

    def _by(part: Node, at: Real) -> Real:
        match part:
            case Letter():
                return run
            case Negative(inner):
                return -of(inner).by
            case Sum(terms):
                return mp.fsum(of(term).by for term in terms)
            case Product(factors):
                return reduce(_times, map(of, factors)).by
            case Quotient(top, bottom):
                above, below = of(top), of(bottom)
                return (above.by * below.at - above.at * below.by) / (
                    below.at * (below.at + below.by)
                )
            case Power(base, exponent):
                return at * mp.expm1(_exponent(of(base), of(exponent), base))
            case Call("sqrt" | "cbrt" as root, (inner,)):
                return at * mp.expm1(of(inner).grown / (2 if root == "sqrt" else 3))
            case Call("ln", (inner,)):
                return of(inner).grown
            case Call(name, (inner,)) if name in RULES:
                moved = of(inner)
                return RULES[name](moved.at, moved.by)
            case Call(name, (inner,)) if name in MEANINGS:
                return of(MEANINGS[name](inner)).by
        raise Unsuited

    return of(node).by


def _times(one: _Moved, other: _Moved) -> _Moved:
    by = one.by * other.at + one.at * other.by + one.by * other.by
    return _Moved(one.at * other.at, by)


def _exponent(base: _Moved, exponent: _Moved, written: Node) -> Real:
    """By how much the logarithm of a power changes."""
    if written == Constant("e"):
        return exponent.by
    grown = (exponent.at + exponent.by) * base.grown if base.by else mp.zero
    return grown + (exponent.by * mp.log(base.at) if exponent.by else mp.zero)


def _error(u: Real, by: Real) -> Real:
    """Of erf, by what is left to 1 on the side where it is."""
    if u * (u + by) <= 0:
        raise Unsuited
    left = mp.erfc(abs(u)) - mp.erfc(abs(u + by))
    return left if u > 0 else -left


def _arctangent(u: Real, by: Real) -> Real:
    below = 1 + u * (u + by)
    if below <= 0:
        raise Unsuited
    return mp.atan(by / below)


RULES: Mapping[str, Callable[[Real, Real], Real]] = {
    "exp": lambda u, by: mp.exp(u) * mp.expm1(by),
    "sin": lambda u, by: 2 * mp.cos(u + by / 2) * mp.sin(by / 2),
    "cos": lambda u, by: -2 * mp.sin(u + by / 2) * mp.sin(by / 2),
    "sinh": lambda u, by: 2 * mp.cosh(u + by / 2) * mp.sinh(by / 2),
    "cosh": lambda u, by: 2 * mp.sinh(u + by / 2) * mp.sinh(by / 2),
    "tanh": lambda u, by: mp.sinh(by) / (mp.cosh(u) * mp.cosh(u + by)),
    "atan": _arctangent,
    "erf": _error,
    "erfc": lambda u, by: -_error(u, by),
}
