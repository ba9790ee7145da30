"""An answer to any question -> the verdict."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import NoValue
from bot.tutor.calculus.lesson import AtPoints, Quantity, Slope, Where
from bot.tutor.calculus.quantity import equal, of_node
from bot.tutor.calculus.teach import teach
from bot.tutor.course.answers import Verdict, judge_number
from bot.tutor.course.questions import facts
from bot.tutor.errors import Misunderstood
from bot.tutor.reading import cost
from bot.tutor.reading.answered import Meant, answered
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain
from bot.tutor.reading.tree import Node
from bot.tutor.scene import Ask, Question

THERE = re.compile(
    r"^(?:it is |it's )?(?:at|在|当)\s*|\s*(?:处|时|那里|那点|更陡)+[。.!！]*$", re.IGNORECASE
)
UNREADABLE = Verdict(right=False, misconception="unreadable", told="unreadable")
LOST = Verdict(right=False, misconception="unreadable", told="lost")


def judge(question: Question, text: str) -> Verdict:
    """Judge an answer as it was typed.

    Raises:
        Misunderstood: the question itself cannot be taught, or has no answer.
    """
    return _JUDGES.get(question.ask, judge_number)(question, text)


def steeper(question: Question) -> str | None:
    """Of the question `steeper`: the point where it is, as the request has it; None: nowhere."""
    first, second = (_size(question, point) for point in question.request.points)
    if equal(first.exact, second.exact):
        return None
    return question.request.points[int(bool(abs(second.exact) > abs(first.exact)))]


def sought(question: Question) -> Where:
    """Of the question `where`: the points that are looked for."""
    lesson = teach(question.request)
    if not isinstance(lesson, Where) or not lesson.found:
        raise Misunderstood("no-question")
    return lesson


def _size(question: Question, point: str) -> Quantity:
    one = replace(question, ask="slope", request=replace(question.request, points=(point,)))
    slope = facts(one).slope
    if slope is None:
        raise Misunderstood("no-question")
    return slope


def _said(text: str) -> str | tuple[Meant, ...]:
    try:
        return answered(text)
    except Misunderstood:
        return "unreadable"


def _judge_whether(question: Question, text: str) -> Verdict:
    """Is there a slope? The slope itself is a yes."""
    there_is = facts(question).slope is not None
    said = _said(text)  # no letter is asked for: y means yes
    if not isinstance(said, str):
        verdict = judge_number(replace(question, ask="slope"), text)
        return replace(verdict, told="right-exists") if verdict.right else verdict
    match said:
        case "yes" if there_is:
            return Verdict(right=True, misconception=None, told="right-exists")
        case "yes":
            return Verdict(right=False, misconception="other", told="there-is-none")
        case "no" | "none" if there_is:
            return Verdict(right=False, misconception="other", told="there-is-one")
        case "no" | "none":
            return Verdict(right=True, misconception=None, told="right-none")
        case "lost":
            return LOST
        case _:
            return UNREADABLE


def _judge_which(question: Question, text: str) -> Verdict:
    """Where is it steeper? One of the two points, or both the same."""
    right, said = steeper(question), _said(THERE.sub("", text.strip()))
    if said == "lost":
        return LOST
    if said == "same":
        told = "other-steeper" if right else "right-same"
        return Verdict(right is None, "other" if right else None, told)
    if isinstance(said, str):
        return UNREADABLE
    picked = next((point for point in question.request.points if _is(said[0].node, point)), None)
    if picked is None:
        return UNREADABLE
    if picked == right:
        return Verdict(right=True, misconception=None, told="right-steeper")
    told = "other-steeper" if right else "other-same"
    return Verdict(right=False, misconception="other", told=told)


def _judge_where(question: Question, text: str) -> Verdict:
    """Where is the slope so much? Any of the points will do."""
    lesson, said = sought(question), _said(text)
    if said == "lost":
        return LOST
    if said == "none":
        return Verdict(right=False, misconception="other", told="there-is-one")
    if isinstance(said, str):
        return UNREADABLE
    for meant in said:
        if any(_is(meant.node, slope.place.at_text) for slope in lesson.found):
            return Verdict(right=True, misconception=None, told="right-where", answer=meant.node)
    return _elsewhere(question, said[0].node)


def _elsewhere(question: Question, node: Node) -> Verdict:
    """What the slope is where the learner has looked."""
    try:
        cost.check(node)
        there = teach(replace(question.request, wants="slope", points=(plain(node),)))
    except Misunderstood:
        return UNREADABLE
    match there:
        case AtPoints(outcomes=(Slope(slope=slope),)):
            return Verdict(
                right=False, misconception="other", told="slope-there", answer=node, there=slope
            )
        case _:
            return Verdict(right=False, misconception="other", told="other", answer=node)


def _is(node: Node, point: str) -> bool:
    try:
        cost.check(node)
        return equal(of_node(basic(node), {}).exact, of_node(basic(parse(point)), {}).exact)
    except (NoValue, Misunderstood):
        return False


_JUDGES: Mapping[Ask, Callable[[Question, str], Verdict]] = {
    "exists": _judge_whether,
    "steeper": _judge_which,
    "where": _judge_where,
}
