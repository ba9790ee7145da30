"""The picture of a slope: the curve at a human scale, and under it the nudge in the microscope."""

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.tutor.calculus.lesson import Corner, Cusp, Nudged, Quantity, Slope, VerticalTangent
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.graph import foot, framed, guides, tangent, ticks, trace
from bot.tutor.drawing.known import curve_of, real
from bot.tutor.drawing.microscope import Arm, Magnified, Scale, lens, scale, signs
from bot.tutor.drawing.panel import Panel, Window
from bot.tutor.drawing.sheet import Box, Point, Sheet
from bot.tutor.drawing.times import Times, near
from bot.tutor.drawing.titles import equations, title
from bot.tutor.drawing.window import Subject, widened, window

GRAPH = Box(looks.GUTTER, 750, looks.WIDTH - looks.MARGIN, 1180)
LENS = Box(looks.MARGIN, 160, looks.WIDTH - looks.MARGIN, 645)
RESULT = Box(looks.MARGIN, 14, looks.WIDTH - looks.MARGIN, 146)
LEFT_HALF = replace(RESULT, right=looks.WIDTH / 2 - looks.GAP)
RIGHT_HALF = replace(RESULT, left=looks.WIDTH / 2 + looks.GAP)
LEAST_SHRUNK = 0.75  # how much smaller a triangle may be, so that the graph need not be narrower


def sloped(outcome: Slope, nudged: Nudged, look: looks.Look) -> Sheet:
    """One triangle: curve, tangent and point above; the nudge in the lens; the ratio below."""
    arm = Arm(nudged, real(outcome.slope))
    sheet = _in_two_views(Magnified(outcome.place, outcome.value, [arm]), look)
    ways = notation.ratio(outcome.place, nudged, outcome.slope)
    equations(sheet, [RESULT], [ways], looks.RESULT)
    return sheet


def two_sided(outcome: Corner | Cusp | VerticalTangent, look: looks.Look) -> Sheet:
    """A triangle on each side where the function lives, each with its own ratio."""
    sides = sides_of(outcome)
    arms = [Arm(nudged, real(slope)) for nudged, slope in sides]
    sheet = _in_two_views(Magnified(outcome.place, outcome.value, arms), look)
    boxes = [LEFT_HALF, RIGHT_HALF] if len(sides) > 1 else [RESULT]
    ways = [notation.quotient(nudged, slope) for nudged, slope in sides]
    equations(sheet, boxes, ways, looks.RESULT)
    return sheet


def sides_of(outcome: Corner | Cusp | VerticalTangent) -> list[tuple[Nudged, Quantity]]:
    """The nudges, and the slopes that their ratios head to, from left to right."""
    left, right = (outcome.nudged_left, outcome.left), (outcome.nudged_right, outcome.right)
    return [(nudged, slope) for nudged, slope in (left, right) if nudged and slope]


def matched(
    subject: Subject, shown: Window, box: Box, lens_scale: Scale
) -> tuple[Scale, Window, Times]:
    """The lens's scale and the graph's window, so matched that a round number magnifies.

    What is missing to a round number is taken from the triangle's size as far as that goes,
    and else from the width of the graph in the `box`.
    """
    wanted = math.log10(lens_scale.run * shown.width / box.width) - math.log10(subject.reach)
    magnified = near(max(wanted, 0.0))
    off = 10 ** (magnified.logarithm - wanted)
    shrink = min(1.0, max(off, LEAST_SHRUNK))
    fitted = widened(subject, shown, off / shrink)
    return replace(lens_scale, run=lens_scale.run * shrink), fitted, magnified


def _in_two_views(seen: Magnified, look: looks.Look) -> Sheet:
    sheet = Sheet(look)
    subject = subject_of(seen, abs(real(seen.arms[0].nudged.run)))
    shown, fitted, times = matched(subject, window(subject), GRAPH, scale(LENS, seen.arms))
    above(sheet, seen, fitted)
    lens(sheet, LENS, seen, shown)
    signs(sheet, LENS, times, shown.stretch)
    return sheet


def subject_of(seen: Magnified, reach: float) -> Subject:
    """What the upper graph is about, for a nudge of this reach."""
    curve = curve_of(seen.place.function, seen.place.order)
    slopes = [arm.slope for arm in seen.arms if math.isfinite(arm.slope)]
    return Subject([curve], [real(seen.place.at)], [real(seen.value)], slopes, reach)


def above(sheet: Sheet, seen: Magnified, shown: Window) -> Panel:
    """Draw the curve at a human scale with its tangent and the point, and open the empty lens."""
    place, at = seen.place, (real(seen.place.at), real(seen.value))
    title(sheet, notation.titles(place.function, place.order))
    panel = framed(sheet, GRAPH, shown)
    trace(sheet, panel, curve_of(place.function, place.order))
    _tangents(sheet, panel, at, seen.arms)
    guides(sheet, panel, at, notation.brief(seen.value).text)
    foot(sheet, panel, at[0], notation.at(place))
    ticks(sheet, panel)
    _beam(sheet, panel.at(*at))
    sheet.dot("point", panel.at(*at), sheet.colours.ink)
    sheet.card(LENS)
    return panel


def _tangents(sheet: Sheet, panel: Panel, at: Point, arms: Sequence[Arm]) -> None:
    """The tangent; where there are two, each on its own side."""
    for arm in arms:
        ends = (-math.inf, math.inf)
        if len(arms) > 1:
            ends = (at[0], math.inf) if arm.end[0] > 0 else (-math.inf, at[0])
        tangent(sheet, panel, at, arm.slope, ends)


def _beam(sheet: Sheet, point: Point) -> None:
    """Open two thin lines from a point to the lens that magnifies it."""
    corners = [(LENS.left + looks.ROUND, LENS.top), (LENS.right - looks.ROUND, LENS.top)]
    sheet.backdrop("beam", [point, *corners], sheet.colours.beam)
    for corner in corners:
        sheet.line("beam", [point, corner])
