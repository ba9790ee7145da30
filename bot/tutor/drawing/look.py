"""How pictures look: every colour, size and line width, in one block."""

from dataclasses import dataclass
from typing import Literal

Look = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """The colours of a look, each named by what it is for.

    Straight lines share one hue: the tangent is solid, the secant dashed.
    `tags` tie together what belongs to one point, or to one of several curves.
    """

    paper: str
    lens: str
    beam: str
    rule: str
    axis: str
    ink: str
    quiet: str
    curve: str
    straight: str
    triangle: str
    edge: str
    measure: str
    nowhere: str
    tags: tuple[str, str, str, str]


PALETTES: dict[Look, Palette] = {
    "light": Palette(
        paper="#ffffff",
        lens="#eef4f0",
        beam="#f6f9f7",
        rule="#e3e8ec",
        axis="#98a4ae",
        ink="#18222b",
        quiet="#55626d",
        curve="#0b5cad",
        straight="#b34700",
        triangle="#1b7a47",
        edge="#0a4525",
        measure="#0f5f35",
        nowhere="#f1eeeb",
        tags=("#0b5cad", "#b34700", "#3d0f4a", "#756b73"),
    ),
    "dark": Palette(
        paper="#12171c",
        lens="#1b2523",
        beam="#161d20",
        rule="#2a333b",
        axis="#6c7a86",
        ink="#eef2f5",
        quiet="#a7b3bd",
        curve="#74b9ff",
        straight="#ffad5c",
        triangle="#1f8a50",
        edge="#7ee8b0",
        measure="#7ee8b0",
        nowhere="#1f2227",
        tags=("#74b9ff", "#ffad5c", "#f4f1d0", "#9a9187"),
    ),
}


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: a colour of the palette, pixels, and what lies over what.

    Labels keep off lines that are `inky`.
    """

    colour: str
    width: float
    order: float
    dash: tuple[float, float] | None = None
    inky: bool = True


DASHED = (4.0, 2.4)  # of the line's width
DOTTED = (0.1, 2.2)

STROKES: dict[str, Stroke] = {
    "beam": Stroke("axis", 2, 0.6, inky=False),
    "rule": Stroke("rule", 2, 1.2, inky=False),
    "zero": Stroke("axis", 2, 1.3, inky=False),
    "axis": Stroke("axis", 2, 1.4, inky=False),
    "asymptote": Stroke("axis", 3, 2, DASHED),
    "guide": Stroke("ink", 3, 3, DOTTED),
    "tie": Stroke("ink", 3, 2, DOTTED),
    "tangent": Stroke("straight", 4, 3.5),
    "secant": Stroke("straight", 4, 4.2, DASHED),
    "normal": Stroke("ink", 3, 3.4),
    "piece of tangent": Stroke("straight", 4, 5),
    "curve": Stroke("curve", 6, 4),
    "waves": Stroke("curve", 3, 4),
    "magnified curve": Stroke("curve", 6, 4),
    "magnified tangent": Stroke("straight", 3, 3.7),
    "magnified secant": Stroke("straight", 4, 4.2, DASHED),
    "flat triangle": Stroke("edge", 7, 4.5),
    "bar": Stroke("ink", 3, 8),
}

# Pixels, all of them: a point is a pixel at 72 dots per inch.
DPI = 72
WIDTH = 1080
HEIGHT = 1296
MARGIN = 40
GUTTER = 150  # left of a graph, for the numbers on its vertical axis
TOUCH = 110  # half a short piece of tangent
TAGS = 4  # points or curves that colours tell apart
ROUND = 28  # radius of a card's corners
EDGE = 4  # line around the triangle
DOT = 11  # radius
GAP = 14  # between a label and what it labels
AIR = 6  # around a label that nothing may enter

FONT = "DejaVuSans"  # a file of matplotlib's, and -Oblique and -Bold beside it
TITLE = 54
RESULT = 58
NUMBER = 40
SMALL = 36
