"""Derivatives in the notation of mathematics and programs: d/dx, f'(2), dy/dx, diff(x^2, x)."""

import re
from dataclasses import dataclass

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.names import GREEK

LETTER = rf"(?:[A-Za-z](?![A-Za-z])|theta(?![a-z])|[{''.join(GREEK)}])"
ORDER = r"(?: ?\^ ?\(?(\d{1,2})\)?)?"
NOT_IN_A_WORD = r"(?<![A-Za-z\d])"
OPERATOR = re.compile(rf"{NOT_IN_A_WORD}d{ORDER} ?/ ?\(? ?d ?({LETTER}){ORDER}\)?(?: ?of\b)?")
QUOTIENT = re.compile(
    rf"{NOT_IN_A_WORD}d{ORDER} ?([A-Za-z])(?: ?\( ?[A-Za-z] ?\))? ?/ ?d ?({LETTER}){ORDER}"
    r"(?![A-Za-z])"
    r"(?: ?= ?(?=\?|$))?"
)
DIFFERENTIAL = re.compile(rf"^d\b ?(.{{1,200}}?) ?/? ?\bd ?({LETTER})$")
BRACKETED = re.compile(rf"{NOT_IN_A_WORD}d ?\((.{{1,400}})\) ?/ ?d ?({LETTER})(?![A-Za-z])")
SUBSCRIPTED = re.compile(rf"{NOT_IN_A_WORD}D_?([a-z]) ?(?=[(\[])")
PRIMES = r"(?:('{1,6})|\^ ?\(('{1,6}|\(\d\))\))"
PRIMED = re.compile(
    rf"{NOT_IN_A_WORD}([A-Za-z]) ?{PRIMES} ?"
    r"\( ?([^()]{1,40}(?:\([^()]{0,30}\)[^()]{0,20})?) ?\)"
    r"(?: ?= ?[^?,.;=]{0,60})?"
)
PRIMED_NAME = re.compile(rf"{NOT_IN_A_WORD}([A-Za-z]) ?('{{1,6}})(?![('\w])(?: ?= ?(?=\?|$|,))?")
PRIMED_BRACKET = re.compile(r"\)('{1,6})(?!')")
CALLED = re.compile(
    r"^(?:sympy\.)?(?:diff|derivative|Derivative|differentiate|D|d/d[a-z]) ?\((.*?)\)"
    r"(?:\.evaluate\(\{ ?[a-z] ?: ?([^{}]{1,40})\}\)|\.subs\( ?[a-z] ?, ?([^()]{1,40})\))?$"
)
GRADIENT = re.compile(
    r"^(?:jax\.|torch\.)?grad ?\( ?(?:lambda ([A-Za-z]) ?: ?)?(.*?)\) ?(?:\( ?([^()]{1,40}) ?\))?$"
)
LAMBDA = re.compile(
    r"(?:\b([A-Za-z]) ?= ?)?\blambda ([A-Za-z]) ?: ?|\bdef ([A-Za-z])\(([A-Za-z])\) ?: ?return "
)


@dataclass(frozen=True)
class Notation:
    """What notation said: the text without it, order, variable, the name and points of f'(2)."""

    text: str
    order: int = 0
    variable: str | None = None
    name: str | None = None
    points: tuple[str, ...] = ()


def take_notation(text: str, cut: str) -> Notation:
    """Cut derivatives in notation out of a message; `cut` stands where they stood."""
    text = LAMBDA.sub(
        lambda found: f"{found[1] or found[3] or 'f'}({found[2] or found[4]}) = ", text
    )
    text = SUBSCRIPTED.sub(r"d/d\1 ", text)
    for whole in (_called, _gradient, _differential):
        notation = whole(text)
        if notation is not None:
            return notation
    for pattern in (BRACKETED, OPERATOR, QUOTIENT):
        found = pattern.search(text)
        if found is not None:
            return _leibniz(pattern, found, text, cut)
    return _primed(text, cut)


def _called(text: str) -> Notation | None:
    found = CALLED.match(text)
    if found is None or not _balanced(found[1]):
        return None
    formula, *rest = [part.strip(" '\"") for part in _arguments(found[1])]
    variable = rest[0] if rest and re.fullmatch(LETTER, rest[0]) else None
    point = rest[1] if len(rest) > 1 else found[2] or found[3]
    if rest and variable is None:
        return None
    return Notation(formula, 1, variable, points=(point,) if point else ())


def _balanced(inner: str) -> bool:
    depth = 0
    for sign in inner:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def _gradient(text: str) -> Notation | None:
    found = GRADIENT.match(text)
    if found is None:
        return None
    return Notation(found[2].strip(), 1, found[1], points=(found[3],) if found[3] else ())


def _differential(text: str) -> Notation | None:
    """D x^4 dx, which elsewhere is misread as an integral."""
    found = DIFFERENTIAL.match(text)
    return Notation(found[1], 1, found[2]) if found and "/" not in found[1][:2] else None


def _leibniz(pattern: re.Pattern[str], found: re.Match[str], text: str, cut: str) -> Notation:
    if pattern is BRACKETED:
        formula, variable = found.groups()
        order, name = 1, None
        middle = f" {formula} "
    elif pattern is OPERATOR:
        power, variable, _ = found.groups()
        order, name, middle = int(power or 1), None, cut
    else:
        power, name, variable, _ = found.groups()
        order, middle = int(power or 1), cut
    return Notation(text[: found.start()] + middle + text[found.end() :], order, variable, name)


def _primed(text: str, cut: str) -> Notation:
    primed = list(PRIMED.finditer(text))
    if primed:
        orders = {len(one[2]) if one[2] else _raised_order(one[3]) for one in primed}
        if len(orders) > 1:
            raise Misunderstood("one-at-a-time", text)
        points = tuple(one[4].strip() for one in primed)
        return Notation(PRIMED.sub(cut, text), orders.pop(), None, primed[0][1], points)
    found = PRIMED_NAME.search(text)
    if found is not None:
        return Notation(PRIMED_NAME.sub(cut, text), len(found[2]), None, found[1])
    found = PRIMED_BRACKET.search(text)
    if found is not None:
        return Notation(PRIMED_BRACKET.sub(")" + cut, text), len(found[1]))
    return Notation(text)


def _raised_order(raised: str) -> int:
    return int(raised.strip("()")) if raised.startswith("(") else len(raised)


def _arguments(inner: str) -> list[str]:
    """Split at commas outside brackets."""
    parts, depth = [""], 0
    for sign in inner:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
