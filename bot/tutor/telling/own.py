"""A request as its learner would write it, to be changed into one of their own."""

from bot.tutor.errors import Misunderstood
from bot.tutor.languages import Language, words
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.request import Request
from bot.tutor.telling.notation import letter
from bot.tutor.telling.sentences import sayer

LONGEST = 200  # characters; Telegram takes 256


def own(request: Request, language: Language) -> str:
    """One line that is read again; an example where the request is too long for it."""
    key = "example_slope" if request.points else "example_function"
    line = sayer(language)(
        key,
        table="reread",
        formula=_written(request.formulas[0]),
        variable=letter(request.variable),
        point=_written(request.points[0]) if request.points else "",
    )
    return line if len(line) <= LONGEST else str(words(language)["pages"]["examples"][0])


def _written(formula: str) -> str:
    """3a rather than 3*a, wherever it is read as the same."""
    tree = parse(formula)
    shown = unicode(tree)
    try:
        return shown if parse(shown) == tree else formula
    except Misunderstood:
        return formula
