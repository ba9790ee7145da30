"""A formula as a sympy expression, and its derivative."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

import sympy
from sympy import Expr, Piecewise, Symbol, nan
from sympy.logic.boolalg import Boolean

from bot.tutor.calculus.basic import basic, letters
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.joints import Nowhere, between_joints
from bot.tutor.calculus.own import (
    PUBLIC,
    STEADY,
    Ceiling,
    Changes,
    Floor,
    Largest,
    Root,
    Side,
    Sign,
    Size,
    Smallest,
    changed,
    compared,
)
from bot.tutor.calculus.powers import fraction, rational, rational_power
from bot.tutor.calculus.primitives import PRIMITIVES
from bot.tutor.errors import Misunderstood
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

LARGEST_FACTORIAL = 2000
REMEMBERED = 32  # formulas that are built, and derivatives: each is asked for in several forms
GREATEST_ROOT, GREATEST_EXPONENT = 12, 2000  # in an exponent that a logarithm is seen to be


def expression(node: Node) -> Expr:
    """The formula as sympy has it, built by constructor calls alone; every letter is real.

    Where the formula has a value the expression has the same one.
    Where it has none sympy may still give one, so the domain is decided on the tree, never here.

    Raises:
        Misunderstood: `too-costly`.
    """
    return _of(PUBLIC, lambda: _ours(node))


def derivative(node: Node, variable: str, order: int = 1) -> Expr:
    """The derivative of the order, as a function, with no value at joints, kinks and steps.

    It may have a value where the formula has none: what happens at a point is for `outcome`.
    """
    return _of(PUBLIC, lambda: _derived(node, variable, order))


def constant(node: Node) -> Expr:
    """A formula without letters, as `expression`, in a form in which less cancels."""
    return _of(STEADY, lambda: _ours(node))


def steepness(node: Node, variable: str, order: int = 1) -> Expr:
    """The `derivative`, in a form in which less cancels when a point is put in."""
    return _of(STEADY, lambda: _derived(node, variable, order))


def _of(functions: Changes, build: Callable[[], Expr]) -> Expr:
    try:
        return changed(build(), functions)
    except TypeError:  # sympy would not compare what has no real value anywhere
        return nan


@lru_cache(maxsize=REMEMBERED)
def _derived(node: Node, variable: str, order: int) -> Expr:
    found = built = _ours(node)
    for _ in range(order):
        found = changed(found.diff(symbol(variable)), {Piecewise: between_joints})
    found = changed(found, {Side: lambda x: x / Size(x)})
    kinks = (Floor, Sign) if order == 1 else (Floor, Sign, Size)
    # A step of a step is the inner one's.
    steps = [step for step in built.atoms(*kinks) if step.args[0].diff(symbol(variable)) != 0]
    if steps:
        apart = [sympy.Ne(step.args[0], step.where(), evaluate=False) for step in steps]
        found = Piecewise((found, sympy.And(*apart)), evaluate=False)
    return found


def formal_derivative(node: Node, variable: str) -> Expr:
    """The derivative by the rules alone, with some value at joints, kinks and steps too."""
    return changed(_ours(node).diff(symbol(variable)), PUBLIC)


def placed(formula: Expr, variable: str, point: Expr) -> Expr:
    """The expression with the point in the variable's place; no power in it grows too long."""
    if formula == symbol(variable):
        return point
    if not formula.has(symbol(variable)):
        return formula
    parts = [placed(part, variable, point) for part in formula.args]
    if formula.is_Pow and parts[1].is_Rational:
        return rational_power(parts[0], fraction(parts[1]))
    return formula.func(*parts)


def symbol(letter: str) -> Symbol:
    """A letter of the grammar as a real symbol."""
    return Symbol(letter, real=True)


@lru_cache(maxsize=REMEMBERED)
def _ours(node: Node) -> Expr:
    """The formula in functions that can be differentiated as we mean it."""
    return changed(_build(basic(node)), {sympy.Abs: Size})


