"""Where steps are tried out: numbers for every letter of a formula."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice

from bot.tutor.calculus.basic import basic, letters, number
from bot.tutor.calculus.evaluate import NoValue, look
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.tree import Node

Place = Mapping[str, Node]

# No small whole numbers, at which different formulas often agree; in, and on both sides of, the
# places where the functions of the table live.
TRIALS = tuple(
    Fraction(*pair) for pair in ((17, 11), (-13, 9), (5, 13), (-4, 11), (29, 7), (2, 17))
)
ENOUGH = 2
OTHERS = (Fraction(31, 13), Fraction(3, 17))  # for letters left open: the first, and its step


def at(node: Node, variable: str, point: Node) -> tuple[Place, ...]:
    """The point itself; letters that are left open get numbers."""
    open_letters = (letters(node) | letters(point)) - {variable}
    return ({**_others(open_letters), variable: point},)


def anywhere(node: Node, variable: str) -> tuple[Place, ...]:
    """A few places at which the formula is smooth; none where it lives at none of ours."""
    return tuple(islice(_smooth(node, variable), ENOUGH))


def all_around(node: Node, variable: str) -> tuple[Place, ...]:
    """All of our places at which the formula is smooth."""
    return tuple(_smooth(node, variable))


def lives(node: Node, place: Place) -> bool:
    """Whether the formula is smooth there."""
    try:
        return look(basic(node), {name: basic(of) for name, of in place.items()}).smooth
    except (NoValue, Misunderstood):
        return False


def _smooth(node: Node, variable: str) -> Iterator[Place]:
    others = _others(letters(node) - {variable})
    places = ({**others, variable: number(trial)} for trial in TRIALS)
    return (place for place in places if lives(node, place))


def _others(names: frozenset[str]) -> dict[str, Node]:
    first, step = OTHERS
    return {name: number(first + k * step) for k, name in enumerate(sorted(names))}
