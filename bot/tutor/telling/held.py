"""The letters that do not move while one of them is nudged."""

from bot.tutor.reading.formula import letters_of, parse
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.request import Request
from bot.tutor.telling.notation import letter
from bot.tutor.telling.sentences import Say


def held(request: Request, say: Say) -> list[str]:
    """A line for the letters with a value, and one for those that are left open."""
    given = dict(request.given)
    letters = dict.fromkeys(name for text in request.formulas for name in letters_of(parse(text)))
    left_open = [name for name in letters if name not in {request.variable, *given}]
    a, lines = letter(request.variable), []
    if given.keys() & letters.keys():
        held_still = [name for name in letters if name in given]
        values = (f"{letter(name)} = {unicode(parse(given[name]))}" for name in held_still)
        lines.append(say("given", a=a, values=say("and").join(values)))
    if left_open:
        lines.append(say("left_open", a=a, letters=say("comma").join(map(letter, left_open))))
    return lines
