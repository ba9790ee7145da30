"""The shrinking: a nudge becomes a thousandth, the secant the tangent, and the ratio settles."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from bot.tutor.calculus import node_of
from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import NoValue
from bot.tutor.calculus.lesson import (
    AtPoints,
    Corner,
    Cusp,
    Lesson,
    Nudged,
    Place,
    Quantity,
    Slope,
    Tangent,
    VerticalTangent,
)
from bot.tutor.calculus.nudge import difference
from bot.tutor.calculus.start import Start
from bot.tutor.drawing import look as looks
from bot.tutor.drawing.curve import pieces, samples
from bot.tutor.drawing.formulas import undrawable
from bot.tutor.drawing.gif import Frame, gif
from bot.tutor.drawing.known import Offsets, curve_of, lower_tree, offsets, real
from bot.tutor.drawing.microscope import Arm, Magnified, Scale, field, scale, shapes
from bot.tutor.drawing.panel import Window
from bot.tutor.drawing.readings import Readings
from bot.tutor.drawing.sheet import Numbers, Sheet
from bot.tutor.drawing.sloped import GRAPH, LENS, above, matched, secants, sides_of, subject_of
from bot.tutor.drawing.window import widened, window
from bot.tutor.errors import Misunderstood

DECADES, STEPS = 3, 10  # the nudge shrinks by so many powers of ten, each in so many steps
FINEST = 12  # power of a tenth of the smallest first nudge
FARTHEST = 1e8  # point: beside a farther one a nudge of 1 is lost in a graph's doubles
WIDEST = 12  # of the graph, in first nudges
STEEPER = 3.0  # than the last triangle: a first one that is more so may leave the lens
CLOSE = 1e-3  # of the nudge: how far off doubles may put a point of the magnified curve
MOVING, RESTING, FIRST, LAST = 70, 800, 1200, 2600  # milliseconds that a nudge is seen
RUNS = {1: 0.25, 2: 0.15}  # of the lens, by sides: wider runs leave numbers no room
BEHIND = 3.6  # order: what lies under this never changes, and is drawn once
OVER = 0.1  # order: what stays lies over its like that moves

Sided = tuple[Nudged, Quantity]
"""A nudge one way, and what its ratio heads to."""


@dataclass(frozen=True)
class Film:
    """All nudges, from the first to the last, and how they are looked at.

    Attributes:
        moments: for each nudge its sides; last: the last nudge's size.
        graph: the window above; scale: of the lens.
        times: how often the lens magnifies the last nudge.
    """

    moments: Sequence[Sequence[Sided]]
    last: float
    graph: Window
    scale: Scale
    times: float


def motion(lesson: Lesson, look: looks.Look = "light") -> bytes:
    """Draw the shrinking at a lesson's one point: an endless GIF of 1080 x 1296 pixels.

    Raises:
        Misunderstood: `no-motion` where there is none to be seen.
    """
    return gif(frames(lesson, look), looks.PALETTES[look])


def moves(lesson: Lesson) -> bool:
    """Whether there is a shrinking to be seen: at one point, where the ratio heads somewhere."""
    match lesson:
        case Tangent(about=about):
            return moves(about)
        case AtPoints(outcomes=(Slope(nudged=None),)):
            return False
        case AtPoints(outcomes=(Slope() | Corner() | Cusp() | VerticalTangent() as outcome,)):
            return not undrawable(lesson) and abs(real(outcome.place.at)) < FARTHEST
        case _:
            return False


def frames(lesson: Lesson, look: looks.Look = "light") -> Iterator[Frame]:
    """The same figure again and again, each time with the artists of the next nudge.

    Raises:
        Misunderstood: as with `motion`.
    """
    seen, sides = _subject(lesson)
    film = _film(seen, sides)
    arms = [_arms(moment) for moment in film.moments]
    sheet = Sheet(look)
    graph = above(sheet, seen, film.graph)
    lens = field(LENS, [arm for both in arms for arm in both], film.scale)
    readings = Readings(sheet, lens, seen.place, film.moments)
    artists, ink = sheet.figure.artists, sheet.ink
    staying = len(artists)
    for artist in artists:
        artist.set_animated(artist.get_zorder() > BEHIND)
        artist.set_zorder(artist.get_zorder() + OVER)
    for number, now in enumerate(arms):
        secants(sheet, graph, replace(seen, arms=now))
        shapes(sheet, lens, replace(seen, arms=now), _curve(seen.place, now))
        readings.say(number, film.times * film.last / abs(real(now[0].nudged.run)), film.scale)
        for artist in artists[staying:]:
            artist.set_animated(True)
        yield Frame(sheet.figure, _milliseconds(number))
        del artists[staying:]
        sheet.ink = ink


def _subject(lesson: Lesson) -> tuple[Magnified, list[Sided]]:
    """The one point, and the sides on which to nudge."""
    about = lesson.about if isinstance(lesson, Tangent) else lesson
    if not isinstance(about, AtPoints) or not moves(about):
        raise Misunderstood(reason="no-motion")
    match about.outcomes[0]:
        case Slope(nudged=Nudged() as nudged) as outcome:
            sides = [(nudged, outcome.slope)]
        case Corner() | Cusp() | VerticalTangent() as outcome:
            sides = sides_of(outcome)
    return Magnified(outcome.place, outcome.value, _arms(sides)), sides


def _arms(sides: Sequence[Sided]) -> list[Arm]:
    return [Arm(nudged, real(slope)) for nudged, slope in sides]


def _film(seen: Magnified, sides: Sequence[Sided]) -> Film:
    natural = window(subject_of(seen, 0.0))
    first = _first(seen, natural)
    shown = widened(subject_of(seen, 0.0), natural, min(1.0, WIDEST * first / natural.width))
    moments = [_moment(seen.place, sides, nudge) for nudge in _nudges(first)]
    last = _arms(moments[-1])
    slopes = [abs(arm.slope) for arm in last if 0 < abs(arm.slope) < math.inf]
    steep = STEEPER * max(slopes, default=math.inf)
    early = [arm for arm in _arms(moments[0]) if abs(arm.end[1]) <= steep]
    nudge = float(first) / 10**DECADES
    largest = scale(LENS, [*last, *early])
    room = replace(largest, run=min(largest.run, RUNS[len(last)] * LENS.width))
    scaled, fitted, times = matched(subject_of(seen, nudge), shown, GRAPH, room)
    return Film(moments, nudge, fitted, scaled, times.factor)


def _first(seen: Magnified, shown: Window) -> Fraction:
    """The largest power of a tenth to which the curve leads unbroken, in view on each side."""
    place, x = seen.place, real(seen.place.at)
    curve, ways = curve_of(place.function, place.order), [arm.end[0] for arm in seen.arms]
    lines = pieces(curve, samples(shown, x), shown).lines
    near = 1e-6 * shown.width
    for power in range(FINEST + 1):
        to = [x + way / 10**power for way in ways]
        unbroken = all(
            any(xs[0] - near <= min(x, end) and max(x, end) <= xs[-1] + near for xs, _ in lines)
            for end in to
        )
        if unbroken and all(shown.y0 <= y <= shown.y1 for y in curve(np.array(to))):
            return Fraction(1, 10**power)
    raise Misunderstood(reason="no-motion")


def _nudges(first: Fraction) -> list[Fraction]:
    """Nudges of two digits, a little smaller each: 1, 0.79, 0.63, ... 0.0013, 0.001."""
    steps = range(DECADES * STEPS + 1)
    return [first * Fraction(f"{10 ** (-step / STEPS):.1e}") for step in steps]


def _moment(place: Place, sides: Sequence[Sided], nudge: Fraction) -> list[Sided]:
    tree, at = lower_tree(place.function, place.order), node_of(place.at.exact)
    if tree is None or at is None:
        raise Misunderstood(reason="no-motion")
    start = Start(basic(tree), place.function.variable, at)
    ways = [1 if real(nudged.run) > 0 else -1 for nudged, _ in sides]
    try:
        return [
            (difference(start, way * nudge, slope.exact), slope)
            for way, (_, slope) in zip(ways, sides, strict=True)
        ]
    except NoValue as refusal:
        raise Misunderstood(reason="no-motion") from refusal


def _curve(place: Place, arms: Sequence[Arm]) -> Offsets:
    """The magnified curve: in doubles where they will do, else exactly."""
    curve, at = curve_of(place.function, place.order), real(place.at)
    run = abs(real(arms[0].nudged.run))

    def quick(steps: Numbers) -> Numbers:
        return (curve(at + run * steps) - curve(np.array([at]))) / run

    ways, rises = (np.array(ends) for ends in zip(*(arm.end for arm in arms), strict=True))
    good = np.abs(quick(ways) - rises) <= CLOSE * np.maximum(1, np.abs(rises))
    return Offsets(quick, quick=True) if good.all() else offsets(place, arms[0].nudged)


def _milliseconds(number: int) -> int:
    """Powers of ten are seen longer, the last of them longest."""
    if number % STEPS:
        return MOVING
    return {0: FIRST, DECADES * STEPS: LAST}.get(number, RESTING)
