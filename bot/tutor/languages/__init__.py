"""The words of every language, from one TOML file each."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


@cache
def words(language: Language) -> dict[str, Any]:
    """All tables of a language's file; treat as read-only."""
    return tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text("utf-8"))


@cache
def chapter_words(chapter: int, language: Language) -> dict[str, Any]:
    """The title of a chapter of the course, from 1, and the words of its cards."""
    name = f"{chapter}.{language}.toml"
    return tomllib.loads(files(__package__).joinpath("chapters", name).read_text("utf-8"))
