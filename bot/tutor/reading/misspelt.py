"""Words that ask, with a slip of the finger in them: gradent, derivitve, slpe."""

import re
from functools import lru_cache

from bot.tutor.reading.phrases import words_under

LONGEST = 16
# From this length on a word may have two slips.
LONG = 8
FEWEST_LETTERS = 4
CANDIDATE = re.compile(rf"(?<![A-Za-z\\])[A-Za-z]{{{FEWEST_LETTERS},{LONGEST}}}(?![A-Za-z(])")


def mend_asking(text: str) -> str:
    """The words that ask, as they are spelt; every other word as it is.

    Only near to a handful of words (`asking` in the languages), and with their first letter:
    so that no other word of a chat becomes a request.
    """
    return CANDIDATE.sub(lambda found: _mended(found[0]) or found[0], text)


@lru_cache(maxsize=1_000)
def _mended(word: str) -> str | None:
    lower = word.lower()
    known = words_under("asking")
    if lower in known or lower in words_under("not_asking"):
        return None
    near = (right for right in known if right[0] == lower[0] and _is_near(lower, right))
    return min(near, default=None)


def _is_near(word: str, right: str) -> bool:
    slips = 1 if len(right) < LONG else 2
    return abs(len(word) - len(right)) <= slips and _distance(word, right) <= slips


def _distance(word: str, right: str) -> int:
    """How many letters are missing, too many, wrong, or exchanged with their neighbour."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for at, letter in enumerate(word, 1):
        row = [at]
        for place, meant in enumerate(right, 1):
            cost = min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != meant))
            if before and place > 1 and word[at - 2 : at] == meant + right[place - 2]:
                cost = min(cost, before[place - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
