"""A curve at a human scale: axes with few numbers, the curve, points with their guides."""

import math

import numpy as np

from bot.tutor.drawing import look as looks
from bot.tutor.drawing.curve import Curve, Pieces, pieces, samples
from bot.tutor.drawing.labels import Side, Spot, label
from bot.tutor.drawing.panel import Panel, Window
from bot.tutor.drawing.sheet import Box, Point, Sheet, Type
from bot.tutor.drawing.times import rounded

RULES_ACROSS, RULES_UPWARD = 4, 4  # about so many


def framed(sheet: Sheet, box: Box, shown: Window) -> Panel:
    """Draw the rules and the two axes of an empty graph; its numbers come last, with `ticks`."""
    panel = Panel(box, shown)
    rules: list[list[Point]] = []
    for x in round_numbers(shown.x0, shown.x1, RULES_ACROSS):
        ends = [(panel.x(x), box.bottom), (panel.x(x), box.top)]
        if x:
            rules.append(ends)
        else:
            sheet.line("zero", ends)
    for y in round_numbers(shown.y0, shown.y1, RULES_UPWARD):
        ends = [(box.left, panel.y(y)), (box.right, panel.y(y))]
        if y:
            rules.append(ends)
        else:
            sheet.line("zero", ends)
    sheet.rules(rules)
    sheet.line("axis", [(box.left, box.top), (box.left, box.bottom), (box.right, box.bottom)])
    return panel


def trace(sheet: Sheet, panel: Panel, curve: Curve, colour: str | None = None) -> None:
    """Draw a curve in its unbroken pieces, with a dashed asymptote at every pole."""
    ink(sheet, panel, pieces(curve, samples(panel.shown), panel.shown), "curve", colour)


def ink(sheet: Sheet, panel: Panel, drawn: Pieces, stroke: str, colour: str | None = None) -> None:
    for xs, ys in drawn.lines:
        sheet.line(stroke, panel.along(xs, ys), panel.box, colour)
    for pole in drawn.poles:
        asymptote(sheet, panel, pole)


def asymptote(sheet: Sheet, panel: Panel, x: float) -> None:
    sheet.line("asymptote", [(panel.x(x), panel.box.bottom), (panel.x(x), panel.box.top)])


def tangent(
    sheet: Sheet,
    panel: Panel,
    at: Point,
    slope: float,
    ends: tuple[float, float] = (-math.inf, math.inf),
) -> None:
    """Draw the line through a point, from one value of the variable to another; maybe upright."""
    if math.isinf(slope):
        upright = [(panel.x(at[0]), panel.box.bottom), (panel.x(at[0]), panel.box.top)]
        sheet.line("tangent", upright, panel.box)
        return
    sheet.line("tangent", panel.straight(at, slope, ends), panel.box)


def touch(sheet: Sheet, panel: Panel, at: Point, slope: float, colour: str) -> None:
    """Draw a short piece of the tangent, over the curve, of one length however steep it is."""
    steep = slope * panel.upward / panel.across
    across = looks.TOUCH / math.hypot(1.0, steep) / panel.across
    xs = np.array([at[0] - across, at[0] + across])
    line = panel.along(xs, at[1] + slope * (xs - at[0]))
    sheet.line("piece of tangent", line, panel.box, colour)


def guides(sheet: Sheet, panel: Panel, at: Point, y_text: str, colour: str | None = None) -> None:
    """Draw dotted lines from a point to both axes, and say its height at the vertical one."""
    across, upward = panel.at(*at)
    left, shade = panel.box.left, colour or sheet.colours.ink
    sheet.line("guide", [(across, upward), (across, panel.box.bottom)], colour=shade)
    sheet.line("guide", [(across, upward), (left, upward)], colour=shade)
    kind = Type(looks.NUMBER, shade)
    if sheet.text(y_text, kind).width < looks.GUTTER - 2 * looks.GAP:
        label(sheet, y_text, kind, Spot((left, upward), ["left"], reaches=[1], must=False))
        return
    sides: tuple[Side, ...] = ("above right", "below right")
    label(sheet, y_text, kind, Spot((left + looks.GAP, upward), sides))


def foot(sheet: Sheet, panel: Panel, x: float, text: str, colour: str | None = None) -> None:
    """Say a value of the variable under the horizontal axis; if need be, with fewer digits."""
    spot = Spot((panel.x(x), panel.box.bottom), ["below"], reaches=[1], must=False)
    texts = [text, rounded(x)] if len(rounded(x)) < len(text) else [text]
    label(sheet, texts, Type(looks.NUMBER, colour or sheet.colours.ink), spot)


def ticks(sheet: Sheet, panel: Panel) -> None:
    """Say the round numbers on both axes, wherever nothing said before is in the way."""
    kind, box, shown = Type(looks.SMALL, sheet.colours.quiet), panel.box, panel.shown
    for x, text in _told(round_numbers(shown.x0, shown.x1, RULES_ACROSS)):
        spot = Spot((panel.x(x), box.bottom), ["below"], reaches=[1], must=False)
        label(sheet, text, kind, spot)
    for y, text in _told(round_numbers(shown.y0, shown.y1, RULES_UPWARD)):
        spot = Spot((box.left, panel.y(y)), ["left"], reaches=[1], must=False)
        label(sheet, text, kind, spot)


def _told(numbers: list[float]) -> list[tuple[float, str]]:
    """The numbers with their texts; none where they differ only far behind the point."""
    texts = [rounded(number) for number in numbers]
    return list(zip(numbers, texts, strict=True)) if len(set(texts)) == len(texts) else []


def round_numbers(low: float, high: float, wanted: int) -> list[float]:
    """About as many multiples of 1, 2 or 5 times a power of ten as wanted."""
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= 0.8 * rough)
    return [
        multiple * step for multiple in range(math.ceil(low / step), math.floor(high / step) + 1)
    ]
