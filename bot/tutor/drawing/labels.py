"""Where labels go: the first place that is free, in the frame, and off every line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.tutor.drawing import look as looks
from bot.tutor.drawing.sheet import Box, Label, Point, Sheet, Type

Side = Literal[
    "right", "left", "above", "below", "above right", "above left", "below right", "below left"
]
EVERYWHERE: tuple[Side, ...] = (
    "right",
    "left",
    "above",
    "below",
    "above right",
    "above left",
    "below right",
    "below left",
)
SMALLER = (1.0, 0.9)  # how much a label may shrink before another text is tried
SLANT = 0.7  # of the gap, where a label is beside and above


@dataclass(frozen=True)
class Spot:
    """Where a label may stand.

    Attributes:
        at: what is labelled, in pixels.
        sides: of it, in the order of preference.
        within: what the label does not leave; None is the sheet's frame.
        reaches: how far out, in gaps; farther places come last.
        must: the label may lie on a line where nothing else is free.
    """

    at: Point
    sides: Sequence[Side]
    within: Box | None = None
    reaches: Sequence[float] = (1.0, 2.5, 5.0)
    must: bool = True


def label(sheet: Sheet, texts: str | Sequence[str], kind: Type, spot: Spot) -> Box | None:
    """Say one of `texts`, the longest of which come first; None where nothing fits.

    A label never meets another one and never leaves its frame.
    """
    least: tuple[int, Label, Point] | None = None
    for text in [texts] if isinstance(texts, str) else texts:
        for scale in SMALLER:
            said = sheet.text(text, Type(kind.size * scale, kind.colour, kind.bold))
            for corner in _corners(said, spot):
                covered = _covered(sheet, said.at(*corner), spot.within or sheet.frame)
                if covered == 0:
                    return sheet.put(said, *corner)
                if covered is not None and (least is None or covered < least[0]):
                    least = covered, said, corner
    if least is None or not spot.must:
        return None
    return sheet.put(least[1], *least[2])


def _corners(said: Label, spot: Spot) -> Iterator[Point]:
    """Lower left corners for the text, side by side, then the same farther out."""
    for reach in spot.reaches:
        for side in spot.sides:
            across = ("right" in side) - ("left" in side)
            upward = ("above" in side) - ("below" in side)
            out = reach * looks.GAP * (SLANT if across and upward else 1.0)
            left = spot.at[0] + across * out - said.width * (1 - across) / 2
            bottom = spot.at[1] + upward * out - said.height * (1 - upward) / 2
            yield left, bottom


def _covered(sheet: Sheet, box: Box, frame: Box) -> int | None:
    """How much ink the box would cover, or None where it cannot be."""
    roomy = box.grown(looks.AIR)
    if not box.within(frame) or any(roomy.meets(taken) for taken in sheet.labels):
        return None
    return int(np.count_nonzero(roomy.holds(sheet.ink)))
