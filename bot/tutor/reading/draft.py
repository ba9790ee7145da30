"""Clues -> a Request: which letter is the variable, which values are points, which are given."""

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.clues import Clues
from bot.tutor.reading.formula import Formula, letters_of, parse, renamed, understand
from bot.tutor.reading.names import GREEK, names_in
from bot.tutor.reading.notation import LETTER
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request, Side, Wants
from bot.tutor.reading.tree import Call, Letter, Node, Number, Power, Product, Quotient, Sum

MOST_PIECES = 8
USUAL_RUN = Fraction(1, 1000)
# Letters that are the variable where they stand among others.
USUAL_VARIABLES = ("x", "y", "z", "t", "theta")
FEWEST_LETTERS_WITH_I = 3
# Names of functions, so that "y = 5" is one and "a = 5" is a value.
FUNCTION_NAMES = frozenset("fghysvuFGJLNPSVwCRA")
# Letters whose value is the function's, never a point.
RUN_SIGNS = frozenset("hΔδε")
FUNCTION_SIGNS = frozenset("yfgFG")
DEFINED = re.compile(
    rf"(?:[A-Za-z] ?= ?)?({LETTER}|[a-z]{{4,7}}) ?\( ?({LETTER}) ?\) ?= ?(.+)", re.DOTALL
)
EQUATED = re.compile(rf"({LETTER}) ?=+ ?(.+)", re.DOTALL)
VALUE_OF = re.compile(r"([A-Za-z]) ?\( ?([^()]{1,40}) ?\)(?: ?= ?(.*))?")
PAIR = re.compile(r"\( ?([^(),]{1,20}) ?, ?[^(),]{1,20} ?\)")
WITH_POINT = re.compile(rf"(.*[^\s+*/^=(-]) (?:{LETTER} ?= ?)?([-+]?[\d.]+(?:/\d+)?|-?π|-?pi)")
AND = re.compile(r" ?(?:,|\band\b|&|\bwith\b|\bto\b|和|与|跟|及) ?")
# Phrases with which a message certainly asks for something.
CERTAIN = frozenset({"slope", "tangent", "table", "where"})
FOREIGN = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]+|[^\W\d_a-zA-Zα-ωΑ-Ω√∛]{2,}")


@dataclass
class _Draft:
    """What the left-over pieces of a message are."""

    formulas: list[Formula] = field(default_factory=list)
    name: str | None = None
    variable: str | None = None
    given: list[tuple[str | None, str]] = field(default_factory=list)
    evaluated: bool = False


def drafted(tidied: str, clues: Clues, *, explicit: bool) -> Request:
    """A whole new request."""
    draft = _draft_of(tidied, clues, explicit=explicit)
    if not draft.formulas:
        raise Misunderstood(*_without_formula(clues, tidied))
    asked_for_sure = explicit or bool(clues.asked & CERTAIN) or clues.order
    _take_number_as_point(draft, clues)
    request = _assembled(tidied, clues, draft, None)
    if not asked_for_sure:
        _check_is_request(tidied, request, draft)
    return request


def changed(clues: Clues, before: Request) -> Request | None:
    """What a follow-up makes of the request before it; None where it is no follow-up."""
    if "why" in clues.asked and "slope" not in clues.asked:
        return replace(before, wants="why")
    if not _is_follow_up(clues):
        return None
    draft = _draft_of(" ".join(clues.segments), clues, explicit=clues.follows)
    _take_numbers_as_points(draft, clues)
    if draft.formulas:
        return _new_function(clues, draft, before)
    if not (clues.asked or clues.points or draft.given or clues.run or clues.order):
        return None
    return _adjusted(clues, draft, before)


def _is_follow_up(clues: Clues) -> bool:
    """Whether it begins like one, brings no function, or is nothing but a formula."""
    functions = [piece for piece in clues.segments if not _is_assignment(piece)]
    if clues.follows or not functions:
        return True
    alone = len(clues.segments) == 1 and not (clues.asked & CERTAIN or clues.order or clues.points)
    return alone and ("compare" in clues.asked or _is_mathematical(functions[0]))


