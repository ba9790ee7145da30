"""A sheet of paper measured in pixels: lines, areas, dots, and text that knows its own size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import BoxStyle
from matplotlib.path import Path
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

from bot.tutor.drawing import look as looks
from bot.tutor.drawing.marks import Inscription, Pen, Shape
from bot.tutor.drawing.typeset import Setting, typeset

Numbers = NDArray[np.float64]
Points = NDArray[np.float64]
"""Pixels, one (x, y) a row, from the lower left corner of the sheet."""
Point = tuple[float, float]

FAR = 4.0 * looks.HEIGHT  # pixels: nothing is drawn farther out
STEP = 8.0  # pixels between points of ink along a line
GRAIN = 8.0  # pixels between points of ink in an area
DOT_ORDER, CORNER_ORDER, AREA_ORDER = 6, 5.5, 3.8


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, from the lower left corner of the sheet."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def grown(self, by: float) -> "Box":
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def meets(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top

    def within(self, other: "Box") -> bool:
        across = other.left <= self.left and self.right <= other.right
        return across and other.bottom <= self.bottom and self.top <= other.top

    def holds(self, points: Points) -> NDArray[np.bool_]:
        """Which of the points lie inside."""
        x, y = points[:, 0], points[:, 1]
        across = (x >= self.left) & (x <= self.right)
        return across & (y >= self.bottom) & (y <= self.top)


@dataclass(frozen=True)
class Type:
    """How a text is set; the size in pixels."""

    size: float
    colour: str
    bold: bool = False


@dataclass(frozen=True)
class Label:
    """A text that knows its size, before it has a place."""

    said: str
    kind: Type
    setting: Setting

    @property
    def width(self) -> float:
        return self.setting.width

    @property
    def height(self) -> float:
        return self.setting.height

    def at(self, left: float, bottom: float) -> Box:
        return Box(left, bottom, left + self.width, bottom + self.height)


class Sheet:
    """A picture in the making: a figure of fixed size, and what is already on it.

    Artists are in pixels, and named by what they show.
    `frame` is what no label leaves; `labels` are the boxes that text has taken;
    `ink` are points on all that a label had better not cover.
    """

    def __init__(self, look: looks.Look, height: int = looks.HEIGHT) -> None:
        self.colours = looks.PALETTES[look]
        size = (looks.WIDTH / looks.DPI, height / looks.DPI)
        self.figure = Figure(figsize=size, dpi=looks.DPI, facecolor=self.colours.paper)
        self.box = Box(0, 0, looks.WIDTH, height)
        self.frame = self.box.grown(-looks.GAP)
        self.labels: list[Box] = []
        self.ink: Points = np.empty((0, 2))

    def line(
        self,
        stroke: str,
        points: Iterable[Point] | Points,
        inside: Box | None = None,
        colour: str | None = None,
    ) -> None:
        """Draw a line through pixels in a stroke of the look, as far as it is `inside`."""
        style, path = looks.STROKES[stroke], _path(points)
        dashes = None if style.dash is None else tuple(style.width * part for part in style.dash)
        shade = colour or getattr(self.colours, style.colour)
        pen = Pen(shade, style.width, dashes, rounded=style.dash != looks.DASHED)
        self._add(Shape(stroke, Path(path), style.order, pen), inside)
        if style.inky:
            self._inked(_along(path, inside or self.box))

    def rules(self, ends: Sequence[Sequence[Point]]) -> None:
        """Draw the thin lines of a graph's background, all of them in one."""
        if ends:
            style, path = looks.STROKES["rule"], _path(point for pair in ends for point in pair)
            codes = [Path.MOVETO, Path.LINETO] * len(ends)
            pen = Pen(getattr(self.colours, style.colour), style.width)
            self._add(Shape("rule", Path(path, codes), style.order, pen))

    def triangle(self, corners: Iterable[Point], inside: Box) -> None:
        edge, pen = _closed(corners), Pen(self.colours.edge, looks.EDGE)
        path = Path(edge, closed=True)
        self._add(Shape("triangle", path, AREA_ORDER, pen, self.colours.triangle), inside)
        self._inked(_along(edge, inside), _filling(path, inside))

    def backdrop(self, name: str, corners: Iterable[Point] | Points, colour: str) -> None:
        """Tint an area behind everything."""
        self._add(Shape(name, Path(_closed(corners), closed=True), 0.5, None, colour))

    def card(self, box: Box) -> None:
        """Draw a panel with round corners; lines `inside` it keep to them."""
        rounded = BoxStyle.Round(pad=0, rounding_size=looks.ROUND)
        path = rounded(box.left, box.bottom, box.width, box.height, 1)
        self._add(Shape("lens", path, 1, None, self.colours.lens))
        # Paper over the corners takes Agg a tenth of the time that a clip of this shape does.
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        square = _closed([(left, bottom), (left, top), (right, top), (right, bottom)])
        outside = Path.make_compound_path(path, Path(square, closed=True))
        self._add(Shape("corners", outside, CORNER_ORDER, None, self.colours.paper))

    def dot(self, name: str, at: Point, colour: str) -> None:
        """Mark a point of the curve."""
        self._circle(name, at, Pen(self.colours.paper, 3), colour)

    def ring(self, name: str, at: Point, colour: str) -> None:
        """Mark where the curve ends without having the point."""
        self._circle(name, at, Pen(colour, 4), self.colours.paper)

    def text(self, said: str, kind: Type, plain: str | None = None) -> Label:
        """Prepare a text that is not placed yet; `plain` is said where it cannot be set."""
        try:
            return Label(said, kind, typeset(said, kind.size, bold=kind.bold))
        except ValueError:
            said = said.replace("$", "") if plain is None else plain.replace("$", "")
            return Label(said, kind, typeset(said, kind.size, bold=kind.bold))

    def put(self, label: Label, left: float, bottom: float) -> Box:
        """Place a text so that its box has this lower left corner, and take the place."""
        box = label.at(left, bottom)
        said, kind = label.said, label.kind
        self._add(Inscription(said, label.setting, kind.size, kind.colour, (left, bottom)))
        self.labels.append(box)
        return box

    def _circle(self, name: str, at: Point, pen: Pen, fill: str) -> None:
        path = Path.circle(at, looks.DOT)
        self._add(Shape(name, path, DOT_ORDER, pen, fill))
        self._inked(_filling(path, self.box))

    def _inked(self, *points: Points) -> None:
        self.ink = np.concatenate([self.ink, *points])

    def _add(self, mark: Shape | Inscription, inside: Box | None = None) -> None:
        # What `add_artist` does besides, marks do not need; there it is a tenth of all the time.
        self.figure.artists.append(mark)
        if isinstance(mark, Shape) and inside is not None:
            mark.inside = Bbox([[inside.left, inside.bottom], [inside.right, inside.top]])


