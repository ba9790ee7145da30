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
PARTS, ROUNDS = 32, 9  # a suspect is cut into so many parts, and the steepest of them again
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

    Each interval is cut again and again, to the part with the greatest step or the curve's end.
    Where the step does not shrink, the curve is broken, and a nan is put after its last point.
    """
    ends, values = _pairs(xs)[suspects], _pairs(ys)[suspects]
    before = np.fmax(*np.abs(values).T)
    all_x, all_y = [np.empty(0)], [np.empty(0)]
    for _ in range(ROUNDS):
        if not len(ends):
            break
        inner = ends[:, :1] + np.diff(ends) * np.arange(1, PARTS) / PARTS
        heights = finite(curve(inner.ravel())).reshape(inner.shape)
        all_x.append(inner.ravel())
        all_y.append(heights.ravel())
        cuts = _pairs(np.column_stack([ends[:, 0], inner, ends[:, 1]]))
        steps = _pairs(np.column_stack([values[:, 0], heights, values[:, 1]]))
        far = _far(steps)
        rows = np.flatnonzero(far.max(axis=1) > SMOOTH * shown.height)
        chosen = rows, far[rows].argmax(axis=1)
        ends, values, before = cuts[chosen], steps[chosen], before[rows]
    broken = ~np.isnan(values).any(axis=1)
    all_x.append(ends[broken, 0])
    all_y.append(np.full(np.count_nonzero(broken), np.nan))
    beside = np.fmax(*np.abs(values).T)
    grown = (beside > 3 * shown.height) & (beside > OUTGROWN * before) & (beside < OVERFLOW)
    poles = sorted(ends[grown].mean(axis=1).tolist())
    apart = shown.width / SAMPLES
    single = [x for i, x in enumerate(poles) if i == 0 or x - poles[i - 1] > apart]
    return np.concatenate(all_x), np.concatenate(all_y), single


def _pairs(values: Numbers) -> Numbers:
    """Neighbours, along the last axis."""
    return np.stack([values[..., :-1], values[..., 1:]], axis=-1)


def _far(steps: Numbers) -> Numbers:
    """How far each step goes; infinitely far where the curve begins or ends."""
    seen = ~np.isnan(steps)
    far = np.where(seen.all(axis=-1), np.abs(steps[..., 1] - steps[..., 0]), 0.0)
    return np.where(seen.any(axis=-1) & ~seen.all(axis=-1), np.inf, far)


def _split(xs: Numbers, ys: Numbers) -> tuple[tuple[Numbers, Numbers], ...]:
    seen = ~np.isnan(ys)
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(int)))
    return tuple(
        (xs[start:stop], ys[start:stop])
        for start, stop in zip(bounds[::2], bounds[1::2], strict=True)
        if stop - start > 1
    )
