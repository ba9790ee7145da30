"""Questions about links of a chain: where a row of things side by side ends, and what is in it."""

from fractions import Fraction
from math import gcd

from bot.tutor.reading.tree import (
    Constant,
    Letter,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Quotient,
)
from bot.tutor.reading.written import (
    Atom,
    Called,
    Chain,
    Exponent,
    Group,
    Link,
    Named,
    Powered,
    Single,
    Suffixed,
    Total,
)

LARGEST_LOST_EXPONENT = 20


def product(factors: list[Node]) -> Node:
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def joined(first: Node, rest: Node) -> Node:
    return Product((first, *(rest.factors if isinstance(rest, Product) else (rest,))))


def as_first(links: list[Link]) -> list[Link]:
    """The links as a chain of their own."""
    first, *rest = links
    return [Link("first", first.negative, first.of), *rest]


def is_beside(links: list[Link], at: int) -> bool:
    """Whether the link stands right behind the one before, with no sign and no space."""
    return at < len(links) and links[at].joint == "beside"


def row_end(links: list[Link], at: int) -> int:
    """Where the row of letters and brackets that begins at a link ends: 2x(x+1) but not 2sin."""
    while is_beside(links, at) and not isinstance(links[at].of, Named | Called):
        at += 1
    return at


def goes_on(links: list[Link], at: int) -> bool:
    """Whether the argument of a function without brackets goes on with this link: sin 2x."""
    if at >= len(links) or links[at].joint not in {"beside", "spaced"}:
        return False
    of = links[at].of
    if isinstance(of, Atom | Suffixed) or (isinstance(of, Powered) and isinstance(of.base, Atom)):
        return True
    return isinstance(of, Group) and is_number(links[at - 1].of) and is_beside(links, at)


def argument_end(links: list[Link], at: int) -> int:
    """Where an argument that begins at a link ends: sin 2x, sin 2*x, but sin x * x is not all."""
    end = at + 1
    while goes_on(links, end):
        end += 1
    if end < len(links) and links[end].joint == "*" and are_constant(links[at:end]):
        end += 1
        while goes_on(links, end):
            end += 1
    return end


def wide_end(links: list[Link], at: int) -> int:
    """Where the argument would end if it took other functions and divisions too."""
    while at < len(links) and (
        links[at].joint in {"beside", "spaced"}
        or (links[at].joint == "/" and is_number(links[at].of))
    ):
        at += 1
    return at


def is_wide(links: list[Link], at: int) -> bool:
    """Whether sin x cos x or sin x/2 could have meant more by its argument."""
    if at >= len(links):
        return False
    if links[at].joint in {"beside", "spaced"}:
        return isinstance(links[at].of, Named)
    return links[at].joint == "/" and is_number(links[at].of)


def is_number(of: "Single | Chain") -> bool:
    return isinstance(of, Atom) and isinstance(of.node, Number)


def begins_with_number(of: "Single | Chain") -> bool:
    while isinstance(of, Powered):
        of = of.base
    return is_number(of)


def are_constant(links: list[Link]) -> bool:
    return all(
        isinstance(link.of, Atom) and isinstance(link.of.node, Number | Constant) for link in links
    )


def count_symbols(links: list[Link]) -> int:
    return sum(not are_constant([link]) for link in links)


def is_lost_superscript(links: list[Link], at: int) -> bool:
    """x2, where x² has lost its superscript on the way."""
    if not is_beside(links, at + 1):
        return False
    of, follows = links[at].of, links[at + 1].of
    symbol = isinstance(of, Group) or (
        isinstance(of, Atom) and isinstance(of.node, Letter | Constant)
    )
    if not symbol or not isinstance(follows, Atom) or not isinstance(follows.node, Number):
        return False
    exponent = follows.node.value
    return exponent.denominator == 1 and 1 < exponent <= LARGEST_LOST_EXPONENT


def is_under_exponent(links: list[Link], at: int) -> bool:
    """x^2/3: a number under a bare exponent with which it makes a fraction."""
    if at == 0 or links[at].joint != "/" or links[at].negative or links[at - 1].negative:
        return False
    over, under = links[at - 1].of, _whole_number(links[at].of)
    if not isinstance(over, Powered) or len(over.exponents) > 1:
        return False
    exponent = _whole_number(over.exponents[0].of)
    return bool(exponent and under) and under > 1 and gcd(exponent, under) == 1


def over_exponent(power: Node, bottom: Node) -> Node:
    """The power with its exponent divided."""
    match power:
        case Power(base, Negative(top)):
            return Power(base, Negative(Quotient(top, bottom)))
        case Power(base, top):
            return Power(base, Quotient(top, bottom))
        case _:
            return Quotient(power, bottom)


def _whole_number(of: "Single | Chain") -> int:
    """The natural number that stands alone there, else 0."""
    match of:
        case Atom(Number(value)) if value.denominator == 1:
            return int(value)
        case _:
            return 0


def is_doubtful_exponent(links: list[Link], at: int) -> bool:
    """e^2x and x^2x: a bare exponent with a letter right behind it."""
    of = links[at].of
    if not isinstance(of, Powered) or not isinstance(of.base, Atom) or not is_beside(links, at + 1):
        return False
    if not isinstance(of.exponents[-1].of, Atom):
        return False
    follows = _symbol(links[at + 1].of)
    if isinstance(of.base.node, Letter):
        return follows == of.base.node
    return follows is not None


def _symbol(of: "Single | Chain") -> Letter | None:
    while isinstance(of, Powered):
        of = of.base
    return of.node if isinstance(of, Atom) and isinstance(of.node, Letter) else None


def is_letter(group: Group) -> bool:
    """Whether the brackets hold one letter and nothing else, as in f(x)."""
    match group.inner:
        case Total(((False, Chain((Link(_, False, Atom(Letter())),))),)):
            return True
        case _:
            return False


def is_minus_one(exponent: Exponent) -> bool:
    """Whether it is -1, or (-1), as in sin^-1."""
    negative = exponent.negative
    of: Single | Chain = exponent.of
    if isinstance(of, Group):
        match of.inner:
            case Total(((True, Chain((Link(_, False, inner),))),)):
                negative, of = not negative, inner
            case _:
                return False
    return negative and isinstance(of, Atom) and of.node == Number(Fraction(1))
