"""Several points or curves in one picture: a graph of them all, and each one's triangle."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.tutor.calculus.lesson import (
    AtPoints,
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
    Slope,
    VerticalTangent,
)
from bot.tutor.drawing import look as looks
from bot.tutor.drawing import notation
from bot.tutor.drawing.broken import mark, marks, statements
from bot.tutor.drawing.graph import foot, framed, guides, ticks, touch, trace
from bot.tutor.drawing.known import curve_of, real
from bot.tutor.drawing.microscope import Arm, Magnified, Scale, lens, scale, signs
from bot.tutor.drawing.notation import Written
from bot.tutor.drawing.panel import Panel
from bot.tutor.drawing.sheet import Box, Sheet, Type
from bot.tutor.drawing.sloped import matched, sides_of
from bot.tutor.drawing.times import Times
from bot.tutor.drawing.titles import equations, heading, lines, title
from bot.tutor.drawing.window import Subject, window

GRAPH = Box(looks.GUTTER, 780, looks.WIDTH - looks.MARGIN, 1180)
GRAPH_OF_FOUR = replace(GRAPH, bottom=900)
CELLS = Box(looks.MARGIN, looks.MARGIN, looks.WIDTH - looks.MARGIN, 700)
CELLS_OF_FOUR = replace(CELLS, top=820)
ROWS = 3  # so many outcomes are one under another
BESIDE = 0.46  # of a row: its lens, with the equation beside it
HEAD, FOOT = 72, 130  # pixels of a cell for its heading and for its equation
RESULT = 46  # a smaller equation than under a single triangle
ALIKE = 12.0  # how much steeper one triangle may be than another at the same scale


@dataclass(frozen=True)
class Shown:
    """One of the outcomes: its arms, if it has any, and its colour."""

    outcome: Outcome
    sides: Sequence[tuple[Nudged, Quantity]]
    colour: str

    @property
    def arms(self) -> list[Arm]:
        return [Arm(nudged, real(slope)) for nudged, slope in self.sides]


@dataclass(frozen=True)
class Cell:
    """A card for one outcome: where its heading, its lens and its equation go."""

    card: Box
    heading: Box
    lens: Box
    equation: Box


def compared(lesson: AtPoints, look: looks.Look, *, hides: bool = False) -> Sheet:
    """Up to four outcomes; triangles of like steepness at one scale, so that they compare."""
    sheet = Sheet(look)
    pairs = zip(lesson.outcomes, sheet.colours.tags, strict=False)
    shown = [Shown(outcome, _sides(outcome), colour) for outcome, colour in pairs]
    title(sheet, _titles(lesson))
    cells = _cells(len(shown))
    scales, times = _graph(sheet, lesson, shown, _scales(shown, cells[0].lens))
    for cell, one, its_scale in zip(cells, shown, scales, strict=True):
        sheet.card(cell.card)
        kind = Type(looks.NUMBER, one.colour)
        heading(sheet, _names(lesson, one.outcome), cell.heading, kind)
        if its_scale is None:
            _statement(sheet, cell, one.outcome)
        else:
            _triangles(sheet, cell, one, its_scale, hides=hides)
            signs(sheet, cell.lens, times, its_scale.stretch)
    return sheet


def _sides(outcome: Outcome) -> list[tuple[Nudged, Quantity]]:
    match outcome:
        case Slope(nudged=nudged, slope=slope):
            return [] if nudged is None else [(nudged, slope)]
        case Corner() | Cusp() | VerticalTangent():
            return sides_of(outcome)
        case Jump() | Hole() | Pole() | Oscillation() | Outside():
            return []
        case _:
            assert_never(outcome)


def _titles(lesson: AtPoints) -> list[Written]:
    """What all outcomes have in common: the function, or the point; else all functions."""
    if len(lesson.functions) == 1:
        return notation.titles(lesson.functions[0], lesson.request.order)
    places = {outcome.place.at_text: outcome.place for outcome in lesson.outcomes}
    if len(places) == 1:
        return [notation.point_named(place) for place in places.values()]
    formulas = [notation.formula(function.tree) for function in lesson.functions]
    drawn, plain = zip(*((one.drawn, one.plain) for one in formulas), strict=True)
    return [Written(",  ".join(drawn), ",  ".join(plain))]


def _names(lesson: AtPoints, outcome: Outcome) -> list[Written]:
    """What tells this outcome from the others: its formula, its point, or both."""
    place = outcome.place
    point, formula = notation.point_named(place), notation.formula(place.function.tree)
    if len(lesson.functions) == 1:
        return [point]
    if len({one.place.at_text for one in lesson.outcomes}) == 1:
        return [formula, Written(f"${notation.called(place.function)}$", place.function.name)]
    both = Written(f"{formula.drawn},  {point.drawn}", f"{formula.plain},  {point.plain}")
    return [both, point]


def _cells(count: int) -> list[Cell]:
    """Two side by side, three one under another, four in a square."""
    if count == ROWS:
        height = (CELLS.height - (ROWS - 1) * looks.GAP) / ROWS
        bottoms = [CELLS.bottom + row * (height + looks.GAP) for row in reversed(range(ROWS))]
        return [_row(replace(CELLS, bottom=y, top=y + height)) for y in bottoms]
    area, rows = (CELLS, 1) if count < ROWS else (CELLS_OF_FOUR, 2)
    width = (area.width - looks.GAP) / 2
    height = (area.height - (rows - 1) * looks.GAP) / rows
    return [
        _column(Box(x, y, x + width, y + height))
        for y in (area.bottom + row * (height + looks.GAP) for row in reversed(range(rows)))
        for x in (area.left, area.left + width + looks.GAP)
    ][:count]


def _column(card: Box) -> Cell:
    """Heading, lens and equation one under another."""
    return Cell(
        card,
        heading=replace(card, bottom=card.top - HEAD).grown(-looks.AIR),
        lens=replace(card, bottom=card.bottom + FOOT, top=card.top - HEAD),
        equation=replace(card, top=card.bottom + FOOT).grown(-looks.GAP),
    )


def _row(card: Box) -> Cell:
    """The lens at the left, heading and equation beside it."""
    beside = replace(card, left=card.left + BESIDE * card.width)
    return Cell(
        card,
        heading=replace(beside, bottom=card.top - HEAD).grown(-looks.AIR),
        lens=replace(card, right=beside.left),
        equation=replace(beside, top=card.top - HEAD).grown(-looks.GAP),
    )


def _scales(shown: Sequence[Shown], box: Box) -> list[Scale | None]:
    """One scale for all where their steepness is alike, else each its own."""
    every = [arm for one in shown for arm in one.arms]
    steep = [abs(arm.end[1]) for arm in every if arm.end[1] != 0]
    alike = not steep or max(steep) <= ALIKE * min(steep)
    return [scale(box, every if alike else one.arms) if one.sides else None for one in shown]


def _graph(
    sheet: Sheet, lesson: AtPoints, shown: Sequence[Shown], scales: Sequence[Scale | None]
) -> tuple[list[Scale | None], Times | None]:
    """All curves and points in one graph; the scales and the magnification that match it.

    Where the lenses magnify differently, none is said.
    """
    box = GRAPH if len(shown) <= ROWS else GRAPH_OF_FOUR
    subject = _subject(lesson, shown)
    frame, times = window(subject), None
    runs = {one.arms[0].nudged.run.exact for one in shown if one.sides}
    alike = {its_scale for its_scale in scales if its_scale is not None}
    if len(alike) == 1 and len({abs(run) for run in runs}) == 1:
        fitted, frame, times = matched(subject, frame, box, alike.pop())
        scales = [its_scale and fitted for its_scale in scales]
    panel = framed(sheet, box, frame)
    each_its_own = len(subject.curves) == len(shown)
    for curve, one in zip(subject.curves, shown, strict=False):
        trace(sheet, panel, curve, one.colour if each_its_own else None)
    for one in shown:
        _mark(sheet, panel, one)
    for one in shown:
        foot(sheet, panel, real(one.outcome.place.at), notation.at(one.outcome.place), one.colour)
    ticks(sheet, panel)
    return list(scales), times


def _subject(lesson: AtPoints, shown: Sequence[Shown]) -> Subject:
    functions = {one.outcome.place.function: None for one in shown}
    heights: list[Quantity] = []
    for one in shown:
        outcome = one.outcome
        if isinstance(outcome, Slope | Corner | Cusp | VerticalTangent):
            heights.append(outcome.value)
        else:
            rings, value = marks(outcome)
            heights += [*rings, *([] if value is None else [value])]
    nudges = [abs(real(nudged.run)) for one in shown for nudged, _ in one.sides]
    return Subject(
        curves=[curve_of(function, lesson.request.order) for function in functions],
        xs=[real(one.outcome.place.at) for one in shown],
        ys=[real(height) for height in heights],
        slopes=[real(one.outcome.slope) for one in shown if isinstance(one.outcome, Slope)],
        reach=max(nudges, default=0.0),
    )


def _mark(sheet: Sheet, panel: Panel, one: Shown) -> None:
    """The point with its guides and a piece of its tangent, or what there is in its place."""
    outcome = one.outcome
    if not isinstance(outcome, Slope | Corner | Cusp | VerticalTangent):
        mark(sheet, panel, outcome, one.colour)
        return
    at = real(outcome.place.at), real(outcome.value)
    guides(sheet, panel, at, notation.brief(outcome.value).text, one.colour)
    if isinstance(outcome, Slope):
        touch(sheet, panel, at, real(outcome.slope), one.colour)
    sheet.dot("point", panel.at(*at), one.colour)


def _statement(sheet: Sheet, cell: Cell, outcome: Outcome) -> None:
    """Say in signs what happens where there is no triangle."""
    if not isinstance(outcome, Slope | Corner | Cusp | VerticalTangent):
        lines(sheet, statements(outcome), cell.lens.grown(-looks.GAP), looks.SMALL)


def _triangles(sheet: Sheet, cell: Cell, one: Shown, its_scale: Scale, *, hides: bool) -> None:
    if isinstance(one.outcome, Slope | Corner | Cusp | VerticalTangent):
        seen = Magnified(one.outcome.place, one.outcome.value, one.arms, terse=True)
        lens(sheet, cell.lens, seen, its_scale)
    width = cell.equation.width / len(one.sides)
    lefts = [cell.equation.left + number * width for number in range(len(one.sides))]
    boxes = [replace(cell.equation, left=x, right=x + width - looks.GAP) for x in lefts]
    ways = [notation.quotient(*side) for side in one.sides]
    equations(sheet, boxes, list(map(notation.hidden, ways)) if hides else ways, RESULT)
