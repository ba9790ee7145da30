"""Where the derivative has a given value: solved where a rule applies, else searched for."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import sympy
from mpmath import mp
from sympy import And, Expr, Float, oo

from bot.tutor.calculus.basic import basic, letters, number
from bot.tutor.calculus.branch import has_choices
from bot.tutor.calculus.evaluate import NoValue, look, value
from bot.tutor.calculus.exact import expression, symbol
from bot.tutor.calculus.lesson import Function, Place, Slope, Stretch, Where
from bot.tutor.calculus.outcome import Spot, outcome
from bot.tutor.calculus.powers import rational
from bot.tutor.calculus.quantity import equal, numeric, of_expression, of_real
from bot.tutor.calculus.reals import Real, inexact
from bot.tutor.calculus.sample import sample
from bot.tutor.calculus.solve import DIGITS, Unsolved, solve
from bot.tutor.calculus.start import Start
from bot.tutor.calculus.stretches import between_steps, inside, part
from bot.tutor.calculus.written import node_of
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Negative, Node, Sum

WINDOW = 10  # the search goes from -WINDOW to WINDOW
PARTS = 256  # of a unit, the steps of the search
HALVINGS = 100  # of a step, until what is searched for is known to 25 digits
NEAREST = 4  # of endlessly many points, those that are told
MOST = 12  # points that are tried out
STRETCH = 8  # steps in a row with the slope that is searched for are no points any more
FLAT = 1e-9  # what may be 0 in floating point
NOTHING = 1e-40  # what is 0 with 60 digits
CLOSE = 1e-20  # of the target, how far the slope may be off at 25 digits of a point
DEPTH, NEAR = 25, 1e-6  # of the nudge that is a witness, and how near its ratio has to be
BESIDE = Fraction(1, 3)  # no step of a usual formula
SIMPLE = 1000  # denominators of the fractions that are tried in place of a decimal
ROUNDED = 9  # digits in which a point that is known to its digits alone is written


def where(request: Request, function: Function, target: Node, constant: Expr | None) -> Where:
    """The points at which the derivative is `target`, each tried out as any other point is.

    Args:
        request: asked for the points.
        function: of one letter.
        target: a constant formula.
        constant: the derivative, where it is the same everywhere.

    Raises:
        Misunderstood: `open-letters`; `too-hard` where the derivative is not known;
            `whole-stretch` where it has the value not only at single points.
    """
    if letters(function.tree) - {function.variable} or letters(target):
        raise Misunderstood(reason="open-letters")
    wanted = expression(target)
    lesson = Where(request, function, of_expression(wanted), (), "all")
    if constant is not None:
        return replace(lesson, extent="everywhere" if equal(constant, wanted) else "nowhere")
    if function.derivative is None:
        raise Misunderstood(reason="too-hard")
    try:
        if has_choices(basic(function.tree)):
            return _in_parts(lesson, wanted)
        roots = solve(function.derivative, wanted, symbol(function.variable))
    except Unsolved:
        return _between_steps(lesson, target, wanted)
    found = _tried(lesson, roots.candidates, wanted)
    if roots.endless and found:
        nearest = sorted(found, key=lambda slope: abs(_position(slope)))[:NEAREST]
        return replace(lesson, found=tuple(sorted(nearest, key=_position)), extent="endless")
    return replace(lesson, found=found)


def _in_parts(lesson: Where, wanted: Expr) -> Where:
    """Point by point and stretch by stretch.

    Raises:
        Unsolved: see `part`.
    """
    x = symbol(lesson.function.variable)
    parted = part(lesson.function, wanted, lesson.request.order)
    found = _tried(lesson, parted.candidates, wanted)
    points = [slope.place.at.exact for slope in found]
    stretches, within = [], set()
    for low, high in parted.stretches(points):
        if (low, high) == (-oo, oo):
            return replace(lesson, extent="everywhere")
        example = _slope(lesson, number(inside(low, high)))
        tests = [x >= low if low in points else x > low, x <= high if high in points else x < high]
        within |= {point for point in points if low <= point <= high}
        stretches += [Stretch(And(*tests), example)] if example else []
    alone = tuple(slope for slope in found if slope.place.at.exact not in within)
    return replace(lesson, found=alone, stretches=tuple(stretches))


def _between_steps(lesson: Where, target: Node, wanted: Expr) -> Where:
    """All along between the steps of a formula, or wherever a search finds it."""
    try:
        test = between_steps(lesson.function, wanted)
    except Unsolved:
        return _searched(lesson, target, wanted)
    example = None if test == sympy.false else _slope(lesson, number(BESIDE))
    return replace(lesson, stretches=(Stretch(test, example),) if example else ())


def _position(slope: Slope) -> float:
    return float(slope.place.at.decimal or 0)


def _tried(lesson: Where, candidates: Iterable[Expr], wanted: Expr) -> tuple[Slope, ...]:
    """The candidates that are what they should be, from left to right."""
    found: list[Slope] = []
    real = [one for one in candidates if one.is_finite is not False and one.is_real is not False]
    for candidate in sorted(real, key=str):
        near = Fraction(str(candidate)) if candidate.is_Float else None
        slope = (
            _exactly(lesson, candidate, wanted) if near is None else _nearly(lesson, near, wanted)
        )
        if slope and not any(equal(slope.place.at.exact, one.place.at.exact) for one in found):
            found.append(slope)
    return tuple(sorted(found, key=_position))


def _exactly(lesson: Where, candidate: Expr, wanted: Expr) -> Slope | None:
    point = node_of(candidate)
    if point is None:
        raise Misunderstood(reason="too-hard")
    slope = _slope(lesson, point)
    return slope if slope and equal(slope.slope.exact, wanted) else None


def _nearly(lesson: Where, point: Fraction, wanted: Expr) -> Slope | None:
    """A point that is known to its digits alone; its slope is told as the one it is there for.

    The derivative and the finite difference on either side have to be it, too.
    """
    function, derivative = lesson.function, node_of(lesson.function.derivative)
    start = Start(basic(function.tree), function.variable, number(point))
    if derivative is None:
        raise Misunderstood(reason="too-hard")
    try:
        seen, steep = look(start.node, start.here), value(basic(derivative), start.here)
    except NoValue:
        return None
    with mp.workdps(2 * DIGITS):
        target = inexact(numeric(wanted))
        close = abs(inexact(steep) - target) <= CLOSE * max(abs(target), 1)
        at = of_real(mp.mpf(point.numerator) / point.denominator)
    if not (seen.smooth and close):
        return None
    if lesson.request.order == 1:
        _measure(start, target)
    text = plain(number(Fraction(f"{float(point):.{ROUNDED}g}")))
    place = Place(function, at, text, lesson.request.order)
    return Slope(place, of_real(inexact(seen.value)), lesson.target, None)


def _measure(start: Start, target: Real) -> None:
    """The finite difference on either side has to be near the slope that is told."""
    for direction in (-1, 1):
        end = start.towards(direction).near(100, DEPTH)
        with mp.workdps(2 * DIGITS):
            rise = inexact(value(start.node, {start.variable: end})) - inexact(
                value(start.node, start.here)
            )
            run = inexact(value(end, {})) - inexact(value(start.point, {}))
            if abs(rise / run - target) > NEAR * max(abs(target), 1):
                raise Misunderstood(reason="disagree")


def _slope(lesson: Where, point: Node) -> Slope | None:
    function, at = lesson.function, of_expression(expression(point))
    start = Start(basic(function.tree), function.variable, basic(point))
    place = Place(function, at, plain(point), lesson.request.order)
    happens = outcome(Spot(place, start, None, "both"))
    return happens if isinstance(happens, Slope) else None


def _searched(lesson: Where, target: Node, wanted: Expr) -> Where:
    """What changes of sign between -WINDOW and WINDOW give away, and what the grid hits."""
    derivative = node_of(lesson.function.derivative)
    if derivative is None:
        raise Misunderstood(reason="too-hard")
    gap, variable = Sum((derivative, Negative(target))), lesson.function.variable
    xs = np.linspace(-WINDOW, WINDOW, 2 * WINDOW * PARTS + 1)
    lives = ~np.isnan(sample(lesson.function.tree, variable, xs))
    ys = np.where(lives, sample(gap, variable, xs), np.nan)
    grid = [(Fraction(x), y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
    shape = basic(gap)
    _refuse_stretch(lesson, shape, [x for x, y in grid if abs(y) < FLAT])
    hits = [
        x
        for (_, before), (x, y), (_, after) in zip(grid, grid[1:], grid[2:], strict=False)
        if abs(y) < FLAT and abs(y) <= min(abs(before), abs(after)) and _is_zero(shape, variable, x)
    ]
    crossed = [(low, high) for (low, before), (high, after) in pairwise(grid) if before * after < 0]
    nearest = sorted(crossed, key=lambda ends: abs(ends[0]))[:MOST]
    points = [*hits[:MOST], *_roots(shape, variable, nearest)]
    found = _tried(lesson, map(_as_known, points), wanted)
    return replace(lesson, found=found, extent="searched")


def _is_zero(gap: Node, variable: str, point: Fraction) -> bool:
    try:
        return bool(abs(value(gap, {variable: number(point)})) < NOTHING)
    except NoValue:
        return False


def _refuse_stretch(lesson: Where, gap: Node, hits: list[Fraction]) -> None:
    variable = lesson.function.variable
    for low, high in zip(hits, hits[STRETCH:], strict=False):
        if high - low != Fraction(STRETCH, PARTS) or not _is_zero(gap, variable, low):
            continue
        if all(_is_zero(gap, variable, point) for point in ((low + high) / 2, high)):
            simplest = min(hits, key=lambda point: (point.denominator, abs(point)))
            raise Misunderstood("whole-stretch", slots=_example(lesson, simplest))


def _example(lesson: Where, point: Fraction) -> tuple[tuple[str, str], ...]:
    function = lesson.function
    return (
        ("formula", unicode(function.tree)),
        ("slope", plain(parse(lesson.request.target or "0"))),
        ("point", f"{function.variable} = {plain(number(point))}"),
    )


def _roots(
    gap: Node, variable: str, crossed: Iterable[tuple[Fraction, Fraction]]
) -> Iterator[Fraction]:
    """Each crossing to 25 digits; where it crosses at a pole, the trial will find that out."""
    for low, high in crossed:
        try:
            yield _halved(gap, variable, low, high)
        except NoValue:
            continue


def _halved(gap: Node, variable: str, low: Fraction, high: Fraction) -> Fraction:
    rises = value(gap, {variable: number(high)}) > 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if (value(gap, {variable: number(middle)}) > 0) == rises:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def _as_known(point: Fraction) -> Expr:
    """A simple fraction where the digits say no other, else the digits."""
    simple = point.limit_denominator(SIMPLE)
    return rational(simple) if abs(simple - point) < CLOSE else Float(rational(point), DIGITS)
