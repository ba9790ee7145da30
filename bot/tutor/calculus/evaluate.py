"""A formula's value in the strictly real numbers: exact where rational, else to many digits."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from mpmath import mp

from bot.tutor.calculus.arithmetic import Arithmetic
from bot.tutor.calculus.basic import letters, number
from bot.tutor.calculus.primitives import PRIMITIVES
from bot.tutor.calculus.reals import (
    LARGEST_ARGUMENT,
    Real,
    bounded,
    mind,
)
from bot.tutor.calculus.reals import inexact as inexact
from bot.tutor.reading.tree import (
    Call,
    Cases,
    Condition,
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

PERIODIC = frozenset({"sin", "cos", "tan", "cot"})
LOGARITHMS = frozenset({"ln", "log2", "log10"})  # which take numbers of any size
MOST_DIGITS = 2000  # what gets lost in so many is given up


@dataclass(eq=False)
class NoValue(Exception):  # noqa: N818 - true of a point, not a fault
    """There is no real value here.

    Attributes:
        function: that does not take its argument; "power" and "divide" are two of them.
        argument: what it does not take, or None where no single number is to blame.
        divisor: where the reason is a division by zero, the node that is 0.
    """

    function: str
    argument: Real | None = None
    divisor: Node | None = None


@dataclass(frozen=True)
class Seen:
    """A value, and what was met on the way to it.

    Attributes:
        value: a Fraction where it is rational.
        smooth: every step is analytic at its argument: no kink, joint or edge of a domain.
        lost: something cancelled in all digits and was taken for exactly 0.
    """

    value: Real
    smooth: bool
    lost: bool


def look(node: Node, where: Mapping[str, Node], digits: int = 60) -> Seen:
    """The value of a `basic` formula where each letter is the constant formula in `where`.

    Conventions: a constant exponent whose reduced denominator is odd means the real root, so
    (-8)^(1/3) = -2 and (-8)^(2/3) = 4; an even one takes no negative base; 0^0 is 1 for a constant
    exponent. With a letter in the exponent the base has to be positive, but for 0 to a positive
    power and for an exponent that is a whole number.

    Args:
        node: without composite functions, as `basic` returns it.
        where: the letters' values; constant, `basic` formulas.
        digits: worked with at first, and four times as many as often as something got lost in
            them; what then still cancels by three quarters of them is taken for exactly 0.

    Raises:
        NoValue: there is none, and why.
        Misunderstood: `too-costly`, for a number beyond all bounds on the way.
    """
    while True:
        walk = _Walk(digits)
        try:
            with mp.workdps(digits):
                seen = walk.look(node, where)
        except NoValue:
            if not walk.lost or 4 * digits > MOST_DIGITS:
                raise
        else:
            if not walk.lost or 4 * digits > MOST_DIGITS:
                return seen
        digits *= 4


def value(node: Node, where: Mapping[str, Node], digits: int = 60) -> Real:
    """The value alone; see `look`."""
    return look(node, where, digits).value


def holds(test: Condition, where: Mapping[str, Node], digits: int = 60) -> bool:
    """Whether the condition holds there; see `look`."""
    pieces = Cases(((test, Number(Fraction(1))),), Number(Fraction(0)))
    return value(pieces, where, digits) == 1


class _Walk(Arithmetic):
    def __init__(self, digits: int) -> None:
        super().__init__(digits)
        self.where: Mapping[str, Real] = {}

    def look(self, node: Node, where: Mapping[str, Node]) -> Seen:
        self.where = {name: self.value(constant) for name, constant in where.items()}
        self.rough = False
        found = self.value(node)
        return Seen(found, not self.rough, self.lost)

    def value(self, node: Node) -> Real:
        match node:
            case Number(exact):
                return exact
            case Letter(name):
                return self.where[name]
            case Constant(name):
                return +mp.pi if name == "pi" else +mp.e
            case Negative(of):
                return -self.value(of)
            case Sum(terms):
                return self.sum([self.value(term) for term in terms])
            case Product(factors):
                return self.product([self.value(factor) for factor in factors])
            case Quotient(top, bottom):
                return self.quotient(self.value(top), bottom)
            case Power(base, exponent):
                return self.power(base, exponent)
            case Call(name, arguments):
                before, found = self.rough, self.call(name, arguments)
                # A constant is smooth, wherever its function's argument lies.
                self.rough = before or (self.rough and bool(letters(node)))
                return found
            case Cases():
                return self.cases(node)

    def beyond_one(self, node: Node) -> Real | None:
        """By how much a sum that starts from 1 is more than that, as in ln(1 + e^x) far out."""
        if not isinstance(node, Sum) or number(1) not in node.terms:
            return None
        others = list(node.terms)
        others.remove(number(1))
        return self.sum([self.value(term) for term in others])

    def quotient(self, top: Real, bottom: Node) -> Real:
        below = self.value(bottom)
        if below == 0:
            raise _division(bottom)
        if isinstance(top, Fraction) and isinstance(below, Fraction):
            return bounded(top / below)
        return Fraction(0) if top == 0 else bounded(inexact(top) / inexact(below))

    def power(self, base: Node, exponent: Node) -> Real:
        below, above = self.value(base), self.value(exponent)
        constant = not letters(exponent)
        if below == 0:
            return self.power_of_zero(base, above, constant=constant)
        whole = isinstance(above, Fraction) and above.denominator == 1
        if below < 0 and not whole:
            odd = isinstance(above, Fraction) and above.denominator % 2 == 1
            if not (constant and odd):
                raise NoValue(function="power", argument=below)
            root = self.positive_power(-below, above)
            return root if above.numerator % 2 == 0 else -root
        if below < 0 and not constant:
            self.rough = True  # real at whole exponents only: a value without neighbours
        return self.positive_power(below, above)

    def power_of_zero(self, base: Node, exponent: Real, *, constant: bool) -> Real:
        if exponent < 0:
            raise _division(base)
        whole = isinstance(exponent, Fraction) and exponent.denominator == 1
        if not (constant and whole):
            self.rough = True
        if exponent == 0 and not constant:
            raise NoValue(function="power", argument=Fraction(0))
        return Fraction(int(exponent == 0))

    def call(self, name: str, arguments: tuple[Node, ...]) -> Real:
        values = [self.value(argument) for argument in arguments]
        x = values[0]
        match name:
            case "ln" if not isinstance(x, Fraction) and x == 1 and self.beyond_one(arguments[0]):
                return mp.log1p(inexact(self.beyond_one(arguments[0])))
            case "abs":
                self.rough |= x == 0
                return abs(x)
            case "sign":
                self.rough |= x == 0
                return Fraction((x > 0) - (x < 0))
            case "floor" | "ceil":
                return self.step(name, x)
            case "max" | "min":
                return self.extreme(name, values)
            case "sqrt":
                self.rough |= x == 0
                if x < 0:
                    raise NoValue(function="sqrt", argument=x)
                return self.positive_power(x, Fraction(1, 2)) if x else x
            case "cbrt":
                self.rough |= x == 0
                root = self.positive_power(abs(x), Fraction(1, 3)) if x else x
                return -root if x < 0 else root
            case "log":
                return self.logarithm(x, values[1], arguments[1])
        return self.primitive(name, x, arguments[0])

    def logarithm(self, x: Real, base: Real, divisor: Node) -> Real:
        if x <= 0 or base <= 0:
            raise NoValue(function="log", argument=x if x <= 0 else base)
        below = self.primitive("ln", base, divisor)
        if below == 0:
            raise _division(Call("ln", (divisor,)))
        above = self.primitive("ln", x, divisor)
        return Fraction(0) if above == 0 else inexact(above) / inexact(below)

    def primitive(self, name: str, x: Real, argument: Node) -> Real:
        row = PRIMITIVES[name]
        if not isinstance(x, Fraction):
            for edge in row.edges:
                x = x if self.snap(x - edge, 1) else Fraction(edge)
        if not row.takes(x):
            raise NoValue(function=name, argument=x)
        if x in row.exact:
            self.rough |= x in row.rough
            return Fraction(row.exact[int(x)])
        self.rough |= x in row.rough
        if name not in LOGARITHMS:
            mind(mp.mag(inexact(x)), LARGEST_ARGUMENT)
        if row.divisor is not None and self.primitive(row.divisor, x, argument) == 0:
            raise _division(Call(row.divisor, (argument,)))
        found = _measured(name, inexact(x), mp.prec)
        # An inexact multiple of pi (or of pi/2) leaves in its last digits what is really 0.
        return self.snap(found, abs(inexact(x))) if name in PERIODIC else found

    def cases(self, node: Cases) -> Real:
        for test, then in node.branches:
            if self.holds(test):
                return self.value(then)
        if node.otherwise is None:
            raise NoValue(function="cases")
        return self.value(node.otherwise)

    def holds(self, test: Condition) -> bool:
        values = [self.value(operand) for operand in test.operands]
        held = True
        for left, right, comparison in zip(values, values[1:], test.comparisons, strict=False):
            apart = self.difference(left, right)
            self.rough |= apart == 0
            held &= COMPARE[comparison](apart, 0)
        return held


@lru_cache(maxsize=512)
def _measured(name: str, x: Real, _precision: int) -> Real:
    """A function's value; the same few are asked for again and again, and gamma is slow."""
    return PRIMITIVES[name].of(x)


COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge, "==": eq, "!=": ne}


def _division(divisor: Node) -> NoValue:
    return NoValue("divide", Fraction(0), divisor)
