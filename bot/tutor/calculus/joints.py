"""Pieces without their joints: where a derivative by the rules says nothing."""

from collections.abc import Callable, Mapping

import sympy
from sympy import Expr, Piecewise
from sympy.logic.boolalg import Boolean, BooleanFunction

Comparisons = Mapping[type, Callable[[Expr, Expr], Boolean]]


class Nowhere(sympy.Function):  # type: ignore[misc]  # sympy ships no types
    """Where no piece holds there is no function, and no derivative of one."""

    def fdiff(self, _index: int = 1) -> Expr:
        return self


def between_joints(*pieces: tuple[Expr, Boolean]) -> Expr:
    """Pieces that do not reach their joints, where a formula's derivative has nothing to say."""
    inside: list[tuple[Expr, Boolean]] = []
    before: list[Boolean] = []
    for piece, test in pieces:
        where = sympy.And(*before, _at_joints(test, STRICT))
        if where != sympy.false and not piece.has(Nowhere):
            inside.append((piece, _interval(where)))
        before.append(sympy.Not(_at_joints(test, CLOSED)))
    return Piecewise(*inside, evaluate=False)


def _interval(where: Boolean) -> Boolean:
    """Bounds on a letter, all but the tightest left out."""
    bounds = where.args if isinstance(where, sympy.And) else ()
    if not bounds or not all(_is_bound(part) for part in bounds):
        return where
    kept = [
        tightest(group, key=lambda bound: bound.rhs)
        for kind, tightest in ((sympy.StrictGreaterThan, max), (sympy.StrictLessThan, min))
        if (group := [bound for bound in bounds if isinstance(bound, kind)])
    ]
    return sympy.And(*kept)


def _is_bound(test: Boolean) -> bool:
    strict = isinstance(test, sympy.StrictGreaterThan | sympy.StrictLessThan)
    return bool(strict and test.lhs.is_Symbol and test.rhs.is_number)


def _at_joints(
    test: Boolean, comparisons: Mapping[type, Callable[[Expr, Expr], Boolean]]
) -> Boolean:
    """The condition with every comparison deciding otherwise where its sides are equal."""
    if isinstance(test, BooleanFunction):
        return test.func(*(_at_joints(part, comparisons) for part in test.args))
    change = comparisons.get(test.func)
    return test if change is None else change(*test.args)


STRICT: Comparisons = {
    sympy.LessThan: sympy.Lt,
    sympy.GreaterThan: sympy.Gt,
    sympy.Equality: lambda _left, _right: sympy.false,
}
CLOSED: Comparisons = {
    sympy.StrictLessThan: sympy.Le,
    sympy.StrictGreaterThan: sympy.Ge,
    sympy.Unequality: lambda _left, _right: sympy.true,
}
