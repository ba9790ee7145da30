"""Short remarks beside an answer: the learner's own nudge, floating point, bends, conventions."""

from bot.tutor.calculus.convention import Convention, convention
from bot.tutor.calculus.lesson import Corner, Nudged, Outcome, Slope
from bot.tutor.calculus.teach import everywhere
from bot.tutor.numerals import said
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.request import Request
from bot.tutor.reading.tree import Number
from bot.tutor.telling.outcomes import finer
from bot.tutor.telling.sentences import Say

SECOND = 2  # the order of the derivative that tells how a curve bends
COARSE = 0.01  # of the slope (of 1 where it is 0), how far a ratio may be off without a word


def asides(outcome: Outcome, request: Request, say: Say) -> list[str]:
    """What is worth a line of its own, after the explanation."""
    bend = _bend(outcome, say) if isinstance(outcome, Slope) else []
    return [*bend, *warnings(outcome, request, say)]


def warnings(outcome: Outcome, request: Request, say: Say) -> list[str]:
    """What is to be known about a nudge, and about what programs take for a slope."""
    match outcome:
        case Slope(nudged=nudged):
            own = [] if nudged is None else _own_nudge(outcome, nudged, request, say)
            return [*finer(outcome, request, say), *own]
        case Corner():
            return _convention(outcome, say)
        case _:
            return []


def _bend(outcome: Slope, say: Say) -> list[str]:
    """What a second derivative means."""
    if outcome.place.order != SECOND or outcome.slope.decimal is None:
        return []
    if everywhere(outcome.place.function) == 0:
        return [say("bends_never")]
    steep = float(outcome.slope.decimal)
    return [say("bends_up" if steep > 0 else "bends_down" if steep < 0 else "bends_not")]


def _own_nudge(outcome: Slope, nudged: Nudged, request: Request, say: Say) -> list[str]:
    if request.run is None:
        return []
    lines = []
    slope, ratio = float(outcome.slope.decimal or 0), float(nudged.ratio.decimal or 0)
    if abs(ratio - slope) > COARSE * (abs(slope) or 1):
        lines.append(say("coarse", run=said(nudged.run)))
    at_point, run = float(outcome.place.at.decimal or 0), float(nudged.run.exact)
    if at_point and at_point + run == at_point:  # as it is in a double's 53 bits
        lines.append(say("betrayed", point=said(outcome.place.at), run=said(nudged.run)))
    return lines


def _convention(outcome: Corner, say: Say) -> list[str]:
    found = convention(outcome)
    if found is None:
        return []
    return [
        say(
            "convention_tie" if found.tie else "convention",
            function=unicode(found.function),
            letter=unicode(found.letter),
            argument=unicode(found.argument),
            inside="" if found.inside == found.letter else _inside(found, say),
            slope=unicode(Number(found.slope)),
        )
    ]


def _inside(found: Convention, say: Say) -> str:
    """Which formula the letter stands for: |u| is |x − 2| where u is x − 2."""
    return say("convention_inside", letter=unicode(found.letter), formula=unicode(found.inside))
