"""Which letter is the variable, and which values are its points or are given for other letters."""

import re
from dataclasses import dataclass

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.clues import Clues
from bot.tutor.reading.formula import letters_of, parse
from bot.tutor.reading.leftovers import Leftovers
from bot.tutor.reading.names import GREEK
from bot.tutor.reading.phrases import words_under
from bot.tutor.reading.places import Assigned
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Letter

# Letters that are the variable where they stand among others.
USUAL_VARIABLES = ("x", "y", "z", "t", "theta")
FEWEST_LETTERS_WITH_I = 3
RUN_SIGNS = frozenset("hΔδε")
SHORT_UNIT = re.compile(r"(-?[\d.]+) ?([A-Za-z])")
# Letters whose value is the function's, never a point.
FUNCTION_SIGNS = frozenset("yfgFG")


def variable_of(
    clues: Clues,
    left: Leftovers,
    letters: tuple[str, ...],
    assigned: Assigned,
    before: Request | None,
) -> str:
    """The letter that was named, else the only one, else the only usual one among them, else ""."""
    named = clues.variable or left.variable
    if not named and clues.primed in letters:
        named = clues.primed
    if named:
        named = GREEK.get(named, named)
        return named.swapcase() if _in_other_case(named, letters) else named
    if len(letters) == 1:
        return letters[0]
    pointed = lettered(clues.points, letters)
    if pointed:
        return next((letter for letter in pointed if letter in USUAL_VARIABLES), pointed[0])
    if before is not None and before.variable in letters:
        return before.variable
    usual = [letter for letter in letters if letter in USUAL_VARIABLES]
    if len(usual) == 1:
        return usual[0]
    loosely = lettered(clues.given, letters)
    if loosely:
        return loosely[0]
    given = lettered(assigned, letters)
    if len(given) == 1:
        return given[0]
    if not letters:
        return next((letter for letter, _ in assigned if letter), None) or "x"
    return ""


def other_case(clues: Clues, left: Leftovers, variable: str) -> tuple[tuple[str, str], ...]:
    """F(x) = X^2, where a telephone has put a capital: the repair, to be said."""
    named = clues.variable or left.variable or variable
    named = GREEK.get(named, named)
    return ((named, variable),) if named != variable else ()


def without_units(
    assigned: Assigned, letters: tuple[str, ...]
) -> tuple[Assigned, list[tuple[str, str]]]:
    """T = 2s as two seconds, where the formula has no s of its own; and what is to be said."""
    kept: Assigned = []
    repairs: list[tuple[str, str]] = []
    for letter, text in assigned:
        found = SHORT_UNIT.fullmatch(text)
        if found is None or found[2] not in words_under("short_units") or found[2] in letters:
            kept.append((letter, text))
        else:
            kept.append((letter, found[1]))
            repairs.append((text, found[1]))
    return kept, repairs


def lettered(places: Assigned, letters: tuple[str, ...]) -> list[str]:
    """The letters of the formula to which these places give values."""
    named = [GREEK.get(letter, letter) for letter, _ in places if letter]
    return [letter for letter in named if letter in letters]


def _in_other_case(named: str, letters: tuple[str, ...]) -> bool:
    return named not in letters and len(named) == 1 and named.swapcase() in letters


def check_imaginary(letters: tuple[str, ...], variable: str, tidied: str, places: Assigned) -> None:
    """Refuse what reads like a complex number; a current I that has a value is none."""
    units = {"i"} if "I" in lettered(places, letters) else {"i", "I"}
    if units & set(letters) - {variable} and len(letters) < FEWEST_LETTERS_WITH_I:
        raise Misunderstood("imaginary", tidied)
    if letters == ("i",) or (len(letters) > 1 and re.search(r"\d[ij](?![A-Za-z])", tidied)):
        raise Misunderstood("imaginary", tidied)


def without_run(assigned: Assigned, letters: tuple[str, ...], clues: Clues) -> Assigned:
    """H = 0.01 is the nudge, unless the formula has an h of its own."""
    kept = []
    for letter, text in assigned:
        own = letter in letters and not _is_beside((letter, text), letters, clues)
        if letter in RUN_SIGNS and not own:
            clues.run = text
        else:
            kept.append((letter, text))
    return kept


def _is_beside(pair: tuple[str | None, str], letters: tuple[str, ...], clues: Clues) -> bool:
    """Slope of h^2 at 3 with h = 0.1: the place was said already."""
    alone = letters == (pair[0],) and pair in clues.given
    return alone and bool(clues.points) and pair[1] not in {place for _, place in clues.points}


@dataclass(frozen=True)
class Sorted:
    """Values sorted out: points of the variable, values given for other letters.

    `repairs` are the places that were named with a letter which is not in the formula.
    """

    points: tuple[str, ...]
    given: tuple[tuple[str, str], ...]
    repairs: tuple[tuple[str, str], ...]


def sorted_out(assigned: Assigned, variable: str, letters: tuple[str, ...]) -> Sorted:
    """Which of the values are points of the variable, and which are given for other letters."""
    points: list[str] = []
    given: dict[str, str] = {}
    repairs: list[tuple[str, str]] = []
    several = len({letter for letter, _ in assigned}) > 1
    for letter, text in assigned:
        name = GREEK.get(letter, letter) if letter else None
        if letter in FUNCTION_SIGNS and letter not in letters and letter.swapcase() != variable:
            raise Misunderstood("equation", f"{letter} = {text}")
        value = _point(text)
        if name and several and name not in {variable, variable.swapcase(), *letters}:
            raise Misunderstood("point", "", None, (("point", f"{letter} = {text}"[:40]),))
        if name is not None and name != variable and name in letters:
            given[name] = value
            continue
        points.append(value)
        if name and variable and name not in {variable, variable.swapcase()}:
            shown = f"{unicode(Letter(variable))} = {unicode(parse(text))}"
            repairs.append((f"{letter} = {text}", shown))
    kept = tuple(dict.fromkeys(point for point in points if point != variable))
    return Sorted(kept, tuple(given.items()), tuple(repairs))


def _point(text: str) -> str:
    """A point in canonical text; the point (2, 4) of a curve was cut down to 2 before."""
    try:
        node = parse(text)
    except Misunderstood as trouble:
        raise Misunderstood("point", trouble.text, trouble.span, (("point", text[:40]),)) from None
    if "i" in letters_of(node):
        raise Misunderstood("imaginary", text)
    return plain(node)
