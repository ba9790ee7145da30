"""Definitions that build on one another: let g(m) be the third derivative of m^5; what is ...?"""

import re
from dataclasses import dataclass

from bot.tutor.reading.formula import renamed, understand
from bot.tutor.reading.phrases import nth_number
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Node

DERIVATIVE = r"the (?:(\w+) )?derivative of"
LET = re.compile(rf"\blet ([A-Za-z]) ?\(([A-Za-z])\) be {DERIVATIVE} ([^?]{{1,600}}?)\. ?(?=[A-Z])")
ASKED = re.compile(
    rf"(?:what is {DERIVATIVE}|find {DERIVATIVE}|differentiate) ([A-Za-z]) ?\(([A-Za-z])\)",
    re.IGNORECASE,
)
NAMED = re.compile(r"([A-Za-z]) ?\(([A-Za-z])\)")
HIGHEST_ORDER = 20


@dataclass(frozen=True)
class _Defined:
    """A function that was defined: what it is a derivative of, in which letter, of which order."""

    tree: Node
    letter: str
    order: int


def nested(text: str) -> Request | None:
    """The request that a chain of definitions comes to; None where the text is none."""
    defined: dict[str, _Defined] = {}
    end = 0
    for found in re.finditer(LET.pattern, text, re.IGNORECASE):
        name, letter, nth, of = found.groups()
        order = nth_number(nth or "1")
        if order is None:
            return None
        defined[name] = _defined(defined, letter, order, of.strip())
        end = found.end()
    asked = ASKED.search(text, end) if defined else None
    if asked is None or asked[3] not in defined:
        return None
    order = nth_number(asked[1] or asked[2] or "1")
    if order is None:
        return None
    last = _defined(defined, asked[4], order, f"{asked[3]}({asked[4]})")
    if last.order > HIGHEST_ORDER:
        return None
    return Request((plain(last.tree),), last.letter, order=last.order)


def _defined(defined: dict[str, _Defined], letter: str, order: int, of: str) -> _Defined:
    named = NAMED.fullmatch(of)
    if named is None or named[1] not in defined:
        return _Defined(understand(of).tree, letter, order)
    inner = defined[named[1]]
    return _Defined(renamed(inner.tree, inner.letter, letter), letter, inner.order + order)
