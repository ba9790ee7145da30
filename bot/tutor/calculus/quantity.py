"""Numbers that are exact and have 25 digits: how a Quantity comes about."""

import logging
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NoReturn

import sympy
from mpmath import mp
from sympy import Expr

from bot.tutor.calculus.basic import put_in
from bot.tutor.calculus.branch import branch
from bot.tutor.calculus.evaluate import look, value
from bot.tutor.calculus.exact import constant
from bot.tutor.calculus.lesson import Quantity
from bot.tutor.calculus.powers import rational
from bot.tutor.calculus.reals import Real, inexact, mind
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node

logger = logging.getLogger(__name__)

DIGITS = 25
TOLERANCE = 1e-12
MOST_DIGITS = 1600
UNSEEN = mp.mpf(10) ** -MOST_DIGITS
REMEMBERED = 256  # constants whose digits are known
LARGEST_SIZE = 10**15  # power of 2 of a number that is told
FIXED = 30  # powers of ten up to which a decimal is written without an exponent


def of_node(node: Node, where: Mapping[str, Node]) -> Quantity:
    """The value of a `basic` formula without open letters.

    Raises:
        NoValue: where there is none.
    """
    seen = look(node, where)
    if isinstance(seen.value, Fraction) and not seen.lost:
        return of_fraction(seen.value)
    exact = exact_value(node, where)
    if exact.is_Rational:
        return of_expression(exact)
    if seen.value == 0 and exact.evalf(DIGITS).has(sympy.I):
        return of_fraction(Fraction(0))  # what cancels under a root may come out imaginary
    number = steady(lambda digits: value(node, where, digits))
    if not _near(number, numeric(exact)):
        logger.warning("a value and its exact expression disagree")
        raise Misunderstood(reason="disagree")
    return Quantity(exact, decimal(number))


def _near(a: Real, b: Real) -> bool:
    with mp.workdps(DIGITS):
        one, other = inexact(a), inexact(b)
        # An expression of which every digit was lost is taken for 0, however small it may be.
        return bool(abs(one - other) <= TOLERANCE * max(abs(one), abs(other)) + UNSEEN)


def exact_value(node: Node, where: Mapping[str, Node]) -> Expr:
    """The value as an expression, with every choice made as it is made there."""
    return constant(put_in(branch(node, where), where))


def of_fraction(exact: Fraction) -> Quantity:
    return Quantity(rational(exact), decimal(exact))


def of_expression(exact: Expr) -> Quantity:
    """A constant expression or an infinity; with letters in it, there are no digits."""
    if exact.is_Rational:
        return of_fraction(Fraction(int(exact.p), int(exact.q)))
    if exact.free_symbols or (exact.is_Atom and exact.is_infinite):
        return Quantity(exact, None)
    return Quantity(exact, decimal(numeric(exact)))


def of_real(number: Real) -> Quantity:
    """A number that is known to its digits alone, if it is not rational."""
    if isinstance(number, Fraction):
        return of_fraction(number)
    with mp.workdps(DIGITS):
        return Quantity(sympy.Float(str(number), DIGITS), decimal(number))


def equal(a: Expr, b: Expr) -> bool:
    """Whether two constants are one: infinities by their sign, numbers to 40 digits."""
    if a == b:
        return True
    if a.is_infinite or b.is_infinite:
        return False
    with mp.workdps(60):
        one, other = inexact(numeric(a, 60)), inexact(numeric(b, 60))
        return bool(abs(one - other) <= mp.mpf(10) ** -40 * max(abs(one), abs(other)))


@lru_cache(maxsize=REMEMBERED)
def numeric(exact: Expr, digits: int = 40) -> Real:
    """A constant expression to so many digits."""
    if exact.is_Rational:
        return Fraction(int(exact.p), int(exact.q))
    found = exact.evalf(digits)
    if _has_lost(found, digits):
        found = exact.evalf(digits, maxn=MOST_DIGITS)
        if _has_lost(found, digits):
            return Fraction(0)  # it cancels in every digit, as sin(1)^2 + cos(1)^2 - 1 does
    if not found.is_Float:
        return Fraction(int(found)) if found.is_Integer else _unreal()
    with mp.workdps(digits):
        return mp.mpf(found._mpf_)


def _has_lost(found: Expr, digits: int) -> bool:
    """Whether so much has cancelled that fewer digits are left than were asked for."""
    return bool(found.is_Float and found._prec < 3 * digits)  # noqa: SLF001 - there is no other way


def _unreal() -> NoReturn:
    logger.warning("an exact value is no real number")
    raise Misunderstood(reason="disagree")


def steady(measure: Callable[[int], Real]) -> Real:
    """What `measure` gives with so many digits that twice as many change nothing in 30 of them."""
    digits, found = 50, measure(50)
    while digits <= MOST_DIGITS and not isinstance(found, Fraction):
        digits, before = 2 * digits, found
        found = measure(digits)
        # Two that are 0 may both be too coarse to show a number that is not.
        if found and abs(inexact(found) - before) <= abs(before) * mp.mpf(10) ** -(DIGITS + 5):
            return found
    return found if isinstance(found, Fraction) else Fraction(0)


def decimal(number: Real) -> str:
    """25 significant digits.

    Raises:
        Misunderstood: `too-costly`, for a number of which even the size is too long to be written.
    """
    with mp.workdps(DIGITS + 10):
        x = inexact(number)
        mind(abs(mp.mag(x)) if x else 0, LARGEST_SIZE)
        text = mp.nstr(x, DIGITS, strip_zeros=False, min_fixed=-FIXED, max_fixed=FIXED)
    return "0" if x == 0 else str(text).removesuffix(".")
