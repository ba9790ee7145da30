"""What to show of a curve: a window at a human scale in which its character can be seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.tutor.drawing.curve import Curve, finite
from bot.tutor.drawing.panel import Window
from bot.tutor.drawing.sheet import Numbers

HUMAN = 3.0  # half a width, in units of the variable, in which most curves taught show themselves
LADDER = (10.0, 4.0, 2.0, *(10 ** (-step / 3) for step in range(28)))  # of the human scale
FARNESS = 0.5  # how strange a window is, per factor e away from the human scale
FINEST = 1e-9  # of the point itself: narrower windows are lost in the digits of a double
SAMPLES = 161
SPIKE = 4.0  # times the height of the curve's middle half: what is higher is a spike
STRIP = 0.03  # of the height, either way from the median: what lies there looks flat
LIVELY = 0.22  # of the curve's width: so much should be in view outside that strip
AIR = 0.09  # of the height, over and under what is shown
ROUND_ZERO = 0.6  # zero is shown where the nearest value is less than this part of the farthest


@dataclass(frozen=True)
class Subject:
    """What a graph is about.

    Attributes:
        curves: functions of the same variable.
        xs: points that must be seen.
        ys: values that must be seen.
        slopes: steepness that should be told from flat and from upright.
        reach: the nudge, in units of the variable.
    """

    curves: Sequence[Curve]
    xs: Sequence[float]
    ys: Sequence[float] = ()
    slopes: Sequence[float] = ()
    reach: float = 0.0


def window(subject: Subject) -> Window:
    """The window in which a learner sees most: the least strange one, near the human scale."""
    spread = max(subject.xs) - min(subject.xs)
    farthest = max(abs(x) for x in subject.xs)
    reach = 2.0 * abs(subject.reach)
    human = max(HUMAN, 1.3 * farthest, 0.9 * spread, reach)
    floor = max(FINEST * farthest, 0.75 * spread, reach)
    best, least = None, math.inf
    for half in sorted((human * step for step in LADDER), key=lambda half: _farness(half, human)):
        if half < floor:
            continue
        if _farness(half, human) >= least:
            break
        shown, rows = _seen(*_span(subject.xs, half), subject.curves, subject.ys)
        strange = _farness(half, human) + _strangeness(rows, shown, subject.slopes)
        if strange < least:
            best, least = shown, strange
    return best or _around(subject, human)


def widened(subject: Subject, shown: Window, by: float) -> Window:
    """The window around the same points that is `by` times as wide."""
    return _around(subject, by * shown.width / 2)


def between(x0: float, x1: float, curves: Sequence[Curve], ys: Sequence[float] = ()) -> Window:
    """The window from x0 to x1 with the heights that suit the curves there."""
    return _seen(x0, x1, curves, ys)[0]


def _around(subject: Subject, half: float) -> Window:
    return between(*_span(subject.xs, half), subject.curves, subject.ys)


def _farness(half: float, human: float) -> float:
    return FARNESS * abs(math.log(half / human))


def _seen(
    x0: float, x1: float, curves: Sequence[Curve], ys: Sequence[float]
) -> tuple[Window, list[Numbers]]:
    """The window, and the curves in it."""
    across = np.linspace(x0, x1, SAMPLES)
    rows = [finite(curve(across)) for curve in curves]
    return Window(x0, x1, *_heights(rows, ys)), rows


def _span(xs: Sequence[float], half: float) -> tuple[float, float]:
    """Around the points, with a little more room towards the origin."""
    middle = (max(xs) + min(xs)) / 2
    middle -= 0.15 * half * np.sign(middle) * min(1.0, abs(middle) / half)
    return float(middle - half), float(middle + half)


def _heights(rows: Sequence[Numbers], must: Sequence[float]) -> tuple[float, float]:
    """The lowest and highest value to show: all of the middle, and not much more of the rest."""
    ends = [_range(row) for row in rows if not np.isnan(row).all()]
    values = [*(y for pair in ends for y in pair), *must]
    lowest, highest = min(values, default=-1.0), max(values, default=1.0)
    size = max(abs(lowest), abs(highest))
    if highest - lowest <= 1e-12 * size or size == 0:
        lowest, highest = lowest - (size or 1.0), highest + (size or 1.0)
    if 0 < lowest < ROUND_ZERO * highest:
        lowest = 0.0
    if 0 > highest > ROUND_ZERO * lowest:
        highest = 0.0
    air = AIR * (highest - lowest)
    return float(lowest - air), float(highest + air)


def _range(row: Numbers) -> tuple[float, float]:
    """The lowest and highest value of a curve, less its spikes."""
    low, high = _percentiles(row, 2, 98)
    middle = row[len(row) // 4 : -len(row) // 4]
    if not np.isnan(middle).all():
        bottom, lower, upper, top = _percentiles(middle, 7, 25, 75, 93)
        for inner_low, inner_high, times in ((bottom, top, 1.0), (lower, upper, SPIKE)):
            more = times * (inner_high - inner_low)
            if more > 0:
                low, high = max(low, inner_low - more), min(high, inner_high + more)
    return low, high


def _percentiles(row: Numbers, *percents: float) -> list[float]:
    """Those of numpy, a fifth as long: a window is looked for among many."""
    values = np.sort(row[~np.isnan(row)])
    places = np.array(percents) / 100 * (len(values) - 1)
    return [float(value) for value in np.interp(places, np.arange(len(values)), values)]


def _strangeness(rows: Sequence[Numbers], shown: Window, slopes: Sequence[float]) -> float:
    """The sum of all that is amiss in a window."""
    strange = 0.0
    for slope in slopes:
        steep = abs(slope) * shown.width / shown.height
        if steep > 0:
            strange += max(0.0, float(np.log(steep / 5)))
            strange += min(3.0, max(0.0, 0.4 * float(np.log(0.2 / steep))))
    for row in rows:
        values = row[~np.isnan(row)]
        strange += 5.0 * max(0.0, 0.4 - len(values) / len(row))
        if len(values):
            strange += _crowded(values, shown) + _smeared(values, shown)
    return strange


def _crowded(values: Numbers, shown: Window) -> float:
    """More than a handful of turns."""
    steps = np.diff(np.clip(values, shown.y0, shown.y1))
    steps = steps[np.abs(steps) > 1e-6 * shown.height]
    turns = int(np.count_nonzero(np.sign(steps[1:]) != np.sign(steps[:-1])))
    return 0.35 * max(0, turns - 5)


def _smeared(values: Numbers, shown: Window) -> float:
    """Too little of the curve in view outside one flat strip."""
    flat = np.abs(values - _percentiles(values, 50)) < STRIP * shown.height
    seen = (values > shown.y0) & (values < shown.y1)
    return 25.0 * max(0.0, LIVELY - float((seen & ~flat).mean()))
