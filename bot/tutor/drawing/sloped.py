"""The picture of a slope: the curve at a human scale, and under it the nudge in the microscope."""

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.tutor.calculus.lesson import (
    Average,
    Corner,
    Cusp,
    Nudged,
    Quantity,
    Slope,
    VerticalTangent,
)
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.graph import foot, framed, guides, tangent, ticks, trace
from bot.tutor.drawing.known import curve_of, real
from bot.tutor.drawing.microscope import Arm, Asked, Magnified, Scale, lens, scale, signs
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
INSETS = range(looks.ROUND, 440, 24)  # pixels from a corner of the lens to where a line ends
LEAST_SHRUNK = 0.75  # how much smaller a triangle may be, so that the graph need not be narrower


def sloped(
    outcome: Slope,
    nudged: Nudged,
    look: looks.Look,
    asked: Asked = "tangent",
    *,
    hides: bool = False,
) -> Sheet:
    """One triangle: curve, tangent and point above; the nudge in the lens; the ratio below.

    Where it `hides`, the ratio and the slope are for the learner to find.
    """
    arm = Arm(nudged, real(outcome.slope))
    seen = Magnified(outcome.place, outcome.value, [arm], asked=asked)
    sheet = _in_two_views(seen, subject_of(seen, abs(real(nudged.run))), look)
    ways = notation.ratio(outcome.place, nudged, outcome.slope)
    equations(sheet, [RESULT], [notation.hidden(ways) if hides else ways], looks.RESULT)
    return sheet


def two_sided(
    outcome: Corner | Cusp | VerticalTangent, look: looks.Look, *, hides: bool = False
) -> Sheet:
    """A triangle on each side where the function lives, each with its own ratio."""
    sides = sides_of(outcome)
    arms = [Arm(nudged, real(slope)) for nudged, slope in sides]
    seen = Magnified(outcome.place, outcome.value, arms)
    sheet = _in_two_views(seen, subject_of(seen, abs(real(arms[0].nudged.run))), look)
    boxes = [LEFT_HALF, RIGHT_HALF] if len(sides) > 1 else [RESULT]
    ways = [notation.quotient(nudged, slope) for nudged, slope in sides]
    equations(sheet, boxes, list(map(notation.hidden, ways)) if hides else ways, looks.RESULT)
    return sheet


def averaged(lesson: Average, look: looks.Look) -> Sheet:
    """The triangle between two points of the curve, on which no tangent lies but the secant."""
    nudged = lesson.nudged
    arm = Arm(nudged, real(nudged.ratio))
    seen = Magnified(lesson.first, lesson.value, [arm], asked="secant")
    ends = [real(lesson.first.at), real(lesson.last.at)]
    heights = [real(lesson.value), real(nudged.value)]
    curve = curve_of(lesson.first.function)
    subject = Subject([curve], ends, heights, [arm.slope], abs(real(nudged.run)))
    sheet = _in_two_views(seen, subject, look)
    ways = notation.ratio(lesson.first, nudged, nudged.ratio)
    equations(sheet, [RESULT], [ways], looks.RESULT)
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


def _in_two_views(seen: Magnified, subject: Subject, look: looks.Look) -> Sheet:
    sheet = Sheet(look)
    natural, largest = window(subject), scale(LENS, seen.arms)
    shown, fitted, times = matched(subject, natural, GRAPH, largest)
    magnifies = seen.asked != "secant" or times.factor > 1
    above(sheet, seen, fitted if magnifies else natural)
    lens(sheet, LENS, seen, shown)
    signs(sheet, LENS, times if magnifies else None, shown.stretch)
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
    if seen.asked == "secant":
        secants(sheet, panel, seen)
    else:
        _tangents(sheet, panel, at, seen.arms)
    if seen.asked == "normal":
        sheet.line("normal", panel.upright(at, seen.arms[0].slope), panel.box)
    guides(sheet, panel, at, notation.brief(seen.value).text)
    foot(sheet, panel, at[0], notation.at(place))
    if seen.asked == "secant":
        _other_end(sheet, panel, seen.arms[0].nudged)
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


def secants(sheet: Sheet, graph: Panel, seen: Magnified) -> None:
    """Draw the triangles at the human scale, and the secants through the two points."""
    x, y = real(seen.place.at), real(seen.value)
    for arm in seen.arms:
        run, rise = real(arm.nudged.run), real(arm.nudged.rise)
        to = graph.at(x + run, y + rise)
        sheet.triangle([graph.at(x, y), graph.at(x + run, y), to], graph.box)
        ends = (-math.inf, math.inf)
        if len(seen.arms) > 1 or math.isinf(arm.slope):
            ends = (x, math.inf) if run > 0 else (-math.inf, x)
        sheet.line("secant", graph.straight((x, y), rise / run, ends), graph.box)
        sheet.dot("nudged point", to, sheet.colours.edge)


def _other_end(sheet: Sheet, panel: Panel, nudged: Nudged) -> None:
    """Say the two numbers of the point at which a secant ends."""
    at = real(nudged.to), real(nudged.value)
    guides(sheet, panel, at, notation.brief(nudged.value).text)
    foot(sheet, panel, at[0], notation.brief(nudged.to).text)


def _beam(sheet: Sheet, point: Point) -> None:
    """Open two thin lines from a point to the lens that magnifies it."""
    corners = [_reached(sheet, point, side) for side in (LENS.left, LENS.right)]
    sheet.backdrop("beam", [point, *corners], sheet.colours.beam)
    for corner in corners:
        sheet.line("beam", [point, corner])


def _reached(sheet: Sheet, point: Point, side: float) -> Point:
    """Where on the lens's upper edge a line from the point ends that crosses no number."""
    inward = math.copysign(1.0, LENS.middle[0] - side)
    ends = [(side + inward * inset, LENS.top) for inset in INSETS]
    said = [box.grown(looks.AIR) for box in sheet.labels]
    free = (end for end in ends if not any(_crossed(box, point, end) for box in said))
    return next(free, ends[0])


def _crossed(box: Box, upper: Point, lower: Point) -> bool:
    """Whether a falling straight line goes through a box."""
    low, high = max(box.bottom, lower[1]), min(box.top, upper[1])
    if low >= high:
        return False
    steep = (upper[0] - lower[0]) / (upper[1] - lower[1])
    ends = [lower[0] + steep * (y - lower[1]) for y in (low, high)]
    return min(ends) < box.right and max(ends) > box.left
