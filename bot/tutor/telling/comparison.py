"""Several slopes side by side: points, functions, or both."""

from bot.tutor.calculus.lesson import AtPoints, Outcome, Quantity, Slope
from bot.tutor.calculus.straight import changes
from bot.tutor.calculus.teach import everywhere
from bot.tutor.numerals import is_exact, said_together
from bot.tutor.reading.printing import unicode
from bot.tutor.telling.asides import warnings
from bot.tutor.telling.movement import moving
from bot.tutor.telling.notation import (
    at,
    called,
    defined,
    formula,
    fraction,
    moved,
    operator,
    quotient,
    short,
)
from bot.tutor.telling.outcomes import answer, reason
from bot.tutor.telling.sentences import Say


def compare(lesson: AtPoints, say: Say) -> list[str]:
    """The headline with every answer, a line for each triangle, and what they have in common."""
    lines = [
        triangle(outcome, lesson, say) or _none(outcome, lesson, say) for outcome in lesson.outcomes
    ]
    warned = [line for one in lesson.outcomes for line in warnings(one, lesson.request, say)]
    moral = [*_moral(lesson, say), *dict.fromkeys(warned)]
    return [_headline(lesson, say), *filter(None, lines), *moral]


def _headline(lesson: AtPoints, say: Say) -> str:
    if len(lesson.functions) > 1:
        return parts(lesson, say)
    return say("comparison", function=defined(lesson.functions[0]), parts=parts(lesson, say))


def parts(lesson: AtPoints, say: Say) -> str:
    """Every place with its answer."""
    return say("and").join(
        say("comparison_part", place=_place(outcome, lesson, say), answer=answer(outcome, say))
        for outcome in lesson.outcomes
    )


def _place(outcome: Outcome, lesson: AtPoints, say: Say) -> str:
    where = at(outcome.place)
    if len(lesson.functions) == 1:
        return where
    return say("comparison_place", formula=unicode(outcome.place.function.tree), at=where)


def _none(outcome: Outcome, lesson: AtPoints, say: Say) -> str:
    """Why there is no triangle to compare."""
    if isinstance(outcome, Slope):
        return ""
    return say("comparison_part", place=_place(outcome, lesson, say), answer=reason(outcome, say))


def triangle(outcome: Outcome, lesson: AtPoints, say: Say) -> str:
    """One triangle with all its numbers in a line; empty where there is none."""
    if not isinstance(outcome, Slope) or outcome.nudged is None:
        return ""
    value, there, rise = said_together(outcome.value, outcome.nudged.value, outcome.nudged.rise)
    return say(
        "comparison_line",
        place=_place(outcome, lesson, say),
        to=moved(outcome.place, outcome.nudged),
        f=_name(outcome, lesson),
        value=_rounded(value, outcome.value),
        moved=_rounded(there, outcome.nudged.value),
        moving=moving(outcome.place, outcome.nudged, say),
        fraction=fraction(outcome.nudged, rise, outcome.slope),
    )


def _rounded(text: str, quantity: Quantity) -> str:
    return text if is_exact(quantity) else f"≈ {text}"


def _name(outcome: Outcome, lesson: AtPoints) -> str:
    """What moves: f(a), unless the line begins with it; or one step up f′."""
    function, order = outcome.place.function, outcome.place.order
    if order > 1:
        return f"{short(function, order)} "
    return f"{called(function)} " if len(lesson.functions) == 1 else ""


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
