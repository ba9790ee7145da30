"""Request -> Lesson."""

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from sympy import Expr, nan

from bot.tutor.calculus.average import average
from bot.tutor.calculus.basic import basic, letters, number, put_in
from bot.tutor.calculus.branch import has_choices
from bot.tutor.calculus.evaluate import NoValue, look, value
from bot.tutor.calculus.exact import derivative, expression, placed, symbol
from bot.tutor.calculus.left_open import with_letters
from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Function,
    Lesson,
    Outcome,
    Place,
    Quantity,
    Slope,
    Tangent,
    Valued,
    Where,
)
from bot.tutor.calculus.outcome import Spot, outcome
from bot.tutor.calculus.quantity import of_expression, of_node
from bot.tutor.calculus.rules.check import seen
from bot.tutor.calculus.rules.why import why
from bot.tutor.calculus.start import Start
from bot.tutor.calculus.straight import PLACES, is_straight, is_whole
from bot.tutor.calculus.table import table
from bot.tutor.calculus.textbook import at_point, textbook
from bot.tutor.calculus.where import where
from bot.tutor.calculus.written import degree, node_of
from bot.tutor.errors import Misunderstood
from bot.tutor.reading import cost, formula
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Node

logger = logging.getLogger(__name__)

LONG = 200  # operations of a derivative that is multiplied out to see whether it is constant
GREATEST_DEGREE = 24  # of one that is
EXAMPLES = (2, 1, 3, 0, 5, 10, -2)  # points to try a derivative at, the first that will do
ENDS = 2  # of what an average is taken over
QUOTIENT = re.compile(r"-?\d+/\d+")  # of whole numbers, which may have a common factor
LINES = {"tangent", "normal"}  # straight lines that go with a slope
REMEMBERED = 16  # lessons; a picture is drawn from the lesson that has just been told


@lru_cache(maxsize=REMEMBERED)
def teach(request: Request) -> Lesson:
    """What is true about what was asked.

    Raises:
        Misunderstood: `too-costly`; `one-table`; `one-at-a-time`; `whole-stretch`; and where the
            truth could not be made sure of, `too-hard` or `disagree`.
    """
    given = {letter: _constant(text) for letter, text in request.given}
    if request.wants == "why":
        about = _slopes(replace(request, wants="slope"), given)
        return why(request, about, _only_point(request, given))
    if request.wants == "definition":
        return _defined(request, given)
    if request.wants == "value" and request.points:
        return _valued(request, _function(request, request.formulas[0], given), given)
    if request.wants == "where":
        return _where(request, given)
    if request.wants == "average" and len(request.points) == ENDS:
        return _average(request, given)
    about = _slopes(request, given)
    if isinstance(about, AtPoints) and request.wants in LINES and request.order == 1:
        return Tangent(request, about)
    if isinstance(about, AtPoints) and request.wants == "table":
        return _table(about, given)
    return about


def _defined(request: Request, given: Mapping[str, Node]) -> Lesson:
    """From the definition: by hand where we can, else in numbers, else the usual answer."""
    about = _slopes(replace(request, wants="slope"), given)
    if request.order > 1:
        return about
    worked = why(request, about, _only_point(request, given))
    if any(derivation.limit for derivation in worked.derivations):
        return worked
    if isinstance(about, AtPoints) and len(about.outcomes) == 1:
        return _table(replace(about, request=request), given)
    return about


def _where(request: Request, given: Mapping[str, Node]) -> Where:
    if len(request.formulas) > 1:
        raise Misunderstood(reason="one-at-a-time")
    function = _function(request, request.formulas[0], given)
    target = put_in(_constant(request.target or "0"), given)
    return where(request, function, target, everywhere(function))


def _average(request: Request, given: Mapping[str, Node]) -> Lesson:
    """The average, or what keeps one of its ends from having a value."""
    if len(request.formulas) > 1:
        raise Misunderstood(reason="one-at-a-time")
    function = _function(request, request.formulas[0], given)
    ends = [put_in(_constant(text), given) for text in request.points]
    if letters(basic(function.tree)) - {request.variable} or any(map(letters, ends)):
        raise Misunderstood(reason="open-letters")
    for end in ends:
        cost.check(function.tree, {request.variable: end})
    both = replace(request, wants="slope")
    about = _at_points(both, (function,), given)
    found = average(request, about, function, ends)
    if found is None:
        return about
    run = node_of(found.nudged.run.exact)
    first = replace(both, points=request.points[:1], run=plain(run) if run else None)
    with suppress(Misunderstood):  # a nudge may leave the domain on its other side, or be √2
        return replace(found, about=_at_points(first, (function,), given))
    return found


def _table(about: AtPoints, given: Mapping[str, Node]) -> Lesson:
    if len(about.outcomes) > 1:
        raise Misunderstood(reason="one-table")
    (function,), (point,) = about.functions, about.request.points
    return table(about, _start(function, put_in(_constant(point), given)))


def _slopes(request: Request, given: Mapping[str, Node]) -> AtPoints | AsFunction:
    functions = tuple(_function(request, text, given) for text in request.formulas)
    if not request.points:
        for function in functions:
            _witness(function, request.order)
        return AsFunction(request, functions)
    return _at_points(request, functions, given)


