"""Pictures without a triangle: jumps, holes, poles, oscillations, the outside, and plain values."""

from typing import assert_never

import numpy as np

from bot.tutor.calculus.lesson import (
    Hole,
    Jump,
    Oscillation,
    Outside,
    Pole,
    Quantity,
    Valued,
)
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.curve import Pieces, pieces, samples
from bot.tutor.drawing.graph import asymptote, foot, framed, guides, ink, ticks, trace
from bot.tutor.drawing.known import curve_of, real
from bot.tutor.drawing.labels import Spot, label
from bot.tutor.drawing.notation import Written
from bot.tutor.drawing.panel import Panel
from bot.tutor.drawing.sheet import Box, Sheet, Type
from bot.tutor.drawing.titles import LINE, lines, title
from bot.tutor.drawing.window import Subject, window

HEIGHT = 900
TOP, BOTTOM = 116, 90  # pixels above and under the graph
STATEMENT = 46
Broken = Jump | Hole | Pole | Oscillation | Outside


def broken(outcome: Broken, look: looks.Look) -> Sheet:
    """The curve as it is around the point, and under it what it does there."""
    place, texts = outcome.place, statements(outcome)
    sheet, foot_height = Sheet(look, HEIGHT + LINE * len(texts)), LINE * len(texts)
    title(sheet, notation.titles(place.function, place.order))
    rings, value = marks(outcome)
    heights = [real(y) for y in (*rings, *([] if value is None else [value]))]
    curve = curve_of(place.function, place.order)
    subject = Subject([curve], [real(place.at)], heights)
    panel = framed(sheet, _box(sheet, foot_height), window(subject))
    drawn = pieces(curve, samples(panel.shown, real(place.at)), panel.shown)
    stroke = "waves" if isinstance(outcome, Oscillation) else "curve"
    ink(sheet, panel, drawn, stroke)
    if isinstance(outcome, Outside):
        _nowhere(sheet, panel, drawn)
    mark(sheet, panel, outcome)
    foot(sheet, panel, real(place.at), notation.at(place))
    ticks(sheet, panel)
    margin, across = looks.MARGIN, looks.WIDTH - looks.MARGIN
    lines(sheet, texts, Box(margin, looks.GAP, across, looks.GAP + foot_height), STATEMENT)
    return sheet


def valued(lesson: Valued, value: Quantity, look: looks.Look) -> Sheet:
    """The curve, the point, and its two numbers."""
    sheet, curve, x = Sheet(look, HEIGHT), curve_of(lesson.function), real(lesson.at)
    title(sheet, notation.titles(lesson.function))
    panel = framed(sheet, _box(sheet, 0), window(Subject([curve], [x], [real(value)])))
    trace(sheet, panel, curve)
    _dotted(sheet, panel, x, value, sheet.colours.ink)
    foot(sheet, panel, x, notation.at(notation.place_of(lesson)))
    ticks(sheet, panel)
    return sheet


def statements(outcome: Broken) -> list[Written]:
    """What happens at the point, in signs."""
    place = outcome.place
    match outcome:
        case Jump(left=left, right=right) | Pole(left=left, right=right):
            sides = (("⁻", left), ("⁺", right))
            return [notation.limit(place, side, to) for side, to in sides if to is not None]
        case Hole(limit=limit):
            return [notation.limit(place, "", limit)]
        case Outside():
            return [notation.no_value(place)]
        case Oscillation():
            return []
        case _:
            assert_never(outcome)


def marks(outcome: Broken) -> tuple[list[Quantity], Quantity | None]:
    """The limits where a ring goes, and the value where the dot goes."""
    match outcome:
        case Jump(value=value, left=left, right=right):
            return [left, right], value
        case Hole(value=value, limit=limit):
            return [limit], value
        case Oscillation(value=value):
            return [], value
        case Pole() | Outside():
            return [], None
        case _:
            assert_never(outcome)


def mark(sheet: Sheet, panel: Panel, outcome: Broken, colour: str | None = None) -> None:
    """A ring at each limit that is not taken, a dot at the value, an asymptote at a pole."""
    x, (rings, value) = real(outcome.place.at), marks(outcome)
    shade = colour or sheet.colours.ink
    for limit in rings:
        if value is None or real(limit) != real(value):
            guides(sheet, panel, (x, real(limit)), notation.brief(limit).text, shade)
            sheet.ring("ring", panel.at(x, real(limit)), shade)
    if value is not None:
        _dotted(sheet, panel, x, value, shade)
    if isinstance(outcome, Pole):
        asymptote(sheet, panel, x)
        _heads(sheet, panel, outcome)
    if isinstance(outcome, Outside) or (isinstance(outcome, Oscillation) and value is None):
        upright = [(panel.x(x), panel.box.bottom), (panel.x(x), panel.box.top)]
        sheet.line("guide", upright, colour=shade)


def _dotted(sheet: Sheet, panel: Panel, x: float, value: Quantity, colour: str) -> None:
    at = (x, real(value))
    guides(sheet, panel, at, notation.brief(value).text, colour)
    sheet.dot("point", panel.at(*at), colour)


def _heads(sheet: Sheet, panel: Panel, pole: Pole) -> None:
    """Say ∞ or −∞ at the ends of the asymptote, on the side where the curve goes there."""
    x, kind = panel.x(real(pole.place.at)), Type(looks.NUMBER, sheet.colours.quiet)
    for grows, left in ((pole.left, True), (pole.right, False)):
        if grows is None:
            continue
        up = real(grows) > 0
        at = x, panel.box.top if up else panel.box.bottom
        if up:
            spot = Spot(at, ["below left" if left else "below right"], must=False)
        else:
            spot = Spot(at, ["above left" if left else "above right"], must=False)
        label(sheet, notation.brief(grows).text, kind, spot)


def _box(sheet: Sheet, texts: float) -> Box:
    return Box(looks.GUTTER, BOTTOM + texts, looks.WIDTH - looks.MARGIN, sheet.box.top - TOP)


def _nowhere(sheet: Sheet, panel: Panel, drawn: Pieces) -> None:
    """Tint where the function has no value."""
    shown = panel.shown
    edges = [shown.x0, *(x for xs, _ in drawn.lines for x in (xs[0], xs[-1])), shown.x1]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if (right - left) * panel.across > looks.EDGE:
            xs = np.array([left, right, right, left])
            ys = np.array([shown.y0, shown.y0, shown.y1, shown.y1])
            sheet.backdrop("no value", panel.along(xs, ys), sheet.colours.nowhere)