def _is_mathematical(piece: str) -> bool:
    try:
        tree = parse(piece)
    except Misunderstood:
        return False
    return bool(letters_of(tree)) and re.search(r"[\d^+*/(|√]", piece) is not None


def _take_numbers_as_points(draft: _Draft, clues: Clues) -> None:
    """After "and", a number is another point: and 7?"""
    numbers = [formula for formula in draft.formulas if not letters_of(formula.tree)]
    for formula in numbers:
        draft.formulas.remove(formula)
        clues.points.append((None, plain(formula.tree)))


def _take_number_as_point(draft: _Draft, clues: Clues) -> None:
    """A number beside a function is where to look: x^2 slope 3."""
    numbers = [formula for formula in draft.formulas if not letters_of(formula.tree)]
    if (
        clues.asked & CERTAIN
        and not clues.points
        and len(draft.formulas) == 2
        and len(numbers) == 1
    ):  # noqa: PLR2004 - one function, one number
        draft.formulas.remove(numbers[0])
        clues.points.append((None, plain(numbers[0].tree)))


def _new_function(clues: Clues, draft: _Draft, before: Request) -> Request:
    if "compare" in clues.asked and len(draft.formulas) == 1:
        earlier = [Formula(parse(text)) for text in before.formulas]
        draft.formulas = [*earlier, *draft.formulas]
    return _assembled("", clues, draft, before)


def _without_formula(clues: Clues, tidied: str) -> tuple[str, str]:
    certain = clues.asked & {*CERTAIN, "why"}
    return ("no-formula" if certain and not clues.follows else "not-a-request"), tidied


def _draft_of(tidied: str, clues: Clues, *, explicit: bool) -> _Draft:
    if len(clues.segments) > MOST_PIECES:
        raise Misunderstood("not-a-request", tidied)
    draft = _Draft()
    wanted = explicit or bool(clues.asked & {*CERTAIN, "compare"})
    for piece in sorted(clues.segments, key=_is_value):
        try:
            _take(piece, draft, clues)
        except Misunderstood as trouble:
            raise _trouble(piece, clues, trouble, tidied, wanted=wanted) from None
    if not draft.formulas and draft.given:
        _constant_function(draft)
    return draft


def _is_value(piece: str) -> bool:
    """f(3) is looked at after f(x) = x^2, wherever it stood."""
    return VALUE_OF.fullmatch(piece) is not None and DEFINED.fullmatch(piece) is None


def _trouble(
    piece: str, clues: Clues, trouble: Misunderstood, tidied: str, *, wanted: bool
) -> Misunderstood:
    """Chatter is no request; a formula with a slip is one, and the slip is shown."""
    said = " ".join(clues.segments)
    foreign = [word for word in FOREIGN.findall(said) if not word.isascii() or not names_in(word)]
    han = any(not word.isascii() for word in foreign)
    if han or len(foreign) > 1 or not wanted or len(clues.segments) > 3:  # noqa: PLR2004 - a request has few parts
        mathematical = wanted and len(foreign) <= 1 and re.search(r"[\^+*/()=<>\d|]", piece)
        if not mathematical or han:
            return Misunderstood("not-a-request", tidied)
    return trouble


def _take(piece: str, draft: _Draft, clues: Clues) -> None:
    """One piece: a definition, a value, f(4), or a formula."""
    defined = DEFINED.fullmatch(piece)
    if defined is not None and (len(defined[1]) < 4 or defined[1] in GREEK.values()):  # noqa: PLR2004 - or the name of a Greek letter
        draft.name, draft.variable = defined[1], defined[2]
        draft.formulas.append(understand(defined[3]))
        return
    valued = VALUE_OF.fullmatch(piece)
    if valued is not None and valued[1] == (draft.name or clues.name or "f"):
        _value_of(valued, draft, clues)
        return
    pair = PAIR.fullmatch(piece)
    if pair is not None:
        clues.points.append((None, pair[1]))
        return
    equated = EQUATED.fullmatch(piece)
    if equated is not None and not re.search(r"[=<>]", equated[2]):
        _equated(equated[1], equated[2], draft, clues)
        return
    _formula(piece, draft, clues)