def _witness(function: Function, order: int) -> None:
    """A derivative that goes without a point has its witness at a few of ours."""
    variable, of = function.variable, function.tree
    lower = of if order == 1 else node_of(derivative(of, variable, order - 1))
    slope = None if function.derivative is None else node_of(function.derivative)
    if lower is None or slope is None or seen(lower, slope, variable):
        return
    logger.warning("a derivative and the finite difference disagree")
    raise Misunderstood(reason="disagree")


def _at_points(
    request: Request, functions: tuple[Function, ...], given: Mapping[str, Node]
) -> AtPoints:
    outcomes = tuple(
        _at(request, function, text, given) for function in functions for text in request.points
    )
    return AtPoints(request, outcomes, functions)


def everywhere(function: Function) -> Expr | None:
    """The slope of a straight line: the derivative where it does not depend on the variable."""
    slope, x = function.derivative, symbol(function.variable)
    node = basic(function.tree)
    if slope is None or has_choices(node):
        return None
    short = slope.count_ops() < LONG and degree(slope, x) <= GREATEST_DEGREE
    slope = slope.expand() if slope.has(x) and short else slope
    if slope.has(x):
        return None
    lives = all(_lives(node, function.variable, number(place)) for place in PLACES)
    # A higher derivative may be the same everywhere without the function being a line.
    straight = function.expression.is_polynomial(x) or is_straight(function, slope)
    return slope if lives and straight and is_whole(node, function.variable) else None


def good_example(function: Function) -> int | None:
    """A whole number at which the function has a slope."""
    node = basic(function.tree)
    return next(
        (place for place in EXAMPLES if _lives(node, function.variable, number(place))), None
    )


def tangent(slope: Slope) -> Expr:
    """The tangent line as an expression in the variable, f(p) + f'(p) (x - p)."""
    x = symbol(slope.place.function.variable)
    return slope.value.exact + slope.slope.exact * (x - slope.place.at.exact)


def _lives(node: Node, variable: str, point: Node) -> bool:
    others = {letter: number(2) for letter in letters(node)}
    try:
        return look(node, {**others, variable: point}).smooth
    except (NoValue, Misunderstood):
        return False


def _only_point(request: Request, given: Mapping[str, Node]) -> Node | None:
    """The one point of a request, where it is a number."""
    if len(request.points) != 1:
        return None
    point = put_in(_constant(request.points[0]), given)
    return None if letters(point) else point


def _constant(text: str) -> Node:
    node = formula.parse(text)
    cost.check(node)
    return basic(node)


def _function(request: Request, text: str, given: Mapping[str, Node]) -> Function:
    tree = put_in(formula.parse(text), given)
    cost.check(tree)
    found = expression(tree)
    slope = nan if found is nan else derivative(tree, request.variable, request.order)
    return Function(
        tree=tree,
        text=text,
        variable=request.variable,
        name=request.name,
        expression=found,
        derivative=None if slope is nan else textbook(slope, symbol(request.variable)),
    )


def _at(request: Request, function: Function, text: str, given: Mapping[str, Node]) -> Outcome:
    point = put_in(_constant(text), given)
    cost.check(function.tree, {request.variable: point})
    start = _start(function, point)
    place = _placed(Place(function, _quantity(point), text, request.order))
    if letters(point) or letters(start.node) - {request.variable}:
        return with_letters(place, start)
    run = None if request.run is None else _run(request.run)
    happens = outcome(Spot(place, start, run, request.side))
    if not isinstance(happens, Slope):
        return happens
    x, at = symbol(function.variable), place.at.exact
    return replace(happens, slope=at_point(function.derivative, x, at, happens.slope))


def _placed(place: Place) -> Place:
    """The place with its point in the shortest form: pi/4 for 45*pi/180, 3/2 for 6/4."""
    text, exact = place.at_text, place.at.exact
    short = None if exact.is_Float or exact.free_symbols else node_of(exact)
    if short is None or plain(short) == text:
        return place
    shorter = len(unicode(short)) < len(unicode(formula.parse(text)))
    reduced = exact.is_Rational and QUOTIENT.fullmatch(text)
    return replace(place, at_text=plain(short), written=text) if shorter or reduced else place


def _start(function: Function, point: Node) -> Start:
    return Start(basic(function.tree), function.variable, point)


def _quantity(point: Node) -> Quantity:
    if letters(point):
        return of_expression(expression(point))
    try:
        return of_node(point, {})
    except NoValue as refusal:
        raise Misunderstood(reason="no-point") from refusal


def _run(text: str) -> Fraction:
    try:
        run = value(_constant(text), {})
    except NoValue as refusal:
        raise Misunderstood(reason="no-nudge") from refusal
    if not isinstance(run, Fraction) or run == 0:
        raise Misunderstood(reason="no-nudge")
    return run


def _valued(request: Request, function: Function, given: Mapping[str, Node]) -> Valued:
    text = request.points[0]
    point = put_in(_constant(text), given)
    at = _quantity(point)
    cost.check(function.tree, {request.variable: point})
    node = basic(function.tree)
    if letters(point) or letters(node) - {request.variable}:
        exact = placed(function.expression, request.variable, at.exact)
        return Valued(request, function, at, of_expression(exact))
    try:
        here = of_node(node, {request.variable: point})
    except NoValue:
        return Valued(request, function, at, _at(request, function, text, given))
    return Valued(request, function, at, here)
