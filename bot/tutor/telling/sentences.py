"""A language's sentences about lessons, to be filled in."""

from typing import Protocol

from bot.tutor.languages import Language, words


class Say(Protocol):
    """Say the sentence `key` of the table [tell] (or another) with its slots filled."""

    def __call__(self, key: str, table: str = "tell", **slots: str) -> str: ...


def sayer(language: Language) -> Say:
    def say(key: str, table: str = "tell", **slots: str) -> str:
        sentences = words(language)[table]
        return str(sentences[key]).format_map(slots)

    return say