def _value_of(valued: re.Match[str], draft: _Draft, clues: Clues) -> None:
    """f(4), where f was defined; f(0) = 0 adds a piece to a function in pieces."""
    inside = valued[2].strip()
    if valued[3] and not valued[3].strip(" ?"):
        valued = VALUE_OF.fullmatch(valued[0].split("=")[0].strip()) or valued
    if valued[3] and draft.formulas and draft.variable:
        first = draft.formulas[0]
        joined = f"{plain(first.tree).strip('{}')}; {valued[3]} if {draft.variable} == {inside}"
        draft.formulas[0] = understand("{" + joined + "}")
        return
    if inside == draft.variable or re.fullmatch(LETTER, inside):
        return
    draft.evaluated = True
    clues.points.append((None, inside))


def _equated(letter: str, right: str, draft: _Draft, clues: Clues) -> None:
    """Y = x^2 defines a function, a = 2 gives a value."""
    if letter in {"h", "Δ"} and not re.search("[A-Za-z]", right):
        clues.run = right
        return
    formula = understand(right)
    letters = letters_of(formula.tree)
    alone = isinstance(formula.tree, Letter)
    defines = (letters and not alone) or (alone and letter in FUNCTION_NAMES)
    if defines and letter not in letters:
        draft.name = letter
        draft.formulas.append(formula)
    elif letter in letters:
        raise Misunderstood("equation", f"{letter} = {right}")
    else:
        draft.given.append((letter, right))


def _is_assignment(piece: str) -> bool:
    return EQUATED.fullmatch(piece) is not None and DEFINED.fullmatch(piece) is None


def _constant_function(draft: _Draft) -> None:
    """Y = 5 with nothing else is a function too."""
    for letter, right in draft.given:
        if letter in FUNCTION_NAMES:
            draft.name = letter
            draft.given.remove((letter, right))
            draft.formulas.append(understand(right))
            return


def _formula(piece: str, draft: _Draft, clues: Clues) -> None:
    try:
        draft.formulas.append(understand(piece))
    except Misunderstood as trouble:
        several = _several(piece)
        ending = WITH_POINT.fullmatch(piece)
        if trouble.reason == "no-argument" and piece.isalpha():
            draft.formulas.append(understand(f"{piece}(x)"))
        elif several:
            draft.formulas += several
            clues.asked.add("compare")
        elif ending is not None and trouble.reason == "two-numbers" and clues.asked:
            draft.formulas.append(understand(ending[1]))
            _take_ending(ending[2], clues)
        else:
            raise


def _take_ending(value: str, clues: Clues) -> None:
    """A number at the end, with no word before it: slope 3a 5, where is the slope of a² 10."""
    if "where" in clues.asked and clues.target is None:
        clues.target = value
    else:
        clues.points.append((None, value))


def _several(piece: str) -> list[Formula]:
    """Formulas with "and" between them, where each of them can be read."""
    parts = [part for part in AND.split(piece) if part.strip()]
    if len(parts) < 2 or len(parts) > 4:  # noqa: PLR2004 - a comparison of a few
        return []
    try:
        return [understand(EQUATED.sub(r"\2", part)) for part in parts]
    except Misunderstood:
        return []


