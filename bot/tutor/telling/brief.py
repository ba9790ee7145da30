"""A lesson in a line or two: the answer first, where a notification shows it."""

from bot.tutor.calculus.lesson import AsFunction, AtPoints, Function, Lesson, Outcome, Tangent
from bot.tutor.reading.request import Request
from bot.tutor.telling.comparison import parts, triangle
from bot.tutor.telling.notation import at, defined, formula
from bot.tutor.telling.outcomes import NAMED_ORDERS, answer_to, describe
from bot.tutor.telling.sentences import Say
from bot.tutor.telling.tangent import line_of


def briefly(lesson: Lesson, say: Say) -> list[str] | None:
    """The answer, and the triangle or why there is none; None: it is asked for in full."""
    match lesson:
        case AtPoints(outcomes=(outcome,)):
            answer = answer_to(outcome, lesson.request, say)
            return [_headline(outcome, answer, say), *_triangle(outcome, lesson, say)]
        case AtPoints(functions=(function,)):
            headline = say("brief", answer=parts(lesson, say), function=defined(function))
            return [headline, *_triangles(lesson, say)]
        case AtPoints():
            return [parts(lesson, say), *_triangles(lesson, say)]
        case Tangent(about=AtPoints(outcomes=(outcome,)) as about) if line := line_of(outcome):
            slope = answer_to(outcome, about.request, say)
            answer = say("brief_tangent", slope=slope, line=line)
            return [_headline(outcome, answer, say), *_triangle(outcome, about, say)]
        case AsFunction(functions=(function,)):
            return _derivative(function, lesson.request, say)
        case _:
            return None


def _headline(outcome: Outcome, answer: str, say: Say) -> str:
    place = outcome.place
    return say("brief_at", answer=answer, function=defined(place.function), at=at(place))


def _triangle(outcome: Outcome, about: AtPoints, say: Say) -> list[str]:
    """Its triangle in a line; where there is none, why."""
    line = triangle(outcome, about, say)
    return [line] if line else describe(outcome, about.request, say)[1:]


def _triangles(lesson: AtPoints, say: Say) -> list[str]:
    return [line for outcome in lesson.outcomes if (line := triangle(outcome, lesson, say))]


def _derivative(function: Function, request: Request, say: Say) -> list[str] | None:
    derivative = formula(function.derivative)
    if derivative is None:
        return None
    key = NAMED_ORDERS.get(request.order, "order_n") if request.order > 1 else "brief_derivative"
    answer = say(key, slope=derivative, order=str(request.order))
    return [say("brief", answer=answer, function=defined(function))]
