"""The microscope: a curve magnified until the nudge shows, and the true triangle standing on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from bot.tutor.calculus.lesson import Nudged, Place, Quantity
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.curve import STEP, pieces
from bot.tutor.drawing.known import Offsets, offsets, real
from bot.tutor.drawing.labels import Side, Spot, label
from bot.tutor.drawing.panel import Panel, Window
from bot.tutor.drawing.sheet import Box, Point, Sheet, Type
from bot.tutor.drawing.times import Times, near

GENTLEST, STEEPEST = 0.25, 4.0  # slopes between which run and rise have the same scale
SLACK = 1.5  # a ratio may lie this far outside, where the slope does not
FLAT = 2.0  # pixels: a lower triangle is a line
LOW = 40.0  # pixels: beside a lower triangle its rise cannot be said
WIDEST, HIGHEST = 0.32, 0.66  # of the lens: the greatest run and rise
ASIDE = 0.06  # of the lens: how far a single triangle stands from the middle
WIDEST_OF_TWO = 0.22  # the same where a nudge goes either way
NARROW = 0.13  # the run of a triangle that leaves the lens
TALLEST = 0.7  # of the lens: what is kept in view of such a triangle's rise
SHAPELY = 1.4  # the steepness that stretched heights come near to
MANY, FEW = 241, 41  # steps along the magnified curve, where they are quick and where not
PARTS = 256  # of the nudge: the steps are whole parts
LEAP = 0.5  # of the lens: a greater step may be a break in a curve that is not quick


Asked = Literal["tangent", "normal", "secant"]


@dataclass(frozen=True)
class Arm:
    """A nudge one way, and the slope that its ratio heads to (maybe infinite)."""

    nudged: Nudged
    slope: float

    @property
    def end(self) -> tuple[float, float]:
        """Where the nudge leads, in units of the nudge: ±1, and the rise."""
        way = math.copysign(1.0, real(self.nudged.run))
        return way, way * real(self.nudged.ratio)


@dataclass(frozen=True)
class Magnified:
    """What is under the microscope: a point with its value, and one arm or two.

    The points' coordinates are not said where it is `terse`.
    `asked` is the straight line that the answer is about; the normal has the tangent with it.
    """

    place: Place
    value: Quantity
    arms: Sequence[Arm]
    terse: bool = False
    asked: Asked = "tangent"


@dataclass(frozen=True)
class Scale:
    """How a lens shows a nudge.

    Attributes:
        run: pixels that the nudge takes.
        stretch: how many times heights are enlarged beyond that; None shows true steepness.
    """

    run: float
    stretch: Times | None

    @property
    def rise(self) -> float:
        """Pixels for a rise as great as the nudge."""
        return self.run * (1.0 if self.stretch is None else self.stretch.factor)


def scale(box: Box, arms: Sequence[Arm]) -> Scale:
    """The largest scale at which the triangles of all arms fit into the lens `box`.

    A triangle whose ratio grows without bound is shown as steep as it is, and leaves the lens.
    """
    alone = len({arm.end[0] for arm in arms}) == 1
    widest = (WIDEST if alone else WIDEST_OF_TWO) * box.width
    if any(math.isinf(arm.slope) for arm in arms):
        return Scale(NARROW * box.width, None)
    rises = [arm.end[1] for arm in arms]
    steepest = max(abs(rise) for rise in rises)
    gentle = all(arm.slope == 0 or GENTLEST <= abs(arm.slope) <= STEEPEST for arm in arms)
    flat = steepest < GENTLEST and all(arm.slope == 0 for arm in arms)
    true = steepest == 0 or flat or (gentle and steepest <= STEEPEST * SLACK)
    stretch = None if true else near(math.log10(SHAPELY / steepest))
    high = (max(0.0, *rises) - min(0.0, *rises)) * (1.0 if stretch is None else stretch.factor)
    return Scale(min(widest, HIGHEST * box.height / max(high, 1e-9)), stretch)


def lens(sheet: Sheet, box: Box, magnified: Magnified, shown: Scale) -> Panel:
    """Draw the magnified curve, and each arm's triangle, secant and labels.

    Lengths in the returned panel are in units of the nudge, counted from the point.
    """
    panel = field(box, magnified.arms, shown)
    shapes(sheet, panel, magnified, offsets(magnified.place, magnified.arms[0].nudged))
    for arm in magnified.arms:
        _measures(sheet, panel, magnified.place, arm)
    if not magnified.terse:
        _coordinates(sheet, panel, magnified)
    return panel


def signs(sheet: Sheet, box: Box, magnified: Times | None, stretch: Times | None) -> None:
    """Say in a corner of the lens how much it magnifies, and how heights are stretched.

    That heights are stretched is said even where it lies on a line.
    """
    times = [] if magnified is None else [str(magnified)]
    heights = [] if stretch is None else [f"↕ {stretch}"]
    parts = times + heights
    if parts and any(_cornered(sheet, box, between.join(parts)) for between in ("  ", "\n")):
        return
    for part in parts:
        if not _cornered(sheet, box, part) and part in heights:
            _cornered(sheet, box, part, must=True)


def _cornered(sheet: Sheet, box: Box, text: str, *, must: bool = False) -> bool:
    """Say a sign in the first corner that is free; whether it is said."""
    inner, kind = box.grown(-looks.GAP), Type(looks.NUMBER, sheet.colours.quiet)
    corners: tuple[tuple[Point, Side], ...] = (
        ((inner.right, inner.top), "below left"),
        ((inner.left, inner.top), "below right"),
        ((inner.right, inner.bottom), "above left"),
        ((inner.left, inner.bottom), "above right"),
    )
    spots = (Spot(at, [side], box, reaches=[1], must=must) for at, side in corners)
    return any(label(sheet, text, kind, spot) for spot in spots)


def field(box: Box, arms: Sequence[Arm], shown: Scale) -> Panel:
    """The lens, with the point and the triangles in its middle."""
    tallest = TALLEST * box.height / shown.rise
    xs = [0.0, *(arm.end[0] for arm in arms)]
    ys = [0.0, *(min(max(arm.end[1], -tallest), tallest) for arm in arms)]
    half_x, half_y = box.width / shown.run / 2, box.height / shown.rise / 2
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    # Beside the rise stands the longest label: it gets the greater part of the lens.
    x += 2 * ASIDE * half_x * (min(xs) + max(xs))
    return Panel(box, Window(x - half_x, x + half_x, y - half_y, y + half_y))


def shapes(sheet: Sheet, panel: Panel, magnified: Magnified, curve: Offsets) -> None:
    """Draw the magnified curve, and each arm's triangle, straight lines and ends."""
    _curve(sheet, panel, curve)
    alone = len(magnified.arms) == 1
    for arm in magnified.arms:
        _triangle(sheet, panel, arm)
        half = None if alone and math.isfinite(arm.slope) else arm
        _straight(sheet, panel, "secant", arm.end[1] / arm.end[0], half)
        if math.isfinite(arm.slope) and magnified.asked != "secant":
            _straight(sheet, panel, "tangent", arm.slope, half)
    if magnified.asked == "normal":
        upright = panel.upright((0.0, 0.0), magnified.arms[0].slope)
        sheet.line("normal", upright, panel.box)
    for end in (panel.at(*arm.end) for arm in magnified.arms):
        if panel.box.bottom < end[1] < panel.box.top:
            sheet.dot("after the nudge", end, sheet.colours.edge)
    sheet.dot("magnified point", panel.at(0, 0), sheet.colours.ink)


