"""Arithmetic of real numbers that notes what cancels and where a function has an edge."""

from collections.abc import Sequence
from fractions import Fraction

from mpmath import mp

from bot.tutor.calculus.reals import (
    LARGEST_ARGUMENT,
    LARGEST_EXPONENT,
    Real,
    bounded,
    exact_power,
    inexact,
    mind,
)

KEPT = 0.75  # of the digits; what cancels further is taken for exactly 0
GUARD = 20  # bits for what goes wrong in an exponential
REPEATED = 64  # bits of an exponent up to which a power is worked out by multiplying


class Arithmetic:
    """Exact with fractions, else in floating point at mpmath's working precision.

    Attributes:
        rough: a kink, a joint or an edge was met.
        lost: something cancelled in all digits and was taken for exactly 0.
    """

    def __init__(self, digits: int) -> None:
        self.epsilon = mp.mpf(10) ** int(-KEPT * digits)
        self.rough = False
        self.lost = False

    def sum(self, terms: Sequence[Real]) -> Real:
        if all(isinstance(term, Fraction) for term in terms):
            return bounded(sum(terms, Fraction(0)))
        terms = [inexact(term) for term in terms]
        sizes = [abs(term) for term in terms if term]
        if not sizes:
            return Fraction(0)
        largest = max(sizes)
        self.lost |= min(sizes) < largest * mp.eps
        return self.snap(mp.fsum(terms), largest)

    def snap(self, x: Real, scale: Real) -> Real:
        """Exactly 0 for an inexact number that is nothing beside what it was made of."""
        if isinstance(x, Fraction) or abs(x) > self.epsilon * scale:
            return x
        self.lost = True
        return Fraction(0)

    def product(self, factors: Sequence[Real]) -> Real:
        if 0 in factors:
            return Fraction(0)
        if all(isinstance(factor, Fraction) for factor in factors):
            exact = Fraction(1)
            for factor in factors:
                exact *= factor
            return bounded(exact)
        return bounded(mp.fprod(inexact(factor) for factor in factors))

    def positive_power(self, base: Real, exponent: Real) -> Real:
        """Of a positive base; or of a negative one, to a whole exponent."""
        if isinstance(base, Fraction) and isinstance(exponent, Fraction):
            exact = exact_power(base, exponent)
            if exact is not None:
                return exact
        if isinstance(exponent, Fraction) and exponent.denominator == 1:
            mind(mp.mag(inexact(base)) * exponent.numerator, LARGEST_EXPONENT)
            return self.whole_power(base, exponent.numerator)
        mind(mp.mag(inexact(exponent)), LARGEST_ARGUMENT)
        mind(mp.mag(inexact(base)) * int(exponent), LARGEST_EXPONENT)
        return mp.power(inexact(base), inexact(exponent))

    def whole_power(self, base: Real, exponent: int) -> Real:
        """As many bits of the base as the exponent has do not show in the power."""
        bits = exponent.bit_length()
        self.lost |= not isinstance(base, Fraction) and bits > (1 - KEPT) * mp.prec
        with mp.extraprec(bits + GUARD):
            if bits <= REPEATED:
                found = inexact(base) ** exponent
            else:
                size = mp.exp(exponent * mp.log(abs(inexact(base))))
                found = -size if base < 0 and exponent % 2 else size
        return +found

    def step(self, name: str, x: Real) -> Real:
        """Floor or ceiling; a number that is whole but for its last digits is taken for whole."""
        if not isinstance(x, Fraction):
            whole = int(mp.nint(x))
            if self.snap(x - whole, abs(x)) == 0:
                x = Fraction(whole)
        exact = Fraction(int(mp.floor(inexact(x)) if name == "floor" else mp.ceil(inexact(x))))
        self.rough |= exact == x
        return exact

    def extreme(self, name: str, values: Sequence[Real]) -> Real:
        sign = 1 if name == "max" else -1
        found = values[0]
        for other in values[1:]:
            ahead = sign * self.difference(other, found)
            self.rough |= ahead == 0
            found = other if ahead > 0 else found
        return found

    def difference(self, a: Real, b: Real) -> Real:
        return self.sum([a, -b])
