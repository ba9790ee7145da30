"""What lies on a sheet: matplotlib's artists, but lean, for they know pixels and nothing else."""

from dataclasses import dataclass

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.path import Path
from matplotlib.transforms import Bbox, IdentityTransform

from bot.tutor.drawing.typeset import Setting

UPPERMOST = 8.0  # order: nothing is drawn over what is said
IDENTITY = IdentityTransform()


@dataclass(frozen=True)
class Pen:
    """How a line is drawn: its width and its dashes in pixels."""

    colour: str
    width: float
    dashes: tuple[float, ...] | None = None
    rounded: bool = True


class Shape(Artist):
    """A path in pixels that a pen draws, or that is filled with a colour, or both."""

    def __init__(
        self, name: str, path: Path, order: float, pen: Pen | None, fill: str | None = None
    ) -> None:
        super().__init__()
        self.name, self.zorder = name, order
        self.path, self.pen, self.fill = path, pen, fill
        self.inside: Bbox | None = None

    def draw(self, renderer: RendererBase) -> None:
        context, pen = renderer.new_gc(), self.pen
        context.set_clip_rectangle(self.inside)
        context.set_joinstyle("round")
        context.set_linewidth(0.0 if pen is None else pen.width)
        if pen is not None:
            context.set_foreground(pen.colour)
            context.set_dashes(0.0, pen.dashes)
            context.set_capstyle("round" if pen.rounded else "butt")
        fill = None if self.fill is None else to_rgb(self.fill)
        renderer.draw_path(context, self.path, IDENTITY, fill)


class Inscription(Artist):
    """A text in its place, at whole pixels: its ink is laid on as it is.

    `box` is its left, bottom, right and top, `size` that of its type.
    """

    def __init__(
        self, said: str, setting: Setting, size: float, colour: str, at: tuple[float, float]
    ) -> None:
        super().__init__()
        self.zorder = UPPERMOST
        self.said, self.setting, self.size, self.colour = said, setting, size, colour
        self.box = (*at, at[0] + setting.width, at[1] + setting.height)

    def draw(self, renderer: RendererBase) -> None:
        ink = self.setting.ink
        image = np.empty((*ink.shape, 4), np.uint8)
        image[..., :3] = np.multiply(to_rgb(self.colour), 255).round()
        image[..., 3] = ink
        left, bottom = round(self.box[0]) + self.setting.left, round(self.box[1])
        # Agg has the lowest row first.
        renderer.draw_image(renderer.new_gc(), left, bottom + self.setting.bottom, image[::-1])
