"""A tree -> canonical plain text, which reads back to the same tree."""

from typing import assert_never

from bot.tutor.reading.printing.numeral import numeral
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

# How tightly a node holds together; what is looser than its place needs brackets.
LOOSE, PRODUCT, POWER, ATOM = range(4)


def plain(node: Node) -> str:
    """Canonical text with as few brackets as possible: 3*a, a^2, ln(a), (x + 1)/(x - 1)."""
    match node:
        case Number(value):
            return numeral(value)
        case Letter(name) | Constant(name):
            return name
        case Negative(of):
            return f"-{_held(of, PRODUCT)}"
        case Sum(terms):
            return _first(terms[0]) + "".join(_added(term) for term in terms[1:])
        case Product(factors):
            first, *rest = factors
            return "*".join([_held(first, POWER, PRODUCT), *(_held(f, POWER) for f in rest)])
        case Quotient(top, bottom):
            return f"{_held(top, PRODUCT)}/{_held(bottom, POWER)}"
        case Power(base, exponent):
            return f"{_held(base, ATOM)}^{_held(exponent, ATOM)}"
        case Call(function, arguments):
            return f"{function}({', '.join(plain(argument) for argument in arguments)})"
        case Cases(branches, otherwise):
            pieces = [f"{plain(value)} if {condition_text(when)}" for when, value in branches]
            if otherwise is not None:
                pieces.append(f"{plain(otherwise)} otherwise")
            return "{" + "; ".join(pieces) + "}"
        case _:
            assert_never(node)


def condition_text(condition: Condition) -> str:
    """For example 0 < x <= 2."""
    first, *rest = (plain(operand) for operand in condition.operands)
    pairs = zip(condition.comparisons, rest, strict=True)
    return first + "".join(f" {comparison} {operand}" for comparison, operand in pairs)


def tightness(node: Node) -> int:
    """How tightly a node's plain text holds together."""
    match node:
        case Number(value):
            return ATOM if _ends(numeral(value)) else PRODUCT
        case Letter() | Constant() | Call() | Cases():
            return ATOM
        case Power():
            return POWER
        case Product() | Quotient():
            return PRODUCT
        case Negative() | Sum():
            return LOOSE
        case _:
            assert_never(node)


def _ends(digits: str) -> bool:
    return "/" not in digits


def _held(node: Node, at_least: int, quotient_at_least: int | None = None) -> str:
    """The node's text, in brackets where its place needs something tighter.

    A quotient may open a product (a/b*c is (a/b)*c), but a product may not: a*b*c is one product.
    """
    needed = at_least
    if quotient_at_least is not None and isinstance(node, Quotient):
        needed = quotient_at_least
    text = plain(node)
    return text if tightness(node) >= needed else f"({text})"


def _first(term: Node) -> str:
    return f"({plain(term)})" if isinstance(term, Sum) else plain(term)


def _added(term: Node) -> str:
    if isinstance(term, Negative):
        return f" - {_held(term.of, PRODUCT)}"
    if isinstance(term, Sum):
        return f" + ({plain(term)})"
    return f" + {plain(term)}"
