"""Why an answer is what it is: every function's derivation, checked, and the nudge's own error."""

import logging

from bot.tutor.calculus.basic import basic, rebuilt
from bot.tutor.calculus.branch import branch, has_choices
from bot.tutor.calculus.evaluate import NoValue
from bot.tutor.calculus.exact import derivative, symbol
from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Derivation,
    Function,
    Miss,
    Slope,
    Step,
    Why,
)
from bot.tutor.calculus.rules.check import hold
from bot.tutor.calculus.rules.derive import NoRule, derive
from bot.tutor.calculus.rules.limit import limit
from bot.tutor.calculus.rules.miss import miss
from bot.tutor.calculus.rules.places import Place, anywhere, at, lives
from bot.tutor.calculus.textbook import textbook
from bot.tutor.calculus.written import node_of
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Call, Cases, Node

logger = logging.getLogger(__name__)


def why(request: Request, about: AtPoints | AsFunction, point: Node | None) -> Why:
    """The rules behind an answer.

    Args:
        request: what is answered now.
        about: the answer that is asked about.
        point: its point, where it has just one.
    """
    order = about.request.order
    derivations = tuple(_derivation(function, order, point) for function in _sloping(about))
    return Why(request, about, derivations, _missed(about, point))


def _sloping(about: AtPoints | AsFunction) -> tuple[Function, ...]:
    """The functions that have a slope somewhere in the answer."""
    if isinstance(about, AsFunction):
        return about.functions
    slopes = [one.place.function for one in about.outcomes if isinstance(one, Slope)]
    return tuple(function for function in about.functions if function in slopes)


def _derivation(function: Function, order: int, point: Node | None) -> Derivation:
    """The steps that hold, or none: then less is said, and the log has it."""
    of = _differentiated(function, order)
    if of is None or function.derivative is None:
        return Derivation(function, None, (), None)
    variable = function.variable
    places = anywhere(of, variable) if point is None else at(of, variable, point)
    try:
        steps = _steps(function, of, places, near=point is not None)
        worked = limit(of, variable, places) if order == 1 and steps else None
    except (NoRule, NoValue, Misunderstood):
        return Derivation(function, of, (), None)
    return Derivation(function, of, steps, worked)


def _differentiated(function: Function, order: int) -> Node | None:
    if order == 1:
        return function.tree
    return node_of(derivative(function.tree, function.variable, order - 1))


def _steps(
    function: Function, of: Node, places: tuple[Place, ...], *, near: bool
) -> tuple[Step, ...]:
    """Steps that hold at every place, and of which the last is the derivative as answered."""
    variable, answered = function.variable, function.derivative
    if not places or not all(lives(of, place) for place in places):
        return ()  # at a joint or a domain's end, where the ratio has a limit and the rules none
    smooth = _chosen(of, places[0]) if near else of
    known = answered
    if smooth != of:
        known = textbook(derivative(smooth, variable), symbol(variable))
    steps = derive(smooth, variable, known)
    if smooth != of:
        steps = (Step("piece", of, smooth, smooth), *steps)
    written = node_of(answered) or steps[-1].slope
    if hold((*steps, Step("table", of, steps[-1].slope, written)), variable, places):
        return steps
    logger.warning("a rule and the finite difference disagree")
    return ()


def _chosen(node: Node, place: Place) -> Node:
    """The formula with every choice made as it is made there, and all else as it was written."""
    if not has_choices(basic(node)):
        return node
    if isinstance(node, Cases | Call):
        return branch(basic(node), {name: basic(constant) for name, constant in place.items()})
    return rebuilt(node, lambda part: _chosen(part, place))


def _missed(about: AtPoints | AsFunction, point: Node | None) -> Miss | None:
    outcomes = about.outcomes if isinstance(about, AtPoints) else ()
    if point is None or len(outcomes) != 1:
        return None
    (outcome,), (function,) = outcomes, about.functions
    try:
        place = at(function.tree, function.variable, point)[0]
        return miss(outcome, _chosen(function.tree, place))
    except (NoValue, Misunderstood):
        return None
