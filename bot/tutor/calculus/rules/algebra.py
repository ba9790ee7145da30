"""Sums and products of formulas as a hand writes them: no 0 +, no 1 ·, no brackets in brackets."""

from fractions import Fraction

from bot.tutor.calculus.basic import letters, number
from bot.tutor.reading.tree import Letter, Negative, Node, Number, Power, Product, Quotient, Sum

ZERO, ONE = Number(Fraction(0)), Number(Fraction(1))


def plus(*terms: Node) -> Node:
    """The sum, without what is 0."""
    kept: list[Node] = []
    for term in terms:
        kept += term.terms if isinstance(term, Sum) else () if term == ZERO else (term,)
    return _joined(kept, Sum, ZERO)


def minus(node: Node) -> Node:
    """The opposite; that of an opposite is what it was."""
    if isinstance(node, Negative):
        return node.of
    return node if node == ZERO else Negative(node)


def times(*factors: Node) -> Node:
    """The product, without what is 1; a sign goes to the front."""
    kept: list[Node] = []
    negative = False
    for factor in factors:
        bare = factor.of if isinstance(factor, Negative) else factor
        negative ^= bare is not factor
        kept += bare.factors if isinstance(bare, Product) else () if bare == ONE else (bare,)
    product = ZERO if ZERO in kept else _joined(kept, Product, ONE)
    return minus(product) if negative else product


def power(base: Node, exponent: Node) -> Node:
    """The power; the first one is the base itself."""
    return base if exponent == ONE else ONE if exponent == ZERO else Power(base, exponent)


def less_one(exponent: Node) -> Node:
    """The exponent less 1: 2 of 3, -1/2 of 1/2, n - 1 of n."""
    exact = fraction(exponent)
    if exact is None:
        return Sum((exponent, Negative(ONE)))
    return written(exact - 1)


def fraction(node: Node) -> Fraction | None:
    """The rational number that the node writes down, or None."""
    match node:
        case Number(exact):
            return exact
        case Negative(Number(exact)):
            return -exact
        case Quotient(Number(top), Number(bottom)) if bottom:
            return top / bottom
        case Negative(Quotient(Number(top), Number(bottom))) if bottom:
            return -top / bottom
        case _:
            return None


def written(exact: Fraction) -> Node:
    """A rational number with its sign in front and a fraction bar where it needs one."""
    if exact < 0:
        return Negative(written(-exact))
    if exact.denominator == 1:
        return Number(exact)
    return Quotient(number(exact.numerator), number(exact.denominator))


def degree(node: Node, variable: str) -> int | None:
    """The degree in the variable, as it can be read off the formula; None for no polynomial."""
    if variable not in letters(node):
        return 0
    match node:
        case Letter():
            return 1
        case Negative(of) | Quotient(of, Number()):
            return degree(of, variable)
        case Sum(parts) | Product(parts):
            degrees = [degree(part, variable) for part in parts]
            known = [degree for degree in degrees if degree is not None]
            together = max(known, default=0) if isinstance(node, Sum) else sum(known)
            return together if len(known) == len(degrees) else None
        case Power(base, Number(exponent)) if exponent.denominator == 1:
            below = degree(base, variable)
            return None if below is None else below * exponent.numerator
        case _:
            return None


def _joined(parts: list[Node], kind: type[Sum] | type[Product], none: Node) -> Node:
    return none if not parts else parts[0] if len(parts) == 1 else kind(tuple(parts))
