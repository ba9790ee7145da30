"""The phrases of all languages, from their TOML files: words, and slots that have shapes."""

import re
from functools import cache

from bot.tutor.languages import LANGUAGES, words
from bot.tutor.reading.names import GREEK

# Possessive repetitions (++, *+) never go back, and a value has an end (40 parts), so that a
# search is linear in the message even where a phrase begins with a slot.
_LETTER = rf"(?:[A-Za-z](?![A-Za-z])|theta|alpha|beta|lambda|omega|phi|[{''.join(GREEK)}])"
_ATOM = (
    r"(?:\d++(?:\.\d++)?+(?:e[+-]?\d++)?+|\.\d++|pi(?![a-z])|[πe](?![a-z])"
    r"|(?:sqrt|cbrt|ln|log|exp|sin|cos|tan) ?(?=(?:[(√\dπ]|pi\b|e\b))"
    r"|inf(?:inity)?(?![a-z])|nan(?![a-z])|∞|[√∛()°%])"
)
_SIGNS = r" ?[-+*/^]{1,2}+ ?-?+ ?"
_VALUE = rf"[-+]? ?{_ATOM}(?:(?:{_SIGNS})?+{_ATOM}){{0,40}}+(?![A-Za-z\d]| ?\^)"
_OPEN = rf"(?:{_ATOM}|{_LETTER})"
_LETTERED = rf"[-+]? ?{_OPEN}(?:(?:{_SIGNS})?+{_OPEN}){{0,40}}+(?![A-Za-z\d])"
_PAIR = rf"\( ?{_VALUE} ?, ?{_VALUE} ?\)|(?-i:[A-Z]) ?\( ?[^(),]{{1,20}},[^(),]{{1,20}}\)"
_ALONE = rf"{_LETTER}(?= ?(?:$|[,.?;)处时的]))"
# y = x^2 is a function, not a point.
_ASSIGNED = rf"(?:[yfgFG] ?=(?!=) ?{_VALUE}|(?![yfgFG] ?=){_LETTER} ?=(?!=) ?{_LETTERED})"
_FIRST = rf"(?:{_ASSIGNED}|{_PAIR}|{_VALUE}|{_ALONE})"
_MORE = rf"(?: ?(?:,|&|\band\b|\bor\b|和|与|及|跟) ?(?:and )?(?:{_LETTER} ?= ?)?{_VALUE})*+"

SHAPES = {
    "points": f"{_FIRST}{_MORE}",
    "value": _VALUE,
    "place": rf"(?:{_LETTER} ?= ?)?{_VALUE}(?! ?[-+*/^(])",
    "count": r"(?<![\d.])\d++(?:\.\d++)?+",
    "letter": _LETTER,
    # No part of a formula: x从1到3, but not the x of 3x从1到3.
    "lone": rf"(?:(?<![^\n])|(?<=[,;\x1f在当让若])) ?{_LETTER}",
    "assigned": rf"{_ASSIGNED}(?: ?(?:,|\band\b|且|和) ?{_ASSIGNED})*+",
}
_LETTERS = "abcdefghijklmnopqrstuvwxyz" + "".join(GREEK)
_DIGITS = "0123456789"
_NUMBERS = _DIGITS + "+-.( √∛π∞°%)ceilnpst"  # and the letters of pi, e, sqrt, cbrt, ln, exp, inf
OPENINGS = {
    "letter": _LETTERS,
    "lone": f" {_LETTERS}",
    "assigned": _LETTERS,
    "count": _DIGITS,
    "value": _NUMBERS,
    "place": _NUMBERS + _LETTERS,
    "points": _NUMBERS + _LETTERS,
}
_NOT_INSIDE_A_WORD = r"(?:(?<![A-Za-z])|(?![A-Za-z]))"


def pattern_of(kind: str) -> re.Pattern[str]:
    """One pattern for all phrases of a kind, in all languages, the longest phrase first.

    Slots are groups named after their shape and a number: points_0, points_1, letter_2.
    """
    return _patterns()[kind]


def slot(found: re.Match[str], shape: str) -> str | None:
    """What stands in the slot of that shape, or None."""
    for name, text in found.groupdict().items():
        if text is not None and name.rpartition("_")[0] == shape:
            return text
    return None


def nth_number(word: str) -> int | None:
    """From "second", "2nd", "二" or "2"; None for a word that counts nothing."""
    digits = re.match(r"\d{1,2}", word)
    return int(digits[0]) if digits else _nth().get(word.lower())


