"""What could not be understood, said kindly, with the place marked."""

import re

from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language, words
from bot.tutor.reading.printing.unicode import SUPERSCRIPTS
from bot.tutor.telling.length import fit
from bot.tutor.telling.sentences import in_pieces

AROUND = 30  # characters shown on either side of the place that could not be read
EXPONENT = re.compile(r"\^\((-?\d{1,6})\)")


def excuse(error: Misunderstood, language: Language) -> str:
    """One sentence or two with an example, at most 1,000 UTF-16 units; the place stands in ⟦ ⟧."""
    sentences = words(language)["misunderstood"]
    sentence = sentences[error.reason].format_map(dict(error.slots))
    sentence = in_pieces(sentence, language)
    return fit([sentence, _marked(error)] if error.span else [sentence])


def _marked(error: Misunderstood) -> str:
    start, end = error.span or (0, 0)
    before, place, after = error.text[:start], error.text[start:end], error.text[end:]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:]
    if len(place) > AROUND:
        place = place[:AROUND] + "…"
    if len(after) > AROUND:
        after = after[:AROUND] + "…"
    return f"{_raised(before)}⟦{place}⟧{_raised(after)}"


def _raised(text: str) -> str:
    """Exponents as they are written by hand: x², where we read x^(2)."""
    return EXPONENT.sub(lambda found: found[1].translate(SUPERSCRIPTS), text)
