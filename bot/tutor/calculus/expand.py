"""A formula as a series in the step beside a point where it is not smooth."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, reduce

import sympy
from sympy import Expr, Integer, Rational, Symbol

from bot.tutor.calculus.basic import letters, number
from bot.tutor.calculus.exact import expression
from bot.tutor.calculus.quantity import equal
from bot.tutor.calculus.series import (
    FLAT,
    LOG,
    Series,
    Unknown,
    add,
    compose,
    constant,
    huge,
    infinite,
    logarithm,
    multiply,
    parted,
    positive,
    power,
    scale,
    step,
)
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

Z = Symbol("z", real=True)
REMEMBERED = 64  # Taylor series
LENGTHS = (4, 8, 16)  # of the series; more terms where those before cancel


def expand(node: Node, point: Expr, direction: int) -> Series:
    """The formula right (1) or left (-1) of the point, in powers of the distance from it.

    Args:
        node: `basic`, with every choice made as `branch` makes it on this side.
        point: as an expression.
        direction: the side.

    Raises:
        Unknown: the formula has no such series, or too much cancels in it.
    """
    for length in LENGTHS:
        try:
            return _Expansion(step(point, direction), length).of(node)
        except Unknown as unknown:
            if not unknown.deeper or length == LENGTHS[-1]:
                raise
    raise Unknown


class _Expansion:
    def __init__(self, variable: Series, length: int) -> None:
        self.variable = variable
        self.length = length

    def of(self, node: Node) -> Series:
        if not letters(node):
            return constant(expression(node))
        match node:
            case Letter():
                return self.variable
            case Negative(of):
                return scale(self.of(of), Integer(-1))
            case Sum(terms):
                return self.sum(terms)
            case Product(factors):
                return self.product(factors)
            case Quotient(top, bottom):
                return self.product((top, Power(bottom, number(-1))))
            case Power(base, exponent):
                return self.power(base, exponent)
            case Call("log", (argument, base)):
                return self.product((_ln(argument), _over(_ln(base))))
            case Call(name, (argument,)):
                return self.call(name, argument)
        raise Unknown

    def sum(self, terms: Sequence[Node]) -> Series:
        return reduce(add, (self.of(term) for term in terms))

    def product(self, factors: Sequence[Node]) -> Series:
        return reduce(self.times, (self.of(factor) for factor in factors))

    def times(self, a: Series, b: Series) -> Series:
        return multiply(a, b, self.length)

    def power(self, base: Node, exponent: Node) -> Series:
        if base == Constant("e"):
            return self.exponential(self.of(exponent))
        if letters(exponent):
            if not letters(base) and expression(base) == 0:
                return constant(Integer(0))  # 0^x lives where x is positive, and is 0 there
            logs = logarithm(self.of(base), self.length)
            return self.exponential(self.times(self.of(exponent), logs))
        return power(self.of(base), expression(exponent), self.length)

    def call(self, name: str, argument: Node) -> Series:
        if name in MEANINGS:
            return self.of(MEANINGS[name](argument))
        x = self.of(argument)
        match name:
            case "exp":
                return self.exponential(x)
            case "ln":
                return logarithm(x, self.length)
            case "sin" | "cos":
                return self.wave(name, x)
            case "atan" | "erf":
                return self.settling(name, x)
            case "asin":
                return self.arcsine(x)
            case "gamma":
                return self.gamma(argument, x)
        raise Unknown

    def exponential(self, x: Series) -> Series:
        """Bounded, beyond every power of the step, or smaller than every power."""
        lead = x.terms[0] if x.terms else (x.rest, Integer(0))
        factor, growth = Integer(1), Integer(0)
        if lead[0] == 0 and lead[1].has(LOG):
            growth = lead[1].coeff(LOG)
            factor = lead[1] - growth * LOG
        if lead[0] < 0 or factor.has(LOG) or growth.has(LOG):
            return huge(1) if infinite(x) > 0 else FLAT
        if growth == 0:
            factor, x = parted(x)
        else:
            x = Series(x.terms[1:], x.rest, x.flat)
        coefficients = [1 / sympy.factorial(k) for k in range(self.length + 1)]
        return scale(compose(coefficients, x, self.length), sympy.exp(factor), growth)

    def wave(self, name: str, x: Series) -> Series:
        """A sine or cosine: between -1 and 1, whatever is known of the argument."""
        try:
            value, tail = parted(x)
        except Unknown:
            return Series((), Integer(0))
        return self.taylor(name, value, tail)

    def settling(self, name: str, x: Series) -> Series:
        """A function with a limit on either side of infinity."""
        side = infinite(x)
        if side == 0:
            return self.taylor(name, *parted(x))
        if name == "erf":
            return add(constant(Integer(side)), FLAT)
        turned = self.taylor(name, *parted(power(x, Integer(-1), self.length)))
        return add(constant(side * sympy.pi / 2), scale(turned, Integer(-1)))

    def arcsine(self, x: Series) -> Series:
        """At its ends asin(x) is pi/2 - 2 asin(sqrt((1 - x)/2)), and it is odd."""
        value, tail = parted(x)
        if not equal(abs(value), Integer(1)):
            return self.taylor("asin", value, tail)
        value = Integer(1 if positive(value) else -1)
        half = power(scale(tail, -value / 2), Rational(1, 2), self.length)
        turned = self.taylor("asin", *parted(half))
        return add(constant(value * sympy.pi / 2), scale(turned, -2 * value))

    def gamma(self, argument: Node, x: Series) -> Series:
        """Left of 1, the gamma function of n more, divided by all numbers in between."""
        value, tail = parted(x)
        if not (value.is_integer and value <= 0):
            return self.taylor("gamma", value, tail)
        steps = [Sum((argument, number(k))) for k in range(int(-value) + 1)]
        above = self.taylor("gamma", Integer(1), tail)
        return self.times(above, self.of(Power(Product(tuple(steps)), number(-1))))

    def taylor(self, name: str, value: Expr, tail: Series) -> Series:
        return compose(_coefficients(name, value, self.length), tail, self.length)


@lru_cache(maxsize=REMEMBERED)
def _coefficients(name: str, value: Expr, length: int) -> tuple[Expr, ...]:
    """Of a function's Taylor series at a point; both sides of a point ask for the same."""
    slopes = enumerate(_slopes(name, length))
    return tuple(slope.subs(Z, value) / sympy.factorial(k) for k, slope in slopes)


