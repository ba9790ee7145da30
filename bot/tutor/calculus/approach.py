"""What values head to as the step beside a point shrinks: the numeric witness."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mpmath import mp

from bot.tutor.calculus.reals import Real, inexact

DEPTHS = (6, 12, 24, 48, 96)  # powers of a tenth; doubling, so that even logarithms show
MANTISSAS = (100, 83, 71, 59, 41, 29)  # hundredths; several steps at one depth betray a swing
EQUAL = 45  # digits
NOTHING = 1e-100  # less than this at the last depths is 0, and perhaps only noise
SETTLING = 0.6  # 1/ln halves from depth to depth, a power of the step falls much faster
QUIET, STEADY = 0.1, 0.9


@dataclass(frozen=True)
class Approach:
    """What is headed to.

    Attributes:
        kind: a number, an infinity, or nothing.
        limit: the number, known to within `error`; 1 or -1 for an infinity of that sign.
        error: how far the last values still moved.
    """

    kind: Literal["finite", "infinite", "swinging"]
    limit: Real
    error: Real


def approach(measure: Callable[[int, int], Real]) -> Approach:
    """What `measure(mantissa, depth)` heads to as its step, mantissa/100 * 10^-depth, shrinks.

    It is judged by values alone: what moves more slowly than a logarithm is taken for settled.
    """
    with mp.workdps(2 * EQUAL):
        firsts = [inexact(measure(MANTISSAS[0], depth)) for depth in DEPTHS]
        last = [inexact(measure(mantissa, DEPTHS[-1])) for mantissa in MANTISSAS]
        before = [inexact(measure(mantissa, DEPTHS[-2])) for mantissa in MANTISSAS]
        if all(abs(value) < NOTHING for value in (*before, *last)):
            return Approach("finite", 0, NOTHING)
        spread = max(last) - min(last)
        steps = [abs(b - a) for a, b in pairwise(firsts)]
        error = max(steps[-1], spread)
        if error <= abs(last[0]) * mp.mpf(10) ** -EQUAL:
            return Approach("finite", last[0], error)
        if _grows(firsts[-3:]) and _one_sign([*before, *last]):
            return Approach("infinite", 1 if last[0] > 0 else -1, error)
        if spread <= QUIET * steps[-2] and steps[-1] <= SETTLING * steps[-2]:
            return Approach("finite", last[0], error)
        return Approach("swinging", last[0], error)


def _grows(values: Sequence[Real]) -> bool:
    """Whether the values grow, and by no less at each doubling of the depth."""
    moves = [abs(b) - abs(a) for a, b in pairwise(values)]
    return all(move > 0 for move in moves) and all(b >= a * STEADY for a, b in pairwise(moves))


def _one_sign(values: Sequence[Real]) -> bool:
    return min(values) > 0 or max(values) < 0
