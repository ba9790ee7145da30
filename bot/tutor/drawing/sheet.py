"""A sheet of paper measured in pixels: lines, areas, dots, and text that knows its own size."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyBboxPatch, Patch, Polygon
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Bbox, IdentityTransform
from numpy.typing import NDArray

from bot.tutor.drawing import look as looks
from bot.tutor.drawing.typeset import Setting, typeset

Numbers = NDArray[np.float64]
Points = NDArray[np.float64]
"""Pixels, one (x, y) a row, from the lower left corner of the sheet."""
Point = tuple[float, float]

FAR = 4.0 * looks.HEIGHT  # pixels: nothing is drawn farther out
STEP = 5.0  # pixels between points of ink along a line
GRAIN = 8.0  # pixels between points of ink in an area
TEXT_ORDER, DOT_ORDER, AREA_ORDER = 8, 6, 3.8


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


class Inscription(Text):
    """A label in its place, at whole pixels: its ink is laid on as it is."""

    def __init__(self, label: Label, box: Box) -> None:
        kind = label.kind
        super().__init__(
            box.left, box.bottom, label.said, color=kind.colour, size=kind.size, zorder=TEXT_ORDER
        )
        self._setting, self._box = label.setting, box

    def get_window_extent(
        self, renderer: RendererBase | None = None, dpi: float | None = None
    ) -> Bbox:
        """Its box in pixels, whatever it is drawn with."""
        del renderer, dpi
        return Bbox([[self._box.left, self._box.bottom], [self._box.right, self._box.top]])

    def draw(self, renderer: RendererBase) -> None:
        setting = self._setting
        image = np.empty((*setting.ink.shape, 4), np.uint8)
        image[..., :3] = np.multiply(to_rgb(self.get_color()), 255)
        image[..., 3] = setting.ink
        left, bottom = (
            round(self._box.left) + setting.left,
            round(self._box.bottom) + setting.bottom,
        )
        renderer.draw_image(renderer.new_gc(), left, bottom, image[::-1])


class Sheet:
    """A picture in the making: a figure of fixed size, and what is already on it.

    Artists are in pixels, and labelled by what they show.
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
        self._cards: dict[Box, FancyBboxPatch] = {}

    def line(
        self,
        stroke: str,
        points: Iterable[Point] | Points,
        inside: Box | None = None,
        colour: str | None = None,
    ) -> None:
        """Draw a line through pixels in a stroke of the look, as far as it is `inside`."""
        style = looks.STROKES[stroke]
        path = _path(points)
        line = Line2D(
            path[:, 0],
            path[:, 1],
            color=colour or getattr(self.colours, style.colour),
            linewidth=style.width,
            linestyle="-" if style.dash is None else (0, style.dash),
            solid_capstyle="round",
            solid_joinstyle="round",
            dash_capstyle="round" if style.dash == looks.DOTTED else "butt",
            zorder=style.order,
            label=stroke,
        )
        self._add(line, inside)
        if style.inky:
            self._inked(_along(path, inside or self.box))

    def triangle(self, corners: Iterable[Point], inside: Box) -> None:
        path = _path(corners)
        colours = self.colours
        self._add(
            Polygon(
                path,
                facecolor=colours.triangle,
                edgecolor=colours.edge,
                linewidth=looks.EDGE,
                joinstyle="round",
                zorder=AREA_ORDER,
                label="triangle",
            ),
            inside,
        )
        self._inked(_along(np.vstack([path, path[:1]]), inside), _filling(path, inside))

    def backdrop(self, name: str, corners: Iterable[Point] | Points, colour: str) -> None:
        """Tint an area behind everything."""
        self._add(Polygon(_path(corners), facecolor=colour, linewidth=0, zorder=0.5, label=name))

    def card(self, box: Box) -> None:
        """Draw a panel with round corners; lines `inside` it keep to them."""
        card = FancyBboxPatch(
            (box.left, box.bottom),
            box.width,
            box.height,
            boxstyle=f"round,pad=0,rounding_size={looks.ROUND}",
            facecolor=self.colours.lens,
            linewidth=0,
            zorder=1,
            label="lens",
        )
        self._add(card)
        self._cards[box] = card

    def dot(self, name: str, at: Point, colour: str) -> None:
        """Mark a point of the curve."""
        self._circle(Circle(at, looks.DOT, fc=colour, ec=self.colours.paper, lw=3, label=name))

    def ring(self, name: str, at: Point, colour: str) -> None:
        """Mark where the curve ends without having the point."""
        self._circle(Circle(at, looks.DOT, fc=self.colours.paper, ec=colour, lw=4, label=name))

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
        self._add(Inscription(label, box))
        self.labels.append(box)
        return box

    def _circle(self, circle: Patch) -> None:
        circle.set_zorder(DOT_ORDER)
        self._add(circle)
        self._inked(_filling(np.asarray(circle.get_verts()), self.box))

    def _inked(self, *points: Points) -> None:
        self.ink = np.concatenate([self.ink, *points])

    def _add(self, artist: Artist, inside: Box | None = None) -> None:
        artist.set_transform(IdentityTransform())
        self.figure.add_artist(artist)
        if inside in self._cards:
            artist.set_clip_path(self._cards[inside])
        elif inside is not None:
            artist.set_clip_box(Bbox([[inside.left, inside.bottom], [inside.right, inside.top]]))


def _path(points: Iterable[Point] | Points) -> Points:
    listed = points if isinstance(points, np.ndarray) else np.array(list(points), dtype=float)
    return np.clip(listed, -FAR, FAR)


def _along(path: Points, inside: Box) -> Points:
    """Points a few pixels apart along a path, as far as it can be seen."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    lengths = np.concatenate([[0.0], np.cumsum(steps)])
    along = np.linspace(0.0, lengths[-1], int(min(lengths[-1] / STEP, 4000)) + 2)
    points = np.column_stack([np.interp(along, lengths, path[:, axis]) for axis in (0, 1)])
    return points[inside.holds(points)]


def _filling(corners: Points, inside: Box) -> Points:
    """Points a few pixels apart in an area, as far as it can be seen."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    xs = np.arange(max(low[0], inside.left), min(high[0], inside.right), GRAIN)
    ys = np.arange(max(low[1], inside.bottom), min(high[1], inside.top), GRAIN)
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    inside_area: NDArray[np.bool_] = Path(corners).contains_points(points)
    return points[inside_area]
