"""A sympy expression as a formula, in the order in which a textbook writes it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

import sympy
from sympy import Expr, Symbol

from bot.tutor.calculus.basic import number
from bot.tutor.calculus.powers import Unreckoned
from bot.tutor.calculus.primitives import PRIMITIVES
from bot.tutor.reading.tree import (
    Call,
    Cases,
    Comparison,
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

# What is missing here cannot be written.
NAMES: Mapping[type, str] = {
    **{getattr(sympy, name): name for name in PRIMITIVES.keys() - {"erfc"} if hasattr(sympy, name)},
    sympy.sign: "sign",
    sympy.floor: "floor",
    sympy.Abs: "abs",
    sympy.ceiling: "ceil",
    sympy.Max: "max",
    sympy.Min: "min",
}
COMPARISONS: Mapping[type, Comparison] = {
    sympy.StrictLessThan: "<",
    sympy.LessThan: "<=",
    sympy.StrictGreaterThan: ">",
    sympy.GreaterThan: ">=",
    sympy.Equality: "==",
    sympy.Unequality: "!=",
}
MOST_BITS = 2000  # of a number that is written out
REMEMBERED = 128  # expressions; the same few are written for a title, a comparison and a sentence
PAIR = 2  # of terms: 1 - x^2, but -x^2 + 2x + 1


class _Unwritten(Exception):  # noqa: N818 - caught here, where it means "there is no such formula"
    pass


@lru_cache(maxsize=REMEMBERED, typed=True)
def node_of(expression: Expr) -> Node | None:
    """The formula that a textbook would print: 2a, 1/a, 3a^2, cos(a), -1/(2*sqrt(a)).

    Powers of sums and of letters fall from left to right, a negative exponent goes under a
    fraction bar, a half one under a root. None where the expression holds what our formulas
    cannot say (a digamma function, an unevaluated derivative).
    """
    try:
        return _node(expression)
    except _Unwritten:
        return None


def degree(expression: Expr, x: Symbol) -> int:
    """A bound of the degree, found without multiplying out."""
    if not expression.has(x):
        return 0
    if expression.is_Add:
        return max(degree(term, x) for term in expression.args)
    if expression.is_Mul:
        return sum(degree(factor, x) for factor in expression.args)
    if expression.is_Pow and expression.exp.is_Integer:
        return abs(int(expression.exp)) * degree(expression.base, x)
    return 1


def _node(expression: Expr) -> Node:
    if expression.is_Rational:
        if max(int(expression.p).bit_length(), int(expression.q).bit_length()) > MOST_BITS:
            raise _Unwritten
        return _rational(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return Letter(str(expression.name))
    if expression is sympy.pi or expression is sympy.E:
        return Constant("pi" if expression is sympy.pi else "e")
    if expression.is_Add:
        return Sum(tuple(_node(term) for term in _falling(expression)))
    if expression.is_Mul:
        return _product(expression)
    if expression.is_Pow:
        return _power(expression.base, expression.exp)
    if isinstance(expression, sympy.exp):
        return _power(sympy.E, expression.args[0])
    if isinstance(expression, sympy.Piecewise):
        return _pieces(expression)
    if isinstance(expression, Unreckoned):
        return _node(expression.args[0])
    name = NAMES.get(expression.func)
    if name is None:
        raise _Unwritten
    return Call(name, tuple(_node(argument) for argument in expression.args))


def _rational(exact: Fraction) -> Node:
    if exact < 0:
        return Negative(_rational(-exact))
    if exact.denominator == 1:
        return Number(exact)
    return Quotient(number(exact.numerator), number(exact.denominator))


def _falling(expression: Expr) -> Sequence[Expr]:
    """The terms, the highest power first; of two, and of what is no polynomial, a plus leads."""
    letters = sorted(expression.free_symbols, key=str)
    if expression.is_polynomial(*letters) and letters:
        terms = sorted(expression.args, key=lambda term: _degrees(term, letters), reverse=True)
        return (
            terms if len(terms) > PAIR or not terms[0].could_extract_minus_sign() else terms[::-1]
        )
    terms = list(expression.as_ordered_terms())
    leads = next((term for term in terms if not term.could_extract_minus_sign()), terms[0])
    return [leads, *(term for term in terms if term is not leads)]


def _degrees(term: Expr, letters: Sequence[Expr]) -> tuple[int, ...]:
    total = [degree(term, letter) for letter in letters]
    return (sum(total), *total)


def _product(expression: Expr) -> Node:
    coefficient, rest = expression.as_coeff_Mul()
    if not coefficient.is_Rational:
        raise _Unwritten  # an infinity
    if coefficient.could_extract_minus_sign():
        return Negative(_node(-expression))
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in sorted(_with_real_roots(rest.as_ordered_factors()), key=_is_late):
        if _is_below(*factor.as_base_exp()):
            below.append(1 / factor)
        else:
            above.append(factor)
    top = _factors([sympy.Integer(coefficient.p)], above)
    if coefficient.q == 1 and not below:
        return top
    return Quotient(top, _factors([sympy.Integer(coefficient.q)], below))


def _is_late(factor: Expr) -> bool:
    """Whether a factor stands behind such numbers as π and e²."""
    return bool(factor.free_symbols) or factor.as_base_exp()[0].is_Function


def _with_real_roots(factors: Sequence[Expr]) -> list[Expr]:
    """The factors, sign(x) |x|^(1/3) as x^(1/3), which we take for the real root."""
    plain = list(factors)
    for root in factors:
        base, exponent = root.as_base_exp()
        side = sympy.sign(base.args[0]) if isinstance(base, sympy.Abs) else None
        odd = exponent.is_Rational and exponent.p % 2 == 1 and exponent.q % 2 == 1
        if odd and side in plain:
            plain.remove(side)
            plain[plain.index(root)] = sympy.Pow(base.args[0], exponent)
    return plain


def _factors(numbers: Sequence[Expr], others: Sequence[Expr]) -> Node:
    nodes = [_node(factor) for factor in (*numbers, *others) if factor != 1]
    if not nodes:
        return Number(Fraction(1))
    return nodes[0] if len(nodes) == 1 else Product(tuple(nodes))


def _power(base: Expr, exponent: Expr) -> Node:
    if _is_below(base, exponent):
        return Quotient(Number(Fraction(1)), _node(sympy.Pow(base, -exponent)))
    if exponent == sympy.Rational(1, 2):
        return Call("sqrt", (_node(base),))
    if isinstance(base, sympy.Abs) and exponent.is_Rational and _real_for_all(exponent):
        return Power(_node(base.args[0]), _node(exponent))
    return Power(_node(base), _node(exponent))


def _is_below(base: Expr, exponent: Expr) -> bool:
    """Whether a power stands under a fraction bar: 1/x² and 1/e, but e^(-x)."""
    return bool(exponent.could_extract_minus_sign() and (base is not sympy.E or exponent.is_number))


def _real_for_all(exponent: Expr) -> bool:
    """|x|^(2/3) is x^(2/3), where an odd root of a negative number is real."""
    return bool(exponent.p % 2 == 0 and exponent.q % 2 == 1)


def _pieces(expression: Expr) -> Node:
    branches: list[tuple[Condition, Node]] = []
    for value, test in expression.args:
        if test == True:  # noqa: E712 - sympy's own truth
            otherwise = None if value is sympy.nan else _node(value)
            return Cases(tuple(branches), otherwise) if branches else _node(value)
        branches.append((condition_of(test), _node(value)))
    return Cases(tuple(branches), None)


def condition_of(test: Expr) -> Condition:
    """A comparison, or two of them as in 0 < x < 2."""
    if isinstance(test, sympy.And) and len(test.args) == len(("from below", "from above")):
        return _between(*(condition_of(part) for part in test.args))
    comparison = COMPARISONS.get(test.func)
    if comparison is None:
        raise _Unwritten
    return Condition((_node(test.lhs), _node(test.rhs)), (comparison,))


def _between(one: Condition, other: Condition) -> Condition:
    """Two conditions on the same as a chain, as in 0 < x < 2."""
    for low, high in ((_rising(one), _rising(other)), (_rising(other), _rising(one))):
        if low.operands[-1] == high.operands[0]:
            return Condition(
                (*low.operands, *high.operands[1:]), (*low.comparisons, *high.comparisons)
            )
    raise _Unwritten


def _rising(test: Condition) -> Condition:
    turned: dict[Comparison, Comparison] = {">": "<", ">=": "<="}
    if test.comparisons[0] not in turned:
        return test
    return Condition(test.operands[::-1], (turned[test.comparisons[0]],))
