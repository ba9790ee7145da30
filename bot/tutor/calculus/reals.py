"""Real numbers: exact fractions as long as they are rational and short, else floating point."""

from fractions import Fraction
from typing import Any

from mpmath import mp
from sympy import integer_nthroot

from bot.tutor.errors import Misunderstood

Real = Fraction | Any  # a Fraction or an mpf; mpmath ships no types

LARGEST_FRACTION = 4000  # bits; a larger rational number goes on as an mpf
LARGEST_ARGUMENT = 1 << 14  # bits of the whole part of what a function is asked for
LARGEST_EXPONENT = 1 << 2000  # of a power of 2 that a number may be as large as


def inexact(x: Real) -> Real:
    """The number as an mpf at the working precision."""
    return mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else x


def exact_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """The power where it is rational and of bearable size."""
    bits = max(base.numerator.bit_length(), base.denominator.bit_length())
    if bits * abs(exponent) > LARGEST_FRACTION or exponent.denominator > LARGEST_FRACTION:
        return None
    if exponent.denominator == 1:
        return base**exponent.numerator
    top, whole = integer_nthroot(base.numerator, exponent.denominator)
    bottom, whole_too = integer_nthroot(base.denominator, exponent.denominator)
    return Fraction(top, bottom) ** exponent.numerator if whole and whole_too else None


def bounded(x: Real) -> Real:
    """The number, as an mpf once its numerator and denominator have grown too long."""
    if not isinstance(x, Fraction):
        return x
    bits = max(x.numerator.bit_length(), x.denominator.bit_length())
    return x if bits <= LARGEST_FRACTION else inexact(x)


def mind(magnitude: float, limit: int) -> None:
    """Refuse what would need numbers beyond all bounds.

    Raises:
        Misunderstood: `too-costly`.
    """
    if magnitude > limit:
        raise Misunderstood(reason="too-costly")
