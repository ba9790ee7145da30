"""A message -> what its words said, and what is left over, which should be the formula."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from bot.tutor.reading.furniture import without_furniture, without_headings
from bot.tutor.reading.notation import LETTER, take_notation
from bot.tutor.reading.phrases import nth_number, pattern_of, slot, words_under
from bot.tutor.reading.places import DEFINES, Assigned, interval_in, places_in, without_brackets
from bot.tutor.reading.segments import CUT, segments, unglued

# Phrases with which a message certainly asks for something.
CERTAIN = frozenset({"slope", "tangent", "normal", "average", "table", "where"})
BRACKETED_POINT = re.compile(rf"\( ?({LETTER} ?= ?[^()]{{1,30}}) ?\)")
PIECE = re.compile(
    r"(?:, ?)?\b(?:for|when|where|if)\b (?:all )?(?=[a-z] ?(?:<|>|!=|≠)|-?[\d.]+ ?<|[a-z] ?== ?)",
    re.IGNORECASE,
)
PIECES = frozenset("{<>")  # signs of a function in pieces, where == is a condition
ADDRESS = re.compile(r"^(?:/(\w+)(?:@\w+)?|@\w+)")
DECIMAL = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?")
VALUE_BEHIND = re.compile(rf"(?<=[\w)'\]]) (?=(?![yzfgFG] ?=){LETTER} ?= ?[-+\dπ])")
DEFINITION_BEHIND = re.compile(
    r"(?<!=)(?<!= )(?:\b(?:if|for|where|with|when)\b )?"
    r"(?<![A-Za-z])(?=[A-Za-z] ?\( ?[A-Za-z] ?\) ?=(?!=))"
)
TWICE = 2  # the order of a phrase without a number, differentiate twice; the ends of an interval
EVALUATED = re.compile(r"\| ?_? ?\(?(?=[A-Za-z] ?= ?[^|]*$)")
VALUE_GIVEN = re.compile(r"(?:\band\b|,|;|且) ?([A-Za-z] ?\( ?[-\d.]+ ?\) ?= ?[-\d./]+)")


@dataclass
class Clues:
    """What the words of a message said.

    Attributes:
        asked: the kinds of phrases that were met, such as slope, tangent, why.
        points: (letter or None, text) of places; given as "at 2" or "a = 2".
        given: the same, said more loosely: "with a = 2" may be a place or a given value.
        times: how many times smaller or larger the nudge is to be, where it was said.
        name, primed: of f'(2): the name, and what stands in the brackets.
        segments: what is left, in pieces.
    """

    asked: set[str] = field(default_factory=set)
    order: int = 0
    variable: str | None = None
    name: str | None = None
    points: Assigned = field(default_factory=list)
    given: Assigned = field(default_factory=list)
    run: str | None = None
    times: str | None = None
    target: str | None = None
    primed: str | None = None
    follows: bool = False
    segments: list[str] = field(default_factory=list)


def gather(text: str) -> Clues:
    """Cut phrase after phrase out of a tidied message; each says something about the request."""
    clues = Clues()
    text = ADDRESS.sub(lambda found: f"{found[1] or ''} ", text.replace(CUT, " "))
    if (named := pattern_of("name").match(text)) is not None:
        text = text[named.end() :].lstrip(" ,!.:")
    text = _unit_behind().sub(r"\1", text)
    text = without_furniture(text, CUT)
    text = EVALUATED.sub(" at ", PIECE.sub(" if ", text))
    if PIECES.isdisjoint(text):
        text = text.replace("==", "=")
    text = VALUE_GIVEN.sub(rf"{CUT}\1{CUT}", DEFINITION_BEHIND.sub(CUT, text))
    text = _asked(_asked(text, "why", clues), "definition", clues)
    text = _notation(text, clues)
    text = _behind(text, clues)
    text = _asked(_asked(text, "height", clues), "value", clues)
    text = _where(text, clues)
    text = _cut(text, "filler")
    text = _order(text, clues)
    text = _run(_run(_step(text, clues), "backward", clues), "run", clues)
    text = _moved(_averaged(text, clues), "moved", clues)
    for kind in ("left", "right", "both"):
        text = _asked(text, kind, clues)
    for kind in ("smaller", "larger"):
        text = _resized(text, kind, clues)
    text = _variable(text, clues)
    if pattern_of("function").search(text):
        clues.asked |= {"function", "slope"}
    for kind in ("normal", "slope", "tangent", "table", "everywhere", "compare"):
        text = _asked(text, kind, clues)
    text = _new_for_old(text)
    text = _cut(text, "negated")
    text = _points(text, "point", clues.points, clues)
    text = _points(text, "given", clues.given, clues)
    text = _follow(text, clues)
    if clues.asked & CERTAIN:
        text = without_headings(text, CUT)
    clues.follows = clues.follows or _ends_like_one(clues)
    clues.segments = segments(VALUE_BEHIND.sub(CUT, text))
    return clues


@cache
def _unit_behind() -> re.Pattern[str]:
    """The unit of the value of a letter, as in t = 2 seconds."""
    units = "|".join(sorted(words_under("units"), key=len, reverse=True))
    return re.compile(rf"(= ?-?[\d.]+) ?(?:{units})(?![A-Za-z])", re.IGNORECASE)


def _cut(text: str, kind: str) -> str:
    return pattern_of(kind).sub(CUT, text)


def _asked(text: str, kind: str, clues: Clues) -> str:
    cut, count = pattern_of(kind).subn(CUT, text)
    if count:
        clues.asked.add(kind)
    return cut


def _notation(text: str, clues: Clues) -> str:
    notation = take_notation(text.strip(f" {CUT}?."), CUT)
    if notation.order:
        clues.asked.add("slope")
        clues.order = notation.order
        clues.variable, clues.name = notation.variable, notation.name
        clues.points += [(None, point) for point in notation.points]
        clues.primed = notation.points[0] if len(notation.points) == 1 else None
    return notation.text


def _behind(text: str, clues: Clues) -> str:
    """Words at the end that make it a follow-up: cos x呢."""
    end = len(text.rstrip(f" ,.!?~{CUT}"))
    for found in pattern_of("follow_behind").finditer(text, max(0, end - 10), end):
        if found.end() == end:
            clues.asked.add("behind")
            return text[: found.start()] + CUT + text[end:]
    return text


def _ends_like_one(clues: Clues) -> bool:
    """A whole question may end in 呢 too: x²在3处的斜率呢."""
    return "behind" in clues.asked and not (clues.asked & CERTAIN and clues.points)


def _averaged(text: str, clues: Clues) -> str:
    """An average, and where it is taken: between 1 and 3, on [1, 3]."""
    text = _asked(text, "average", clues)
    if "average" not in clues.asked:
        return text
    return _moved(without_brackets(text), "interval", clues)


def _moved(text: str, kind: str, clues: Clues) -> str:
    """From 3 to 3.001: a point and a nudge, or the two ends of an average."""
    found = pattern_of(kind).search(text)
    if found is None:
        return text
    places = interval_in(found)
    if len(places) != TWICE:
        return text
    (letter, start), (_, end) = places
    if "average" in clues.asked:
        clues.points += places
    elif DECIMAL.fullmatch(start) and DECIMAL.fullmatch(end):
        clues.points.append((letter, start))
        clues.run = str(Decimal(end) - Decimal(start))
    else:
        return text
    return text[: found.start()] + CUT + text[found.end() :]


def _step(text: str, clues: Clues) -> str:
    """Use h = 0.1: the nudge, unless the formula has an h of its own."""
    found = pattern_of("step").search(text)
    if found is None:
        return text
    clues.given.append(("h", slot(found, "value") or ""))
    return text[: found.start()] + CUT + text[found.end() :]


def _order(text: str, clues: Clues) -> str:
    found = pattern_of("order").search(text)
    if found is None:
        return text
    nth = slot(found, "nth")
    clues.asked.add("slope")
    clues.order = (nth_number(nth) if nth else None) or TWICE
    return text[: found.start()] + CUT + text[found.end() :]


def _run(text: str, kind: str, clues: Clues) -> str:
    found = pattern_of(kind).search(text)
    if found is None:
        return text
    clues.run = slot(found, "value")
    if kind == "backward":
        clues.run = f"-{clues.run}"
    return text[: found.start()] + CUT + text[found.end() :]


def _where(text: str, clues: Clues) -> str:
    if not pattern_of("where").search(text):
        return text
    clues.asked.add("where")
    text = _cut(text, "where")
    found = pattern_of("flat").search(text)
    if found is not None:
        clues.target = "0"
    else:
        found = next(filter(_is_whole, pattern_of("target").finditer(text)), None)
        clues.target = slot(found, "value") if found else None
    return text[: found.start()] + CUT + text[found.end() :] if found else text


def _is_whole(found: re.Match[str]) -> bool:
    """Whether its number is not cut out of a formula: the slope of e^(2 in e^(2*x)."""
    said = slot(found, "value") or ""
    return said.count("(") == said.count(")")


def _resized(text: str, kind: str, clues: Clues) -> str:
    found = pattern_of(kind).search(text)
    if found is None:
        return text
    clues.asked.add(kind)
    clues.times = slot(found, "count")
    return text[: found.start()] + CUT + text[found.end() :]


def _variable(text: str, clues: Clues) -> str:
    found = pattern_of("variable").search(text)
    if found is None:
        return text
    clues.variable = slot(found, "letter")
    clues.asked.add("slope")
    return text[: found.start()] + CUT + text[found.end() :]


def _points(text: str, kind: str, places: Assigned, clues: Clues) -> str:
    text = BRACKETED_POINT.sub(rf"{CUT}\1{CUT}", text)

    def taken(found: re.Match[str]) -> str:
        letter = slot(found, "letter")
        said = slot(found, "points") or slot(found, "assigned") or slot(found, "value") or ""
        found_places = [(letter or own, at) for own, at in places_in(said)]
        defined = [place for place in found_places[:-1] if DEFINES.search(place[1])]
        found_places = [place for place in found_places if place not in defined]
        # In k=3, x=2处 the last one is the place, in "at x=2, k=3" the first.
        places.extend(reversed(found_places) if slot(found, "assigned") else found_places)
        clues.asked.add("point")
        return CUT.join(["", *(f"{letter}={of}" for letter, of in defined), ""])

    return pattern_of(kind).sub(taken, text)


def _follow(text: str, clues: Clues) -> str:
    text = text.lstrip(f" ,.!?{CUT}")
    while (found := pattern_of("follow").match(text)) and found.end():
        clues.follows = True
        text = text[found.end() :].lstrip(f" ,.!?:{CUT}")
    return text


def _new_for_old(text: str) -> str:
    """What follows 改成 in 把1/x改成1/x², since the old is known; not a换成3, which is a value."""
    found = pattern_of("into").search(text)
    old = unglued(text[: found.start()].strip(f" {CUT}")) if found else ""
    return text[found.start() :] if found and old.isascii() and not old.isalpha() and old else text
