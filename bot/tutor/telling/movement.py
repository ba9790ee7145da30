"""How far the function moved with the nudge, in words."""

from bot.tutor.calculus.lesson import Nudged, Slope
from bot.tutor.numerals import is_exact, said, said_together
from bot.tutor.telling.notation import at, fraction, letter, moved, short
from bot.tutor.telling.sentences import Say


def movement(outcome: Slope, nudged: Nudged, say: Say) -> list[str]:
    """Two lines: the values before and after the nudge; the triangle and its ratio."""
    place = outcome.place
    value, there, rise = said_together(outcome.value, nudged.value, nudged.rise)
    quotient = fraction(nudged, rise, outcome.slope)
    names = {"f": short(place.function, place.order), "a": letter(place.function.variable)}
    return [
        say(
            "values",
            **names,
            at=at(place),
            value=rounded("is", value, say, exact=is_exact(outcome.value)),
            to=moved(place, nudged),
            moved=rounded("becomes", there, say, exact=is_exact(nudged.value)),
        ),
        say(
            _times(nudged),
            **names,
            ratio=rounded("exact", said(nudged.ratio), say, exact=is_exact(nudged.ratio)).replace(
                "−", ""
            ),
            rise=rounded("exact", rise, say, exact=_rise_is_exact(nudged)).replace("−", ""),
            run=said(nudged.run).removeprefix("−"),
            fraction=say("exactly", fraction=quotient) if is_straight(nudged) else quotient,
        ),
    ]


def is_straight(nudged: Nudged) -> bool:
    """Whether the numbers that are shown give the slope itself, without rounding."""
    return nudged.exact and is_exact(nudged.ratio) and _rise_is_exact(nudged)


def rounded(key: str, text: str, say: Say, *, exact: bool) -> str:
    """A number in its place in the sentence, where it is rounded with a word that says so."""
    return say(key if exact else f"{key}_about", number=text)


def _rise_is_exact(nudged: Nudged) -> bool:
    return is_exact(nudged.rise, fractions=False)


def _times(nudged: Nudged) -> str:
    ratio = nudged.ratio.exact
    if ratio == 0:
        return "flat"
    if ratio == 1:
        return "times_once"
    return "times_back" if said(nudged.ratio).startswith("−") else "times"
