"""Places as they are said: 2 and 5; x = 3, a = 2; (2, 4); from 1 to 3; [1, 3]."""

import re

from bot.tutor.reading.notation import LETTER
from bot.tutor.reading.phrases import slot

Assigned = list[tuple[str | None, str]]  # (letter or None, text) pairs
BRACKETS = re.compile(r"[\[(] ?([^\[\](),]{1,20}) ?, ?([^\[\](),]{1,20}) ?[\])]")
PLACE = re.compile(rf"(?:({LETTER}) ?=+ ?)?([^,&=]+)")
BETWEEN = re.compile(r" ?(?:,|&|\band\b|\bor\b|和|与|及|且|跟) ?")
# A value with letters and signs is a function's: s=3t^2, t=1时.
DEFINES = re.compile(
    r"(?<![A-Za-z])[a-df-zA-Z](?![A-Za-z]).*[-+*/^]|[-+*/^\d] ?[a-df-zA-Z](?![A-Za-z])"
)


def places_in(said: str) -> list[tuple[str | None, str]]:
    """Places from "2 and 5", "x = 3, a = 2" or the point (2, 4) of a curve, where x is 2."""
    pair = re.fullmatch(r"[A-Z]?\( ?([^,()]+(?:\([^()]*\))?) ?, ?([^,]+) ?\)", said.strip())
    if pair is not None:
        return [(None, pair[1])]
    places = []
    for part in BETWEEN.split(said):
        found = PLACE.fullmatch(part.strip())
        if found is not None:
            places.append((found[1], found[2].strip()))
    return places


def interval_in(found: re.Match[str]) -> Assigned:
    """The places between which something moves, from "from 1 to 3" or "between 1 and 3"."""
    end = slot(found, "place")
    places = places_in(slot(found, "points") or "") + (places_in(end) if end else [])
    named = (slot(found, "letter") or slot(found, "lone") or "").strip()
    letter = named or next((letter for letter, _ in places if letter), None)
    return [(letter, text) for _, text in places]


def without_brackets(text: str) -> str:
    """The interval [1, 3] in words."""
    return BRACKETS.sub(r" from \1 to \2 ", text)
