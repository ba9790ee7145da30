"""Sums of powers of a small positive step, with exact coefficients and a known error."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sympy
from sympy import Expr, Integer, Symbol, oo

LOG = Symbol("log_of_the_step", real=True)  # ln t, which heads to -oo; it may stand in coefficients


class Unknown(Exception):  # noqa: N818 - a limit of this method, not a fault
    """The terms kept do not tell; more of them may, if `deeper`."""

    def __init__(self, *, deeper: bool = False) -> None:
        super().__init__()
        self.deeper = deeper


@dataclass(frozen=True)
class Series:
    """c1 t^e1 + c2 t^e2 + ... + O(t^rest) as the step t falls to 0.

    Attributes:
        terms: (exponent, coefficient) pairs, exponents rising and below `rest`, coefficients not 0;
            a coefficient may hold LOG, which is weaker than every power.
        rest: exponent of the error; oo for none, or for one smaller than every power.
        flat: whether there is an error smaller than every power, such as e^(-1/t).
    """

    terms: tuple[tuple[Expr, Expr], ...]
    rest: Expr = oo
    flat: bool = False

    @property
    def order(self) -> Expr:
        """The exponent of the first term, or of the error where there is no term."""
        return self.terms[0][0] if self.terms else self.rest


FLAT = Series((), oo, flat=True)


def constant(value: Expr) -> Series:
    return _series([(Integer(0), value)], oo)


def step(point: Expr, direction: int) -> Series:
    """The variable itself, right of the point (1) or left of it (-1)."""
    return _series([(Integer(0), point), (Integer(1), Integer(direction))], oo)


def huge(side: int) -> Series:
    """What grows faster than every power of the step, such as e^(1/t), to the side 1 or -1."""
    return Series(((-oo, Integer(side)),))


def add(a: Series, b: Series) -> Series:
    """The sum; unknown where two that are beyond every power may cancel."""
    sides = {_huge(x) for x in (a, b)} - {0}
    if sides:
        if len(sides) > 1:
            raise Unknown
        return huge(sides.pop())
    return _series([*a.terms, *b.terms], min(a.rest, b.rest), flat=a.flat or b.flat)


def scale(a: Series, factor: Expr, power: Expr = 0) -> Series:
    """The series times factor * t^power."""
    terms = tuple((exponent + power, factor * value) for exponent, value in a.terms)
    return Series(terms, a.rest + power, a.flat)


def multiply(a: Series, b: Series, length: int) -> Series:
    if _huge(a) or _huge(b):
        if not (a.terms and b.terms):
            raise Unknown
        return huge(1 if positive(a.terms[0][1] * b.terms[0][1]) else -1)
    products = [(e + f, c * d) for e, c in a.terms for f, d in b.terms]
    flat = a.flat or b.flat
    rest = min(a.order + b.rest, b.order + a.rest) if a.terms or b.terms else a.rest + b.rest
    return _cut(_series(products, rest, flat=flat), length)


def power(a: Series, exponent: Expr, length: int) -> Series:
    """A real power; of a negative base, a whole one or one with an odd denominator."""
    if not a.terms and exponent > 0:
        return Series((), a.rest * exponent, a.flat)
    if _huge(a):
        return _huge_power(a, exponent)
    first, lead, tail = _leading(a)
    if positive(lead) or exponent.is_integer:
        front = lead**exponent
    elif exponent.is_Rational and exponent.q % 2 == 1:
        front = (-1) ** exponent.p * (-lead) ** exponent
    else:
        raise Unknown
    if exponent.is_integer and exponent >= 0 and exponent <= length:
        coefficients = [sympy.binomial(exponent, k) for k in range(int(exponent) + 1)]
    else:
        coefficients = [sympy.ff(exponent, k) / sympy.factorial(k) for k in range(length + 1)]
    finite = bool(exponent.is_integer and 0 <= exponent <= length)
    return scale(compose(coefficients, tail, length, finite=finite), front, first * exponent)


def compose(
    coefficients: Sequence[Expr], tail: Series, length: int, *, finite: bool = False
) -> Series:
    """c0 + c1 u + c2 u^2 + ... for a series u that falls to 0.

    Args:
        coefficients: of as many terms as are known.
        tail: u.
        length: how many terms are kept.
        finite: whether there are no more coefficients than these.
    """
    total, grown = constant(coefficients[0]), constant(Integer(1))
    for coefficient in coefficients[1:]:
        grown = multiply(grown, tail, length)
        total = add(total, scale(grown, coefficient))
    if not finite and (tail.terms or tail.rest != oo):
        error = Series((), len(coefficients) * tail.order)
        total = add(total, error)
    return _cut(total, length)


def logarithm(a: Series, length: int) -> Series:
    first, lead, tail = _leading(a)
    if lead.has(LOG) or not positive(lead):
        raise Unknown
    one = Integer(1)
    coefficients = [Integer(0), *((-one) ** (k + 1) / k for k in range(1, length + 1))]
    return add(constant(sympy.log(lead) + first * LOG), compose(coefficients, tail, length))


def parted(a: Series) -> tuple[Expr, Series]:
    """The constant term, and the rest, of a series that has a finite limit."""
    if a.rest <= 0:
        raise Unknown
    value, others = Integer(0), []
    for exponent, coefficient in a.terms:
        if exponent < 0 or (exponent == 0 and coefficient.has(LOG)):
            raise Unknown
        if exponent == 0:
            value = coefficient
        else:
            others.append((exponent, coefficient))
    return value, Series(tuple(others), a.rest, a.flat)


def infinite(a: Series) -> int:
    """1 or -1 where the series grows without bound to that side, 0 where it has a bound.

    Raises:
        Unknown: where the error hides it.
    """
    if not a.terms:
        if a.rest < 0:
            raise Unknown
        return 0
    exponent, lead = a.terms[0]
    if exponent < 0 or (exponent == 0 and abs(_headed(lead)) == oo):
        return 1 if positive(lead) else -1
    return 0


def head(a: Series) -> Expr:
    """What the series heads to, oo and -oo included.

    Raises:
        Unknown: where the error hides it.
    """
    side = infinite(a)
    if side:
        return side * oo
    if a.terms and a.order == 0:
        if a.rest <= 0:
            raise Unknown
        return _headed(a.terms[0][1])
    if a.order <= 0:
        raise Unknown
    return Integer(0)


def positive(value: Expr) -> bool:
    """The sign of a coefficient that is not 0, far down where LOG is very negative."""
    return bool(value.subs(LOG, -(10**30)).evalf(30) > 0)


def _huge(a: Series) -> int:
    return int(a.terms[0][1]) if a.terms and a.order == -oo else 0


def _huge_power(a: Series, exponent: Expr) -> Series:
    if exponent < 0:
        return FLAT
    if _huge(a) > 0 or not exponent.is_integer:
        return huge(_huge(a))
    return huge(1 if exponent.is_even else -1)


def _headed(value: Expr) -> Expr:
    return sympy.limit(value, LOG, -oo) if value.has(LOG) else value


def _leading(a: Series) -> tuple[Expr, Expr, Series]:
    """Exponent and coefficient of the first term, and u where the series is c t^e (1 + u)."""
    if not a.terms or _huge(a):
        raise Unknown(deeper=a.rest != oo)
    first, lead = a.terms[0]
    tail = scale(Series(a.terms[1:], a.rest, a.flat), 1 / lead, -first)
    return first, lead, tail


def _series(terms: Iterable[tuple[Expr, Expr]], rest: Expr, *, flat: bool = False) -> Series:
    """The series with equal powers collected, and with no term that is 0 or hidden by the error."""
    collected: dict[Expr, Expr] = {}
    for exponent, coefficient in terms:
        if exponent < rest:
            collected[exponent] = collected.get(exponent, Integer(0)) + coefficient
    kept = tuple((e, collected[e]) for e in sorted(collected) if not _zero(collected[e]))
    return Series(kept, rest, flat)


def _cut(a: Series, length: int) -> Series:
    if len(a.terms) <= length:
        return a
    return Series(a.terms[:length], a.terms[length][0], a.flat)


def _zero(value: Expr) -> bool:
    if value.is_Rational:
        return bool(value == 0)
    number = value.subs(LOG, sympy.Rational(-17, 3)).evalf(50)
    return bool(abs(number) < sympy.Float(10) ** -40)
