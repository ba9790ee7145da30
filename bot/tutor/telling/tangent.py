"""The tangent line: y = 2x − 1, and how it comes from the point and the slope."""

from sympy import Expr, Integer

from bot.tutor.calculus import node_of
from bot.tutor.calculus.exact import symbol
from bot.tutor.calculus.lesson import (
    Cusp,
    Outcome,
    Place,
    Quantity,
    Slope,
    Tangent,
    VerticalTangent,
)
from bot.tutor.calculus.quantity import of_expression
from bot.tutor.calculus.teach import everywhere
from bot.tutor.numerals import is_exact, said
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.tree import Letter, Negative, Node, Product, Sum
from bot.tutor.telling.asides import asides
from bot.tutor.telling.comparison import compare
from bot.tutor.telling.notation import at, formula, letter, number
from bot.tutor.telling.outcomes import describe
from bot.tutor.telling.sentences import Say

LINE = 30  # characters of a line that is written exactly
HEAD = 4  # lines of an answer that come first: the triangle, and the slope in both notations


def touch(lesson: Tangent, say: Say) -> list[str]:
    """The slope as ever, and the line in the headline and in a sentence of its own."""
    about = lesson.about
    if len(about.outcomes) > 1:
        headline, *lines = compare(about, say)
        return [headline, *filter(None, (_listed(one, say) for one in about.outcomes)), *lines]
    (outcome,) = about.outcomes
    headline, *lines = describe(outcome, about.request, say)
    line, normal = line_of(outcome), lesson.request.wants == "normal"
    if line:
        upright = _upright(outcome) if normal else line
        headline = say("normal" if normal else "tangent", headline=headline, line=upright)
    whys = [_why(outcome, line, say), *([_normal(outcome, say)] if normal and line else [])]
    after = asides(outcome, about.request, say)
    return [headline, *lines[:HEAD], *whys, *lines[HEAD:], *after]


def _listed(outcome: Outcome, say: Say) -> str:
    line = line_of(outcome)
    return say("tangent_listed", at=at(outcome.place), line=line) if line else ""


def line_of(outcome: Outcome) -> str:
    """The line, y = 2x − 1, or x = 0 for an upright one; empty where there is none."""
    match outcome:
        case VerticalTangent():
            return at(outcome.place)
        case Slope():
            return _through(outcome.place, outcome.value, outcome.slope)
        case _:
            return ""


def _why(outcome: Outcome, line: str, say: Say) -> str:
    match outcome:
        case VerticalTangent():
            return say("tangent_upright", line=line)
        case Slope():
            return _slope_why(outcome, line, say)
        case Cusp():
            return say("tangent_cusp", line=at(outcome.place))
        case _:
            return say("tangent_none")


def _slope_why(outcome: Slope, line: str, say: Say) -> str:
    if everywhere(outcome.place.function) is not None:
        return say("tangent_straight")
    form = _point_slope(outcome)
    if outcome.slope.exact == 0:
        return say("tangent_flat", line=line)
    if form in {"", line}:
        return say("tangent_through", at=at(outcome.place), slope=number(outcome.slope), line=line)
    return say(
        "tangent_form",
        point=_exactly(outcome.place.at),
        value=_exactly(outcome.value),
        slope=_exactly(outcome.slope),
        form=form,
        line=line,
    )


def _upright(outcome: Outcome) -> str:
    """The normal line, at a right angle to the tangent."""
    match outcome:
        case VerticalTangent(place=place, value=value):
            return _through(place, value, of_expression(Integer(0)))
        case Slope(place=place, value=value, slope=slope):
            if slope.exact == 0:
                return at(place)
            return _through(place, value, of_expression(-1 / slope.exact))
        case _:
            return ""


def _normal(outcome: Outcome, say: Say) -> str:
    line = _upright(outcome)
    if isinstance(outcome, Slope) and outcome.slope.exact != 0:
        steep = number(of_expression(-1 / outcome.slope.exact))
        return say("normal_form", slope=number(outcome.slope), steep=steep, line=line)
    return say("normal_upright" if isinstance(outcome, Slope) else "normal_flat", line=line)


def _through(place: Place, value: Quantity, slope: Quantity) -> str:
    """The line y = 2x − 1, exactly where that is short, else with rounded numbers."""
    variable = place.function.variable
    intercept = of_expression(value.exact - slope.exact * place.at.exact)
    exact = _sum(slope.exact * symbol(variable), intercept.exact)
    height, x = _height(variable), letter(variable)
    if exact and (len(exact) <= LINE or slope.decimal is None):
        return f"{height} = {exact}"
    times = said(slope)
    steep = "" if times == "0" else x if times == "1" else f"{times}{x}"
    added = said(intercept)
    if added == "0":
        added = ""
    elif steep:
        added = f" − {added[1:]}" if added.startswith("−") else f" + {added}"
    sign = "=" if is_exact(slope) and is_exact(intercept) else "≈"
    return f"{height} {sign} {steep}{added}"


def _sum(steep: Expr, intercept: Expr) -> str | None:
    """2x − 1, the letter first; None where our formulas cannot say it."""
    nodes = [node_of(one) for one in (steep, intercept) if one != 0]
    if not nodes:
        return "0"
    terms: list[Node] = []
    for node in nodes:
        if node is None:
            return None
        terms.extend(node.terms if isinstance(node, Sum) else [node])
    return unicode(terms[0] if len(terms) == 1 else Sum(tuple(terms)))


def _point_slope(outcome: Slope) -> str:
    """The form y − 1 = 2(x − 1); empty where a number of it has no short exact form."""
    numbers = (outcome.value, outcome.slope, outcome.place.at)
    if not all(_is_short(one) for one in numbers):
        return ""
    value, slope, point = (node_of(one.exact) for one in numbers)
    if value is None or slope is None or point is None:
        return ""
    variable = outcome.place.function.variable
    run = _less(Letter(variable), point, outcome.place.at)
    rise = _less(Letter(_height(variable)), value, outcome.value)
    return f"{unicode(rise)} = {unicode(_times(slope, outcome.slope, run))}"


def _exactly(quantity: Quantity) -> str:
    return said(quantity) if is_exact(quantity) else formula(quantity.exact) or ""


def _is_short(quantity: Quantity) -> bool:
    text = formula(quantity.exact)
    return text is not None and len(text) <= LINE // 3


def _less(variable: Letter, node: Node, quantity: Quantity) -> Node:
    """The letter less the number: x − 1, x + 2, or x alone."""
    if quantity.exact == 0:
        return variable
    return Sum((variable, node.of if isinstance(node, Negative) else Negative(node)))


def _times(slope: Node, quantity: Quantity, run: Node) -> Node:
    if quantity.exact in {1, -1}:
        return run if quantity.exact == 1 else Negative(run)
    if isinstance(slope, Negative):
        return Negative(Product((slope.of, run)))
    return Product((slope, run))


def _height(variable: str) -> str:
    """The letter of the line's height, which must not be the one that is nudged."""
    return "z" if variable == "y" else "y"