def _curve(sheet: Sheet, panel: Panel, curve: Offsets) -> None:
    across = np.linspace(panel.shown.x0, panel.shown.x1, MANY if curve.quick else FEW)
    # Short fractions keep exact arithmetic quick; the triangle's corners are among the samples.
    across = np.union1d(np.round(across * PARTS) / PARTS, [-1.0, 0.0, 1.0])
    step = STEP if curve.quick else LEAP
    for xs, ys in pieces(curve.curve, across, panel.shown, step).lines:
        sheet.line("magnified curve", panel.along(xs, ys), panel.box)


def _triangle(sheet: Sheet, panel: Panel, arm: Arm) -> None:
    run, rise = arm.end
    corners = [panel.at(0, 0), panel.at(run, 0), panel.at(run, rise)]
    if abs(rise) * panel.upward < FLAT:
        sheet.line("flat triangle", corners[:2], panel.box)
    else:
        sheet.triangle(corners, panel.box)


def _straight(sheet: Sheet, panel: Panel, stroke: str, slope: float, half: Arm | None) -> None:
    """A line through the point, across the lens, or only on the side of one arm."""
    ends = (-math.inf, math.inf)
    if half is not None:
        ends = (0.0, math.inf) if half.end[0] > 0 else (-math.inf, 0.0)
    sheet.line(f"magnified {stroke}", panel.straight((0.0, 0.0), slope, ends), panel.box)


