"""A language's sentences about lessons, to be filled in."""

import re
from typing import Protocol

from bot.tutor.languages import Language, words

PIECES = re.compile(r"\{[^{}]*\}")


class Say(Protocol):
    """Say the sentence `key` of the table [tell] (or another) with its slots filled."""

    def __call__(self, key: str, table: str = "tell", **slots: str) -> str: ...


def sayer(language: Language) -> Say:
    def say(key: str, table: str = "tell", **slots: str) -> str:
        sentences = words(language)[table]
        return str(sentences[key]).format_map(slots)

    return say


def in_pieces(text: str, language: Language) -> str:
    """The text with the conditions of functions in pieces as the language says them."""
    signs: dict[str, str] = words(language)["pieces"]

    def said(found: re.Match[str]) -> str:
        pieces = found[0]
        for written, meant in signs.items():
            pieces = pieces.replace(written, meant)
        return pieces

    return PIECES.sub(said, text)
