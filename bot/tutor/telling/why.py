"""Why an answer is what it is: the rules, a line each, and how wrong a nudge is."""

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from itertools import groupby

from sympy import Rational

from bot.tutor.calculus.basic import basic, letters
from bot.tutor.calculus.branch import has_choices
from bot.tutor.calculus.lesson import AtPoints, Derivation, Limit, Miss, Quantity, Slope, Step, Why
from bot.tutor.calculus.teach import everywhere
from bot.tutor.numerals import is_exact, said
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.tree import Call, Letter, Node, Number, Power
from bot.tutor.telling.asides import warnings
from bot.tutor.telling.length import units
from bot.tutor.telling.movement import rounded
from bot.tutor.telling.notation import at, defined, formula, letter, quotient, short
from bot.tutor.telling.sentences import Say

ROOM = 900  # UTF-16 units; the rest is for what was mended in the learner's spelling
LONG = 170  # characters of an equation that a sentence bears
ROUGHLY = Context(prec=2, Emin=MIN_EMIN, Emax=MAX_EMAX)
MARK = "…"  # where lines are left out


def because(lesson: Why, answer: Sequence[str], say: Say) -> list[str]:
    """The lines: a headline, the steps, the derivative that they end in, and what is near to it.

    Args:
        lesson: what is explained.
        answer: the lines of the answer that it is about.
        say: the language's sentences.
    """
    if not lesson.derivations:
        return list(answer)
    if lesson.request.wants == "definition":
        return [answer[0], *_from_definition(lesson, say)]
    headline = _say(say, "headline", answer=answer[0])
    warned = _warned(lesson, say)
    ways = [_way(derivation, lesson, say) for derivation in lesson.derivations]
    room = (ROOM - units("\n".join([headline, *warned]))) // len(ways)
    lines = [line for way in ways for line in _fitted(*way, room)]
    return [headline, *lines, *warned]


def _from_definition(lesson: Why, say: Say) -> list[str]:
    """What the derivative is, the ratio in ever simpler forms, and what it heads to."""
    lines: list[str] = []
    for derivation in lesson.derivations:
        limit, function = derivation.limit, derivation.function
        worked = [] if limit is None else _definition(limit, say, "from_definition")
        if limit is not None and not lines:
            name, a = short(function), letter(function.variable)
            lines.append(_say(say, "what_it_is", f=name, a=a, h=limit.letter))
        lines += [*worked, *_result(derivation, lesson, say)]
    return lines


def _warned(lesson: Why, say: Say) -> list[str]:
    """What is to be known about a nudge of the learner's own: why does 10^-16 give 0."""
    if not isinstance(lesson.about, AtPoints) or lesson.request.run is None:
        return []
    outcomes = lesson.about.outcomes
    told = (line for one in outcomes for line in warnings(one, lesson.request, say))
    return list(dict.fromkeys(told))


def _say(say: Say, key: str, **slots: str) -> str:
    return say(key, table="why", **slots)


def _way(derivation: Derivation, lesson: Why, say: Say) -> tuple[list[str], list[str], list[str]]:
    """The steps, what they end in, and what may be left out."""
    steps = _steps(derivation, lesson, say)
    if len(lesson.derivations) > 1:
        steps = [_say(say, "function", function=defined(derivation.function)), *steps]
    more = [] if derivation.limit is None else _definition(derivation.limit, say)
    missed = [] if lesson.miss is None else [_missed(lesson.miss, say)]
    return steps, _result(derivation, lesson, say), [*missed, *more]


def _fitted(steps: list[str], result: list[str], more: list[str], room: int) -> list[str]:
    """What fits: first the remarks go, from the last one on, then steps from the middle."""
    while more and _long([*steps, *result, *more], room):
        more = more[:-1]
    shown = steps
    while steps and _long([*shown, *result], room):
        middle = len(steps) // 2
        steps = [*steps[:middle], *steps[middle + 1 :]]
        shown = [*steps[:middle], MARK, *steps[middle:]]
    return [*shown, *result, *more]


def _long(lines: list[str], room: int) -> bool:
    return units("\n".join(lines)) > room


def _steps(derivation: Derivation, lesson: Why, say: Say) -> list[str]:
    function, order = derivation.function, lesson.request.order
    lines = []
    if order > 1 and derivation.of is not None and derivation.steps:
        name = f"{short(function, order)}({function.variable})"
        lines.append(_say(say, "lower", lower=f"{name} = {unicode(derivation.of)}"))
    for _, group in groupby(derivation.steps, key=_kind):
        lines.append(_line(list(group), lesson, function.variable, say))
    return lines or [_say(say, "pieces" if _has_pieces(derivation, lesson) else "unsaid")]


