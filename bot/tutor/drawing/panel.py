"""A rectangle of the sheet with coordinates of its own: what x and y are in pixels there."""

import math
from dataclasses import dataclass

import numpy as np

from bot.tutor.drawing.sheet import Box, Numbers, Points


@dataclass(frozen=True)
class Window:
    """From x0 to x1 in units of the variable, from y0 to y1 in units of the function."""

    x0: float
    x1: float
    y0: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True)
class Panel:
    """A box of the sheet through which a window is seen."""

    box: Box
    shown: Window

    @property
    def across(self) -> float:
        """Pixels for one unit of the variable."""
        return self.box.width / self.shown.width

    @property
    def upward(self) -> float:
        """Pixels for one unit of the function."""
        return self.box.height / self.shown.height

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.x(x), self.y(y)

    def x(self, x: float) -> float:
        return self.box.left + (x - self.shown.x0) * self.across

    def y(self, y: float) -> float:
        return self.box.bottom + (y - self.shown.y0) * self.upward

    def straight(self, at: tuple[float, float], slope: float, ends: tuple[float, float]) -> Points:
        """The part near the window of a line through a point, from one x to another, as pixels."""
        left, right = max(ends[0], self.shown.x0), min(ends[1], self.shown.x1)
        if slope:
            heights = self.shown.y0 - self.shown.height, self.shown.y1 + self.shown.height
            low, high = sorted(at[0] + (height - at[1]) / slope for height in heights)
            left, right = max(left, low), min(right, high)
        xs = np.array([left, right])
        return self.along(xs, at[1] + slope * (xs - at[0]))

    def upright(self, at: tuple[float, float], slope: float) -> Points:
        """The part near the window of the normal to a line of this slope through a point."""
        if slope:
            return self.straight(at, -1 / slope, (-math.inf, math.inf))
        return np.array([[self.x(at[0]), self.box.bottom], [self.x(at[0]), self.box.top]])

    def along(self, xs: Numbers, ys: Numbers) -> Points:
        """The points of a line, one (x, y) in pixels a row."""
        return np.column_stack(
            [
                self.box.left + (xs - self.shown.x0) * self.across,
                self.box.bottom + (ys - self.shown.y0) * self.upward,
            ]
        )
