"""Whether an answer is right, and if it is not, which slip it shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Literal

from sympy import Rational

from bot.tutor.calculus.basic import basic, letters, number
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.exact import symbol
from bot.tutor.calculus.lesson import Quantity
from bot.tutor.calculus.quantity import of_expression, of_node, of_real
from bot.tutor.calculus.reals import inexact
from bot.tutor.calculus.written import node_of
from bot.tutor.course.questions import Facts, facts, wanted
from bot.tutor.course.slips import slipped
from bot.tutor.errors import Misunderstood
from bot.tutor.reading import cost
from bot.tutor.reading.answered import Meant, answered
from bot.tutor.reading.tree import Node
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

ENOUGH = 3  # significant digits of a number that was cut off rather than rounded
FEWEST = 2  # significant digits of a rounded number
SAME = Decimal("1e-20")  # relative difference of two numbers of 25 digits that are one
CLOSE = 1e-12  # relative difference of the values of two formulas that are one
COUNTED = Context(prec=60)
# Where two formulas are compared: no corners, joints or zeros of what is asked in practice.
SAMPLES = tuple(Fraction(n, 37) for n in (11, 52, 96, 197, -26, -115, 4, -33, 1000))
AGREEING = 3  # places at which both have to live and to agree


@dataclass(frozen=True)
class Verdict:
    """What is to be said to an answer.

    Attributes:
        right: whether it is right, in whatever form.
        misconception: the slip that it shows; None if it is right.
        told: the key of its sentence under `[practice.told]`.
        answer: the number or formula as it was read; None where none was.
    """

    right: bool
    misconception: Misconception | None
    told: str
    answer: Node | None = None


@dataclass(frozen=True)
class _Known:
    """A number or formula that an answer may be, and what it shows then."""

    is_a: Quantity
    misconception: Misconception | None
    told: str


def judge(question: Question, text: str) -> Verdict:
    """Judge an answer as it was typed.

    Raises:
        Misunderstood: the question itself cannot be taught, or `no-question`: it has no answer.
    """
    known = facts(question)
    right = wanted(question, known)
    if right is None and question.ask != "slope":
        raise Misunderstood("no-question")
    try:
        said = answered(text, question.request.variable)
        if isinstance(said, str):
            return _of_word(said, right)
        verdicts = [_judged(question, known, right, meant) for meant in said]
    except (Misunderstood, NoValue):
        return Verdict(right=False, misconception="unreadable", told="unreadable")
    return next((one for one in verdicts if one.right), verdicts[0])


def _of_word(said: str, right: Quantity | None) -> Verdict:
    if said == "none" and right is None:
        return Verdict(right=True, misconception=None, told="right-none")
    if said == "none":
        return Verdict(right=False, misconception="other", told="there-is-one")
    told = "lost" if said == "lost" else "unreadable"
    return Verdict(right=False, misconception="unreadable", told=told)


def _judged(question: Question, known: Facts, right: Quantity | None, meant: Meant) -> Verdict:
    cost.check(meant.node)
    if right is None:
        return Verdict(right=False, misconception="other", told="there-is-none", answer=meant.node)
    if question.ask == "derivative-function" or letters(meant.node):
        found = _formula(question, known, meant)
    else:
        found = _number(question, known, right, meant)
    told = found or _Known(right, "other", "other")
    return Verdict(told.misconception is None, told.misconception, told.told, meant.node)


def _number(question: Question, known: Facts, right: Quantity, meant: Meant) -> _Known | None:
    """What the answer is: exactly, else rounded, else cut off; the right number first of each."""
    given = of_node(basic(meant.node), {})
    found = (
        (fit, place, one)
        for place, one in enumerate(_numbers(question, known, right))
        if (fit := _fit(given, one.is_a, meant)) is not None
    )
    return min(found, key=lambda one: one[:2], default=(0, 0, None))[2]


def _numbers(question: Question, known: Facts, right: Quantity) -> Iterator[_Known]:
    yield _Known(right, None, f"right-{question.ask}")
    match question.ask:
        case "slope" | "ratio":
            yield from _instead_of_slope(question, known, right)
        case "value":
            yield from _others(("nudged-not-value", known.moved), ("slope-not-value", known.slope))
        case "nudged-value":
            yield _Known(_sure(known.height), "not-nudged", "not-nudged")
            yield from _others(("rise-not-value", known.rise))
            yield from _other_way(known)
            added = _sure(known.height).exact + _sure(known.run).exact
            yield _Known(of_expression(added), "other", "nudge-added")
        case "rise":
            yield _Known(of_expression(Rational(0)), "not-nudged", "no-rise")
            yield from _others(
                ("run-not-rise", known.run),
                ("ratio-not-rise", known.ratio),
                ("ratio-not-rise", known.slope),
                ("value-not-rise", known.moved),
                ("value-not-rise", known.height),
            )
    yield _Known(of_expression(-right.exact), "sign-slip", "sign-slip")


def _instead_of_slope(question: Question, known: Facts, right: Quantity) -> Iterator[_Known]:
    if question.ask == "slope":
        yield _Known(_sure(known.ratio), "ratio-not-limit", "ratio-not-limit")
    else:
        yield _Known(_sure(known.slope), "other", "slope-not-ratio")
    for height in (known.height, known.moved):
        yield _Known(_sure(height), "height-for-slope", "height-for-slope")
    yield _Known(_sure(known.rise), "rise-for-slope", "rise-for-slope")
    yield _Known(_sure(known.run), "run-for-slope", "run-for-slope")
    yield _Known(of_expression(-right.exact), "sign-slip", "sign-slip")
    yield _Known(known.place.at, "point-for-slope", "point-for-slope")
    for ratio in (right, _sure(known.ratio)):
        if ratio.exact != 0:
            yield _Known(of_expression(1 / ratio.exact), "reciprocal", "reciprocal")
    x, at = symbol(known.function.variable), known.place.at.exact
    for slip, wrong in slipped(known.function.expression, x):
        there = wrong.subs(x, at)
        if there.is_finite and there.is_real:
            yield _Known(of_expression(there), slip, slip)


def _others(*pairs: tuple[str, Quantity | None]) -> Iterator[_Known]:
    for told, quantity in pairs:
        if quantity is not None:
            yield _Known(quantity, "other", told)


def _other_way(known: Facts) -> Iterator[_Known]:
    """The value after a nudge in the other direction."""
    back = node_of(known.place.at.exact - _sure(known.run).exact)
    try:
        if back is not None:
            there = value(basic(known.function.tree), {known.function.variable: basic(back)})
            yield _Known(of_real(there), "sign-slip", "wrong-way")
    except NoValue:
        return


def _sure(quantity: Quantity | None) -> Quantity:
    """Of a question with a slope, which has all its numbers."""
    if quantity is None:
        raise Misunderstood("no-question")
    return quantity


def _fit(given: Quantity, known: Quantity, meant: Meant) -> int | None:
    """How well an answer is a number: 0 exactly, 1 rounded, 2 cut off, None not at all."""
    if given.exact == known.exact:
        return 0
    if given.decimal is None or known.decimal is None:
        return None
    answer, truth = Decimal(given.decimal), Decimal(known.decimal)
    off = abs(COUNTED.subtract(answer, truth))
    both_exact = isinstance(given.exact, Rational) and isinstance(known.exact, Rational)
    if not both_exact and off <= SAME * abs(truth):
        return 0
    if meant.last is None:
        return None
    last = COUNTED.divide(Decimal(meant.last.numerator), Decimal(meant.last.denominator))
    if off <= last / 2 and meant.digits >= FEWEST:
        return 1
    return 2 if off < last and meant.digits >= ENOUGH else None


def _formula(question: Question, known: Facts, meant: Meant) -> _Known | None:
    """The formula that the answer is, the right one first."""
    answer = basic(meant.node)
    for one in _formulas(question, known):
        node = node_of(one.is_a.exact)
        if node is not None and _same(answer, basic(node), known):
            return one
    if letters(meant.node) or known.slope is None:
        return None
    at_one_point = _fit(of_node(answer, {}), known.slope, meant) is not None
    return _Known(known.slope, "other", "value-not-rule") if at_one_point else None


def _formulas(question: Question, known: Facts) -> Iterator[_Known]:
    function, x = known.function, symbol(known.function.variable)
    slopelike = question.ask in {"slope", "ratio", "derivative-function"}
    if known.rule is not None and slopelike:
        asked = question.ask == "derivative-function"
        yield _Known(
            of_expression(known.rule),
            None if asked else "rule-not-value",
            "right-derivative-function" if asked else "rule-not-value",
        )
        yield _Known(of_expression(-known.rule), "sign-slip", "sign-slip-rule")
    if slopelike:
        wrong = tuple(slipped(function.expression, x))
        yield from (_Known(of_expression(one), slip, f"{slip}-rule") for slip, one in wrong)
        yield _Known(of_expression(function.expression), "height-for-slope", "function-for-slope")
    else:
        yield _Known(of_expression(function.expression), "rule-not-value", "formula-not-value")
    if known.rule is not None and slopelike and known.rule != 0:
        yield _Known(of_expression(1 / known.rule), "reciprocal", "reciprocal")


def _same(one: Node, other: Node, known: Facts) -> bool:
    """Whether two formulas agree wherever the function lives, at the places that are tried."""
    x, agreeing = known.function.variable, 0
    for sample in SAMPLES:
        where = {x: number(sample)}
        try:
            value(basic(known.function.tree), where)
            first, second = value(one, where), value(other, where)
        except NoValue:
            continue
        if abs(inexact(first) - inexact(second)) > CLOSE * max(1, abs(inexact(second))):
            return False
        agreeing += 1
    return agreeing >= AGREEING