def _has_pieces(derivation: Derivation, lesson: Why) -> bool:
    """Whether at one point the same function could be taken apart."""
    of = derivation.of
    return of is not None and len(lesson.request.points) != 1 and has_choices(basic(of))


def _kind(step: Step) -> tuple[str, Node | None]:
    """Steps of one rule share a line; every inside of the chain rule has its own."""
    return step.rule, step.of if step.inner is not None or step.rule == "piece" else None


def _line(steps: list[Step], lesson: Why, variable: str, say: Say) -> str:
    first = steps[0]
    if first.rule == "piece":
        return _say(say, "piece", at=_at(lesson), of=unicode(first.of), piece=unicode(first.slope))
    slots = {}
    if first.inner is not None and first.outer is not None:
        (u,) = letters(first.outer.of) - letters(first.of)
        outside = f"{_slope_of(first.outer.of, u)} = {unicode(first.outer.slope)}"
        slots = {"inside": f"{u} = {unicode(first.inner)}", "outside": outside}
    equations = say("and").join(_equation(step, variable) for step in steps)
    return _say(say, first.rule, a=letter(variable), equations=equations, **slots)


def _equation(step: Step, variable: str) -> str:
    """d/da 3a² = 3·2a = 6a."""
    sides = [_slope_of(step.of, variable)]
    if step.rewritten is not None:
        sides.append(_slope_of(step.rewritten, variable))
    sides += [unicode(step.by_rule), unicode(step.slope)]
    if sum(map(len, sides)) > LONG:
        sides = sides[:-1]  # the last one comes again, in the next step or in the end
    return " = ".join(dict.fromkeys(sides))


def _slope_of(node: Node, variable: str) -> str:
    text = unicode(node)
    held = text if isinstance(node, Letter | Call | Power | Number) else f"({text})"
    return f"d/d{letter(variable)} {held}"


def _at(lesson: Why) -> str:
    outcomes = lesson.about.outcomes if isinstance(lesson.about, AtPoints) else ()
    return at(outcomes[0].place) if outcomes else ""


def _result(derivation: Derivation, lesson: Why, say: Say) -> list[str]:
    """So df(a)/da = 2a, and at a = 2 that is 4."""
    function, order = derivation.function, lesson.request.order
    derivative = formula(function.derivative)
    outcomes = lesson.about.outcomes if isinstance(lesson.about, AtPoints) else ()
    slopes = [
        _say(say, "here", at=at(outcome.place), equals=_equals(outcome, say))
        for outcome in outcomes
        if isinstance(outcome, Slope) and outcome.place.function == function
    ]
    name = quotient(function, order)
    if derivative is None:
        return [_say(say, "only_here", name=name, here=say("and").join(slopes))] if slopes else []
    key = "result" if derivation.steps else "known"
    if not slopes or everywhere(function) is not None:
        return [_say(say, key, name=name, derivative=derivative)]
    here = say("and").join(slopes)
    return [_say(say, f"{key}_here", name=name, derivative=derivative, here=here)]


def _equals(outcome: Slope, say: Say) -> str:
    return rounded("equals", said(outcome.slope), say, exact=is_exact(outcome.slope))


def _definition(limit: Limit, say: Say, key: str = "definition") -> list[str]:
    """((a + h)² − a²)/h = 2a + h, and 2a for h = 0."""
    forms = " = ".join(unicode(form) for form in limit.forms)
    if len(forms) > LONG:
        return []
    if limit.letter not in letters(limit.forms[-1]):
        key += "_line"
    return [_say(say, key, forms=forms, h=limit.letter, result=unicode(limit.result))]


def _missed(miss: Miss, say: Say) -> str:
    write = said if miss.exact else _roughly
    times, off = (write(one).removeprefix("−") for one in (miss.times, miss.off))
    just = "exactly" if miss.exact else "about"
    key = f"nudge_{just}" if times == "1" else f"nudges_{just}"
    return _say(say, key, ratio=said(miss.ratio), slope=said(miss.slope), off=off, times=times)


def _roughly(quantity: Quantity) -> str:
    """Two digits of a number: more would say nothing about what it is to be compared with."""
    digits = ROUGHLY.plus(Decimal(quantity.decimal or 0))
    return said(Quantity(Rational(*digits.as_integer_ratio()), str(digits)))
