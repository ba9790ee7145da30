"""A practice answer as plain JSON values: what `nudge practice --json` takes and prints."""

from typing import Any

from bot.tutor.course.judging import judge
from bot.tutor.course.verdicts import tell
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import LANGUAGES, words
from bot.tutor.reading.formula import letters_of, parse
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Letter, Node
from bot.tutor.scene import Question

Row = dict[str, Any]
NEEDED = ("ask", "expr", "answer")
ASKED = ("value", "nudged-value", "rise", "ratio", "slope", "derivative-function")


def graded(row: Row) -> Row:
    """The row with `right`, `misconception` and `words`.

    A row that is no question has `right` null and says in `words` what is wrong with it.
    """
    language = next((one for one in LANGUAGES if one == row.get("language")), LANGUAGES[0])
    try:
        question = _question(row)
        verdict = judge(question, _text(row["answer"]))
        told = tell(question, verdict, language)
    except Misunderstood:
        no_question = words(language)["practice-told"]["no-question"]
        return {**row, "right": None, "misconception": None, "words": no_question}
    return {**row, "right": verdict.right, "misconception": verdict.misconception, "words": told}


def _question(row: Row) -> Question:
    """The question of a row.

    Raises:
        Misunderstood: something is missing, or stands where something else belongs.
    """
    if any(key not in row for key in NEEDED) or row["ask"] not in ASKED:
        raise Misunderstood("no-question")
    formula = _parsed(row["expr"])
    variable = str(row.get("var") or next(iter(letters_of(formula)), "x"))
    # Where a rule is asked for, the point is only where a learner might put it in.
    at = row.get("at", "1" if row["ask"] == "derivative-function" else None)
    if set(letters_of(formula)) - {variable} or not isinstance(parse(variable), Letter):
        raise Misunderstood("no-question")
    run = row.get("run")
    request = Request(
        formulas=(plain(formula),),
        variable=variable,
        points=(_constant(at),),
        run=None if run is None else _constant(run),
    )
    return Question(row["ask"], request)


def _constant(value: object) -> str:
    node = _parsed(value)
    if letters_of(node):
        raise Misunderstood("no-question")
    return plain(node)


def _parsed(value: object) -> Node:
    return parse(_text(value))


def _text(value: object) -> str:
    """A string, or a number, which JSON may write without quotes."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Misunderstood("no-question")
    return str(value)
