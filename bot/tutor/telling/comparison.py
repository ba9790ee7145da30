"""Several slopes side by side: points, functions, or both."""

from bot.tutor.calculus.lesson import AtPoints, Outcome, Slope
from bot.tutor.calculus.straight import changes
from bot.tutor.calculus.teach import everywhere
from bot.tutor.numerals import said_together
from bot.tutor.reading.printing import unicode
from bot.tutor.telling.notation import (
    at,
    called,
    defined,
    formula,
    fraction,
    moved,
    operator,
    quotient,
)
from bot.tutor.telling.outcomes import answer, finer
from bot.tutor.telling.sentences import Say


def compare(lesson: AtPoints, say: Say) -> list[str]:
    """The headline with every answer, a line for each triangle, and what they have in common."""
    lines = [
        line
        for outcome in lesson.outcomes
        for line in (_line(outcome, lesson, say), *finer(outcome, lesson.request, say))
    ]
    return [_headline(lesson, say), *filter(None, lines), *_moral(lesson, say)]


def _headline(lesson: AtPoints, say: Say) -> str:
    parts = say("and").join(
        say("comparison_part", place=_place(outcome, lesson, say), answer=answer(outcome, say))
        for outcome in lesson.outcomes
    )
    if len(lesson.functions) > 1:
        return parts
    return say("comparison", function=defined(lesson.functions[0]), parts=parts)


def _place(outcome: Outcome, lesson: AtPoints, say: Say) -> str:
    where = at(outcome.place)
    if len(lesson.functions) == 1:
        return where
    return say("comparison_place", formula=unicode(outcome.place.function.tree), at=where)


def _line(outcome: Outcome, lesson: AtPoints, say: Say) -> str:
    if not isinstance(outcome, Slope) or outcome.nudged is None:
        return ""
    value, there, rise = said_together(outcome.value, outcome.nudged.value, outcome.nudged.rise)
    return say(
        "comparison_line",
        place=_place(outcome, lesson, say),
        to=moved(outcome.place, outcome.nudged),
        f="" if len(lesson.functions) > 1 else f"{called(outcome.place.function)} ",
        value=value,
        moved=there,
        fraction=fraction(outcome.nudged, rise, outcome.slope),
    )


def _moral(lesson: AtPoints, say: Say) -> list[str]:
    if len(lesson.functions) > 1:
        slopes = {one.slope.exact if isinstance(one, Slope) else None for one in lesson.outcomes}
        same = len(slopes) == 1 and None not in slopes
        return [say("comparison_equal" if same else "comparison_functions")]
    (function,) = lesson.functions
    order = lesson.request.order
    if everywhere(function) is not None:
        return [say("comparison_same")] if order == 1 else [say("everywhere_higher")]
    derivative = formula(function.derivative)
    remark = [say("changes")] if changes(function) else []
    if derivative is None:
        return remark
    notations = say(
        "notations",
        quotient=quotient(function, order),
        operator=operator(function, order),
        derivative=derivative,
    )
    return [*remark, notations]
