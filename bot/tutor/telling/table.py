"""The shrinking table: a line for every nudge, what the ratios head to, and what that is called."""

from typing import assert_never

from bot.tutor.calculus.lesson import (
    Corner,
    Cusp,
    Hole,
    Jump,
    Nudged,
    Oscillation,
    Outcome,
    Outside,
    Pole,
    Quantity,
    Row,
    Slope,
    Table,
    VerticalTangent,
)
from bot.tutor.numerals import said, said_in_column
from bot.tutor.telling.notation import at, defined, number, short
from bot.tutor.telling.outcomes import answer
from bot.tutor.telling.sentences import Say

SPARE = 2  # digits shown beyond those in which a ratio may still move
ROUGH = 6  # digits of a ratio that heads to no number


def shrink(lesson: Table, say: Say) -> list[str]:
    """The headline, the rows, and the definition of the derivative in plain words."""
    (outcome,) = lesson.about.outcomes
    place = outcome.place
    headline = say(
        "headline", function=defined(place.function), at=at(place), answer=answer(outcome, say)
    )
    title = say("table_title")
    rows = [_row(row, outcome, say) for row in lesson.rows]
    return [headline, title, *rows, "", *_moral(outcome, lesson, say)]


def _row(row: Row, outcome: Outcome, say: Say) -> str:
    right, left = _sides(outcome)
    return say(
        "table_row",
        run=said(row.run),
        right=_ratio(row, row.right, right, say),
        left=_ratio(row, row.left, left, say),
    )


def _ratio(row: Row, nudged: Nudged | None, heads: Quantity | None, say: Say) -> str:
    """With as many digits as it takes to see it settle: one more for every shorter nudge."""
    if nudged is None:
        return say("table_none")
    digits = ROUGH
    if heads is not None and heads.decimal is not None:
        power = len(str(row.run.exact.q)) - 1
        digits = power + SPARE + 1 if heads.exact != 0 else ROUGH
    return said_in_column(nudged.ratio, digits)


def _sides(outcome: Outcome) -> tuple[Quantity | None, Quantity | None]:
    """What the ratio heads to from the right and from the left; None where it is no number."""
    match outcome:
        case Slope(slope=slope):
            return slope, slope
        case Corner() | Cusp() | VerticalTangent():
            return outcome.right, outcome.left
        case _:
            return None, None


def _moral(outcome: Outcome, lesson: Table, say: Say) -> list[str]:
    match outcome:
        case Slope(edge=None):
            return _settled(outcome, lesson, say)
        case Slope(edge=edge):
            return [
                say("table_one_side", slope=number(outcome.slope)),
                say(f"edge_{edge}", f=short(outcome.place.function, outcome.place.order)),
            ]
        case Corner():
            left, right = number(outcome.left), number(outcome.right)
            return [say("table_corner", left=left, right=right)]
        case Cusp() | VerticalTangent():
            return [say("table_steep")]
        case Oscillation():
            return [say("table_swings")]
        case Jump() | Hole() | Pole() | Outside():
            return []  # nothing of theirs can be measured; the table is never made
        case _:
            assert_never(outcome)


def _settled(outcome: Slope, lesson: Table, say: Say) -> list[str]:
    slope = number(outcome.slope)
    ratios = {one.ratio.exact for row in lesson.rows for one in (row.right, row.left) if one}
    same = ratios == {outcome.slope.exact}
    if same:
        return [say("table_same", slope=slope)]
    return [say("table_heads", slope=slope), say("table_definition")]
