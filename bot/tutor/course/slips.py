"""A derivative as it comes out when a rule is forgotten, so that the slip can be named."""

from collections.abc import Callable, Iterator
from typing import Literal

from sympy import Abs, Add, Expr, Function, Integer, Mul, Piecewise, Pow, Symbol, log

Slip = Literal["forgot-power-rule", "forgot-chain"]
Powered = Callable[[Expr, Expr], Expr]

# What is made of u^n: the exponent not brought down, not made one less, dropped, or made one more.
FORGOTTEN_POWERS: tuple[Powered, ...] = (
    lambda base, n: base ** (n - 1),
    lambda base, n: n * base**n,
    lambda base, n: n * base,
    lambda base, n: n * base ** (n + 1),
)
MOST = 60  # operations of a formula in which slips are looked for


class _NoSlip(Exception):  # noqa: N818 - true of a formula, not a fault
    """There is a part for which there is no rule to forget."""


def slipped(formula: Expr, x: Symbol) -> Iterator[tuple[Slip, Expr]]:
    """Wrong derivatives of a formula, each with the rule that was forgotten."""
    if formula.count_ops() > MOST:
        return
    try:
        yield "forgot-chain", _wrong(formula, x, _power, chain=False)
        for powered in FORGOTTEN_POWERS:
            yield "forgot-power-rule", _wrong(formula, x, powered, chain=True)
    except _NoSlip:
        return


def _power(base: Expr, n: Expr) -> Expr:
    return n * base ** (n - 1)


def _wrong(part: Expr, x: Symbol, powered: Powered, *, chain: bool) -> Expr:
    if not part.has(x):
        return Integer(0)
    if part == x:
        return Integer(1)
    if isinstance(part, Add):
        return Add(*(_wrong(term, x, powered, chain=chain) for term in part.args))
    if isinstance(part, Mul):
        return _wrong_product(part, x, powered, chain=chain)
    if isinstance(part, Pow) and not part.exp.has(x):
        # A slip with the power rule is one with the variable's own powers: n = 1 has no rule.
        outer = powered if part.base == x or chain else _power
        return outer(part.base, part.exp) * _inner(part.base, x, powered, chain=chain)
    if isinstance(part, Pow) and not part.base.has(x):
        return part * log(part.base) * _inner(part.exp, x, powered, chain=chain)
    if isinstance(part, Function) and len(part.args) == 1 and not isinstance(part, Abs | Piecewise):
        return part.fdiff() * _inner(part.args[0], x, powered, chain=chain)
    raise _NoSlip


def _inner(part: Expr, x: Symbol, powered: Powered, *, chain: bool) -> Expr:
    return _wrong(part, x, powered, chain=chain) if chain else Integer(1)


def _wrong_product(part: Mul, x: Symbol, powered: Powered, *, chain: bool) -> Expr:
    terms = []
    for place, factor in enumerate(part.args):
        others = (*part.args[:place], *part.args[place + 1 :])
        terms.append(Mul(*others, _wrong(factor, x, powered, chain=chain)))
    return Add(*terms)
