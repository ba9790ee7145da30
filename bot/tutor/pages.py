"""Pages: what a command opens, and what the buttons on it do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from bot.tutor.languages import LANGUAGES, Language, words
from bot.tutor.scene import (
    Choice,
    Opened,
    Page,
    Reply,
    Scene,
    Settings,
    Tapped,
    Turn,
    reply_language,
)

# What can be chosen, row by row: an option's name and the settings that it stands for.
OPTIONS: Mapping[str, Mapping[str, dict[str, Any]]] = {
    "language": {"any": {"language": None}, **{one: {"language": one} for one in LANGUAGES}},
    "nudge": {
        "0.1": {"nudge": "0.1"},
        "0.01": {"nudge": "0.01"},
        "0.001": {"nudge": None},
        "0.0001": {"nudge": "0.0001"},
    },
    "style": {"full": {"style": "full"}, "brief": {"style": "brief"}},
    "pictures": {
        "light": {"look": "light", "pictures": True},
        "dark": {"look": "dark", "pictures": True},
        "none": {"pictures": False},
    },
    "overhear": {"off": {"overhear": False}, "on": {"overhear": True}},
}
# Where else a conversation may begin.
ONWARDS: Mapping[str, str] = {"lesson": "course-1-1", "practice": "ask-again"}
FIRST = 3  # examples of the start page; the help has them all
SHORT = 18  # the width of a button that has another beside it on a phone, in narrow letters
HAN = "\u2e80"  # from here on letters are twice as wide


def opened(event: Opened, scene: Scene) -> Turn:
    """The page of a command."""
    if event.page == "cancel":
        return _cancelled(event, scene)
    return Turn(_page(event.page, event, scene), scene)


def example(event: Tapped, scene: Scene) -> str:
    """The text of an example's button; empty where something else was tapped."""
    number = event.change.removeprefix("example-")
    texts = words(reply_language(scene, None, event.locale))["pages"]["examples"]
    return {str(place): str(text) for place, text in enumerate(texts)}.get(number, "")


def tapped(event: Tapped, scene: Scene) -> Turn | None:
    """A page after a tap on it; None: it has no such button."""
    match event.change.split("-", 2):
        case ["settings" | "language" as page, row, option] if option in OPTIONS.get(row, {}):
            settings = replace(scene.settings, **OPTIONS[row][option])
            chosen = replace(scene, settings=settings)
            return Turn(_page(page, event, chosen), chosen)
        case ["forget", "yes"]:
            return Turn(_bare("forgotten", event, scene), Scene(), forgets=True)
        case ["forget", "no"]:
            return Turn(_bare("kept", event, scene), scene)
    return None


def _cancelled(event: Opened, scene: Scene) -> Turn:
    """What was asked back, and what a follow-up would go on from, is over."""
    key = "nothing-open" if scene.last is None else "cancelled"
    return Turn(_bare(key, event, scene), replace(scene, last=None))


def _bare(key: str, event: Opened | Tapped, scene: Scene) -> Reply:
    language = reply_language(scene, None, event.locale)
    page: Page = "cancel" if isinstance(event, Opened) else "forget"
    return Reply(str(words(language)["pages"][key]), language, page=page)


def _page(page: Page, event: Opened | Tapped, scene: Scene) -> Reply:
    language = reply_language(scene, None, event.locale)
    text = str(words(language)["pages"][page]).strip()
    rows = _rows(page, group=event.group)
    if rows:
        heading = words(language)["pages"]["group"] if event.group and page == "settings" else text
        lines = (_chosen(row, scene.settings, language) for row in rows)
        text = "\n".join([str(heading), *lines])
    elif isinstance(event, Opened):
        text = text.format(days=event.days)
    return Reply(text, language, choices=_choices(page, rows, scene, language), page=page)


def _rows(page: Page, *, group: bool) -> tuple[str, ...]:
    match page:
        case "language":
            return ("language",)
        case "settings":
            return tuple(OPTIONS) if group else tuple(row for row in OPTIONS if row != "overhear")
        case _:
            return ()


def _choices(
    page: Page, rows: tuple[str, ...], scene: Scene, language: Language
) -> tuple[tuple[Choice, ...], ...]:
    say = words(language)["pages"]
    match page:
        case "start" | "help":
            shown = say["examples"][: FIRST if page == "start" else None]
            own = Choice(words(language)["choices"]["own"], "own", fills=shown[0])
            return (*_in_pairs(shown), (own,))
        case "forget":
            answers: tuple[Literal["yes", "no"], ...] = ("yes", "no")
            return (tuple(Choice(say[f"forget-{one}"], f"forget-{one}") for one in answers),)
    return tuple(
        tuple(
            Choice(
                f"✓ {label}" if _holds(row, option, scene.settings) else label,
                f"{page}-{row}-{option}",
            )
            for option, label in _labels(row, language).items()
        )
        for row in rows
    )


def _in_pairs(examples: list[str]) -> list[tuple[Choice, ...]]:
    """Short examples stand two in a row."""
    rows: list[tuple[Choice, ...]] = []
    for place, text in enumerate(examples):
        choice = Choice(text, f"example-{place}")
        beside = rows and len(rows[-1]) == 1 and all(map(_is_short, (rows[-1][0], choice)))
        rows.append((*rows.pop(), choice) if beside else (choice,))
    return rows


def _is_short(choice: Choice) -> bool:
    return sum(2 if letter >= HAN else 1 for letter in choice.label) <= SHORT


def _chosen(row: str, settings: Settings, language: Language) -> str:
    """A line for what holds: • Answers: brief."""
    labels = (
        label for option, label in _labels(row, language).items() if _holds(row, option, settings)
    )
    return str(words(language)["pages"]["line"]).format(
        title=words(language)["pages"]["titles"][row], chosen=next(labels, "")
    )


def _labels(row: str, language: Language) -> dict[str, str]:
    """What the options of a row are called; a number, and a language, by its own name."""
    named: dict[str, str] = {one: words(one)["pages"]["name"] for one in LANGUAGES}
    said = words(language)["pages"]["options"].get(row, {})
    return {option: str(said.get(option) or named.get(option, option)) for option in OPTIONS[row]}


def _holds(row: str, option: str, settings: Settings) -> bool:
    return replace(settings, **OPTIONS[row][option]) == settings