def _closed(corners: Iterable[Point] | Points) -> Points:
    path = _path(corners)
    return np.vstack([path, path[:1]])


def _path(points: Iterable[Point] | Points) -> Points:
    listed = points if isinstance(points, np.ndarray) else np.array(list(points), dtype=float)
    return listed.clip(-FAR, FAR)


def _along(path: Points, inside: Box) -> Points:
    """Points a few pixels apart along a path, as far as it can be seen."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    lengths = np.concatenate([[0.0], np.cumsum(steps)])
    along = np.linspace(0.0, lengths[-1], int(min(lengths[-1] / STEP, 4000)) + 2)
    points = np.column_stack([np.interp(along, lengths, path[:, axis]) for axis in (0, 1)])
    return points[inside.holds(points)]


def _filling(area: Path, inside: Box) -> Points:
    """Points a few pixels apart in an area, as far as it can be seen."""
    corners = np.asarray(area.vertices, dtype=float)
    low, high = corners.min(axis=0), corners.max(axis=0)
    xs = np.arange(max(low[0], inside.left), min(high[0], inside.right), GRAIN)
    ys = np.arange(max(low[1], inside.bottom), min(high[1], inside.top), GRAIN)
    points = np.column_stack([np.tile(xs, len(ys)), np.repeat(ys, len(xs))])
    inside_area: NDArray[np.bool_] = area.contains_points(points)
    return points[inside_area]