@cache
def concepts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """For each concept, what a whole message that asks about it looks like."""
    asked: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for concept, phrases in words(language)["ask"].get("concept", {}).items():
            asked.setdefault(concept, []).extend(phrases)
    return tuple((concept, _compiled(phrases)) for concept, phrases in asked.items())


@cache
def answer_patterns() -> dict[str, re.Pattern[str]]:
    """What an answer to a question of ours may say beside a number: yes, no, none, and so on."""
    said: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for kind, phrases in words(language)["ask"].get("answer", {}).items():
            said.setdefault(kind, []).extend(phrases)
    return {kind: _compiled(phrases) for kind, phrases in said.items()}


@cache
def english_words() -> frozenset[str]:
    """The words of English phrases: a message with one of them is English."""
    ask = words("en")["ask"]
    phrases = [phrase for kind in ask.values() if isinstance(kind, list) for phrase in kind]
    return frozenset(re.findall(r"[a-z']{2,}", re.sub(r"\{\w+\}", " ", " ".join(phrases))))


@cache
def words_under(key: str) -> frozenset[str]:
    """The words of a list under `[ask.words]`, in all languages."""
    lists = (words(language)["ask"].get("words", {}).get(key, "") for language in LANGUAGES)
    return frozenset(word for one in lists for word in one.split())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    asked: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for kind, phrases in words(language)["ask"].items():
            if isinstance(phrases, list):
                asked.setdefault(kind, []).extend(phrases)
    return {kind: _compiled(phrases) for kind, phrases in asked.items()}


@cache
def _nth() -> dict[str, int]:
    return {
        word: number
        for language in LANGUAGES
        for word, number in words(language)["ask"].get("nth", {}).items()
    }


def _compiled(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    whole = "|".join(
        _ahead(_openings(phrase)) + _phrase(phrase, number)
        for number, phrase in enumerate(longest_first)
    )
    opening = _ahead(set().union(*map(_openings, phrases)))
    return re.compile(
        f"{opening}{_NOT_INSIDE_A_WORD}(?:{whole}){_NOT_INSIDE_A_WORD}", re.IGNORECASE
    )


def _ahead(signs: set[str]) -> str:
    """That one of these signs comes next, which is soon seen."""
    return f"(?=[{re.escape(''.join(sorted(signs)))}])"


def _openings(phrase: str) -> set[str]:
    """The signs with which a phrase can begin: a search looks nowhere else, which is most of it."""
    openings: set[str] = set()
    while phrase:
        first, phrase = phrase[0], phrase[1:]
        if first == "{":
            return openings | _slot_openings(phrase.partition("}")[0])
        if first in "[(":
            inner, phrase = _bracketed(phrase)
            for alternative in _outer_alternatives(inner):
                openings |= _openings(alternative)
            if first == "(":
                return openings
        elif first != " ":
            return openings | {first}
    return openings


def _slot_openings(name: str) -> set[str]:
    if name == "nth":
        return {word[0] for word in _nth()} | set(_DIGITS)
    return set(OPENINGS[name])


def _bracketed(phrase: str) -> tuple[str, str]:
    """What is inside a bracket that was just opened, and what follows it."""
    depth = 1
    for at, sign in enumerate(phrase):
        depth += (sign in "[(") - (sign in "])")
        if depth == 0:
            return phrase[:at], phrase[at + 1 :]
    return phrase, ""


def _outer_alternatives(inner: str) -> list[str]:
    alternatives, depth = [""], 0
    for sign in inner:
        depth += (sign in "[(") - (sign in "])")
        if sign == "|" and depth == 0:
            alternatives.append("")
        else:
            alternatives[-1] += sign
    return alternatives


def _phrase(phrase: str, number: int) -> str:
    """A phrase in the little language of the TOML files -> a regular expression."""
    signs = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|", " ": f" ?{_NOT_INSIDE_A_WORD}"}
    text = ""
    for part in re.findall(r"\{\w+\}|.", phrase):
        if part.startswith("{"):
            shape = part[1:-1]
            text += f"(?P<{shape}_{number}>{_shape(shape)})"
        else:
            text += signs.get(part, re.escape(part))
    return text


def _shape(name: str) -> str:
    if name == "nth":
        written = "|".join(sorted(_nth(), key=len, reverse=True))
        return rf"(?!\d)(?:{written})|(?<![\d.^])\d{{1,2}}(?:st|nd|rd|th|(?=[阶階次]))"
    return SHAPES[name]
