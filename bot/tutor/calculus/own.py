"""Functions that sympy differentiates otherwise than we mean it, and the way back to its own."""

from collections.abc import Callable, Mapping
from functools import partial

import sympy
from sympy import Expr, Integer, Piecewise, Symbol, nan
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean

from bot.tutor.calculus.joints import Nowhere

Changes = Mapping[type, Callable[..., Expr]]

SQUARE = 2


def changed(built: Expr, changes: Changes) -> Expr:
    """Every function of those types replaced, from the inside out.

    Pieces and comparisons stay as they are: sympy would simplify them again at every step.
    """
    arguments = [changed(argument, changes) for argument in built.args]
    change = changes.get(type(built))
    if change is not None:
        return change(*arguments)
    if all(after is before for after, before in zip(arguments, built.args, strict=True)):
        return built
    if isinstance(built, Piecewise | Relational):
        return built.func(*arguments, evaluate=False)
    return built.func(*arguments)


def compared(compare: Callable[[Expr, Expr], Boolean], left: Expr, right: Expr) -> Boolean:
    try:
        return compare(left, right)
    except TypeError:  # a constant that is no real number, on which the tree has no value either
        return sympy.false


class _Step(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """A function that is constant between its steps; sympy's own have no plain derivative."""

    def fdiff(self, _index: int = 1) -> Expr:
        return Integer(0)


class Floor(_Step):
    def where(self) -> Expr:
        """What the argument is at a step."""
        return Floor(self.args[0])


class Ceiling(Floor):
    pass


class Sign(_Step):
    def where(self) -> Expr:
        """What the argument is at the step."""
        return Integer(0)


class Side(_Step):
    """The slope of an absolute value: 1 or -1."""

    def _eval_power(self, exponent: Expr) -> Expr | None:
        return Integer(1) if exponent.is_even else None


class Size(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """The absolute value of what is known to be real, which sympy's own asks to be proved."""

    def fdiff(self, _index: int = 1) -> Expr:
        return Side(self.args[0])

    def where(self) -> Expr:
        """What the argument is at the kink."""
        return Integer(0)


class _Extreme(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """The largest or smallest of some; sympy's own would be compared in all ways at every step."""

    is_real = True

    @classmethod
    def eval(cls, *arguments: Expr) -> Expr | None:
        """The number itself where there are only numbers."""
        numbers = [changed(x, PUBLIC) for x in arguments if x.is_number]
        if len(numbers) < len(arguments) or not all(x.is_comparable for x in numbers):
            return None
        return PUBLIC[cls](*numbers).doit()

    def _eval_derivative(self, letter: Symbol) -> Expr:
        pieces = [
            (one.diff(letter), sympy.And(*(self._leads(one, x) for x in self.args if x != one)))
            for one in self.args
        ]
        return Piecewise(*pieces[:-1], (pieces[-1][0], True), evaluate=False)


class Largest(_Extreme):
    def _leads(self, one: Expr, other: Expr) -> Boolean:
        return compared(sympy.Ge, one, other)


class Smallest(_Extreme):
    def _leads(self, one: Expr, other: Expr) -> Boolean:
        return compared(sympy.Le, one, other)


class Root(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """A power with an odd root in it, real for a negative base too."""

    def fdiff(self, _index: int = 1) -> Expr:
        base, exponent = self.args
        return exponent * Root(base, exponent - 1)


def real_power(base: Expr, exponent: Expr) -> Expr:
    """A power with an odd root in it, in sympy's own functions, real for a negative base too."""
    root = sympy.Abs(base) ** exponent
    return root if exponent.p % 2 == 0 else sympy.sign(base) * root


def _steady_power(base: Expr, exponent: Expr) -> Expr:
    if isinstance(base, sympy.tanh) and exponent == SQUARE:
        return 1 - 1 / sympy.cosh(base.args[0]) ** SQUARE
    return sympy.Pow(base, exponent)


PUBLIC: Changes = {
    Size: sympy.Abs,
    Side: sympy.sign,
    Sign: sympy.sign,
    Ceiling: sympy.ceiling,
    Floor: sympy.floor,
    Root: real_power,
    sympy.erfc: lambda x: 1 - sympy.erf(x),
    Largest: partial(sympy.Max, evaluate=False),
    Smallest: partial(sympy.Min, evaluate=False),
    Nowhere: lambda *_: nan,
}

# 1 - erf and 1 - tanh^2 are lost far out, where both are nearly 1.
STEADY: Changes = {
    **{kind: change for kind, change in PUBLIC.items() if kind is not sympy.erfc},
    sympy.Pow: _steady_power,
}
