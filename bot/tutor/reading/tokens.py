"""A formula's text -> the words and signs that the grammar knows."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn

from lark import Token

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.functions import CANONICAL
from bot.tutor.reading.names import GREEK, names_in

# A literal with more digits or a larger exponent of ten is refused before it becomes a number.
MOST_DIGITS = 400

NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+(?![\d.]))?"
WORDS_WITH_SIGNS = "|".join(
    sorted((re.escape(name) for name in CANONICAL if not name.isalpha()), key=len, reverse=True)
)
TOKEN = re.compile(
    rf"""
    (?P<SPACE>\s+)
  | (?P<NUMBER>{NUMBER})
  | (?P<SIGNED_WORD>(?:{WORDS_WITH_SIGNS})(?![a-z0-9_]*_))
  | (?P<WORD>[A-Za-z]+)
  | (?P<ROOT>[√∛])
  | (?P<GREEK>[{"".join(GREEK)}π])
  | (?P<OPERATOR>\*(?!\*)|/(?!/))
  | (?P<CIRCUMFLEX>\^|\*\*)
  | (?P<SIGN>[+-])
  | (?P<COMPARISON><=|>=|!=|==|<|>|=)
  | (?P<SUFFIX>[!°%])
  | (?P<MARK>[()\[\]{{}},;_])
    """,
    re.VERBOSE,
)
MARKS = {
    "(": "LPAR", ")": "RPAR", "[": "LSQB", "]": "RSQB", "{": "LBRACE", "}": "RBRACE",
    ",": "COMMA", ";": "SEMICOLON", "_": "UNDERSCORE",
}  # fmt: skip
# Cyrillic and Greek letters that nobody can tell from a Latin one.
LOOK_ALIKES = dict(
    zip("асеорхуіјАВЕКМНОРСТХοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceopxyijABEKMHOPCTXoABEZHIKMNOPTYX", strict=True)
)
KEYWORDS = {"if": "IF", "otherwise": "OTHERWISE"}
# After these, a product or an infix "mod" can go on.
OPERANDS = frozenset({"NUMBER", "LETTER", "CONSTANT", "RPAR", "RSQB", "RBRACE", "SUFFIX"})


@dataclass(frozen=True)
class Words:
    """The tokens, and what was mended in function names, as (written, read as) pairs."""

    tokens: list[Token]
    repairs: tuple[tuple[str, str], ...]


def words_of(text: str) -> Words:
    """Split a normalised formula into tokens with their places in the text.

    Raises:
        Misunderstood: with the place, for a sign or a name that no formula has.
    """
    tokens: list[Token] = []
    repairs: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            _refuse(text, at)
        kind = str(match.lastgroup)
        if kind in {"WORD", "SIGNED_WORD", "GREEK"}:
            tokens += _named(text, match, tokens, repairs)
        elif kind != "SPACE":
            tokens.append(_token(text, match, kind))
        at = match.end()
    return Words(tokens, tuple(repairs))


def number(token: Token) -> Fraction:
    return Fraction(str(token))


def _refuse(text: str, at: int) -> NoReturn:
    latin = LOOK_ALIKES.get(text[at])
    if latin is not None:
        slots = (("written", text[at]), ("latin", latin))
        raise Misunderstood("look-alike", text, (at, at + 1), slots)
    raise Misunderstood("unreadable", text, (at, at + 1))


def _token(text: str, match: re.Match[str], kind: str) -> Token:
    written = match.group()
    if kind == "NUMBER":
        _refuse_endless(text, match)
    if kind == "MARK":
        kind = MARKS[written]
    if kind == "ROOT":
        return _at("FUNCTION", "sqrt" if written == "√" else "cbrt", *match.span())
    return _at(kind, written, match.start(), match.end())


def _at(kind: str, value: str, start: int, end: int) -> Token:
    return Token(kind, value, start_pos=start, end_pos=end)


def _refuse_endless(text: str, match: re.Match[str]) -> None:
    mantissa, _, exponent = match.group().lower().partition("e")
    exponent = exponent.lstrip("+-0")
    if len(mantissa) > MOST_DIGITS or len(exponent) > len(str(MOST_DIGITS)):
        raise Misunderstood("too-costly", text, match.span())
    if exponent and int(exponent) > MOST_DIGITS:
        raise Misunderstood("too-costly", text, match.span())


def _named(
    text: str, match: re.Match[str], before: list[Token], repairs: list[tuple[str, str]]
) -> list[Token]:
    written, start = match.group(), match.start()
    if written in GREEK or written == "π":
        kind = "CONSTANT" if written == "π" else "LETTER"
        return [_at(kind, GREEK.get(written, "pi"), start, match.end())]
    if written.lower() in KEYWORDS:
        return [_at(KEYWORDS[written.lower()], written, start, match.end())]
    infix = before and before[-1].type in OPERANDS and not _takes_two(text, match.end())
    if written.lower() == "mod" and infix:
        return [_at("OPERATOR", "mod", start, match.end())]
    if match.lastgroup == "SIGNED_WORD":
        return [_at("FUNCTION", CANONICAL[written], start, match.end())]
    if written == "gamma" and text.startswith("(", match.end()):
        return [_at("FUNCTION", written, start, match.end())]
    beside = text[max(start - 1, 0) : start] + text[match.end() : match.end() + 1]
    found = names_in(written, among_signs=bool(set(beside) & set("+-*/^=")))
    if found is None:
        raise Misunderstood("unknown-name", text, match.span(), (("name", written),))
    repairs += [(written, part.name) for part in found if part.repaired]
    return [_at(part.kind, part.name, start + part.start, start + part.end) for part in found]


def _takes_two(text: str, at: int) -> bool:
    """Whether brackets with a comma follow: mod(x, 2) is no infix."""
    depth = 0
    for sign in text[at:].lstrip():
        depth += (sign == "(") - (sign == ")")
        if depth == 0 or (sign == "," and depth == 1):
            return sign == ","
    return False
