"""How far the function moved with the nudge, in words."""

from bot.tutor.calculus.lesson import Nudged, Place, Quantity
from bot.tutor.numerals import MINUS, is_exact, said, said_together
from bot.tutor.telling.notation import at, fraction, letter, moved, short
from bot.tutor.telling.sentences import Say


def movement(
    place: Place, value: Quantity, nudged: Nudged, slope: Quantity | None, say: Say
) -> list[str]:
    """Two lines: the values before and after the nudge; the triangle and its ratio."""
    here, there, rise = said_together(value, nudged.value, nudged.rise)
    names = {"f": short(place.function, place.order), "a": letter(place.function.variable)}
    return [
        say(
            "values",
            **names,
            at=at(place),
            value=rounded("is", here, say, exact=is_exact(value)),
            to=moved(place, nudged),
            moved=after("becomes", value, nudged, there, say),
        ),
        triangle(place, nudged, rise, slope, say),
    ]


def triangle(place: Place, nudged: Nudged, rise: str, slope: Quantity | None, say: Say) -> str:
    """How many times as much the function moved, and the triangle; `rise` as it was said."""
    quotient = fraction(nudged, rise, slope)
    return say(
        _times(nudged),
        f=short(place.function, place.order),
        a=letter(place.function.variable),
        ratio=_ratio(nudged, say),
        rise=rounded("exact", rise, say, exact=_rise_is_exact(nudged)).replace(MINUS, ""),
        run=rounded("exact", said(nudged.run), say, exact=is_exact(nudged.run)).replace(MINUS, ""),
        fraction=say("exactly", fraction=quotient) if is_straight(nudged) else quotient,
    )


def moving(place: Place, nudged: Nudged, say: Say) -> str:
    """It moved 3 times as much as x: the same within a sentence."""
    return say(
        f"moving_{_times(nudged)}", a=letter(place.function.variable), ratio=_ratio(nudged, say)
    )


def after(key: str, value: Quantity, nudged: Nudged, there: str, say: Say) -> str:
    """The function after the nudge, `there` as it was said.

    Where only its own digits are too many, but not those of value and rise: 15 + 3 × 10⁻²⁰.
    """
    if not is_exact(nudged.value) and is_exact(value) and _rise_is_exact(nudged):
        rise = said(nudged.rise)
        sign = MINUS if rise.startswith(MINUS) else "+"
        return say(key, number=f"{said(value)} {sign} {rise.removeprefix(MINUS)}")
    return rounded(key, there, say, exact=is_exact(nudged.value))


def is_straight(nudged: Nudged) -> bool:
    """Whether the numbers that are shown give the slope itself, without rounding."""
    return nudged.exact and is_exact(nudged.ratio) and _rise_is_exact(nudged)


def rounded(key: str, text: str, say: Say, *, exact: bool) -> str:
    """A number in its place in the sentence, where it is rounded with a word that says so."""
    return say(key if exact else f"{key}_about", number=text)


def _ratio(nudged: Nudged, say: Say) -> str:
    ratio = rounded("exact", said(nudged.ratio), say, exact=is_exact(nudged.ratio))
    return ratio.replace(MINUS, "")


def _rise_is_exact(nudged: Nudged) -> bool:
    return is_exact(nudged.rise, fractions=False)


def _times(nudged: Nudged) -> str:
    """Which sentence says the ratio."""
    ratio = nudged.ratio.exact
    if ratio == 0:
        return "flat"
    if ratio in {1, -1}:
        return "times_once" if ratio == 1 else "times_once_back"
    return "times_back" if said(nudged.ratio).startswith(MINUS) else "times"
