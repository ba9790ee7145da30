"""Answers to choose from: the right one, and those that slips lead to; never random numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bot.tutor.course.guesses import formulas, numbers
from bot.tutor.course.judging import judge, steeper
from bot.tutor.course.questions import Facts, facts, wanted
from bot.tutor.languages import Language, words
from bot.tutor.numerals import said
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.scene import Choice, Question
from bot.tutor.telling.notation import formula

ROW = 3  # buttons side by side
WRONG = 3  # options at most, beside the right one


@dataclass(frozen=True)
class Option:
    """A button or an option of a poll: what it says, and the answer that it stands for."""

    label: str
    answer: str
    right: bool


def options(question: Question, seed: int, language: Language) -> tuple[Option, ...]:
    """In an order that only the seed decides; none where there are no slips to choose between."""
    say = words(language)["practice"]["choices"]
    match question.ask:
        case "exists":
            there_is = facts(question).slope is not None
            return (Option(say["yes"], "yes", there_is), Option(say["no"], "no", not there_is))
        case "steeper":
            return _points(question, say["same"])
        case "where":
            return ()
        case _:
            return _shuffled(question, seed)


def in_rows(choices: tuple[Choice, ...]) -> tuple[tuple[Choice, ...], ...]:
    """Buttons of a question: side by side as long as they can be read there."""
    if len(choices) <= ROW:
        return (choices,)
    half = (len(choices) + 1) // 2
    return (choices[:half], choices[half:])


def _points(question: Question, same: str) -> tuple[Option, ...]:
    letter, right = question.request.variable, steeper(question)
    points = tuple(
        Option(f"{letter} = {unicode(parse(point))}", point, point == right)
        for point in question.request.points
    )
    return (*points, Option(same, "same", right is None))


def _shuffled(question: Question, seed: int) -> tuple[Option, ...]:
    known = facts(question)
    if wanted(question, known) is None:
        return ()
    right, *others = dict.fromkeys(_labels(question, known))
    wrong = _of_each_slip(question, others)
    dice = Random(seed)  # noqa: S311 - nothing secret
    # The likeliest slip comes first, and is always offered.
    some = [*wrong[:1], *dice.sample(wrong[1:], min(WRONG - 1, len(wrong[1:])))]
    found = [Option(right, right, right=True), *(Option(one, one, right=False) for one in some)]
    dice.shuffle(found)
    return tuple(found) if some else ()


def _of_each_slip(question: Question, labels: list[str]) -> list[str]:
    """The wrong answers, one for each slip."""
    slips: dict[str, str] = {}
    for label in labels:
        verdict = judge(question, label)
        if not verdict.right:
            slips.setdefault(verdict.told, label)
    return list(slips.values())


def _labels(question: Question, known: Facts) -> Iterator[str]:
    """The right answer, then what slips lead to, each as it is said."""
    if question.ask == "derivative-function":
        written = (formula(guess.is_a.exact) for guess in formulas(question, known))
        yield from (text for text in written if text)
    else:
        yield from (said(guess.is_a) for guess in numbers(question, known))
