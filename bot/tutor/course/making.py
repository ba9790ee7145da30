"""Questions from the engine: which kind comes next, how hard it is, and what is asked.

The rule of difficulty: every kind has a strength from 0 to 8.
An answer that is right at once adds 1, one that had to be told takes 1 away.
The next question is of the weakest kind that is open, and never of the same kind as the last.
Two steps of strength are one level of formulas, from lines over powers to chains.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from bot.tutor.reading.formula import parse, renamed
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request
from bot.tutor.scene import Ask, Practice, Question

STRONGEST = 8
STEPS = 2  # of strength, to a level
LETTERS = ("a", "a", "x", "t")
NUDGES = ("1/1000", "1/1000", "1/100", "1/10")

# Kinds of questions, by the strength in all that opens them.
OPENED_AT: Mapping[Ask, int] = {
    "value": 0,
    "nudged-value": 0,
    "rise": 0,
    "ratio": 0,
    "triangle": 0,
    "slope": 0,
    "steeper": 3,
    "exists": 3,
    "elsewhere": 3,
    "derivative-function": 6,
    "where": 6,
}
# Their answers have few digits only on lines and squares.
PLAIN: tuple[Ask, ...] = ("value", "nudged-value", "rise", "ratio", "triangle")


@dataclass(frozen=True)
class _Family:
    """Formulas in a letter x with numbers c and d, and the points at which they come out well."""

    formulas: tuple[str, ...]
    points: tuple[str, ...]


WHOLE = ("1", "2", "3", "4", "5")
LINES = _Family(("{c}*x", "{c}*x", "{c}*x + {d}", "-{c}*x", "{c}*x - {d}"), (*WHOLE, "0", "-2"))
SQUARES = _Family(("x^2", "x^2 + {d}", "{c}*x^2", "x^2 - {c}*x"), (*WHOLE, "-1", "-3"))
POWERS = (
    _Family(("x^3", "x^3 + {d}", "x^3 - {c}*x"), ("1", "2", "3", "-1", "-2")),
    _Family(("1/x", "{c}/x"), ("1", "2", "4", "-2", "5")),
    _Family(("sqrt(x)", "{c}*sqrt(x)"), ("1", "4", "16", "25")),
    _Family(("ln(x)", "{c}*ln(x)"), ("1", "2", "4", "5")),
)
CHAINS = (
    _Family(("(2*x + 1)^2", "(3*x - 1)^2", "(2*x - 3)^3"), ("1", "2", "0")),
    _Family(("e^(2*x)", "e^(3*x)", "x*e^x", "sin(2*x)", "sin({c}*x)"), ("0",)),
    _Family(("x*(x + 1)^2", "(x^2 + 1)^2"), ("1", "2", "-1")),
)
LEVELS: tuple[tuple[_Family, ...], ...] = ((LINES,), (SQUARES,), POWERS, CHAINS)

# Is there a slope? Half of them have one.
WHETHER: tuple[tuple[tuple[str, str], ...], ...] = (
    (("abs(x)", "0"), ("abs(x)", "3"), ("x^2", "0"), ("{c}*x", "0")),
    (("abs(x - {d})", "{d}"), ("1/x", "0"), ("1/x", "2"), ("x^2 - {c}*x", "1")),
    (("relu(x)", "0"), ("relu(x)", "{d}"), ("sqrt(x)", "4"), ("x^3", "0"), ("sign(x)", "0")),
    (("cbrt(x)", "0"), ("x*abs(x)", "0"), ("floor(x)", "2"), ("x^2*sign(x)", "0")),
)
# Where is the slope so much? One point only, but for the last.
SOUGHT: tuple[tuple[tuple[str, str], ...], ...] = (
    (("x^2", "4"), ("x^2", "10"), ("x^2", "6"), ("x^2", "-2")),
    (("x^2 - {c}*x", "0"), ("{c}*x^2", "0"), ("x^2 + {d}*x", "{d}")),
    (("ln(x)", "1/4"), ("sqrt(x)", "1/4"), ("e^x", "1")),
    (("x^3", "12"), ("1/x", "-1"), ("x^3", "27")),
)


def following(practice: Practice, seed: int) -> Question:
    """The next question for a learner; the same seed and the same practice, the same question."""
    strengths = dict(practice.strengths)
    total = sum(strengths.values())
    before = practice.round.question.ask if practice.round else None
    opened = [ask for ask, needed in OPENED_AT.items() if total >= needed and ask != before]
    weakest = min(strengths.get(ask, 0) for ask in opened)
    ask = Random(seed).choice([one for one in opened if strengths.get(one, 0) == weakest])  # noqa: S311 - nothing secret
    return made(ask, level(strengths.get(ask, 0)), seed)


def level(strength: int) -> int:
    """From 0, lines, to 3, chains."""
    return min(strength // STEPS, len(LEVELS) - 1)


def made(ask: Ask, at_level: int, seed: int) -> Question:
    """A question of a kind and a level, from 0 to 3, reproducible by its seed."""
    dice = Random(f"{ask} {at_level} {seed}")  # noqa: S311 - nothing secret
    return Question(ask, _MAKERS.get(ask, _at_a_point)(ask, at_level, dice))


def _at_a_point(ask: Ask, at_level: int, dice: Random) -> Request:
    family = dice.choice(LEVELS[min(at_level, 1) if ask in PLAIN else at_level])
    run = dice.choice(NUDGES) if ask in PLAIN and at_level else NUDGES[0]
    return _request(dice, dice.choice(family.formulas), (dice.choice(family.points),), run=run)


def _at_two_points(ask: Ask, at_level: int, dice: Random) -> Request:
    family = dice.choice(LEVELS[min(at_level + (ask == "elsewhere"), 2)])
    if ask == "steeper":  # of two positive slopes, unless both are the same
        family = _Family(family.formulas[:2], tuple(p for p in family.points if p in WHOLE))
    return _request(dice, dice.choice(family.formulas), tuple(dice.sample(family.points, 2)))


def _whether(_: Ask, at_level: int, dice: Random) -> Request:
    formula, point = dice.choice(WHETHER[at_level])
    return _request(dice, formula, (point,))


def _sought(_: Ask, at_level: int, dice: Random) -> Request:
    formula, target = dice.choice(SOUGHT[at_level])
    return _request(dice, formula, (), target=target)


_MAKERS: Mapping[Ask, Callable[[Ask, int, Random], Request]] = {
    "elsewhere": _at_two_points,
    "steeper": _at_two_points,
    "exists": _whether,
    "where": _sought,
}


def _request(
    dice: Random,
    formula: str,
    points: tuple[str, ...],
    run: str | None = None,
    target: str | None = None,
) -> Request:
    numbers = {"c": str(dice.randint(2, 9)), "d": str(dice.randint(2, 6))}
    letter = dice.choice(LETTERS)

    def written(text: str) -> str:
        return plain(renamed(parse(text.format_map(numbers)), "x", letter))

    return Request(
        formulas=(written(formula),),
        variable=letter,
        points=tuple(map(written, points)),
        run=None if run is None else written(run),
        wants="slope" if target is None else "where",
        target=None if target is None else written(target),
    )
