"""Powers of numbers, worked out only where that is no longer than bearable."""

from fractions import Fraction

import sympy
from sympy import Expr, Rational
from sympy.printing.str import StrPrinter

LARGEST_RADICAND = 1500  # bits
LARGEST_POWER = 1 << 13  # bits of a number that is worked out exactly
LARGEST_ROOT = 1000  # the n of an nth root that is looked for in a number


def rational_power(base: Expr, exponent: Fraction) -> Expr:
    """The power, worked out where that is no longer than bearable."""
    return sympy.Pow(base if fits(base, exponent) else Unreckoned(base), rational(exponent))


def fits(base: Expr, exponent: Fraction) -> bool:
    """Whether a power may be worked out exactly: one of a number, if it does not grow too long."""
    if not base.is_Rational or abs(base) in (0, 1):
        return True
    bits = _bits(base)
    if exponent.denominator > 1 and bits > LARGEST_RADICAND:
        return False  # sympy would look for its prime factors
    return bits * abs(exponent) <= LARGEST_POWER and exponent.denominator <= LARGEST_ROOT


def _bits(exact: Expr) -> int:
    return max(int(exact.p).bit_length(), int(exact.q).bit_length())


class Unreckoned(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """A rational number that sympy leaves as it is: its power would be too long to work out."""

    is_real = True

    def _eval_is_positive(self) -> bool:
        return bool(self.args[0] > 0)

    def _eval_evalf(self, precision: int) -> Expr:
        return self.args[0]._eval_evalf(precision)  # noqa: SLF001 - sympy's own protocol

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"({printer.doprint(self.args[0])})"


def rational(exact: Fraction) -> Rational:
    """An exact number as sympy has it."""
    return Rational(exact.numerator, exact.denominator)


def fraction(exact: Rational) -> Fraction:
    """The same, the other way."""
    return Fraction(int(exact.p), int(exact.q))
