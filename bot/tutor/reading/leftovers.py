"""What is left of a message when its phrases are cut out: definitions, values, formulas."""

import re
from dataclasses import dataclass, field

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.clues import CERTAIN, Clues
from bot.tutor.reading.formula import Formula, letters_of, understand
from bot.tutor.reading.names import GREEK_NAMES, names_in
from bot.tutor.reading.notation import LETTER
from bot.tutor.reading.printing import plain
from bot.tutor.reading.straight import straight_line
from bot.tutor.reading.tree import Letter

MOST_PIECES = 8
MOST_COMPARED = 4
# Names of functions, so that "y = 5" is one and "a = 5" is a value.
FUNCTION_NAMES = frozenset("fghysvuFGJLNPSVwCRA")
DEFINED = re.compile(
    rf"(?:[A-Za-z] ?= ?)?({LETTER}|[a-z]{{4,7}}) ?\( ?({LETTER}) ?\) ?= ?(.+)", re.DOTALL
)
EQUATED = re.compile(rf"({LETTER}) ?=+ ?(.+)", re.DOTALL)
VALUE_OF = re.compile(r"([A-Za-z]) ?\( ?([^()]{1,40}) ?\)(?: ?= ?(.*))?")
PAIR = re.compile(r"[A-Z]?\( ?([^(),]{1,20}) ?, ?[^(),]{1,20} ?\)")
WITH_POINT = re.compile(rf"(.*[^\s+*/^=(-]) (?:{LETTER} ?= ?)?([-+]?[\d.]+(?:/\d+)?|-?π|-?pi)")
QUANTITY = re.compile(r"(?:[A-Za-z]{2,20} ){1,3}(([A-Za-z]) ?= ?.+)", re.DOTALL)
STORY = re.compile(r"[A-Za-z']{1,20}(?: [A-Za-z']{1,20}){1,12}")
AND = re.compile(r" ?(?:,|\band\b|&|\bwith\b|\bto\b|和|与|跟|及) ?")
FOREIGN = re.compile(r"[A-Za-z]{2,}|[\u3400-\u9fff]+|[^\W\d_a-zA-Zα-ωΑ-Ω√∛]{2,}")


@dataclass
class Leftovers:
    """Formulas, values for letters, and what a definition named."""

    formulas: list[Formula] = field(default_factory=list)
    name: str | None = None
    variable: str | None = None
    given: list[tuple[str | None, str]] = field(default_factory=list)
    evaluated: bool = False


def left_over(tidied: str, clues: Clues, *, explicit: bool) -> Leftovers:
    if len(clues.segments) > MOST_PIECES:
        raise Misunderstood("not-a-request", tidied)
    left = Leftovers()
    wanted = explicit or bool(clues.asked & {*CERTAIN, "compare"})
    for piece in sorted(_about_the_function(clues), key=_is_value):
        try:
            if piece != left.name:  # the rate of V, once V = 4πr³/3 was said
                _take(piece, left, clues)
        except Misunderstood as trouble:
            raise _trouble(clues, trouble, tidied, wanted=wanted) from None
    if not left.formulas and left.given:
        _constant_function(left)
    return left


def _about_the_function(clues: Clues) -> list[str]:
    """The pieces without the story before a definition: a ball's height is h(t) = 20t."""
    pieces = [_unnamed(piece, clues.name) for piece in clues.segments]
    if not clues.asked & CERTAIN or not (clues.points or clues.given):
        return pieces
    first = next((at for at, piece in enumerate(pieces) if DEFINED.fullmatch(piece)), 0)
    return [piece for piece in pieces[:first] if not STORY.fullmatch(piece)] + pieces[first:]


def _unnamed(piece: str, name: str | None) -> str:
    """Loss L = w^2 as L = w^2, where dL/dw was asked for."""
    found = QUANTITY.fullmatch(piece)
    return found[1] if found and found[2] == name else piece


def is_assignment(piece: str) -> bool:
    """Whether it gives a letter a value, as a = 2 does; y = x^2 is a function."""
    equated = EQUATED.fullmatch(piece)
    return equated is not None and not re.search(r"[A-Za-z]", equated[2].replace("pi", ""))


def is_value_of(piece: str, name: str | None) -> bool:
    """Whether it is f(4), where f is the function that was spoken of."""
    valued = VALUE_OF.fullmatch(piece)
    return valued is not None and valued[1] == name and not valued[3]


