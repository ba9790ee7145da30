"""A message -> the request that was meant, in its own right or as a change of the one before."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace

from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language
from bot.tutor.reading.chinese import is_dictated
from bot.tutor.reading.clues import CERTAIN, gather
from bot.tutor.reading.draft import drafted
from bot.tutor.reading.elsewhere import refuse_other_questions
from bot.tutor.reading.follow_up import alone, changed
from bot.tutor.reading.functions import CANONICAL
from bot.tutor.reading.misspelt import mend_asking
from bot.tutor.reading.names import GREEK_NAMES, no_products
from bot.tutor.reading.nested import nested
from bot.tutor.reading.normalise import tidy
from bot.tutor.reading.phrases import concepts, english_words, pattern_of
from bot.tutor.reading.request import Request
from bot.tutor.reading.straight import through_points

LONGEST_MESSAGE = 4_096
LONGEST_TIDIED = 1_000
HAN = re.compile(r"[\u3001-\u3002\u3400-\u9fff\uff0c\uff1f\uff01\uff1b\uff1a]")
SENTENCE_END = re.compile(r"(?<=[.!?]) +")
CALCULABLE = re.compile(r"[\d=^*/√|]|[A-Za-z]\(")

# A formula that is more than a number, or a letter, which may have been a word.
CALCULATED = re.compile(r"[A-Za-z].+|.+[A-Za-z]")


@dataclass(frozen=True)
class Reading:
    """A request, and the language of the message; None where it shows none."""

    request: Request
    language: Language | None


def read(text: str, before: Request | None = None, *, explicit: bool = False) -> Reading:
    """What a message asks; `before` is the request that a follow-up changes.

    Args:
        text: the message as it was typed.
        before: the last request of this learner in this chat.
        explicit: certainly meant as a request: a bare formula asks for its derivative.

    Raises:
        Misunderstood: for everything that is no request, and for what cannot be read.
    """
    if len(text) > LONGEST_MESSAGE or len(" ".join(text.split())) > LONGEST_TIDIED:
        raise Misunderstood("too-long")
    text = mend_asking(text)
    tidied = tidy(text)
    if len(tidied) > LONGEST_TIDIED:
        raise Misunderstood("too-long")
    _refuse_concepts(tidied)
    request = _request(tidied, before, explicit=explicit)
    if is_dictated(text):
        request = _with_other_reach(request, tidy(text, otherwise=True), before)
    return Reading(request, language_of(text))


def overhear(text: str) -> Reading:
    """What a message asks that was said to nobody: all of it, in so many words, or nothing.

    Raises:
        Misunderstood: it does not ask in words, or something had to be mended or left out.
    """
    tidied = tidy(text)
    if len(tidied) > LONGEST_TIDIED or not gather(tidied).asked & CERTAIN:
        raise Misunderstood("not-a-request")
    _refuse_concepts(tidied)
    request = _asked(tidied, None, explicit=False)
    if request.repairs or not all(map(CALCULATED.search, request.formulas)):
        raise Misunderstood("not-a-request")
    return Reading(request, language_of(text))


def language_of(text: str) -> Language | None:
    """Chinese where there is a Han character or its punctuation, English where a word is."""
    if HAN.search(text):
        return "zh"
    for word in re.findall(r"[A-Za-z']{2,}", text[:LONGEST_MESSAGE]):
        lower = word.lower()
        if lower in english_words() or lower in no_products():
            return "en"
        if len(lower) > 3 and lower not in CANONICAL and lower not in GREEK_NAMES:  # noqa: PLR2004 - a shorter one may be a product
            return "en"
    return None


def _refuse_concepts(tidied: str) -> None:
    """A question about an idea is answered, but it is no request."""
    whole = tidied.strip(" .?!,")
    bare = pattern_of("filler").sub(" ", whole).strip(" .?!,")
    for concept, pattern in concepts():
        if pattern.fullmatch(whole) or pattern.fullmatch(bare):
            raise Misunderstood(f"concept-{concept}")


def _with_other_reach(request: Request, otherwise: str, before: Request | None) -> Request:
    """The request, with what else was dictated where a root or a fraction may reach further."""
    try:
        other = _request(otherwise, before, explicit=True).formulas[0]
    except Misunderstood:
        return request
    if other in {request.formulas[0], *request.others}:
        return request
    return replace(request, others=(*request.others, other))


def _request(tidied: str, before: Request | None, *, explicit: bool) -> Request:
    """The message as it stands, after its own correction, or else without its small talk."""
    corrected = _corrected(tidied, before, explicit=explicit)
    if corrected is not None:
        return corrected
    try:
        return _asked(tidied, before, explicit=explicit)
    except Misunderstood:
        question = _without_small_talk(tidied)
        if question is None:
            raise
        return _asked(question, before, explicit=explicit)


def _corrected(tidied: str, before: Request | None, *, explicit: bool) -> Request | None:
    """Slope of x^2 at 3, no wait, at 4: what follows changes what was said first."""
    places = list(pattern_of("correction").finditer(tidied, 1))
    if not places:
        return None
    first, second = tidied[: places[-1].start()], tidied[places[-1].end() :].lstrip(" ,.!:")
    meant = before
    with suppress(Misunderstood):
        meant = _asked(first, before, explicit=explicit)
    try:
        return _asked(second, meant, explicit=explicit)
    except Misunderstood:
        return None


def _without_small_talk(tidied: str) -> str | None:
    """The sentences with something to calculate, where they certainly ask; None where none do."""
    sentences = SENTENCE_END.split(tidied)
    kept = " ".join(sentence for sentence in sentences if CALCULABLE.search(sentence))
    if kept == tidied or not gather(kept).asked & CERTAIN:
        return None
    return kept


def _asked(tidied: str, before: Request | None, *, explicit: bool) -> Request:
    request = alone(tidied, before)
    if request is not None:
        return request
    refuse_other_questions(tidied)
    whole = nested(tidied) or through_points(tidied)
    if whole is not None:
        return whole
    clues = gather(tidied)
    if before is not None:
        request = changed(clues, before)
        if request is not None:
            return request
    return drafted(tidied, clues, explicit=explicit)
