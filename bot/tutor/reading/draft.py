"""Clues and leftovers -> a whole new Request."""

import re
from dataclasses import replace

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.assigning import (
    check_imaginary,
    other_case,
    sorted_out,
    variable_of,
    without_run,
    without_units,
)
from bot.tutor.reading.clues import CERTAIN, Clues
from bot.tutor.reading.cost import check
from bot.tutor.reading.formula import letters_of, parse, renamed, understand
from bot.tutor.reading.leftovers import FUNCTION_NAMES, Leftovers, left_over
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request, Side, Unasked, Wants
from bot.tutor.reading.tree import Call, Letter, Node, Power, Product, Quotient, Sum

ENDS = 2  # of what an average is taken over
AT_A_POINT = {"table", "tangent", "normal"}
USUAL = "x²"
LONGEST_SHOWN = 60  # characters of a formula in a question of ours


def drafted(tidied: str, clues: Clues, *, explicit: bool) -> Request:
    """A whole new request."""
    left = left_over(tidied, clues, explicit=explicit)
    if not left.formulas:
        _take_given_function(left, clues)
    if not left.formulas:
        raise Misunderstood(_without_formula(clues, left), tidied)
    asked_for_sure = explicit or bool(clues.asked & CERTAIN) or clues.order
    _take_number_as_point(left, clues)
    request = assembled(tidied, clues, left, None)
    if not asked_for_sure:
        _check_is_request(tidied, clues, request, left)
    if request.wants in AT_A_POINT and not request.points:
        raise _ask_where(tidied, clues, request, left.formulas[0].tree)
    if "where" in clues.asked and not clues.target and not request.points:
        raise _about("where-what", request)
    return decided(request)


def _without_formula(clues: Clues, left: Leftovers) -> str:
    if clues.follows or not clues.asked & {*CERTAIN, "why"}:
        return "not-a-request"
    return "equation" if left.given else "no-formula"


def _take_given_function(left: Leftovers, clues: Clues) -> None:
    """Speed at t = 3 if s = 5t^2: what looked like a value is the function."""
    for letter, text in clues.given:
        if letter and re.search(r"[a-z]", text) and letter in FUNCTION_NAMES:
            formula = understand(text)
            if letters_of(formula.tree):
                left.name = letter
                left.formulas.append(formula)
                clues.given.remove((letter, text))
                return


def _take_number_as_point(left: Leftovers, clues: Clues) -> None:
    """A number beside a function is where to look: x^2 slope 3."""
    numbers = [formula for formula in left.formulas if not letters_of(formula.tree)]
    placed = clues.points or clues.given
    if clues.asked & CERTAIN and not placed and len(numbers) == len(left.formulas) - 1 == 1:
        left.formulas.remove(numbers[0])
        clues.points.append((None, plain(numbers[0].tree)))


def assembled(tidied: str, clues: Clues, left: Leftovers, before: Request | None) -> Request:
    trees = list(dict.fromkeys(formula.tree for formula in left.formulas))
    if "why" in clues.asked:  # how do I get 2x from x^2
        trees = trees[:1]
    if len(trees) > 1 and "compare" not in clues.asked:
        certain = clues.asked & CERTAIN or clues.order
        if not certain:
            raise Misunderstood("not-a-request", tidied)
        _refuse_beside(tidied, trees)
        raise Misunderstood("one-at-a-time", tidied)
    trees = _in_one_letter(trees)
    letters = tuple(dict.fromkeys(name for tree in trees for name in letters_of(tree)))
    values, units = without_units([*clues.points, *clues.given, *left.given], letters)
    assigned = without_run(values, letters, clues)
    variable = variable_of(clues, left, letters, assigned, before)
    check_imaginary(letters, variable, tidied, assigned)
    places = sorted_out(assigned, variable, letters)
    mended = [repair for formula in left.formulas for repair in formula.repairs]
    request = Request(
        formulas=tuple(plain(tree) for tree in trees),
        variable=variable,
        points=places.points,
        run=_canonical(clues.run) if clues.run else None,
        side=side_of(clues),
        order=clues.order or 1,
        given=places.given,
        wants=wants_of(clues, left),
        target=_canonical(clues.target) if clues.target else None,
        name=left.name or clues.name or "f",
        others=tuple(plain(other) for other in left.formulas[0].others),
        repairs=(*mended, *other_case(clues, left, variable), *units, *places.repairs),
    )
    if "everywhere" in clues.asked:
        request = replace(request, points=())
    return between_two(request, clues)


