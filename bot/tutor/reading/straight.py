"""A straight line as an equation, or through two points -> its height: y = -2x/3 + 2."""

import re
from fractions import Fraction

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import Formula, letters_of, parse
from bot.tutor.reading.phrases import pattern_of
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Letter, Negative, Node, Number, Product, Quotient, Sum

HEIGHT = "y"
PAIR = 2  # sides of an equation, letters in it
_NUMBER = r"-?\d+(?:\.\d+)?(?:/\d+)?"
_POINT = rf"[A-Z]?\( ?({_NUMBER}) ?, ?({_NUMBER}) ?\)"
TWO_POINTS = re.compile(rf"{_POINT}[^()\d]{{0,12}}{_POINT}")
# How much of each letter there is, and under "" of none.
Linear = dict[str, Fraction]


def straight_line(piece: str) -> Formula | None:
    """The line's height as a function, and what was made of the equation; None for no line."""
    sides = piece.split("=")
    if len(sides) != PAIR:
        return None
    try:
        left, right = (parse(side) for side in sides)
    except Misunderstood:
        return None
    letters = dict.fromkeys([*letters_of(left), *letters_of(right)])
    line = _linear(Sum((left, Negative(right))))
    if line is None or len(letters) != PAIR or not line.get(HEIGHT):
        return None
    (other,) = letters.keys() - {HEIGHT}
    height = _written(other, *(-line.get(name, Fraction(0)) / line[HEIGHT] for name in (other, "")))
    return Formula(height, (), ((piece, f"{HEIGHT} = {unicode(height)}"),))


def through_points(text: str) -> Request | None:
    """The line through two points, where nothing but its slope was asked for; None otherwise."""
    found = TWO_POINTS.search(text)
    if found is None:
        return None
    rest = text[: found.start()] + text[found.end() :]
    if not pattern_of("slope").search(rest) or re.search(r"[\d=^]", rest):
        return None
    x, y, last_x, last_y = (_number(written) for written in found.groups())
    if x == last_x:
        return None
    slope = (last_y - y) / (last_x - x)
    line = _written("x", slope, y - slope * x)
    repairs = ((found[0], f"{HEIGHT} = {unicode(line)}"),)
    return Request((plain(line),), "x", name=HEIGHT, repairs=repairs)


def _number(written: str) -> Fraction:
    top, _, bottom = written.partition("/")
    return Fraction(top) / (int(bottom or 1) or 1)


def _linear(node: Node) -> Linear | None:
    """What letters and numbers come to, multiplied by numbers and added; None for anything else."""
    match node:
        case Number(value):
            return {"": value}
        case Letter(name):
            return {name: Fraction(1)}
        case Negative(of):
            return _multiplied([{"": Fraction(-1)}, _linear(of)])
        case Sum(terms):
            return _added([_linear(term) for term in terms])
        case Product(factors):
            return _multiplied([_linear(factor) for factor in factors])
        case Quotient(top, Number(value)) if value:
            return _multiplied([{"": 1 / value}, _linear(top)])
        case _:
            return None


def _added(terms: list[Linear | None]) -> Linear | None:
    total: Linear = {}
    for term in terms:
        if term is None:
            return None
        for name, much in term.items():
            total[name] = total.get(name, Fraction(0)) + much
    return total


def _multiplied(factors: list[Linear | None]) -> Linear | None:
    """Only one factor may hold a letter."""
    product: Linear = {"": Fraction(1)}
    for factor in factors:
        if factor is None:
            return None
        plain, lettered = sorted((product, factor), key=lambda one: bool(one.keys() - {""}))
        if plain.keys() - {""}:
            return None
        product = {name: plain.get("", Fraction(0)) * much for name, much in lettered.items()}
    return product


def _written(letter: str, slope: Fraction, height: Fraction) -> Node:
    """The sum of both, without what is 0."""
    terms = [_term(slope, Letter(letter))] if slope else []
    terms += [_term(height, None)] if height or not terms else []
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _term(much: Fraction, letter: Letter | None) -> Node:
    """-2x/3: the number over, the letter, the number under."""
    over: Node = Number(Fraction(abs(much.numerator)))
    if letter is not None:
        over = letter if abs(much.numerator) == 1 else Product((over, letter))
    bottom = Number(Fraction(much.denominator))
    size = over if much.denominator == 1 else Quotient(over, bottom)
    return Negative(size) if much < 0 else size
