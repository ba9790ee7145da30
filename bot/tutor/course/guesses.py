"""All that an answer may be: the right one, and what each slip leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sympy import Rational

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.exact import symbol
from bot.tutor.calculus.lesson import Quantity
from bot.tutor.calculus.quantity import of_expression, of_real
from bot.tutor.calculus.written import node_of
from bot.tutor.course.questions import Facts, slope_before, wanted
from bot.tutor.course.slips import slipped
from bot.tutor.errors import Misunderstood
from bot.tutor.scene import Question

Misconception = Literal[
    "height-for-slope",
    "rise-for-slope",
    "run-for-slope",
    "point-for-slope",
    "ratio-not-limit",
    "rule-not-value",
    "sign-slip",
    "reciprocal",
    "forgot-power-rule",
    "forgot-chain",
    "not-nudged",
    "unreadable",
    "other",
]

SLOPES = frozenset({"slope", "triangle", "elsewhere", "exists", "ratio", "derivative-function"})


@dataclass(frozen=True)
class Guess:
    """A number or formula that an answer may be, and what it shows then.

    Attributes:
        is_a: the number or formula.
        misconception: the slip that leads to it; None: it is right.
        told: the key of its sentence under `[practice-told]`.
    """

    is_a: Quantity
    misconception: Misconception | None
    told: str


def numbers(question: Question, known: Facts) -> Iterator[Guess]:
    """The numbers that an answer may be, the right one first.

    Raises:
        Misunderstood: `no-question`, where there is no right one.
    """
    right = _sure(wanted(question, known))
    yield Guess(right, None, f"right-{question.ask}")
    match question.ask:
        case "slope" | "triangle" | "ratio" | "exists":
            yield from _instead_of_slope(question, known, right)
        case "elsewhere":
            yield Guess(slope_before(question), "other", "slope-elsewhere")
            yield from _instead_of_slope(question, known, right)
        case "value":
            yield from _others(("nudged-not-value", known.moved), ("slope-not-value", known.slope))
        case "nudged-value":
            yield Guess(_sure(known.height), "not-nudged", "not-nudged")
            yield from _others(("rise-not-value", known.rise))
            yield from _other_way(known)
            added = _sure(known.height).exact + _sure(known.run).exact
            yield Guess(of_expression(added), "other", "nudge-added")
        case "rise":
            yield Guess(of_expression(Rational(0)), "not-nudged", "no-rise")
            yield from _others(
                ("run-not-rise", known.run),
                ("ratio-not-rise", known.ratio),
                ("ratio-not-rise", known.slope),
                ("value-not-rise", known.moved),
                ("value-not-rise", known.height),
            )
    yield Guess(of_expression(-right.exact), "sign-slip", "sign-slip")


def _instead_of_slope(question: Question, known: Facts, right: Quantity) -> Iterator[Guess]:
    if question.ask != "ratio":
        yield Guess(_sure(known.ratio), "ratio-not-limit", "ratio-not-limit")
    else:
        yield Guess(_sure(known.slope), "other", "slope-not-ratio")
    for height in (known.height, known.moved):
        yield Guess(_sure(height), "height-for-slope", "height-for-slope")
    yield Guess(_sure(known.rise), "rise-for-slope", "rise-for-slope")
    yield Guess(_sure(known.run), "run-for-slope", "run-for-slope")
    yield Guess(of_expression(-right.exact), "sign-slip", "sign-slip")
    for point in (known.place.at.exact, known.place.at.exact + _sure(known.run).exact):
        yield Guess(of_expression(point), "point-for-slope", "point-for-slope")
    for ratio in (right, _sure(known.ratio)):
        if ratio.exact != 0:
            yield Guess(of_expression(1 / ratio.exact), "reciprocal", "reciprocal")
    x, at = symbol(known.function.variable), known.place.at.exact
    for slip, wrong in slipped(known.function.expression, x):
        there = wrong.subs(x, at)
        if there.is_finite and there.is_real:
            yield Guess(of_expression(there), slip, slip)


def formulas(question: Question, known: Facts) -> Iterator[Guess]:
    """The formulas that an answer may be, the right one first where a rule is asked for."""
    function, x = known.function, symbol(known.function.variable)
    slopelike = question.ask in SLOPES
    if known.rule is not None and slopelike:
        asked = question.ask == "derivative-function"
        yield Guess(
            of_expression(known.rule),
            None if asked else "rule-not-value",
            "right-derivative-function" if asked else "rule-not-value",
        )
        yield Guess(of_expression(-known.rule), "sign-slip", "sign-slip-rule")
    if slopelike:
        wrong = tuple(slipped(function.expression, x))
        yield from (Guess(of_expression(one), slip, f"{slip}-rule") for slip, one in wrong)
        yield Guess(of_expression(function.expression), "height-for-slope", "function-for-slope")
    else:
        yield Guess(of_expression(function.expression), "rule-not-value", "formula-not-value")
    if known.rule is not None and slopelike and known.rule != 0:
        yield Guess(of_expression(1 / known.rule), "reciprocal", "reciprocal")


def _others(*pairs: tuple[str, Quantity | None]) -> Iterator[Guess]:
    for told, quantity in pairs:
        if quantity is not None:
            yield Guess(quantity, "other", told)


def _other_way(known: Facts) -> Iterator[Guess]:
    """The value after a nudge in the other direction."""
    back = node_of(known.place.at.exact - _sure(known.run).exact)
    try:
        if back is not None:
            there = value(basic(known.function.tree), {known.function.variable: basic(back)})
            yield Guess(of_real(there), "sign-slip", "wrong-way")
    except NoValue:
        return


def _sure(quantity: Quantity | None) -> Quantity:
    """Of a question with a slope, which has all its numbers."""
    if quantity is None:
        raise Misunderstood("no-question")
    return quantity