def between_two(request: Request, clues: Clues) -> Request:
    """An average is that of two points; after it, whoever names one means the slope there.

    Raises:
        Misunderstood: an average was asked for, and not between two points.
    """
    if request.wants != "average" or len(request.points) == ENDS:
        return request
    if "average" in clues.asked:
        raise _about("average-ends", request)
    return replace(request, wants="slope")


def _about(reason: str, request: Request) -> Misunderstood:
    """What is missing, with the learner's own formula."""
    formula = unicode(parse(request.formulas[0]))
    shown = formula if len(formula) <= LONGEST_SHOWN else USUAL
    return Misunderstood(reason, slots=(("formula", shown),))


def decided(request: Request) -> Request:
    """The request, where it is known which letter moves.

    Raises:
        Unasked: it is not; the reply asks back.
    """
    if request.variable:
        return request
    trees = [parse(text) for text in request.formulas]
    letters = [unicode(Letter(name)) for tree in trees for name in letters_of(tree)]
    letters = list(dict.fromkeys(letters))
    formula = unicode(trees[0])
    slots = {
        "letters": ", ".join(letters),
        "formula": formula if len(formula) <= LONGEST_SHOWN else formula[:LONGEST_SHOWN] + "…",
        "letter": letters[-1],
        "point": request.points[0] if request.points else "2",
    }
    raise Unasked("which-variable", "", None, tuple(slots.items()), request)


def _refuse_beside(tidied: str, trees: list[Node]) -> None:
    """A letter or a number that was left beside one function is not another function."""
    beside = [tree for tree in trees if isinstance(tree, Letter) or not letters_of(tree)]
    if len(beside) != len(trees) - 1:
        return
    text = plain(beside[-1])
    at = tidied.rfind(text)
    if at >= 0:
        raise Misunderstood("unreadable", tidied, (at, at + len(text)))


def _in_one_letter(trees: list[Node]) -> list[Node]:
    """Functions that are compared, 3a and x^2, have their variable in common: 3a and a^2."""
    letters = [letters_of(tree) for tree in trees]
    first = next((own[0] for own in letters if len(own) == 1), None)
    together = [
        renamed(tree, own[0], first) if first and len(own) == 1 else tree
        for tree, own in zip(trees, letters, strict=True)
    ]
    return list(dict.fromkeys(together))


def _canonical(text: str) -> str:
    return plain(parse(text))


def side_of(clues: Clues) -> Side:
    if "left" in clues.asked:
        return "left"
    return "right" if "right" in clues.asked else "both"


def wants_of(clues: Clues, left: Leftovers) -> Wants:
    asked = clues.asked
    if "where" in asked and clues.target:
        return "where"
    if "why" in asked:
        return "why"
    if "definition" in asked and not asked & {"tangent", "normal", "average"}:
        return "definition"
    if "table" in asked:
        return "table"
    if "average" in asked:
        return "average"
    if "normal" in asked:
        return "normal"
    if "tangent" in asked and "slope" not in asked:
        return "tangent"
    evaluated = left.evaluated or asked & {"value", "height"}
    if evaluated and "slope" not in asked and (clues.points or clues.given):
        return "value"
    return "slope"


def _check_is_request(tidied: str, clues: Clues, request: Request, left: Leftovers) -> None:
    """Without a word that asks, f(x) = 7 or a formula with a letter, at a point, is a request."""
    tree = left.formulas[0].tree
    if not letters_of(tree) and not (left.variable and request.points):
        raise Misunderstood("not-a-request", tidied)
    if not request.points and not request.given:
        bare = isinstance(tree, Power | Product | Quotient | Sum | Call)
        if not bare or not re.search(r"[\d^+*/(|√]", tidied):
            raise Misunderstood("not-a-request", tidied)
        raise _ask_where(tidied, clues, request, tree)


def _ask_where(tidied: str, clues: Clues, request: Request, tree: Node) -> Unasked:
    """A question of ours: at which point?"""
    (piece, *_) = sorted(clues.segments, key=len, reverse=True)
    typed = piece.isascii() and "^(" not in piece
    shown = piece[:LONGEST_SHOWN] if typed else unicode(tree)
    decided(request)
    check(tree)  # what can be taught nowhere is not asked about
    return Unasked("bare-formula", tidied, None, (("formula", shown),), request)