def _assembled(tidied: str, clues: Clues, draft: _Draft, before: Request | None) -> Request:
    trees = list(dict.fromkeys(formula.tree for formula in draft.formulas))
    if len(trees) > 1 and "compare" not in clues.asked:
        raise Misunderstood("one-at-a-time", tidied)
    trees = _in_one_letter(trees)
    letters = tuple(dict.fromkeys(name for tree in trees for name in letters_of(tree)))
    assigned = _without_run([*clues.points, *draft.given], letters, clues)
    variable = _variable(clues, draft, letters, assigned, before)
    _check_imaginary(letters, variable, tidied)
    points, given = _sorted_out(assigned, variable, letters)
    request = Request(
        formulas=tuple(plain(tree) for tree in trees),
        variable=variable,
        points=points,
        run=_canonical(clues.run) if clues.run else None,
        side=_side(clues),
        order=clues.order or 1,
        given=given,
        wants=_wants(clues, draft),
        target=_canonical(clues.target) if clues.target else None,
        name=draft.name or clues.name or "f",
        others=tuple(plain(other) for other in draft.formulas[0].others),
        repairs=tuple(repair for formula in draft.formulas for repair in formula.repairs),
    )
    if "everywhere" in clues.asked:
        request = replace(request, points=())
    return request if before is None else _inherited(request, clues, before)


def _without_run(
    assigned: list[tuple[str | None, str]], letters: tuple[str, ...], clues: Clues
) -> list[tuple[str | None, str]]:
    """h = 0.01 is the nudge, unless the formula has an h of its own."""
    kept = []
    for letter, text in assigned:
        if letter in RUN_SIGNS and letter not in letters:
            clues.run = text
        else:
            kept.append((letter, text))
    return kept


def _in_one_letter(trees: list[Node]) -> list[Node]:
    """Functions that are compared, 3a and x^2, have their variable in common: 3a and a^2."""
    letters = [letters_of(tree) for tree in trees]
    first = next((own[0] for own in letters if len(own) == 1), None)
    together = [
        renamed(tree, own[0], first) if first and len(own) == 1 else tree
        for tree, own in zip(trees, letters, strict=True)
    ]
    return list(dict.fromkeys(together))


def _inherited(request: Request, clues: Clues, before: Request) -> Request:
    """A new function in an old question: what was not named stays."""
    return replace(
        request,
        points=request.points or before.points,
        run=request.run or before.run,
        side=before.side if _side(clues) == "both" and "both" not in clues.asked else request.side,
        order=clues.order or before.order,
        wants=_wants_still(request, clues, before),
        target=request.target or before.target,
    )


def _wants_still(request: Request, clues: Clues, before: Request) -> Wants:
    """Another kind of lesson only where one was named; a why is answered once."""
    if clues.asked & {"tangent", "table", "where", "value", "slope"} or before.wants == "why":
        return request.wants
    return before.wants


def _adjusted(clues: Clues, draft: _Draft, before: Request) -> Request:
    """The same functions, with another point, nudge, side or order."""
    letters = tuple(dict.fromkeys(n for text in before.formulas for n in letters_of(parse(text))))
    assigned = _without_run([*clues.points, *draft.given], letters, clues)
    points, given = _sorted_out(assigned, before.variable, letters)
    kept = tuple(pair for pair in before.given if pair[0] not in dict(given))
    request = replace(
        before,
        points=() if "everywhere" in clues.asked else points or before.points,
        given=(*kept, *given),
        run=_next_run(clues, before),
        order=clues.order or before.order,
        variable=clues.variable or before.variable,
    )
    if clues.asked & {"left", "right", "both"}:
        request = replace(request, side=_side(clues))
    if clues.asked & {"tangent", "table", "where", "slope"} or before.wants == "why":
        request = replace(request, wants=_wants(clues, draft))
    return request


def _next_run(clues: Clues, before: Request) -> str | None:
    if clues.run:
        return _canonical(clues.run)
    factor = Fraction(1)
    if "smaller" in clues.asked:
        factor = Fraction(1, 10)
    if "larger" in clues.asked:
        factor = Fraction(10)
    if factor == 1:
        return before.run
    run = parse(before.run) if before.run else Number(USUAL_RUN)
    value = run.value if isinstance(run, Number) else USUAL_RUN
    return plain(Number(value * factor))


