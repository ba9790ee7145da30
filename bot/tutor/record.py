"""A turn as plain JSON values: what `nudge ask --json` prints."""

from typing import Any, assert_never

from sympy import Expr, Rational

from bot.tutor.calculus.lesson import (
    AsFunction,
    AtPoints,
    Average,
    Corner,
    Cusp,
    Function,
    Hole,
    Jump,
    Lesson,
    Nudged,
    Oscillation,
    Outcome,
    Outside,
    Place,
    Pole,
    Quantity,
    Row,
    Slope,
    Table,
    Tangent,
    Valued,
    VerticalTangent,
    Where,
    Why,
)
from bot.tutor.calculus.teach import tangent
from bot.tutor.languages import Language
from bot.tutor.numerals import KNOWN, MOST_BITS
from bot.tutor.scene import Event, Scene, Turn
from bot.tutor.turn import consider

LONGEST = 200  # characters of an exact expression; a longer number is printed to 25 digits

KINDS = {
    Slope: "slope",
    Corner: "corner",
    Cusp: "cusp",
    VerticalTangent: "vertical-tangent",
    Jump: "jump",
    Oscillation: "oscillation",
    Pole: "pole",
    Hole: "hole",
    Outside: "outside",
}
FIELDS = (
    *("language", "kind", "formula", "variable", "order", "derivative", "points"),
    *("stretches", "table", "readings", "words", "picture"),
)
POINT_FIELDS = (
    *("kind", "formula", "variable", "at", "value", "derivative", "decimal", "run", "rise"),
    *("ratio", "left", "right", "limit", "tangent"),
)


def record(event: Event, scene: Scene) -> tuple[dict[str, Any], Turn]:
    """The turn and its facts; expressions in the form that SymPy prints."""
    turn, lesson = consider(event, scene)
    facts = blank("misunderstood", turn.reply.language, turn.reply.words)
    if lesson is None:
        return facts, turn
    return facts | _lesson(lesson) | {"readings": list(lesson.request.others)}, turn


def blank(kind: str, language: Language, words: str) -> dict[str, Any]:
    """The object of a request to which there is no lesson: misunderstood, too-long or busy."""
    return dict.fromkeys(FIELDS) | {
        "kind": kind,
        "language": language,
        "points": [],
        "stretches": [],
        "readings": [],
        "words": words,
    }


def _lesson(lesson: Lesson) -> dict[str, Any]:
    match lesson:
        case AtPoints(outcomes=(outcome,)):
            points = [_outcome(outcome)]
            kind = points[0]["kind"]
        case AtPoints():
            kind, points = "comparison", [_outcome(outcome) for outcome in lesson.outcomes]
        case AsFunction():
            kind, points = "derivative", []
        case Average():
            kind, points = "average", [_average(lesson)]
        case Why(about=about):
            return _lesson(about) | {"kind": "why"}
        case Tangent(about=about):
            return _lesson(about)
        case Table(about=about):
            return _lesson(about) | {"kind": "table", "table": [_row(row) for row in lesson.rows]}
        case Where():
            kind, points = "where", [_outcome(slope) for slope in lesson.found]
        case Valued():
            here = lesson.value
            points = [_value(lesson, here) if isinstance(here, Quantity) else _outcome(here)]
            kind = points[0]["kind"]
        case _:
            assert_never(lesson)
    function = _function_of(lesson)
    stretches = lesson.stretches if isinstance(lesson, Where) else ()
    return _function(function) | {
        "kind": kind,
        "order": 0 if isinstance(lesson, Valued) else lesson.request.order,
        "derivative": _printed(function.derivative),
        "points": points,
        "stretches": [str(stretch.test) for stretch in stretches],
    }


def _function_of(lesson: AtPoints | AsFunction | Average | Valued | Where) -> Function:
    match lesson:
        case Average():
            return lesson.first.function
        case Valued() | Where():
            return lesson.function
        case _:
            return lesson.functions[0]


def _row(row: Row) -> dict[str, Any]:
    return {
        "run": _said(row.run),
        "right": _said(row.right.ratio) if row.right else None,
        "left": _said(row.left.ratio) if row.left else None,
    }


def _function(function: Function) -> dict[str, Any]:
    return {"formula": _printed(function.expression), "variable": function.variable}


def _average(lesson: Average) -> dict[str, Any]:
    return (
        dict.fromkeys(POINT_FIELDS)
        | {"kind": "average"}
        | _place(lesson.first)
        | {"value": _said(lesson.value)}
        | _nudged(lesson.nudged)
    )


def _value(lesson: Valued, here: Quantity) -> dict[str, Any]:
    return (
        dict.fromkeys(POINT_FIELDS)
        | {"kind": "value"}
        | _function(lesson.function)
        | {"at": _said(lesson.at), "value": _said(here)}
    )


def _outcome(outcome: Outcome) -> dict[str, Any]:
    facts = dict.fromkeys(POINT_FIELDS) | {"kind": KINDS[type(outcome)]} | _place(outcome.place)
    match outcome:
        case Slope():
            return facts | _slope(outcome)
        case Corner() | Cusp() | VerticalTangent():
            shown = outcome.nudged_right or outcome.nudged_left
            return facts | _sides(outcome) | {"value": _said(outcome.value)} | _nudged(shown)
        case Jump():
            return facts | _sides(outcome) | {"value": _said(outcome.value)}
        case Hole():
            filled = outcome.slope if outcome.value is None else None
            return facts | {
                "value": _said(outcome.value),
                "limit": _said(outcome.limit),
                "derivative": _said(filled),
                "decimal": filled.decimal if filled else None,
            }
        case Pole():
            return facts | _sides(outcome)
        case Oscillation():
            return facts | {"value": _said(outcome.value)}
        case Outside():
            return facts
        case _:
            assert_never(outcome)


def _place(place: Place) -> dict[str, Any]:
    return _function(place.function) | {"at": _said(place.at)}


def _slope(outcome: Slope) -> dict[str, Any]:
    return {
        "value": _said(outcome.value),
        "derivative": _said(outcome.slope),
        "decimal": outcome.slope.decimal,
        "tangent": _printed(tangent(outcome)),
        outcome.edge or "left": _said(outcome.slope) if outcome.edge else None,
    } | _nudged(outcome.nudged)


def _sides(outcome: Corner | Cusp | VerticalTangent | Jump | Pole) -> dict[str, Any]:
    return {"left": _said(outcome.left), "right": _said(outcome.right)}


def _nudged(nudged: Nudged | None) -> dict[str, Any]:
    if nudged is None:
        return {}
    return {name: _said(getattr(nudged, name)) for name in ("run", "rise", "ratio")}


def _said(quantity: Quantity | None) -> str | None:
    """The exact value where it is short enough, else 25 digits."""
    if quantity is None:
        return None
    exact = _printed(quantity.exact) or ""
    return exact if len(exact) <= LONGEST or quantity.decimal is None else quantity.decimal


def _printed(expression: Expr | None) -> str | None:
    if expression is None:
        return None
    long = {one: one.evalf(KNOWN) for one in expression.atoms(Rational) if _is_long(one)}
    return str(expression.xreplace(long))


def _is_long(exact: Rational) -> bool:
    return max(int(exact.p).bit_length(), int(exact.q).bit_length()) > MOST_BITS
