"""A formula as a sympy expression, and its derivative."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial

import sympy
from sympy import Expr, Integer, Piecewise, Rational, Symbol, nan
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean
from sympy.printing.str import StrPrinter

from bot.tutor.calculus.basic import basic, letters
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.joints import Nowhere, between_joints
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
LARGEST_RADICAND = 1500  # bits
LARGEST_POWER = 1 << 13  # bits of a number that is worked out exactly
SQUARE = 2
LARGEST_ROOT = 1000  # the n of an nth root that is looked for in a number


def constant(node: Node) -> Expr:
    """A formula without letters, as `expression`, in a form in which less cancels."""
    return _changed(_ours(node), STEADY)


def steepness(node: Node, variable: str, order: int = 1) -> Expr:
    """The `derivative`, in a form in which less cancels when a point is put in."""
    return _changed(_derived(_ours(node), variable, order), STEADY)


def expression(node: Node) -> Expr:
    """The formula as sympy has it, built by constructor calls alone; every letter is real.

    Where the formula has a value the expression has the same one.
    Where it has none sympy may still give one, so the domain is decided on the tree, never here.

    Raises:
        Misunderstood: `too-costly`.
    """
    try:
        return _public(_ours(node))
    except TypeError:  # sympy would not compare what has no real value anywhere
        return nan


def derivative(node: Node, variable: str, order: int = 1) -> Expr:
    """The derivative of the order, as a function, with no value at joints, kinks and steps.

    It may have a value where the formula has none: what happens at a point is for `outcome`.
    """
    try:
        return _public(_derived(_ours(node), variable, order))
    except TypeError:  # as above
        return nan


def _derived(built: Expr, variable: str, order: int) -> Expr:
    found = built
    for _ in range(order):
        found = _changed(found.diff(symbol(variable)), {Piecewise: between_joints})
    found = _changed(found, {_Side: lambda x: x / _Abs(x)})
    kinks = (_Floor, _Sign) if order == 1 else (_Floor, _Sign, _Abs)
    # A step of a step is the inner one's.
    steps = [step for step in built.atoms(*kinks) if step.args[0].diff(symbol(variable)) != 0]
    if steps:
        apart = [sympy.Ne(step.args[0], step.where(), evaluate=False) for step in steps]
        found = Piecewise((found, sympy.And(*apart)), evaluate=False)
    return found


def formal_derivative(node: Node, variable: str) -> Expr:
    """The derivative by the rules alone, with some value at joints, kinks and steps too."""
    return _public(_ours(node).diff(symbol(variable)))


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


class _Step(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """A function that is constant between its steps; sympy's own have no plain derivative."""

    def fdiff(self, _index: int = 1) -> Expr:
        return Integer(0)


class _Floor(_Step):
    def where(self) -> Expr:
        """What the argument is at a step."""
        return _Floor(self.args[0])


class _Ceiling(_Floor):
    pass


class _Sign(_Step):
    def where(self) -> Expr:
        """What the argument is at the step."""
        return Integer(0)


class _Side(_Step):
    """The slope of an absolute value: 1 or -1."""

    def _eval_power(self, exponent: Expr) -> Expr | None:
        return Integer(1) if exponent.is_even else None


