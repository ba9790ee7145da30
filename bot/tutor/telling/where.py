"""Where the slope has a given value: the points, how many there are, and why none."""

from bot.tutor.calculus.lesson import Slope, Stretch, Where
from bot.tutor.calculus.where import WINDOW
from bot.tutor.calculus.written import condition_of
from bot.tutor.numerals import is_exact, said
from bot.tutor.reading.printing import condition
from bot.tutor.telling.movement import movement
from bot.tutor.telling.notation import at, defined, formula, letter, number, operator, quotient
from bot.tutor.telling.outcomes import NAMED_ORDERS
from bot.tutor.telling.sentences import Say

MOST = 8  # points that are told


def found(lesson: Where, say: Say) -> list[str]:
    """The headline with every point, what was solved, and the first triangle as a check."""
    lines = [_equation(lesson, say), _extent(lesson, say)]
    examples = [stretch.example for stretch in lesson.stretches]
    for slope in (*examples, *lesson.found)[:1]:
        if slope.nudged is not None and is_exact(slope.place.at):
            lines += movement(slope.place, slope.value, slope.nudged, slope.slope, say)
    return [_headline(lesson, say), *filter(None, lines)]


def _headline(lesson: Where, say: Say) -> str:
    key = NAMED_ORDERS.get(lesson.request.order, "order_n")
    target = say(key, slope=number(lesson.target), order=str(lesson.request.order))
    stretches = [_stretch(stretch, say) for stretch in lesson.stretches]
    points = say("and").join([*stretches, *map(_point, lesson.found[:MOST])])
    if len(lesson.found) > MOST or lesson.extent == "endless":
        points += " …"
    if not points:
        points = say("where_all" if lesson.extent == "everywhere" else "where_none")
    return say("where", function=defined(lesson.function), target=target, points=points)


def _stretch(stretch: Stretch, say: Say) -> str:
    """Wherever x > 0."""
    return say("where_stretch", condition=condition(condition_of(stretch.test)))


def _point(slope: Slope) -> str:
    """At x = 5, x = √2 ≈ 1.41421 or x ≈ 1.32472."""
    place = slope.place
    if place.at.exact.is_Float:
        return f"{letter(place.function.variable)} ≈ {said(place.at)}"
    rounded = "" if is_exact(place.at) else f" ≈ {said(place.at)}"
    return f"{at(place)}{rounded}"


def _equation(lesson: Where, say: Say) -> str:
    function, order = lesson.function, lesson.request.order
    derivative = formula(function.derivative)
    if derivative is None:
        return ""
    constant = lesson.extent in {"everywhere", "nowhere"}
    return say(
        "notations" if constant else "where_equation",
        quotient=quotient(function, order),
        operator=operator(function, order),
        derivative=derivative,
        target=_plainly(lesson),
    )


def _plainly(lesson: Where) -> str:
    exact = None if is_exact(lesson.target) else formula(lesson.target.exact)
    return exact or said(lesson.target)


def _extent(lesson: Where, say: Say) -> str:
    if lesson.extent == "searched":
        return say("where_searched", low=f"−{WINDOW}", high=str(WINDOW))
    if lesson.extent == "nowhere":
        return say("where_nowhere", slope=formula(lesson.function.derivative) or "")
    if lesson.stretches:
        return say("where_stretches")
    if lesson.extent == "all":
        several = ("no_solution", "one_found")
        return say(f"where_{dict(enumerate(several)).get(len(lesson.found), 'all_found')}")
    return say(f"where_{lesson.extent}")
