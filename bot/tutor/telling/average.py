"""The average between two points: the triangle under the straight line through both."""

from bot.tutor.calculus.lesson import Average, Slope
from bot.tutor.calculus.teach import everywhere
from bot.tutor.numerals import is_exact, said_together
from bot.tutor.telling.movement import rounded, triangle
from bot.tutor.telling.notation import at, defined, number, short
from bot.tutor.telling.sentences import Say


def between(lesson: Average, say: Say) -> list[str]:
    """The headline, the triangle, and what the average has to do with the slope at a point."""
    first, last, nudged = lesson.first, lesson.last, lesson.nudged
    ends = {"first": at(first), "last": at(last)}
    headline = say("average", **ends, function=defined(first.function), slope=number(nudged.ratio))
    here, there, rise = said_together(lesson.value, nudged.value, nudged.rise)
    values = say(
        "average_values",
        **ends,
        f=short(first.function),
        value=rounded("is", here, say, exact=is_exact(lesson.value)),
        moved=rounded("is", there, say, exact=is_exact(nudged.value)),
    )
    lines = [values, triangle(first, nudged, rise, None, say)]
    if everywhere(first.function) is not None:
        return [headline, *lines, say("average_straight")]
    return [headline, *lines, say("average_line"), _here(lesson, say)]


def _here(lesson: Average, say: Say) -> str:
    """The slope at the first point, to which the average heads as the other comes nearer."""
    outcome = lesson.about.outcomes[0]
    if not isinstance(outcome, Slope):
        return say("average_nearer")
    return say("average_here", at=at(lesson.first), slope=number(outcome.slope))
