"""What a follow-up makes of the request before it: it changes only what it names."""

import re
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.assigning import lettered, sorted_out, without_run, without_units
from bot.tutor.reading.clues import CERTAIN, DECIMAL, Clues
from bot.tutor.reading.draft import assembled, between_two, decided, side_of, wants_of
from bot.tutor.reading.formula import Formula, letters_of, parse
from bot.tutor.reading.leftovers import (
    Leftovers,
    is_assignment,
    is_chatter,
    is_value_of,
    left_over,
)
from bot.tutor.reading.names import GREEK
from bot.tutor.reading.phrases import nth_number, pattern_of, slot
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request, Wants
from bot.tutor.reading.tree import Letter, Number

USUAL_RUN = Fraction(1, 1000)
SIDES = frozenset({"left", "right", "both"})
# What is said of a nudge, and needs a point.
NUDGES = SIDES | {"smaller", "larger"}
# Another kind of lesson.
OF_FIRST_ORDER = frozenset({"where", "tangent", "normal", "average"})
KINDS = frozenset({"tangent", "normal", "average", "table", "definition", "where", "slope"})
FACTORS = {"smaller": Fraction(1, 10), "larger": Fraction(10)}


def changed(clues: Clues, before: Request) -> Request | None:
    """What a follow-up makes of the request before it; None where it is no follow-up."""
    if "why" in clues.asked and not _brings_function(clues):
        return _why(clues, before)
    if any(is_value_of(piece, before.name) for piece in clues.segments):
        clues.name = before.name
    if not _is_follow_up(clues):
        return None
    left = left_over(" ".join(clues.segments), clues, explicit=clues.follows)
    _take_numbers_as_points(left, clues)
    if any(isinstance(formula.tree, Letter) for formula in left.formulas):
        raise Misunderstood("not-a-request")
    if left.formulas:
        return _new_function(clues, left, before)
    if clues.asked == {"where"} and not clues.target:
        raise Misunderstood("not-a-request")
    said = clues.asked or clues.points or clues.given or left.given or clues.run or clues.order
    if not said:
        return None
    if left.evaluated:
        clues.asked.add("height")
    return _adjusted(clues, left, before)


def _why(clues: Clues, before: Request) -> Request:
    """Why, why not exactly 4, why is the slope 3: but why are you like this is chatter."""
    if "slope" not in clues.asked and is_chatter(clues.segments):
        raise Misunderstood("not-a-request")
    return decided(replace(before, wants="why"))


def _is_follow_up(clues: Clues) -> bool:
    """Whether it begins like one, brings no function, or is nothing but a formula."""
    functions = [
        piece
        for piece in clues.segments
        if not is_assignment(piece)
        and not is_value_of(piece, clues.name)
        and not ("where" in clues.asked and DECIMAL.fullmatch(piece))
    ]
    if clues.follows or not functions:
        return True
    placed = clues.points or clues.given
    alone = len(clues.segments) == 1 and not (clues.asked & CERTAIN or clues.order or placed)
    return alone and ("compare" in clues.asked or _is_mathematical(functions[0]))


def _brings_function(clues: Clues) -> bool:
    """Why is the slope of x^2 at 2 4 is a new question; how do I get 2a is about the old one."""
    return "slope" in clues.asked and any(map(_is_mathematical, clues.segments))


def _is_mathematical(piece: str) -> bool:
    try:
        tree = parse(piece)
    except Misunderstood:
        return False
    return bool(letters_of(tree)) and re.search(r"[\d^+*/(|√]", piece) is not None


def _take_numbers_as_points(left: Leftovers, clues: Clues) -> None:
    """After "and", a number is another point: and 7?"""
    numbers = [formula for formula in left.formulas if not letters_of(formula.tree)]
    for formula in numbers:
        left.formulas.remove(formula)
        if "where" in clues.asked and clues.target is None:  # where is it 6
            clues.target = plain(formula.tree)
        else:
            clues.points.append((None, plain(formula.tree)))


def _new_function(clues: Clues, left: Leftovers, before: Request) -> Request:
    earlier = [Formula(parse(text)) for text in before.formulas]
    if "compare" not in clues.asked:  # not x^2, x^3
        old = [formula.tree for formula in earlier]
        new = [formula for formula in left.formulas if formula.tree not in old]
        left.formulas = new or left.formulas
    elif len(left.formulas) == 1:
        left.formulas = [*earlier, *left.formulas]
    return decided(_inherited(assembled("", clues, left, before), clues, before))


def _inherited(request: Request, clues: Clues, before: Request) -> Request:
    """A new function in an old question: what was not named stays."""
    return replace(
        request,
        points=request.points or before.points,
        run=request.run or before.run,
        side=request.side if clues.asked & SIDES else before.side,
        order=clues.order or before.order,
        wants=_wants_still(request, clues, before),
        target=request.target or before.target,
    )


def _wants_still(request: Request, clues: Clues, before: Request) -> Wants:
    """Another kind of lesson only where one was named; a why is answered once."""
    if clues.asked & {*KINDS, "value"} or before.wants == "why":
        return request.wants
    return before.wants


