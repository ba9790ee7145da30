"""How large the numbers in a formula would become, before anything of that size is built."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import assert_never

from mpmath import MPContext, mpf

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import walk
from bot.tutor.reading.tree import (
    Call,
    Cases,
    Constant,
    Letter,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

# The largest power of 2, and one over it, that a number on the way may reach: a million digits.
# None of that length is ever written out: e^(10^6) is told with a power of ten.
MOST_BITS = 2**22
LONGEST_ARGUMENT = 2**14  # bits of one of a function that has to know all of its digits
NO_LETTERS: Mapping[str, Node] = MappingProxyType({})


def check(node: Node, at: Mapping[str, Node] = NO_LETTERS) -> None:
    """Estimate every power, factorial and exponential with the letters at these values.

    A letter without a value makes unknown what it is in, and what is unknown passes.

    Raises:
        Misunderstood: `too-costly`, where a number would need more than `MOST_BITS` bits.
    """
    size = _Size()
    values = {letter: size.of(value, {}) for letter, value in at.items()}
    size.of(node, values)
    for part, _ in walk(node):
        if isinstance(part, Cases):
            for _, value in part.branches:
                size.of(value, values)


@cache
def _twenty_digits() -> MPContext:
    context = MPContext()
    context.dps = 20
    return context


class _Size:
    """An evaluation to 20 digits, with a limit on every step; None is unknown."""

    def __init__(self) -> None:
        self.context = _twenty_digits()

    def of(self, node: Node, at: Mapping[str, mpf | None]) -> mpf | None:
        match node:
            case Number(value):
                result = self.context.mpf(value.numerator) / value.denominator
            case Letter(name):
                return at.get(name)
            case Constant(name):
                return +self.context.pi if name == "pi" else +self.context.e
            case Negative(of):
                inner = self.of(of, at)
                result = None if inner is None else -inner
            case Sum(parts) | Product(parts):
                result = self._folded(node, [self.of(part, at) for part in parts])
            case Quotient(top, bottom):
                above, below = self.of(top, at), self.of(bottom, at)
                result = above / below if above is not None and below else None
            case Power(base, exponent):
                result = self._power(self.of(base, at), self.of(exponent, at))
            case Call(function, arguments):
                result = self._call(function, [self.of(argument, at) for argument in arguments])
            case Cases():
                return None
            case _:
                assert_never(node)
        return self._within(result)

    def _folded(self, node: Sum | Product, values: list[mpf | None]) -> mpf | None:
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        return self.context.fsum(known) if isinstance(node, Sum) else self.context.fprod(known)

    def _power(self, base: mpf | None, exponent: mpf | None) -> mpf | None:
        """The size of the power from logarithms, so that it is never built too large."""
        if base is None or exponent is None:
            return None
        if base == 0:
            return self.context.mpf(0) if exponent > 0 else None
        bits = exponent * self.context.log(abs(base), 2)
        self._refuse_above(bits)
        sign = -1 if base < 0 and self.context.isint(exponent) and exponent % 2 else 1
        return sign * self.context.power(abs(base), exponent)

    def _call(self, function: str, arguments: list[mpf | None]) -> mpf | None:
        known = [value for value in arguments if value is not None]
        if len(known) < len(arguments):
            return None
        largest = max(abs(value) for value in known)
        if function in {"exp", "sinh", "cosh"}:
            self._refuse_above(largest * 2)
            grown: Callable[[mpf], mpf] = getattr(self.context, function)
            return grown(known[0])
        if function in {"factorial", "gamma"}:
            if largest > 1:
                self._refuse_above(largest * self.context.log(largest, 2))
            return self.context.gamma(largest + 2)
        if function in {"sqrt", "cbrt", "ln", "log", "log2", "log10"}:
            return self._slow(function, known)
        if function not in {"abs", "sign", "max", "min", "relu", "softplus", "sigmoid"}:
            self._refuse_above(self.context.mag(largest or 1), LONGEST_ARGUMENT)
        return known[0] if function in {"floor", "ceil", "relu"} else max(largest, self.context.one)

    def _slow(self, function: str, known: list[mpf]) -> mpf | None:
        if known[0] <= 0:
            return None
        if function in {"sqrt", "cbrt"}:
            return self.context.root(known[0], 2 if function == "sqrt" else 3)
        return self.context.log(known[0])

    def _within(self, value: mpf | None) -> mpf | None:
        if value is not None and value != 0:
            self._refuse_above(self.context.mpf(self.context.mag(value)))
        return value

    def _refuse_above(self, bits: mpf, most: int = MOST_BITS) -> None:
        if abs(bits) > most:
            raise Misunderstood("too-costly")