def _build(node: Node) -> Expr:
    match node:
        case Number(exact):
            return rational(exact)
        case Letter(name):
            return symbol(name)
        case Constant(name):
            return sympy.pi if name == "pi" else sympy.E
        case Negative(of):
            return -_build(of)
        case Sum(terms):
            return sympy.Add(*(_build(term) for term in terms))
        case Product(factors):
            return sympy.Mul(*(_build(factor) for factor in factors))
        case Quotient(top, bottom):
            return _build(top) / _build(bottom)
        case Power(base, exponent):
            return _power(_build(base), exponent)
        case Call(name, arguments):
            return _call(name, [_build(argument) for argument in arguments])
        case Cases():
            return _pieces(node)


def _power(base: Expr, exponent: Node) -> Expr:
    exact = None if letters(exponent) else _rational_value(exponent)
    if exact is None:
        return sympy.Pow(base, _build(exponent))
    if exact.denominator % 2 == 1 and exact.denominator > 1:
        return _real_root(base, exact)
    return rational_power(base, exact)


def _rational_value(node: Node) -> Fraction | None:
    try:
        found = value(node, {})
    except NoValue:
        return None
    return found if isinstance(found, Fraction) else None


def _real_root(base: Expr, exponent: Fraction) -> Expr:
    """A power with an odd root in it, real for a negative base too."""
    if base.is_nonnegative:
        return base ** rational(exponent)
    if base.is_negative:
        root = (-base) ** rational(exponent)
        return root if exponent.numerator % 2 == 0 else -root
    return Root(base, rational(exponent))


def _call(name: str, arguments: list[Expr]) -> Expr:
    match name, arguments:
        case "max" | "min", [one]:
            return one
        case "log", [x, base]:
            return _logarithm(x, base)
        case "gamma", [x] if x.is_Integer and x > LARGEST_FACTORIAL:
            raise Misunderstood(reason="too-costly")
    return FUNCTIONS[name](*arguments)


def _logarithm(x: Expr, base: Expr) -> Expr:
    """A power of the base has its exponent, 2 for 4 to the base 2, and not what is only near it."""
    if x.is_Rational and base.is_Rational and x > 0 and base > 0 and base != 1:
        near = Fraction(float(sympy.log(x) / sympy.log(base))).limit_denominator(GREATEST_ROOT)
        small = abs(near.numerator) <= GREATEST_EXPONENT
        if small and x**near.denominator == base**near.numerator:
            return rational(near)
    return sympy.log(x) / sympy.log(base)


def _pieces(node: Cases) -> Expr:
    branches = [(_build(then), _test(test)) for test, then in node.branches]
    if node.otherwise is not None:
        return Piecewise(*branches, (_build(node.otherwise), True), evaluate=False)
    moving = {letter for part in branches for side in part for letter in side.free_symbols}
    nowhere = Nowhere(*sorted(moving, key=str))
    return Piecewise(*branches, (nowhere, True), evaluate=False)


def _test(test: Condition) -> Boolean:
    sides = [_build(operand) for operand in test.operands]
    pairs = zip(sides, sides[1:], test.comparisons, strict=False)
    return sympy.And(*(compared(COMPARE[name], left, right) for left, right, name in pairs))


COMPARE: Mapping[str, Callable[[Expr, Expr], Boolean]] = {
    "<": sympy.Lt,
    "<=": sympy.Le,
    ">": sympy.Gt,
    ">=": sympy.Ge,
    "==": sympy.Eq,
    "!=": sympy.Ne,
}

FUNCTIONS: Mapping[str, Callable[..., Expr]] = {
    **{name: getattr(sympy, name) for name in PRIMITIVES if hasattr(sympy, name)},
    "acot": lambda x: sympy.pi / 2 - sympy.atan(x),
    "sqrt": lambda x: rational_power(x, Fraction(1, 2)),
    "ln": sympy.log,
    "log10": lambda x: _logarithm(x, sympy.Integer(10)),
    "log2": lambda x: _logarithm(x, sympy.Integer(2)),
    "cbrt": lambda x: _real_root(x, Fraction(1, 3)),
    "abs": Size,
    "sign": Sign,
    "floor": Floor,
    "ceil": Ceiling,
    "max": Largest,
    "min": Smallest,
}
