"""A practice answer as plain JSON values: what `nudge practice --json` takes and prints."""

from typing import Any

from bot.tutor.course.judging import judge
from bot.tutor.course.verdicts import tell
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import LANGUAGES, words
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request
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
        verdict = judge(question, str(row["answer"]))
        told = tell(question, verdict, language)
    except Misunderstood:
        no_question = words(language)["practice-told"]["no-question"]
        return {**row, "right": None, "misconception": None, "words": no_question}
    return {**row, "right": verdict.right, "misconception": verdict.misconception, "words": told}


def _question(row: Row) -> Question:
    if any(key not in row for key in NEEDED) or row["ask"] not in ASKED:
        raise Misunderstood("no-question")
    run = row.get("run")
    request = Request(
        formulas=(_plain(row["expr"]),),
        variable=str(row.get("var", "x")),
        points=(_plain(row.get("at", "1")),),
        run=None if run is None else _plain(run),
    )
    return Question(row["ask"], request)


def _plain(text: object) -> str:
    return plain(parse(str(text)))
