"""Blocks of ink around a baseline: glyphs, fractions, roots, tall brackets, and rows of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bot.tutor.drawing.look import FONT

Ink = NDArray[np.uint8]
"""How much of each pixel is covered, 0 to 255, row by row from the top."""

Style = Literal["", "-Oblique", "-Bold"]
Kind = Literal["letter", "sign", "operator", "relation", "opening", "closing", "stop"]

ABOVE, BELOW = 0.76, 0.24  # of the size: a line of text, over and under its baseline
AXIS = 0.32  # of the size: the height of a minus, and of a fraction's bar
STROKE = 0.065  # of the size: a bar
GAP = 0.1  # of the size: between a bar and what is over and under it
RAISED, LOWERED = 0.38, 0.18  # of the size: an exponent, a foot
LIFTED, HOOK = 0.5, 0.12  # of a root's height, of its size: where its index ends
SLENDER = 0.4  # power of its height with which a bracket gets wider
FINE = 3  # a tall bracket is drawn so many times larger before it is fitted
FULL = 255


class Mark(NamedTuple):
    """Ink, with its upper left corner in pixels rightwards and upwards."""

    left: float
    top: float
    ink: Ink


@dataclass(frozen=True, eq=False)
class Block:
    """Marks around a baseline: what they take to the right, over and under it, in pixels.

    The `kind` says what space there is to the neighbours.
    """

    width: float
    above: float = 0.0
    below: float = 0.0
    marks: Sequence[Mark] = ()
    kind: Kind = "letter"


def glyphs(text: str, size: float, style: Style = "") -> Block:
    """Characters side by side."""
    return beside([_glyph(sign, size, style) for sign in text])


def beside(blocks: Sequence[Block]) -> Block:
    marks: list[Mark] = []
    across = 0.0
    for block in blocks:
        marks += moved(block.marks, across, 0.0)
        across += block.width
    above = max((block.above for block in blocks), default=0.0)
    return Block(across, above, max((block.below for block in blocks), default=0.0), marks)


def moved(marks: Iterable[Mark], right: float, up: float) -> list[Mark]:
    return [Mark(left + right, top + up, ink) for left, top, ink in marks]


def scripted(base: Block, script: Block, size: float, *, low: bool) -> Block:
    """A base with an exponent, or with a foot where it is `low`."""
    up = RAISED * size + max(0.0, base.above - ABOVE * size)
    up = -LOWERED * size if low else max(up, script.below + RAISED * size / 2)
    return replace(
        base,
        width=base.width + script.width,
        above=max(base.above, script.above + up),
        below=max(base.below, script.below - up),
        marks=[*base.marks, *moved(script.marks, base.width, up)],
    )


def fraction(over: Block, under: Block, size: float) -> Block:
    stroke, gap, middle = _stroke(size), GAP * size, AXIS * size
    width = max(over.width, under.width) + gap
    up, down = middle + stroke / 2 + gap + over.below, middle - stroke / 2 - gap - under.above
    marks = [
        *moved(over.marks, (width - over.width) / 2, up),
        *moved(under.marks, (width - under.width) / 2, down),
        _bar(0.0, middle + stroke / 2, width, stroke),
    ]
    # Room at both ends, so that two fractions side by side do not join.
    return Block(width + gap, up + over.above, under.below - down, moved(marks, gap / 2, 0.0))


def root(of: Block, index: Block | None, size: float) -> Block:
    stroke = _stroke(size)
    top = max(of.above, ABOVE * size) + GAP * size + stroke
    sign = _fitted("√", size, top, max(of.below, STROKE * size))
    across = max(0.0, index.width - HOOK * size) if index else 0.0
    inside = across + sign.width
    marks = [
        *moved(sign.marks, across, 0.0),
        _bar(inside - stroke / 2, top, of.width + 2 * stroke, stroke),
        *moved(of.marks, inside + stroke / 2, 0.0),
    ]
    if index:
        marks += moved(index.marks, 0.0, LIFTED * top)
    return Block(inside + of.width + 2 * stroke, top, sign.below, marks)


def fenced(opening: str, inner: Block, closing: str, size: float) -> Block:
    """A block in brackets that are as tall as it is."""
    middle = AXIS * size
    half = max(inner.above - middle, inner.below + middle) + STROKE * size
    if inner.above <= ABOVE * size and inner.below <= BELOW * size:
        fences = [_glyph(sign, size, "") for sign in (opening, closing)]
    else:
        fences = [_fitted(sign, size, middle + half, half - middle) for sign in (opening, closing)]
    return replace(beside([fences[0], inner, fences[1]]), kind="closing")


def _stroke(size: float) -> int:
    return max(2, round(STROKE * size))


def _bar(left: float, top: float, width: float, stroke: int) -> Mark:
    return Mark(left, top, np.full((stroke, round(width)), FULL, np.uint8))


def _fitted(sign: str, size: float, above: float, below: float) -> Block:
    """A glyph as tall as is asked for, and not so much wider."""
    large = _glyph(sign, FINE * size, "")
    ((mark,), plain) = large.marks, _glyph(sign, size, "")
    rows, columns = mark.ink.shape
    times = (above + below) / (rows / FINE)
    width, wider = max(1, round(columns / FINE * times**SLENDER)), times**SLENDER
    shape = (width, max(1, round(above + below)))
    ink = Image.fromarray(mark.ink).resize(shape, Image.Resampling.LANCZOS)
    marks = [Mark(mark.left / FINE * wider, above, np.asarray(ink))]
    # What a root covers begins where its ink ends.
    across = mark.left / FINE * wider + width if sign == "√" else plain.width * wider
    return Block(across, above, below, marks)


@lru_cache(maxsize=4096)
def _glyph(sign: str, size: float, style: Style) -> Block:
    font = _font(size, style)
    left, top, right, bottom = font.getbbox(sign, anchor="ls")
    marks = []
    if right > left and bottom > top:
        image = Image.new("L", (int(right - left), int(bottom - top)))
        ImageDraw.Draw(image).text((-left, -top), sign, fill=FULL, font=font, anchor="ls")
        marks = [Mark(left, -top, np.asarray(image))]
    width = font.getlength(sign)
    # A slanted f reaches out to the right, and would touch a prime.
    return Block(width + max(0.0, (right - width) / 2), -top, bottom, marks)


@lru_cache(maxsize=128)
def _font(size: float, style: Style) -> ImageFont.FreeTypeFont:
    path = f"{mpl.get_data_path()}/fonts/ttf/{FONT}{style}.ttf"
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
