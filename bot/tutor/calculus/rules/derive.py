"""A derivative by the rules that a teacher would use, from the simplest part to the whole."""

from dataclasses import replace

import sympy
from sympy import Expr

from bot.tutor.calculus.basic import letters, put_in
from bot.tutor.calculus.exact import derivative, expression, symbol
from bot.tutor.calculus.lesson import Rule, Step
from bot.tutor.calculus.rules.algebra import (
    ONE,
    ZERO,
    fraction,
    less_one,
    minus,
    plus,
    power,
    times,
    written,
)
from bot.tutor.calculus.rules.table import tabled
from bot.tutor.calculus.textbook import textbook
from bot.tutor.calculus.written import node_of
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.tree import (
    Call,
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

MOST = 24  # steps; a formula that needs more is not taught step by step
LONG = 60  # operations above a fraction bar that are multiplied out to see what is left
TWO = Number(ONE.value + ONE.value)
PLAIN: frozenset[Rule] = frozenset({"itself", "constant", "power", "exponential", "table"})
FRONTED: frozenset[Rule] = frozenset({"multiple", "chain"})  # numbers go to the front in them
INSIDES = ("u", "v", "w", "s")
ORDER: tuple[Rule, ...] = (
    *("itself", "constant", "power", "exponential", "table"),
    *("multiple", "sum", "product", "quotient", "chain", "logarithmic", "piece"),
)


class NoRule(Exception):  # noqa: N818 - true of a formula, not a fault
    """There is a part for which there is no rule here, or there are too many parts."""


def derive(node: Node, variable: str, known: Expr) -> tuple[Step, ...]:
    """The steps, each after those that it needs; the last one is about the whole formula.

    Args:
        node: the formula, without a choice in it but |x|.
        variable: the letter that is nudged.
        known: its derivative, as it is answered.

    Raises:
        NoRule: a part is a maximum, a step, a case, or a function that is not in the table.
        Misunderstood: `too-costly`.
    """
    walk = _Walk(node, variable, known)
    walk.slope(node)
    found = walk.steps.values()
    return tuple(sorted(found, key=lambda step: (walk.heights[step.of], ORDER.index(step.rule))))


class _Walk:
    def __init__(self, whole: Node, variable: str, known: Expr) -> None:
        self.whole, self.variable, self.known = whole, variable, known
        self.inside = next(name for name in INSIDES if name not in letters(whole))
        self.steps: dict[Node, Step] = {}
        self.heights: dict[Node, int] = {}
        self.height = 0

    def slope(self, node: Node) -> Node:
        """The slope of a part, with its step noted the first time that it is met."""
        if node not in self.steps:
            if len(self.steps) >= MOST:
                raise NoRule
            before, self.height = self.height, 0
            self.steps[node] = self.step(node)
            self.heights[node] = self.height
            self.height = before
        self.height = max(self.height, self.heights[node] + 1)
        return self.steps[node].slope

    def step(self, node: Node) -> Step:
        if not self.varies(node):
            return Step("constant", node, ZERO, ZERO)
        found = simple(node, self.variable)
        if found is not None:
            return self.tidied(found)
        match node:
            case Negative(of):
                return self.noted("multiple", node, minus(self.slope(of)))
            case Sum(terms):
                return self.noted("sum", node, plus(*(self.signed(term) for term in terms)))
            case Product(factors):
                return self.product(node, factors)
            case Quotient(top, bottom) if not self.varies(bottom):
                return self.noted("multiple", node, Quotient(self.slope(top), bottom))
            case Quotient(top, bottom) if self.varies(top):
                return self.quotient(node, top, bottom)
            case Power(base, exponent) if self.varies(base) and self.varies(exponent):
                together = times(exponent, Call("ln", (base,)))
                return self.noted("logarithmic", node, times(node, self.slope(together)))
            case Call("log", (x, base)) if self.varies(base):
                return self.quotient(node, Call("ln", (x,)), Call("ln", (base,)))
            case _:
                return self.chain(node)

    def varies(self, node: Node) -> bool:
        return self.variable in letters(node)

    def signed(self, term: Node) -> Node:
        """A difference is a sum: a minus before a term needs no step of its own."""
        return minus(self.slope(term.of)) if isinstance(term, Negative) else self.slope(term)

    def product(self, node: Node, factors: tuple[Node, ...]) -> Step:
        front = [factor for factor in factors if not self.varies(factor)]
        moving = [factor for factor in factors if self.varies(factor)]
        if front:
            inner = self.slope(times(*moving))
            # 3 · 1, for whoever sees it for the first time.
            by_rule = Product((*front, ONE)) if inner == ONE else times(*front, inner)
            return self.noted("multiple", node, by_rule)
        slopes = [self.slope(factor) for factor in moving]
        turns = [
            times(*moving[:turn], slope, *moving[turn + 1 :]) for turn, slope in enumerate(slopes)
        ]
        return self.noted("product", node, plus(*turns))

    def quotient(self, node: Node, top: Node, bottom: Node) -> Step:
        rise = plus(times(self.slope(top), bottom), minus(times(top, self.slope(bottom))))
        below = power(bottom, TWO)
        step = self.noted("quotient", node, Quotient(rise, below))
        above = expression(rise)
        if above.count_ops() > LONG:
            return step
        written_out = node_of(sympy.expand_mul(above))
        return step if written_out is None else _shorter(step, Quotient(written_out, below))

    def chain(self, node: Node) -> Step:
        """The outside as a function of u, which stands for the inside."""
        inner, outer = self.split(node)
        outside = simple(outer, self.inside)
        if outside is None:
            raise NoRule
        if _is_awkward(outside):
            exact = _exactly(outer, self.inside)
            outside = outside if exact is None else replace(outside, slope=exact)
        slope = times(put_in(outside.slope, {self.inside: inner}), self.slope(inner))
        return replace(self.noted("chain", node, slope), inner=inner, outer=outside)

    def split(self, node: Node) -> tuple[Node, Node]:
        """What is inside, and the outside with u in its place."""
        u = Letter(self.inside)
        match node:
            case Call(name, (inner, *others)) if not any(map(self.varies, others)):
                return inner, Call(name, (u, *others))
            case Power(base, exponent) if not self.varies(exponent):
                return base, Power(u, exponent)
            case Power(base, exponent):
                return exponent, Power(base, u)
            case Quotient(top, Power(base, exponent)) if not self.varies(exponent):
                return base, Quotient(top, Power(u, exponent))
            case Quotient(top, bottom):
                return bottom, Quotient(top, u)
            case _:
                raise NoRule

    def noted(self, rule: Rule, node: Node, by_rule: Node) -> Step:
        return self.tidied(Step(rule, node, by_rule, by_rule))

    def tidied(self, step: Step) -> Step:
        """The step with its slope as the exact derivative writes it, where that reads better."""
        whole = step.of == self.whole
        if step.rule in PLAIN and not (whole or _is_awkward(step)):
            return step
        exact = node_of(self.known) if whole else _exactly(step.of, self.variable)
        if exact is None:
            return step
        fronted = step.rule in FRONTED and _length(exact) <= _length(step.slope)
        better = whole or fronted or step.rule in PLAIN
        return replace(step, slope=exact) if better else _shorter(step, exact)


def _exactly(node: Node, variable: str) -> Node | None:
    return node_of(textbook(derivative(node, variable), symbol(variable)))


def _is_awkward(step: Step) -> bool:
    """Whether the power rule leaves an exponent that is better written as a root or under a bar."""
    if step.rewritten is not None:
        return True
    exact = fraction(step.of.exponent) if isinstance(step.of, Power) else None
    return exact is not None and (exact < 0 or exact.denominator > 1)


def _shorter(step: Step, slope: Node) -> Step:
    return replace(step, slope=slope) if _length(slope) < _length(step.slope) else step


def _length(node: Node) -> int:
    return len(unicode(node))


def simple(node: Node, variable: str) -> Step | None:
    """The step for a function of the bare variable: a power, an exponential, one of the table."""
    x = Letter(variable)
    match node:
        case Letter():
            return Step("itself", node, ONE, ONE)
        case Power(base, exponent) if base == x and variable not in letters(exponent):
            return _power(node, ONE, exponent, variable)
        case Quotient(top, Power(base, n)) if base == x and variable not in letters(Sum((top, n))):
            return _power(node, top, minus(n), variable)
        case Quotient(top, bottom) if bottom == x and variable not in letters(top):
            return _power(node, top, Negative(ONE), variable)
        case Call("sqrt" | "cbrt" | "root" as name, (base, *index)) if base == x:
            return _root(node, name, index, variable)
        case Power(base, exponent) if exponent == x and variable not in letters(base):
            natural = base == Constant("e")
            slope = node if natural else times(node, Call("ln", (base,)))
            return Step("table" if natural else "exponential", node, slope, slope)
        case Call("log", (argument, base)) if argument == x and variable not in letters(base):
            slope = Quotient(ONE, times(x, Call("ln", (base,))))
            return Step("table", node, slope, slope)
        case Call(name, (argument,)) if argument == x:
            return _tabled(node, name, x)
        case _:
            return None


def _power(node: Node, front: Node, exponent: Node, variable: str) -> Step:
    """The power rule for c·x^n; n negative or a fraction is written as a power first."""
    x = Letter(variable)
    n = fraction(exponent)
    exponent = exponent if n is None else written(n)
    as_power = times(front, power(x, exponent))
    slope = times(front, exponent, power(x, less_one(exponent)))
    return Step("power", node, slope, slope, rewritten=None if as_power == node else as_power)


def _root(node: Node, name: str, index: list[Node], variable: str) -> Step | None:
    degree = {"sqrt": TWO, "cbrt": Number(TWO.value + ONE.value)}.get(name) or index[0]
    if variable in letters(degree):
        return None
    return _power(node, ONE, Quotient(ONE, degree), variable)


def _tabled(node: Node, name: str, x: Letter) -> Step | None:
    found = tabled(name)
    if found is None:
        return None
    slope = put_in(found, {"x": x})
    return Step("table", node, slope, slope)
