"""A curve in unbroken pieces: poles and jumps are found, and never joined across."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.tutor.drawing.panel import Window
from bot.tutor.drawing.sheet import Numbers

Curve = Callable[[Numbers], Numbers]
"""Values of a function at many points; nan where it has none."""

SAMPLES = 601
STEP = 1 / 60  # of the height: a greater step from sample to sample is looked at closely
SMOOTH = 1 / 400  # of the height: a step that shrinks below this joins
SUSPECTS = 120  # more of them are an oscillation, and drawn as they are
HALVINGS = 45
OUTGROWN = 20.0  # times what it was: how a value beside a pole grows while it is looked at
GREATEST = 1e300
OVERFLOW = 1e280  # so great beside its end, a curve has left the doubles and not the plane


@dataclass(frozen=True)
class Pieces:
    """What of a curve can be drawn: `lines` as (xs, ys), and the `poles` between them."""

    lines: tuple[tuple[Numbers, Numbers], ...]
    poles: tuple[float, ...]


def samples(shown: Window, focus: float | None = None) -> Numbers:
    """Values of the variable across a window, dense near `focus`."""
    xs = np.linspace(shown.x0, shown.x1, SAMPLES)
    if focus is None:
        return xs
    near = shown.width * np.geomspace(1e-4, 0.5, 2 * SAMPLES)
    dense = np.concatenate([xs, focus - near, focus + near])
    return np.unique(dense[(dense >= shown.x0) & (dense <= shown.x1)])


def pieces(curve: Curve, xs: Numbers, shown: Window, step: float = STEP) -> Pieces:
    """Sample a curve at `xs`, and look closely where it steps far.

    Args:
        curve: the function.
        xs: values of the variable, from left to right.
        shown: the window through which it is seen.
        step: how far, as a part of the window's height.
    """
    ys = finite(curve(xs))
    more_x, more_y, poles = _looked_at(curve, shown, xs, ys, _suspects(ys, shown, step))
    xs, ys = np.concatenate([xs, more_x]), np.concatenate([ys, more_y])
    order = np.argsort(xs, kind="stable")
    return Pieces(_split(xs[order], ys[order]), tuple(poles))


def finite(ys: Numbers) -> Numbers:
    """The values, with nan for those too great to draw."""
    with np.errstate(invalid="ignore"):
        return np.where(np.abs(ys) < GREATEST, ys, np.nan)


def _suspects(ys: Numbers, shown: Window, step: float) -> NDArray[np.intp]:
    """Where the curve may be broken: after these samples it steps far, or begins, or ends."""
    height = shown.height
    before, after = ys[:-1], ys[1:]
    with np.errstate(invalid="ignore"):
        steps = np.abs(after - before) > step * height
        in_view = np.maximum(before, after) > shown.y0 - height
        in_view &= np.minimum(before, after) < shown.y1 + height
    ends = np.isnan(before) != np.isnan(after)
    found = np.flatnonzero((steps & in_view) | ends)
    return found if len(found) <= SUSPECTS else np.flatnonzero(ends)[:SUSPECTS]


def _looked_at(
    curve: Curve, shown: Window, xs: Numbers, ys: Numbers, suspects: NDArray[np.intp]
) -> tuple[Numbers, Numbers, list[float]]:
    """More points between the suspects and their neighbours, and the poles found there.

    Each interval is halved again and again, towards the greater step or the end of the curve.
    Where the step does not shrink, the curve is broken, and a nan is put after its last point.
    """
    left, right = xs[suspects], xs[suspects + 1]
    low, high = ys[suspects], ys[suspects + 1]
    before = np.fmax(np.abs(low), np.abs(high))
    all_x, all_y = [np.empty(0)], [np.empty(0)]
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        value = finite(curve(middle))
        all_x.append(middle)
        all_y.append(value)
        with np.errstate(invalid="ignore"):
            leftwards = np.abs(value - low) > np.abs(high - value)
        leftwards = np.where(np.isnan(low), ~np.isnan(value), leftwards)
        leftwards = np.where(np.isnan(high) | np.isnan(value), np.isnan(value), leftwards)
        leftwards = np.where(np.isnan(low) & np.isnan(value), False, leftwards)  # noqa: FBT003 - of arrays
        left, low = np.where(leftwards, left, middle), np.where(leftwards, low, value)
        right, high = np.where(leftwards, middle, right), np.where(leftwards, value, high)
    height = shown.height
    broken = np.abs(high - low) > SMOOTH * height
    all_x.append(left[broken])
    all_y.append(np.full(np.count_nonzero(broken), np.nan))
    beside = np.fmax(np.abs(low), np.abs(high))
    grown = (beside > 3 * height) & (beside > OUTGROWN * before) & (beside < OVERFLOW)
    poles = sorted(((left + right) / 2)[grown & (broken | np.isnan(low) | np.isnan(high))])
    apart = shown.width / SAMPLES
    single = [x for i, x in enumerate(poles) if i == 0 or x - poles[i - 1] > apart]
    return np.concatenate(all_x), np.concatenate(all_y), [float(x) for x in single]


def _split(xs: Numbers, ys: Numbers) -> tuple[tuple[Numbers, Numbers], ...]:
    seen = ~np.isnan(ys)
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(int)))
    return tuple(
        (xs[start:stop], ys[start:stop])
        for start, stop in zip(bounds[::2], bounds[1::2], strict=True)
        if stop - start > 1
    )
