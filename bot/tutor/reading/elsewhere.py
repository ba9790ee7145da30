"""Integrals, equations, limits: questions for somebody else, and the slope that is nearest."""

import re

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import letters_of, parse
from bot.tutor.reading.functions import CANONICAL
from bot.tutor.reading.phrases import pattern_of
from bot.tutor.reading.printing import unicode

OTHER_QUESTIONS = ("integral", "solve", "limit", "reciprocal")
# Where the learner's formula ends: x^2 from 0 to 3, x^2 - 4 = 0, x² 的.
ENDS = re.compile(r"=|[,.;?](?!\d)|[\u3400-\u9fff]|\bd[a-z]\b|\b[a-z]{2,}\b")
LONGEST = 40
USUAL = "x² − 4"


def refuse_other_questions(text: str) -> None:
    """Say what is not taught here, with an example made of the learner's own formula.

    Raises:
        Misunderstood: the message asks for something else than a slope.
    """
    for question in OTHER_QUESTIONS:
        found = pattern_of(question).search(text)
        if found is not None:
            near = _formula(text[found.end() :]) or _formula(text[: found.start()]) or USUAL
            raise Misunderstood(question, text, None, (("formula", near),))


def _formula(text: str) -> str | None:
    """The formula in one letter with which a text begins."""
    text = text.lstrip(" :,")
    ends = (found for found in ENDS.finditer(text) if found[0] not in CANONICAL)
    end = next(ends, None)
    written = text[: end.start()] if end else text
    try:
        tree = parse(written)
    except Misunderstood:
        return None
    shown = unicode(tree)
    return shown if len(letters_of(tree)) == 1 and len(shown) <= LONGEST else None