def _variable(
    clues: Clues,
    draft: _Draft,
    letters: tuple[str, ...],
    assigned: list[tuple[str | None, str]],
    before: Request | None,
) -> str:
    """The letter that was named, else the only one, else the only usual one among them."""
    named = clues.variable or draft.variable
    if named:
        return GREEK.get(named, named)
    if len(letters) == 1:
        return letters[0]
    pointed = [
        GREEK.get(letter, letter) for letter, _ in clues.points if letter in letters and letter
    ]
    if pointed:
        return pointed[0]
    if before is not None and before.variable in letters:
        return before.variable
    usual = [letter for letter in letters if letter in USUAL_VARIABLES]
    if len(usual) == 1:
        return usual[0]
    given = [letter for letter, _ in assigned if letter in letters and letter]
    if len(given) == 1:
        return given[0]
    if not letters:
        return next((letter for letter, _ in assigned if letter), None) or "x"
    raise Misunderstood("which-variable", "", None, (("letters", ", ".join(letters)),))


def _check_imaginary(letters: tuple[str, ...], variable: str, tidied: str) -> None:
    if "i" in letters and variable != "i" and len(letters) < FEWEST_LETTERS_WITH_I:
        raise Misunderstood("imaginary", tidied)
    if letters == ("i",) or (len(letters) > 1 and re.search(r"\d[ij](?![A-Za-z])", tidied)):
        raise Misunderstood("imaginary", tidied)


def _sorted_out(
    assigned: list[tuple[str | None, str]], variable: str, letters: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Which of the values are points of the variable, and which are given for other letters."""
    points: list[str] = []
    given: dict[str, str] = {}
    for letter, text in assigned:
        if letter in FUNCTION_SIGNS and letter not in letters:
            raise Misunderstood("equation", f"{letter} = {text}")
        name = GREEK.get(letter, letter) if letter else None
        value = _point(text)
        if value is None:
            continue
        if name is not None and name != variable and name in letters:
            given[name] = value
        else:
            points.append(value)
    kept = tuple(dict.fromkeys(point for point in points if point != variable))
    return kept, tuple(given.items())


def _point(text: str) -> str | None:
    """A point in canonical text; the point (2, 4) of a curve was cut down to 2 before."""
    try:
        node = parse(text)
    except Misunderstood as trouble:
        raise Misunderstood("point", trouble.text, trouble.span, (("point", text[:40]),)) from None
    if "i" in letters_of(node):
        raise Misunderstood("imaginary", text)
    return plain(node)


def _canonical(text: str) -> str:
    return plain(parse(text))


def _side(clues: Clues) -> Side:
    if "left" in clues.asked:
        return "left"
    return "right" if "right" in clues.asked else "both"


def _wants(clues: Clues, draft: _Draft) -> Wants:
    asked = clues.asked
    if "where" in asked and clues.target:
        return "where"
    if "why" in asked:
        return "why"
    if "table" in asked:
        return "table"
    if "tangent" in asked and "slope" not in asked:
        return "tangent"
    if (draft.evaluated or "value" in asked) and "slope" not in asked and clues.points:
        return "value"
    return "slope"


def _check_is_request(tidied: str, request: Request, draft: _Draft) -> None:
    """Without a word that asks, a formula with a letter, at a point, is a request."""
    tree = draft.formulas[0].tree
    if not letters_of(tree):
        raise Misunderstood("not-a-request", tidied)
    if not request.points and not request.given:
        bare = isinstance(tree, Power | Product | Quotient | Sum | Call)
        reason = "bare-formula" if bare and re.search(r"[\d^+*/(|√]", tidied) else "not-a-request"
        raise Misunderstood(reason, tidied, None, (("formula", tidied[:60]),))
