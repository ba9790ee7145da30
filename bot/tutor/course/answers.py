"""Whether a number or a rule is the right one, and if it is not, which slip it shows."""

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from sympy import Rational

from bot.tutor.calculus.basic import basic, letters, number
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.lesson import Quantity
from bot.tutor.calculus.quantity import of_node
from bot.tutor.calculus.reals import inexact
from bot.tutor.calculus.written import node_of
from bot.tutor.course.guesses import Guess, Misconception, formulas, numbers
from bot.tutor.course.questions import Facts, facts, wanted
from bot.tutor.errors import Misunderstood
from bot.tutor.reading import cost
from bot.tutor.reading.answered import Meant, answered
from bot.tutor.reading.tree import Node
from bot.tutor.scene import Question

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
        told: the key of its sentence under `[practice-told]`.
        answer: the number or formula as it was read; None where none was.
        there: the slope at the point that was the answer to `where`.
    """

    right: bool
    misconception: Misconception | None
    told: str
    answer: Node | None = None
    there: Quantity | None = None


def judge_number(question: Question, text: str) -> Verdict:
    """Judge a typed answer to a question that asks for a number or a rule.

    Raises:
        Misunderstood: the question itself cannot be taught, or `no-question`: it has no answer.
    """
    known = facts(question)
    right = wanted(question, known)
    if right is None and question.ask not in {"slope", "elsewhere"}:
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
    if said in {"none", "no"} and right is None:
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
        found = _number(question, known, meant)
    told = found or Guess(right, "other", "other")
    return Verdict(told.misconception is None, told.misconception, told.told, meant.node)


def _number(question: Question, known: Facts, meant: Meant) -> Guess | None:
    """What the answer is: exactly, else rounded, else cut off; the right number first of each."""
    given = of_node(basic(meant.node), {})
    found = (
        (fit, place, one)
        for place, one in enumerate(numbers(question, known))
        if (fit := _fit(given, one.is_a, meant)) is not None
    )
    return min(found, key=lambda one: one[:2], default=(0, 0, None))[2]


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


def _formula(question: Question, known: Facts, meant: Meant) -> Guess | None:
    """The formula that the answer is, the right one first."""
    answer = basic(meant.node)
    for one in formulas(question, known):
        node = node_of(one.is_a.exact)
        if node is not None and _same(answer, basic(node), known):
            return one
    if letters(meant.node) or known.slope is None:
        return None
    at_one_point = _fit(of_node(answer, {}), known.slope, meant) is not None
    return Guess(known.slope, "other", "value-not-rule") if at_one_point else None


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
