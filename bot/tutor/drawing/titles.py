"""The formula above a picture, and the equations and statements under it."""

from collections.abc import Iterable, Sequence

from bot.tutor.drawing import look as looks
from bot.tutor.drawing.notation import Term, Written
from bot.tutor.drawing.sheet import Box, Label, Sheet, Type

SHRUNK = (1.0, 0.85, 0.72)
HEAD = 58  # pixels from the top to the middle of a title
TALLEST = 96  # pixels that a heading may take
SPACE = 0.31  # of the size, between the parts of an equation
RAISED = 9  # pixels between the bar of a fraction and what is over and under it
FRACTION = 0.86  # of the size: the numbers of a fraction
LINE = 66  # pixels that a line of text takes


def title(sheet: Sheet, texts: Sequence[Written]) -> None:
    """Name the function at the top; a long formula shrinks, then a shorter text is said."""
    across = looks.WIDTH - looks.MARGIN
    box = Box(looks.MARGIN, sheet.box.top - 2 * HEAD, across, sheet.box.top)
    heading(sheet, texts, box, Type(looks.TITLE, sheet.colours.ink))


def heading(sheet: Sheet, texts: Iterable[Written], box: Box, kind: Type) -> None:
    """Say the first text that fits into the box, in its middle."""
    for written in texts:
        for shrink in SHRUNK:
            size = Type(kind.size * shrink, kind.colour, kind.bold)
            text = sheet.text(written.drawn, size, plain=written.plain)
            if text.width <= box.width and text.height <= min(box.height, TALLEST):
                across, middle = box.middle
                sheet.put(text, across - text.width / 2, middle - text.height / 2)
                return


def lines(sheet: Sheet, texts: Sequence[Written], box: Box, size: float) -> None:
    """Say lines of text under one another, in the middle of the box."""
    across, middle = box.middle
    top = middle + LINE * len(texts) / 2
    half = box.width / 2
    for number, text in enumerate(texts):
        row = top - LINE * number
        place = Box(across - half, row - LINE, across + half, row)
        heading(sheet, [text], place, Type(size, sheet.colours.ink))


def equations(
    sheet: Sheet, boxes: Sequence[Box], ways: Sequence[Sequence[Sequence[Term]]], size: float
) -> None:
    """Say one equation in each box, all in the same way and size: the first that fits.

    The last term of each is the slope, and stands out.
    """
    for alike in zip(*ways, strict=True):
        rows = list(zip(alike, boxes, strict=True))
        room = min(box.width / _length(_parts(sheet, terms, size), size) for terms, box in rows)
        fitted = next((shrink * size for shrink in SHRUNK if shrink <= room), None)
        if fitted is not None:
            for terms, box in rows:
                _string(sheet, _parts(sheet, terms, fitted), box, fitted)
            return


Part = Label | tuple[Label, Label]
"""A text, or two of them with the bar of a fraction between."""


def _parts(sheet: Sheet, terms: Sequence[Term], size: float) -> list[Part]:
    kind = Type(size, sheet.colours.ink)
    parts: list[Part] = []
    for number, term in enumerate(terms):
        if term.sign and number > 0:
            parts.append(sheet.text(term.sign, kind))
        if term.below:
            smaller = Type(FRACTION * size, kind.colour)
            parts.append((sheet.text(term.text, smaller), sheet.text(term.below, smaller)))
        elif number == len(terms) - 1:
            parts.append(sheet.text(term.text, Type(size, sheet.colours.measure, bold=True)))
        else:
            parts.append(sheet.text(term.text, kind))
    return parts


def _length(parts: Sequence[Part], size: float) -> float:
    return sum(_width(part) for part in parts) + SPACE * size * (len(parts) - 1)


def _width(part: Part) -> float:
    return max(label.width for label in part) if isinstance(part, tuple) else part.width


def _string(sheet: Sheet, parts: Sequence[Part], box: Box, size: float) -> None:
    """Put the parts side by side in the middle of the box."""
    left, middle = box.middle[0] - _length(parts, size) / 2, box.middle[1]
    for part in parts:
        width = _width(part)
        if isinstance(part, tuple):
            over, under = part
            sheet.put(over, left + (width - over.width) / 2, middle + RAISED)
            sheet.put(under, left + (width - under.width) / 2, middle - RAISED - under.height)
            sheet.line("bar", [(left, middle), (left + width, middle)])
        else:
            sheet.put(part, left, middle - part.height / 2)
        left += width + SPACE * size
