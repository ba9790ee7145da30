"""One request of every kind, and how to ask a picture for its artists."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from bot import gallery
from bot.tutor.calculus import teach
from bot.tutor.drawing.draw import picture
from bot.tutor.drawing.look import Look
from bot.tutor.drawing.marks import Inscription, Shape
from bot.tutor.reading.read import read
from bot.tutor.reading.request import Request


def asked(formulas, *points, variable="a", **rest):
    """A request, with its formulas as one text or several and its points as texts."""
    named = (formulas,) if isinstance(formulas, str) else formulas
    return Request(named, variable, points, **rest)


def requests(kinds):
    """The gallery's own, by name: one list for the page and for the tests."""
    return {name: read(text, None).request for name, text in kinds.items()}


SLOPES = requests(gallery.SLOPES)
FLAT = requests(gallery.FLAT)
TWO_SIDED = requests(gallery.TWO_SIDED)
UPRIGHT = requests(gallery.UPRIGHT)
LINES = requests(gallery.LINES)
AVERAGES = requests(gallery.AVERAGES)
WITHOUT_TRIANGLE = requests(gallery.WITHOUT_TRIANGLE)
COMPARISONS = requests(gallery.COMPARISONS)
FUNCTIONS = requests(gallery.FUNCTIONS)
SOUGHT = requests(gallery.SOUGHT)
FORMULAS = requests(gallery.FORMULAS)
EVERY = requests(
    {name: text for kinds in gallery.SECTIONS.values() for name, text in kinds.items()}
)


@dataclass(frozen=True)
class Said:
    """A text of a picture and its box in pixels."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@cache
def drawn(request: Request, look: Look = "light") -> Figure:
    return picture(teach(request), look)


def lines(figure: Figure, name: str) -> list[np.ndarray]:
    """The pixels of the lines and areas that are called so."""
    return [
        np.asarray(shape.path.vertices) for shape in figure.findobj(Shape) if shape.name == name
    ]


def triangles(figure: Figure) -> list[np.ndarray]:
    """The corners of each triangle: the point, under the rise, the rise's end."""
    return [corners[:3] for corners in lines(figure, "triangle")]


def circles(figure: Figure, name: str) -> list[tuple[float, float]]:
    return [tuple((round_.min(axis=0) + round_.max(axis=0)) / 2) for round_ in lines(figure, name)]


def texts(figure: Figure) -> list[Said]:
    """What is said, and where."""
    return [Said(text.said, *text.box) for text in figure.findobj(Inscription)]


def lens(figure: Figure) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the first lens."""
    card = lines(figure, "lens")[0]
    return (*card.min(axis=0), *card.max(axis=0))


def said_times(figure: Figure, sign: str) -> float | None:
    """The factor that is said after `sign`, as a number; None where there is none."""
    for said in texts(figure):
        found = re.search(rf"{sign}×(\S+)", said.text)
        if found:
            return _factor(found[1])
    return None


def _factor(text: str) -> float:
    """1000, 1/20, 5·10⁶ as numbers."""
    superscript = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
    mantissa, _, power = text.partition("·") if "·" in text else ("1", "", text)
    if power.startswith("10") and power[2:] and power[2] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻":
        return float(mantissa) * 10.0 ** int(power[2:].translate(superscript))
    top, _, bottom = text.partition("/")
    return float(top) / float(bottom or 1)