class _Abs(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """The absolute value of what is known to be real, which sympy's own asks to be proved."""

    def fdiff(self, _index: int = 1) -> Expr:
        return _Side(self.args[0])

    def where(self) -> Expr:
        """What the argument is at the kink."""
        return Integer(0)


class _Extreme(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """The largest or smallest of some; sympy's own would be compared in all ways at every step."""

    is_real = True

    @classmethod
    def eval(cls, *arguments: Expr) -> Expr | None:
        """The number itself where there are only numbers."""
        numbers = [_public(x) for x in arguments if x.is_number]
        if len(numbers) < len(arguments) or not all(x.is_comparable for x in numbers):
            return None
        return PUBLIC[cls](*numbers).doit()

    def _eval_derivative(self, letter: Symbol) -> Expr:
        pieces = [
            (one.diff(letter), sympy.And(*(self._leads(one, x) for x in self.args if x != one)))
            for one in self.args
        ]
        return Piecewise(*pieces[:-1], (pieces[-1][0], True), evaluate=False)


class _Largest(_Extreme):
    def _leads(self, one: Expr, other: Expr) -> Boolean:
        return _compared(sympy.Ge, one, other)


class _Smallest(_Extreme):
    def _leads(self, one: Expr, other: Expr) -> Boolean:
        return _compared(sympy.Le, one, other)


class _Root(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """A power with an odd root in it, real for a negative base too."""

    def fdiff(self, _index: int = 1) -> Expr:
        base, exponent = self.args
        return exponent * _Root(base, exponent - 1)


class Unreckoned(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """A rational number that sympy leaves as it is: its power would be too long to work out."""

    is_real = True

    def _eval_is_positive(self) -> bool:
        return bool(self.args[0] > 0)

    def _eval_evalf(self, precision: int) -> Expr:
        return self.args[0]._eval_evalf(precision)  # noqa: SLF001 - sympy's own protocol

    def _sympystr(self, printer: StrPrinter) -> str:
        return f"({printer.doprint(self.args[0])})"


def _ours(node: Node) -> Expr:
    """The formula in functions that can be differentiated as we mean it."""
    return _changed(_build(basic(node)), {sympy.Abs: _Abs})


def _changed(built: Expr, changes: Mapping[type, Callable[..., Expr]]) -> Expr:
    """Every function of those types replaced, from the inside out.

    Pieces and comparisons stay as they are: sympy would simplify them again at every step.
    """
    if not built.has(*changes):
        return built
    arguments = [_changed(argument, changes) for argument in built.args]
    change = changes.get(type(built))
    if change is not None:
        return change(*arguments)
    if isinstance(built, Piecewise | Relational):
        return built.func(*arguments, evaluate=False)
    return built.func(*arguments)


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


def rational(exact: Fraction) -> Rational:
    """An exact number as sympy has it."""
    return Rational(exact.numerator, exact.denominator)


def _power(base: Expr, exponent: Node) -> Expr:
    exact = None if letters(exponent) else _rational_value(exponent)
    if exact is None:
        return sympy.Pow(base, _build(exponent))
    if exact.denominator % 2 == 1 and exact.denominator > 1:
        return _real_root(base, exact)
    return rational_power(base, exact)


def fraction(exact: Rational) -> Fraction:
    """The same, the other way."""
    return Fraction(int(exact.p), int(exact.q))


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
    return _Root(base, rational(exponent))


def _call(name: str, arguments: list[Expr]) -> Expr:
    match name, arguments:
        case "max" | "min", [one]:
            return one
        case "log", [x, base]:
            return sympy.log(x) / sympy.log(base)
        case "gamma", [x] if x.is_Integer and x > LARGEST_FACTORIAL:
            raise Misunderstood(reason="too-costly")
    return FUNCTIONS[name](*arguments)


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
    return sympy.And(*(_compared(COMPARE[name], left, right) for left, right, name in pairs))


def _compared(compare: Callable[[Expr, Expr], Boolean], left: Expr, right: Expr) -> Boolean:
    try:
        return compare(left, right)
    except TypeError:  # a constant that is no real number, on which the tree has no value either
        return sympy.false


def _public(built: Expr) -> Expr:
    """The same in sympy's own functions, once there is nothing left to differentiate."""
    return _changed(built, PUBLIC)


def real_power(base: Expr, exponent: Expr) -> Expr:
    """A power with an odd root in it, in sympy's own functions, real for a negative base too."""
    root = sympy.Abs(base) ** exponent
    return root if exponent.p % 2 == 0 else sympy.sign(base) * root


def _steady_power(base: Expr, exponent: Expr) -> Expr:
    if isinstance(base, sympy.tanh) and exponent == SQUARE:
        return 1 - 1 / sympy.cosh(base.args[0]) ** SQUARE
    return sympy.Pow(base, exponent)


PUBLIC: Mapping[type, Callable[..., Expr]] = {
    _Abs: sympy.Abs,
    _Side: sympy.sign,
    _Sign: sympy.sign,
    _Ceiling: sympy.ceiling,
    _Floor: sympy.floor,
    _Root: real_power,
    sympy.erfc: lambda x: 1 - sympy.erf(x),
    _Largest: partial(sympy.Max, evaluate=False),
    _Smallest: partial(sympy.Min, evaluate=False),
    Nowhere: lambda *_: nan,
}

# 1 - erf and 1 - tanh^2 are lost far out, where both are nearly 1.
STEADY: Mapping[type, Callable[..., Expr]] = {
    **{kind: change for kind, change in PUBLIC.items() if kind is not sympy.erfc},
    sympy.Pow: _steady_power,
}

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
    "log10": lambda x: sympy.log(x) / sympy.log(10),
    "log2": lambda x: sympy.log(x) / sympy.log(2),
    "cbrt": lambda x: _real_root(x, Fraction(1, 3)),
    "abs": _Abs,
    "sign": _Sign,
    "floor": _Floor,
    "ceil": _Ceiling,
    "max": _Largest,
    "min": _Smallest,
}
