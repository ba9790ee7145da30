"""A lesson in words: the headline with reading and answer together, then every number."""

from typing import assert_never

from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Average,
    Function,
    Lesson,
    Quantity,
    Table,
    Tangent,
    Valued,
    Where,
    Why,
)
from bot.tutor.calculus.teach import everywhere, good_example
from bot.tutor.languages import Language
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.telling.asides import asides
from bot.tutor.telling.average import between
from bot.tutor.telling.brief import briefly
from bot.tutor.telling.comparison import compare
from bot.tutor.telling.held import held
from bot.tutor.telling.length import split
from bot.tutor.telling.notation import (
    defined,
    formula,
    letter,
    number,
    operator,
    quotient,
    short,
)
from bot.tutor.telling.outcomes import NAMED_ORDERS, describe
from bot.tutor.telling.sentences import Say, in_pieces, sayer
from bot.tutor.telling.table import shrink
from bot.tutor.telling.tangent import touch
from bot.tutor.telling.where import found
from bot.tutor.telling.why import because


def explain(lesson: Lesson, language: Language) -> str:
    """Plain text of at most 1,000 UTF-16 units; its first line is the headline."""
    return in_full(lesson, language)[0]


def in_full(lesson: Lesson, language: Language, *, brief: bool = False) -> tuple[str, str]:
    """The explanation, and what did not fit into it, each of at most 1,000 UTF-16 units."""
    say = sayer(language)
    short = briefly(lesson, say) if brief else None
    headline, *lines = short or _lines(lesson, say)
    repairs = [
        say("repaired", written=written, read=read) for written, read in lesson.request.repairs
    ]
    repairs += shortened(lesson, say)
    told = [headline, *([] if short else [""]), *repairs, *held(lesson.request, say), *lines]
    return split([in_pieces(line, language) for line in told])


def shortened(lesson: Lesson, say: Say) -> list[str]:
    """How a point was read that is told in a shorter form: 45π/180 as π/4."""
    about = lesson.about if isinstance(lesson, Why | Tangent | Table) else lesson
    outcomes = about.outcomes if isinstance(about, AtPoints) else ()
    pairs = {(one.place.written, one.place.at_text): None for one in outcomes if one.place.written}
    return [
        say("repaired", written=unicode(parse(written)), read=unicode(parse(read)))
        for written, read in pairs
    ]


def _lines(lesson: Lesson, say: Say) -> list[str]:
    match lesson:
        case AtPoints(outcomes=(outcome,)):
            return [*describe(outcome, lesson.request, say), *asides(outcome, lesson.request, say)]
        case AtPoints():
            return compare(lesson, say)
        case AsFunction(functions=functions):
            return [
                line
                for function in functions
                for line in _as_function(function, lesson.request.order, say)
            ]
        case Valued():
            return _valued(lesson, say)
        case Why(about=about):
            return because(lesson, _lines(about, say), say)
        case Tangent():
            return touch(lesson, say)
        case Average():
            return between(lesson, say)
        case Table():
            return shrink(lesson, say)
        case Where():
            return found(lesson, say)
        case _:
            assert_never(lesson)


def _as_function(function: Function, order: int, say: Say) -> list[str]:
    derivative = formula(function.derivative)
    if derivative is None:
        return [say("function_unknown", function=defined(function))]
    notations = say(
        "notations",
        quotient=quotient(function, order),
        operator=operator(function, order),
        derivative=derivative,
    )
    if order == 1 and everywhere(function) is not None:
        headline = say("slope_everywhere", function=defined(function), slope=derivative)
        return [headline, notations, say("everywhere")]
    if order > 1:
        key = NAMED_ORDERS.get(order, "order_n")
        named = say(key, slope=derivative, order=str(order))
        return [say("function_order", function=defined(function), answer=named), notations]
    headline = say("function", function=defined(function), derivative=derivative)
    return [headline, notations, *_how(function, say)]


def _how(function: Function, say: Say) -> list[str]:
    """What the derivative is for, with a point at which it can be tried."""
    point = good_example(function)
    if point is None:
        return []
    example = say("function_point", formula=unicode(function.tree), point=str(point))
    return [say("function_how", a=letter(function.variable), example=example)]


def _valued(lesson: Valued, say: Say) -> list[str]:
    where = f"{letter(lesson.function.variable)} = {unicode(parse(lesson.request.points[0]))}"
    if not isinstance(lesson.value, Quantity):
        return describe(lesson.value, lesson.request, say)
    value = number(lesson.value)
    return [
        say(
            "headline",
            function=defined(lesson.function),
            at=where,
            answer=say("value", value=value),
        ),
        say(
            "value_only", at=where, f=short(lesson.function), formula=unicode(lesson.function.tree)
        ),
    ]
