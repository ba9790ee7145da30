"""The course's cards as they are planned: which numbers each is about, and what it shows."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from bot.tutor.calculus.basic import basic, put_in
from bot.tutor.calculus.quantity import of_node
from bot.tutor.reading.formula import letters_of, parse
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Node
from bot.tutor.scene import Ask, Question

Shows = Literal["value", "slope", "points", "function", "motion"]
USUAL = "1/1000"  # the lesson's nudge, in units of the variable


@dataclass(frozen=True)
class Card:
    """One message of the course.

    Attributes:
        name: of its words; chapter: from 1.
        places: a function and a point each; the words of the second have _2 behind their slots.
        own: the formula of each place as the plan has it: a + u, where the place has a + bc.
        values: the letters' values in the chapter, as (letter, value) pairs.
        shows: the picture: of the first place, or of all points together.
        predict: what the learner guesses before going on, about the first place.
    """

    name: str
    chapter: int
    places: tuple[Request, ...]
    own: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    shows: Shows
    predict: Ask | None

    @property
    def question(self) -> Question | None:
        """What is to be guessed."""
        return Question(self.predict, self.places[0]) if self.predict else None

    @property
    def shown(self) -> Request:
        """Whose picture it is."""
        first = self.places[0]
        match self.shows:
            case "value":
                return replace(first, wants="value", run=None)
            case "points":
                points = tuple(place.points[0] for place in self.places)
                return replace(first, points=points, run=None)
            case "function":
                return replace(first, points=(), run=None)
            case "slope" | "motion":
                return first


@cache
def chapters() -> tuple[tuple[Card, ...], ...]:
    """All chapters, card by card."""
    return planned(files(__package__).joinpath("plan.toml").read_text("utf-8"))


def planned(plan: str) -> tuple[tuple[Card, ...], ...]:
    """The chapters of a plan, which is TOML."""
    return tuple(
        tuple(_card(card, number, chapter) for card in chapter["cards"])
        for number, chapter in enumerate(tomllib.loads(plan)["chapters"], 1)
    )


def _card(card: Mapping[str, Any], number: int, chapter: Mapping[str, Any]) -> Card:
    functions = {name: parse(text) for name, text in chapter["functions"].items()}
    values = {name: parse(text) for name, text in chapter.get("values", {}).items()}
    places: Sequence[Mapping[str, str]] = card.get("places", [card])
    return Card(
        name=card["id"],
        chapter=number,
        places=tuple(_place(place, functions, values) for place in places),
        own=tuple(unicode(functions[place.get("of", "f")]) for place in places),
        values=tuple((name, unicode(value)) for name, value in values.items()),
        shows=card["shows"],
        predict=card.get("predict"),
    )


def _place(
    place: Mapping[str, str], functions: Mapping[str, Node], values: Mapping[str, Node]
) -> Request:
    variable, name = place.get("var", "a"), place.get("of", "f")
    whole = _whole(functions[name], functions, variable)
    others = [other for other in letters_of(whole) if other != variable]
    point = parse(place["at"]) if "at" in place else _value(variable, functions, values)
    return Request(
        formulas=(plain(whole),),
        variable=variable,
        points=(plain(point),),
        run=place.get("run", USUAL),
        given=tuple((other, plain(values[other])) for other in others),
        name=name if name.isupper() else "f",
    )


def _whole(node: Node, functions: Mapping[str, Node], variable: str) -> Node:
    """The formula with other functions put in for their names, but for the one that is nudged."""
    inner = {name: node for name, node in functions.items() if name != variable}
    while set(letters_of(node)) & set(inner):
        node = put_in(node, inner)
    return node


def _value(name: str, functions: Mapping[str, Node], values: Mapping[str, Node]) -> Node:
    """A letter's value in the chapter, worked out where the letter is a function's name."""
    if name in values:
        return values[name]
    whole = put_in(_whole(functions[name], functions, ""), values)
    worked_out = of_node(basic(whole), {})
    return parse(str(worked_out.exact))
