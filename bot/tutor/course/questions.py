"""The numbers that a question is about."""

from dataclasses import dataclass, replace
from typing import assert_never

from sympy import Expr

from bot.tutor.calculus.lesson import AtPoints, Function, Outcome, Place, Quantity, Slope
from bot.tutor.calculus.quantity import of_expression
from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.scene import Question


@dataclass(frozen=True)
class Facts:
    """All numbers of a question, exact.

    Attributes:
        outcome: what happens at the point.
        slope: None where there is none; nothing else is None where there is one.
        rule: the derivative as a function of the variable, or None where none is known.
    """

    outcome: Outcome
    function: Function
    height: Quantity | None
    moved: Quantity | None
    rise: Quantity | None
    run: Quantity | None
    ratio: Quantity | None
    slope: Quantity | None
    rule: Expr | None

    @property
    def place(self) -> Place:
        return self.outcome.place


def facts(question: Question) -> Facts:
    """The numbers that a question is about.

    Raises:
        Misunderstood: the request cannot be taught, or is not about one function at one point.
    """
    request = question.request
    lesson = teach(replace(request, points=request.points[:1]))
    if not isinstance(lesson, AtPoints) or len(lesson.outcomes) != 1:
        raise Misunderstood("no-question")
    outcome, function = lesson.outcomes[0], lesson.functions[0]
    height = getattr(outcome, "value", None)
    if not isinstance(outcome, Slope) or outcome.nudged is None:
        return Facts(outcome, function, height, None, None, None, None, None, function.derivative)
    nudged = outcome.nudged
    return Facts(
        outcome=outcome,
        function=function,
        height=height,
        moved=nudged.value,
        rise=nudged.rise,
        run=nudged.run,
        ratio=nudged.ratio,
        slope=outcome.slope,
        rule=function.derivative,
    )


def wanted(question: Question, known: Facts) -> Quantity | None:
    """The number or rule that is asked for; None where there is no slope to tell of.

    Raises:
        Misunderstood: the question asks for no number.
    """
    match question.ask:
        case "value":
            return known.height
        case "nudged-value":
            return known.moved
        case "rise":
            return known.rise
        case "ratio":
            return known.ratio
        case "slope" | "triangle" | "elsewhere" | "exists":
            return known.slope
        case "derivative-function":
            return None if known.rule is None else of_expression(known.rule)
        case "steeper" | "where":
            raise Misunderstood("no-question")
        case _:
            assert_never(question.ask)


def slope_before(question: Question) -> Quantity:
    """Of the question `elsewhere`: the slope at the point that the learner knows already."""
    request = question.request
    before = facts(replace(question, request=replace(request, points=request.points[1:])))
    if before.slope is None:
        raise Misunderstood("no-question")
    return before.slope