def _is_value(piece: str) -> bool:
    """f(3) and f are looked at after f(x) = x^2, wherever they stood."""
    if len(piece) == 1:
        return True
    return VALUE_OF.fullmatch(piece) is not None and DEFINED.fullmatch(piece) is None


def _trouble(clues: Clues, trouble: Misunderstood, tidied: str, *, wanted: bool) -> Misunderstood:
    """Chatter is no request; a formula with a slip is one, and the slip is shown."""
    if not wanted or is_chatter(clues.segments):
        return Misunderstood("not-a-request", tidied)
    return trouble


def is_chatter(pieces: list[str]) -> bool:
    """Whether more words are left than one that could be a misspelt name."""
    words = FOREIGN.findall(" ".join(pieces))
    foreign = [word for word in words if not word.isascii() or not names_in(word)]
    return len(foreign) > 1 or not all(map(str.isascii, foreign))


def _take(piece: str, left: Leftovers, clues: Clues) -> None:
    """One piece: a definition, a value, f(4), or a formula."""
    defined = DEFINED.fullmatch(piece)
    if defined is not None and (len(defined[1]) == 1 or defined[1] in GREEK_NAMES):
        left.name, left.variable = defined[1], defined[2]
        left.formulas.append(understand(defined[3]))
        return
    valued = VALUE_OF.fullmatch(piece)
    if valued is not None and valued[1] == (left.name or clues.name or "f"):
        _value_of(valued, left, clues)
        return
    pair = PAIR.fullmatch(piece)
    if pair is not None:
        clues.points.append((None, pair[1]))
        return
    equated = EQUATED.fullmatch(piece)
    if equated is not None and not re.search(r"[=<>]", equated[2]):
        _equated(equated[1], equated[2], left, clues)
        return
    line = straight_line(piece) if "=" in piece else None
    if line is not None:
        left.name = "y"
        left.formulas.append(line)
        return
    _formula(piece, left, clues)


def _value_of(valued: re.Match[str], left: Leftovers, clues: Clues) -> None:
    """f(4), where f was defined; f(0) = 0 adds a piece to a function in pieces."""
    inside = valued[2].strip()
    if valued[3] and not valued[3].strip(" ?"):
        valued = VALUE_OF.fullmatch(valued[0].split("=")[0].strip()) or valued
    if valued[3] and left.formulas and left.variable:
        first = left.formulas[0]
        joined = f"{plain(first.tree).strip('{}')}; {valued[3]} if {left.variable} == {inside}"
        left.formulas[0] = understand("{" + joined + "}")
        return
    defined = left.variable is not None and inside != left.variable
    if not defined and re.fullmatch(LETTER, inside):
        return
    left.evaluated = True
    clues.points.append((None, inside))


def _equated(letter: str, right: str, left: Leftovers, clues: Clues) -> None:
    """Y = x^2 defines a function, a = 2 gives a value."""
    if letter in {"h", "Δ"} and not re.search("[A-Za-z]", right):
        clues.run = right
        return
    formula = understand(right)
    letters = letters_of(formula.tree)
    alone = isinstance(formula.tree, Letter)
    defines = (letters and not alone) or (alone and letter in FUNCTION_NAMES)
    if defines and letter not in letters:
        left.name = letter
        left.formulas.append(formula)
    elif letter in letters:
        raise Misunderstood("equation", f"{letter} = {right}")
    else:
        left.given.append((letter, right))


def _constant_function(left: Leftovers) -> None:
    """Y = 5 with nothing else is a function too."""
    for letter, right in left.given:
        if letter in FUNCTION_NAMES:
            left.name = letter
            left.given.remove((letter, right))
            left.formulas.append(understand(right))
            return


def _formula(piece: str, left: Leftovers, clues: Clues) -> None:
    try:
        left.formulas.append(understand(piece))
    except Misunderstood as trouble:
        several = _several(piece)
        ending = WITH_POINT.fullmatch(piece)
        if trouble.reason == "no-argument" and piece.replace("_", "").isalpha():
            left.formulas.append(understand(f"{piece}(x)"))
        elif several:
            left.formulas += several
            clues.asked.add("compare")
        elif ending is not None and trouble.reason == "two-numbers" and clues.asked:
            left.formulas.append(understand(ending[1]))
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
    if not 1 < len(parts) <= MOST_COMPARED:
        return []
    try:
        return [understand(EQUATED.sub(r"\2", part)) for part in parts]
    except Misunderstood:
        return []