def _adjusted(clues: Clues, left: Leftovers, before: Request) -> Request:
    """The same functions, with another point, nudge, side or order."""
    letters = tuple(dict.fromkeys(n for text in before.formulas for n in letters_of(parse(text))))
    if clues.variable and clues.variable not in letters:
        raise _at_a_loss(before)
    before = in_letter(before, clues.variable or before.variable or _pointed(clues, letters))
    values, units = without_units([*clues.points, *clues.given, *left.given], letters)
    assigned = without_run(values, letters, clues)
    places = sorted_out(assigned, before.variable, letters)
    kept = tuple(pair for pair in before.given if pair[0] not in dict(places.given))
    mended = tuple(pair for pair in before.repairs if "=" not in pair[0])
    request = replace(
        before,
        points=() if _is_about_all(clues, before) else places.points or before.points,
        given=(*kept, *places.given),
        run=_next_run(clues, before),
        order=clues.order or (1 if clues.asked & OF_FIRST_ORDER else before.order),
        repairs=(*mended, *units, *places.repairs),
    )
    nudged = clues.asked & NUDGES or clues.run
    if nudged and not request.points:
        raise _at_a_loss(before)
    if clues.asked & SIDES:
        request = replace(request, side=side_of(clues))
    if clues.asked & KINDS or _leaves(before, clues, bool(places.points), bool(nudged)):
        target = plain(parse(clues.target)) if clues.target else None
        request = replace(request, wants=wants_of(clues, left), target=target)
    elif "height" in clues.asked and request.points:
        request = replace(request, wants="value")
    return decided(between_two(request, clues))


def _leaves(before: Request, clues: Clues, placed: bool, nudged: bool) -> bool:  # noqa: FBT001 - two facts about what was said
    """Whether the kind of lesson before it does not go on: a table holds every nudge already."""
    match before.wants:
        case "why":
            return True
        case "where":
            return placed
        case "table" | "definition":
            return nudged
        case "average":
            return placed or bool(clues.order)
        case _:
            return False


def _pointed(clues: Clues, letters: tuple[str, ...]) -> str:
    """The letter that moves because a place was named for it; "" where there is none."""
    return next(iter(lettered([*clues.points, *clues.given], letters)), "")


def _is_about_all(clues: Clues, before: Request) -> bool:
    """Everywhere, the derivative as a function, f'(x), and where: no point is left."""
    everywhere = clues.asked & {"everywhere", "where"} or clues.primed == before.variable
    return bool(everywhere) or ("function" in clues.asked and not clues.points)


def alone(text: str, before: Request | None) -> Request | None:
    """What nothing but "third?" or "value?" or the letter asked for makes of the one before it."""
    whole = text.strip(" .!?,")
    if before is None:
        if pattern_of("table_alone").fullmatch(whole):
            raise Misunderstood("concept-limit")
        return None
    if pattern_of("plea").fullmatch(whole):
        raise _at_a_loss(before)
    letter = GREEK.get(whole, whole)
    if not before.variable and any(letter in letters_of(parse(one)) for one in before.formulas):
        return in_letter(before, letter)
    if pattern_of("table_alone").fullmatch(whole):
        return _tabled(before)
    if _is_result(whole):
        return decided(replace(before, wants="why"))
    if pattern_of("value_alone").fullmatch(whole) and before.points:
        return replace(before, wants="value")
    found = pattern_of("ordinal").fullmatch(whole) if text.rstrip().endswith("?") else None
    order = nth_number(slot(found, "nth") or "") if found else None
    return replace(before, order=order, wants="slope") if order else None


def _tabled(before: Request) -> Request:
    """Its limit: the table of smaller and smaller nudges."""
    if not before.points:
        raise _at_a_loss(before)
    return decided(replace(before, wants="table"))


def _is_result(text: str) -> bool:
    """Why is the derivative 2a: what the answer came to, and no new function."""
    found = pattern_of("result").match(text)
    if found is None:
        return False
    with suppress(Misunderstood):
        parse(text[found.end() :])
        return True
    return False


def _at_a_loss(before: Request) -> Misunderstood:
    """Again, or I don't get it: the reply says what can be changed."""
    slots = {
        "formula": unicode(parse(before.formulas[0])),
        "variable": unicode(Letter(before.variable)),
        "point": unicode(parse(before.points[0])) if before.points else "",
    }
    reason = "what-next" if before.points else "what-next-function"
    return Misunderstood(reason, "", None, tuple(slots.items()))


def in_letter(before: Request, variable: str) -> Request:
    """The same question with another letter moving; the letter that moved keeps its one value."""
    if variable == before.variable:
        return before
    if not before.variable:
        return replace(before, variable=variable)
    held = dict(before.given)
    point = held.pop(variable, None)
    if len(before.points) == 1:
        held[before.variable] = before.points[0]
    points = (point,) if point else ()
    return replace(before, variable=variable, points=points, given=tuple(held.items()))


def _next_run(clues: Clues, before: Request) -> str | None:
    if clues.run:
        return plain(parse(clues.run))
    factor = next((factor for kind, factor in FACTORS.items() if kind in clues.asked), None)
    if factor is None:
        return before.run
    times = parse(clues.times) if clues.times else None
    if isinstance(times, Number) and times.value:
        factor = times.value if factor > 1 else 1 / times.value
    run = parse(before.run) if before.run else Number(USUAL_RUN)
    value = run.value if isinstance(run, Number) else USUAL_RUN
    return plain(Number(value * factor))