def _measures(sheet: Sheet, panel: Panel, place: Place, arm: Arm) -> None:
    """Say Δa along the run and Δf along the rise, outside the triangle."""
    run, rise = arm.end
    of_run, of_rise = notation.deltas(place)
    beside: Side = "right" if run > 0 else "left"
    if rise >= 0:
        under: tuple[Side, ...] = ("below", "below right" if run > 0 else "below left")
    else:
        under = ("above", "above right" if run > 0 else "above left")
    low = abs(rise) * panel.upward < LOW
    height = panel.at(run, min(max(rise, panel.shown.y0), panel.shown.y1) / 2)
    kind, frame = Type(looks.NUMBER, sheet.colours.measure), panel.box.grown(-looks.GAP)
    texts = notation.measures(of_rise, arm.nudged.rise)
    along = Spot(height, under[1:] if low else (beside,), frame)
    label(sheet, texts, kind, along)
    label(
        sheet,
        notation.measures(of_run, arm.nudged.run),
        kind,
        Spot(panel.at(run / 2, 0), under, frame),
    )


def _coordinates(sheet: Sheet, panel: Panel, magnified: Magnified) -> None:
    """Say where the nudge leads, and the point itself once, away from the triangle."""
    frame, kind = panel.box.grown(-looks.GAP), Type(looks.SMALL, sheet.colours.ink)
    place, value, arms = magnified.place, magnified.value, magnified.arms
    for arm in arms:
        sides, reaches = _beyond(*arm.end), (1.0, 2.5, 5.0)
        if len(arms) > 1:
            sides, reaches = (("right",) if arm.end[0] > 0 else ("left",)), (1.0, 2.5, 4.0)
        spot = Spot(panel.at(*arm.end), sides, frame, reaches, must=False)
        label(sheet, notation.moved(place, value, arm.nudged), kind, spot)
    run, rise = arms[0].end if len(arms) == 1 else (1.0, 1.0)
    spot = Spot(panel.at(0, 0), _beyond(-run, -rise), frame, (1.0, 2.5, 5.0, 8.0), must=False)
    label(sheet, notation.point(place, value, arms[0].nudged), kind, spot)


def _beyond(run: float, rise: float) -> tuple[Side, ...]:
    """The sides of a triangle's corner that lies this way, the emptiest first."""
    right: tuple[Side, ...] = (
        ("above left", "left", "below right", "right", "above", "below", "below left")
        if rise >= 0
        else ("below left", "left", "above right", "right", "below", "above", "above left")
    )
    return right if run > 0 else tuple(MIRRORED[side] for side in right)


MIRRORED: dict[Side, Side] = {
    "left": "right",
    "right": "left",
    "above": "above",
    "below": "below",
    "above left": "above right",
    "above right": "above left",
    "below left": "below right",
    "below right": "below left",
}
