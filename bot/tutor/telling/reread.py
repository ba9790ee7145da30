"""How a request was read, part by part, for whoever meant something else."""

from bot.tutor.languages import Language
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.request import Request
from bot.tutor.telling.length import fit, shorten
from bot.tutor.telling.notation import letter
from bot.tutor.telling.sentences import Say, in_pieces, sayer

# How places are said where nothing is nudged by a little.
PLACES = {"value": "value_at", "average": "average_between"}
FORMULA = 120  # characters of a formula; it stands here up to four times


def reread(request: Request, language: Language) -> str:
    """Plain text of at most 1,000 UTF-16 units: every part, then examples near to it."""
    say = sayer(language)
    told = [_say(say, "reading"), *_parts(request, say), "", *_examples(request, say)]
    return fit([in_pieces(line, language) for line in told])


def _say(say: Say, key: str, **slots: str) -> str:
    return say(key, table="reread", **slots)


def _parts(request: Request, say: Say) -> list[str]:
    formulas = say("and").join(_shown(formula) for formula in request.formulas)
    parts = [
        _say(say, "formula", formula=formulas),
        _say(say, "variable", variable=letter(request.variable)),
        _points(request, say),
    ]
    if request.order > 1:
        parts.append(_say(say, "order", order=str(request.order)))
    parts += [
        _say(say, "given", letter=letter, value=_shown(value)) for letter, value in request.given
    ]
    if request.points and request.wants not in PLACES:
        run = _shown(request.run) if request.run else "0.001"
        parts.append(_say(say, "run" if request.run else "usual_run", run=run))
    if request.side != "both":
        parts.append(_say(say, request.side))
    parts += [_say(say, "repair", written=written, read=read) for written, read in request.repairs]
    return parts


def _points(request: Request, say: Say) -> str:
    if not request.points:
        return _say(say, "no_point")
    points = (f"{letter(request.variable)} = {_shown(point)}" for point in request.points)
    return _say(say, PLACES.get(request.wants, "point"), point=say("and").join(points))


def _examples(request: Request, say: Say) -> list[str]:
    slots = {
        "formula": shorten(request.formulas[0], FORMULA),
        "variable": letter(request.variable),
        "point": request.points[0] if request.points else "2",
    }
    keys = ("example_slope", "example_function", "example_nudge")
    return [_say(say, "examples"), *(_say(say, key, **slots) for key in keys)]


def _shown(formula: str) -> str:
    return shorten(unicode(parse(formula)), FORMULA)