@lru_cache(maxsize=REMEMBERED)
def _slopes(name: str, highest: int) -> tuple[Expr, ...]:
    slopes = [getattr(sympy, name)(Z)]
    for _ in range(highest):
        slopes.append(slopes[-1].diff(Z))
    return tuple(slopes)


def _one_minus(x: Node) -> Node:
    return Sum((number(1), Negative(x)))


def _exp(x: Node, times: int) -> Node:
    return Call("exp", (Product((number(times), x)),))


def _half(a: Node, b: Node) -> Node:
    return Quotient(Sum((a, b)), number(2))


def _ln(x: Node) -> Node:
    return Call("ln", (x,))


def _log(x: Node, base: int) -> Node:
    return Quotient(_ln(x), _ln(number(base)))


def _over(x: Node) -> Node:
    return Quotient(number(1), x)


def _root(x: Node, under: int) -> Node:
    return Power(Sum((Power(x, number(2)), number(under))), number(Fraction(1, 2)))


# Every other function in terms of those that `call` knows.
MEANINGS: Mapping[str, Callable[[Node], Node]] = {
    "sqrt": lambda x: Power(x, number(Fraction(1, 2))),
    "cbrt": lambda x: Power(x, number(Fraction(1, 3))),
    "log10": lambda x: _log(x, 10),
    "log2": lambda x: _log(x, 2),
    "tan": lambda x: Quotient(Call("sin", (x,)), Call("cos", (x,))),
    "cot": lambda x: Quotient(Call("cos", (x,)), Call("sin", (x,))),
    "sec": lambda x: _over(Call("cos", (x,))),
    "csc": lambda x: _over(Call("sin", (x,))),
    "acos": lambda x: Sum((Quotient(Constant("pi"), number(2)), Negative(Call("asin", (x,))))),
    "acot": lambda x: Sum((Quotient(Constant("pi"), number(2)), Negative(Call("atan", (x,))))),
    "asec": lambda x: Call("acos", (_over(x),)),
    "acsc": lambda x: Call("asin", (_over(x),)),
    "sinh": lambda x: _half(_exp(x, 1), Negative(_exp(x, -1))),
    "cosh": lambda x: _half(_exp(x, 1), _exp(x, -1)),
    "tanh": lambda x: _one_minus(Quotient(number(2), Sum((_exp(x, 2), number(1))))),
    "coth": lambda x: _over(Call("tanh", (x,))),
    "sech": lambda x: _over(Call("cosh", (x,))),
    "csch": lambda x: _over(Call("sinh", (x,))),
    "asinh": lambda x: _ln(Sum((x, _root(x, 1)))),
    "erfc": lambda x: _one_minus(Call("erf", (x,))),
    "acosh": lambda x: _ln(Sum((x, _root(x, -1)))),
    "atanh": lambda x: _half(_ln(Sum((number(1), x))), Negative(_ln(_one_minus(x)))),
    "acoth": lambda x: Call("atanh", (_over(x),)),
    "asech": lambda x: Call("acosh", (_over(x),)),
    "acsch": lambda x: Call("asinh", (_over(x),)),
}
