"""The limit definition worked by hand: for polynomials, one over the variable, and its root."""

import sympy

from bot.tutor.calculus.basic import letters, number, put_in, rebuilt
from bot.tutor.calculus.exact import expression, symbol
from bot.tutor.calculus.lesson import Limit, Step
from bot.tutor.calculus.rules.algebra import ONE, ZERO, degree, minus, plus, power, times
from bot.tutor.calculus.rules.check import alike, hold
from bot.tutor.calculus.rules.places import Place
from bot.tutor.calculus.written import node_of
from bot.tutor.reading.tree import (
    Call,
    Letter,
    Node,
    Number,
    Quotient,
    Sum,
)

MOST = 4  # the degree up to which a line still bears the powers of a + h
NUDGES = ("h", "k", "t", "s")
TRIED = Number(ONE.value / 7000)  # a nudge with which the forms are tried out

Worked = tuple[tuple[Node, ...], Node]
"""The forms after the definition, and what is left for h = 0."""


def limit(node: Node, variable: str, places: tuple[Place, ...]) -> Limit | None:
    """The forms of (f(a + h) - f(a))/h, from the definition to the one in which h may be 0.

    None where it is no such function, or where the forms do not agree in numbers.
    """
    letter = next(name for name in NUDGES if name not in letters(node) | {variable})
    h, x = Letter(letter), Letter(variable)
    worked = _polynomial(node, x, h) or _reciprocal(node, x, h) or _root(node, x, h)
    if worked is None:
        return None
    forms, result = worked
    rise = plus(_flat(put_in(node, {variable: Sum((x, h))})), minus(node))
    forms = tuple(dict.fromkeys((Quotient(rise, h), *forms)))
    near = [{**place, letter: TRIED} for place in places]
    at_zero = put_in(forms[-1], {letter: ZERO})
    holds = alike(forms, near) and hold([Step("table", node, result, at_zero)], variable, places)
    return Limit(letter, forms, result) if holds else None


def _flat(node: Node) -> Node:
    """Without sums in sums."""
    flat = rebuilt(node, _flat)
    return plus(*flat.terms) if isinstance(flat, Sum) else flat


def _polynomial(node: Node, x: Letter, h: Letter) -> Worked | None:
    """(2ah + h²)/h, 2a + h, and 2a."""
    found = degree(node, x.name)
    if found is None or not 0 < found <= MOST:
        return None
    moved = expression(put_in(node, {x.name: Sum((x, h))})) - expression(node)
    rising = sympy.Poly(sympy.expand(moved), symbol(h.name)).all_coeffs()[::-1]
    written = [node_of(coefficient) for coefficient in rising]
    rows = [_terms(coefficient) for coefficient in written if coefficient is not None]
    if len(rows) != len(rising) or len(rising) == 1:
        return None
    powers = [power(h, number(k)) for k in range(len(rows))]
    rise = plus(*(times(term, powers[k]) for k, row in enumerate(rows) for term in row))
    ratio = plus(*(times(term, powers[k - 1]) for k, row in enumerate(rows) for term in row if k))
    return (Quotient(rise, h), ratio), plus(*rows[1])


def _terms(node: Node) -> tuple[Node, ...]:
    return node.terms if isinstance(node, Sum) else (node,)


def _reciprocal(node: Node, x: Letter, h: Letter) -> Worked | None:
    """(x - (x + h))/(x(x + h)h), -1/(x(x + h)), and -1/x²; any number may stand over it."""
    if not isinstance(node, Quotient) or node.bottom != x or not isinstance(node.top, Number):
        return None
    there = Sum((x, h))
    both = times(x, there)
    rise = plus(times(node.top, x), minus(times(node.top, there)))
    forms = (Quotient(rise, times(both, h)), minus(Quotient(node.top, both)))
    return forms, minus(Quotient(node.top, power(x, number(2))))


def _root(node: Node, x: Letter, h: Letter) -> Worked | None:
    """h/(h(√(x + h) + √x)), from above and below times the sum of the roots; and 1/(2√x)."""
    if node != Call("sqrt", (x,)):
        return None
    roots = Sum((Call("sqrt", (Sum((x, h)),)), node))
    forms = (Quotient(h, times(h, roots)), Quotient(ONE, roots))
    return forms, Quotient(ONE, times(number(2), node))
