"""Numbers and formulas set in type, from the few signs of TeX that pictures use.

Matplotlib's mathtext knows all of TeX, but takes as long for one formula as a picture should.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from bot.tutor.drawing.blocks import (
    ABOVE,
    BELOW,
    Block,
    Ink,
    Kind,
    Mark,
    Style,
    beside,
    fenced,
    fraction,
    glyphs,
    moved,
    root,
    scripted,
)
from bot.tutor.reading.functions import BY_NAME
from bot.tutor.reading.names import GREEK

LEADING = 1.1  # of a line: from one to the next
LEAST = 20.0  # pixels: no part of a formula is smaller
IN_FRACTION, IN_SCRIPT, IN_INDEX = 0.75, 0.7, 0.55  # of the size around
THIN, MEDIUM, THICK = 3 / 18, 4 / 18, 5 / 18  # of the size: TeX's spaces

TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\S")
SCRIPTS = ["^", "_"]
SPACES = {r"\,": THIN, r"\ ": THICK}
SIGNS = {
    r"\cdot": "·",
    r"\leq": "≤",
    r"\geq": "≥",
    r"\neq": "≠",
    r"\pi": "π",
    r"\lfloor": "⌊",
    r"\rfloor": "⌋",
    r"\lceil": "⌈",
    r"\rceil": "⌉",
    r"\{": "{",
    r"\}": "}",
    "'": "′",
    "-": "−",
    **{f"\\{name}": sign for sign, name in GREEK.items()},
}
NAMED = {token for row in BY_NAME.values() for token in re.findall(r"^\\[a-z]+", row.latex)}
KINDS: dict[str, Kind] = {
    **dict.fromkeys("+−·", "operator"),
    **dict.fromkeys("=<>≤≥≠→≈", "relation"),
    **dict.fromkeys("([{⌊⌈", "opening"),
    **dict.fromkeys(")]}⌋⌉", "closing"),
    **dict.fromkeys(",;", "stop"),
}


@dataclass(frozen=True, eq=False)
class Setting:
    """A text in type.

    Attributes:
        width, height: of its box, in pixels.
        ink: what is seen of it; a slanted letter may reach out of the box.
        left, bottom: where the ink begins, in pixels from the box's lower left corner.
    """

    width: float
    height: float
    ink: Ink
    left: int
    bottom: int


@lru_cache(maxsize=512)
def typeset(said: str, size: float, *, bold: bool = False) -> Setting:
    """Set lines of text, each in the middle; between dollar signs is mathematics.

    Raises:
        ValueError: a sign of TeX that is not known here.
    """
    style: Style = "-Bold" if bold else ""
    rows = [_line(row, size, style) for row in said.split("\n")]
    width = max(row.width for row in rows)
    marks: list[Mark] = []
    bottom = 0.0
    for row in rows:
        # All lines without fractions are equally high, so that their baselines agree.
        baseline = bottom * LEADING - max(row.above, ABOVE * size)
        marks += moved(row.marks, (width - row.width) / 2, baseline)
        bottom = baseline - max(row.below, BELOW * size)
    ink, left, lowest = _inked(marks)
    return Setting(width, -bottom, ink, left, round(lowest - bottom))


def _inked(marks: list[Mark]) -> tuple[Ink, int, int]:
    """All marks in one piece of ink, each at whole pixels; its left and its bottom."""
    spots = [(round(left), round(top), ink) for left, top, ink in marks]
    if not spots:
        return np.zeros((1, 1), np.uint8), 0, 0
    left, top = min(x for x, _, _ in spots), max(y for _, y, _ in spots)
    right = max(x + ink.shape[1] for x, _, ink in spots)
    bottom = min(y - ink.shape[0] for _, y, ink in spots)
    whole = np.zeros((top - bottom, right - left), np.uint8)
    for x, y, ink in spots:
        rows, columns = ink.shape
        part = whole[top - y : top - y + rows, x - left : x - left + columns]
        np.maximum(part, ink, out=part)
    return whole, left, bottom


def _line(said: str, size: float, style: Style) -> Block:
    parts = [
        _formula(part, size) if number % 2 else glyphs(part, size, style)
        for number, part in enumerate(said.split("$"))
        if part
    ]
    return parts[0] if len(parts) == 1 else beside(parts)


def _formula(tex: str, size: float) -> Block:
    return _row(TOKEN.findall(tex)[::-1], size)


def _row(tokens: list[str], size: float, end: str = "") -> Block:
    """What comes up to `end`, side by side, with the spaces that mathematics has.

    Tokens are taken from the end of the list.
    """
    blocks: list[Block] = []
    before: Kind = "sign"
    while tokens and tokens[-1] != end:
        if blocks and tokens[-1] in SCRIPTS:
            low = SCRIPTS.index(tokens.pop()) == 1
            script = _argument(tokens, max(LEAST, IN_SCRIPT * size))
            blocks[-1] = scripted(blocks[-1], script, size, low=low)
            continue
        block = _block(tokens.pop(), tokens, size)
        if block.kind == "operator" and before not in ("letter", "closing"):
            block = replace(block, kind="sign")  # of a number, and close to it
        space = _space(before, block.kind)
        blocks += [Block(space * size), block] if space else [block]
        before = block.kind
    if end:
        _expect(tokens, end)
    return beside(blocks)


def _space(before: Kind, after: Kind) -> float:
    """What is between two neighbours, of the size."""
    if before == "sign":
        return 0.0
    if "relation" in (before, after):
        return THICK
    if "operator" in (before, after):
        return MEDIUM
    return THIN if before == "stop" else 0.0


def _block(token: str, tokens: list[str], size: float) -> Block:
    """One sign, or what a command makes of its arguments."""
    match token:
        case r"\frac":
            smaller = max(LEAST, IN_FRACTION * size)
            return fraction(_argument(tokens, smaller), _argument(tokens, smaller), size)
        case r"\sqrt":
            index = None
            if tokens and tokens[-1] == "[":
                tokens.pop()
                index = _row(tokens, max(LEAST, IN_INDEX * size), "]")
            return root(_argument(tokens, size), index, size)
        case r"\left":
            opening = _sign(_next(tokens))
            inner = _row(tokens, size, r"\right")
            return fenced(opening, inner, _sign(_next(tokens)), size)
        case r"\mathrm":
            return glyphs(_name(tokens), size)
        case _ if token in NAMED:
            return glyphs(token[1:], size)
        case _ if token in SPACES:
            return Block(SPACES[token] * size)
    sign = _sign(token)
    slanted = sign.isalpha() and not (sign in GREEK and sign.isupper())
    block = glyphs(sign, size, "-Oblique" if slanted else "")
    return replace(block, kind=KINDS.get(sign, "letter"))


def _argument(tokens: list[str], size: float) -> Block:
    _expect(tokens, "{")
    return _row(tokens, size, "}")


def _name(tokens: list[str]) -> str:
    r"""The letters of \mathrm{leaky\_relu}."""
    _expect(tokens, "{")
    name = ""
    while tokens and tokens[-1] != "}":
        name += tokens.pop().removeprefix("\\")
    _expect(tokens, "}")
    return name


def _sign(token: str) -> str:
    sign = SIGNS.get(token, token)
    if len(sign) > 1:
        message = f"a sign that is not known: {token}"
        raise ValueError(message)
    return sign


def _expect(tokens: list[str], token: str) -> None:
    if _next(tokens) != token:
        message = f"no {token}"
        raise ValueError(message)


def _next(tokens: list[str]) -> str:
    if not tokens:
        message = "a sign is missing"
        raise ValueError(message)
    return tokens.pop()
