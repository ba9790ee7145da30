"""One request of every kind, and how to ask a picture for its artists."""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from bot.tutor.calculus import teach
from bot.tutor.drawing.draw import picture
from bot.tutor.drawing.look import Look
from bot.tutor.drawing.marks import Inscription, Shape
from bot.tutor.reading.request import Request


def asked(formulas, *points, variable="a", **rest):
    """A request, with its formulas as one text or several and its points as texts."""
    named = (formulas,) if isinstance(formulas, str) else formulas
    return Request(named, variable, points, **rest)


SLOPES = {
    "the lesson's line": asked("3*a", "5"),
    "the lesson's curve": asked("a^2", "2"),
    "the lesson's logarithm": asked("ln(a)", "2"),
    "a gentle slope": asked("1/a", "20"),
    "a steep slope": asked("a^4", "10"),
    "a falling curve": asked("4 - a^2", "1"),
    "a nudge to the left": asked("a^2", "1", run="-0.1"),
    "a nudge of 10^-30": asked("a^3", "2", run="1e-30"),
    "a nudge of 1": asked("a^2", "2", run="1"),
    "an irrational point": asked("sin(a)", "pi/3"),
    "another letter and name": asked("x^2/(1 + x^2)", "1", variable="x", name="y"),
    "a Greek letter": asked("sin(theta)", "pi/4", variable="theta"),
    "quick waves": asked("sin(100*a)", "0"),
    "a high power": asked("a^100", "1"),
    "a narrow bell": asked("exp(-100*(a - 1)^2)", "1.05"),
    "a far point": asked("a^2", "1000"),
    "a long formula": asked("sin(a)^2*exp(-a^2/2)/(1 + a^2) + cos(3*a)*ln(a + 5) - a/7", "1"),
    "poles on both sides": asked("tan(a)", "1"),
    "a formula in two lines": asked(
        "a^5*sin(a) + 3*a^4*cos(2*a) - 12*a^3*exp(-a) + 7*a^2 - 5", "1"
    ),
    "a formula too long to say": asked(" + ".join(f"a^{n}*sin({n}*a)" for n in range(1, 12)), "1"),
}
FLAT = {
    "the bottom of a bowl": asked("a^2", "0"),
    "a constant": asked("7", "2"),
}
TWO_SIDED = {
    "a corner": asked("abs(a)", "0"),
    "a corner with a flat side": asked("relu(a)", "0"),
}
UPRIGHT = {
    "a cusp": asked("sqrt(abs(a))", "0"),
    "a vertical tangent": asked("cbrt(a)", "0"),
    "a vertical tangent at an edge": asked("sqrt(a)", "0"),
}
WITHOUT_TRIANGLE = {
    "a jump": asked("floor(a)", "1"),
    "a jump with a value between": asked("sign(a)", "0"),
    "a hole": asked("sin(a)/a", "0"),
    "a pole": asked("1/a", "0"),
    "a pole at an edge": asked("ln(a)", "0"),
    "a pole with one sign": asked("1/(a - 3)^2", "3"),
    "an oscillation": asked("sin(1/a)", "0"),
    "the outside": asked("ln(a)", "-1"),
    "a value": asked("a^2", "3", wants="value"),
    "no value": asked("ln(a)", "-3", wants="value"),
}
COMPARISONS = {
    "two points of a line": asked("3*a", "2", "5"),
    "two points of a curve": asked("a^2", "2", "5"),
    "three points": asked("a^2", "1", "2", "3"),
    "four points": asked("a^3", "-1", "0", "1", "2"),
    "two curves": asked(("a^2", "2*a"), "1"),
    "two curves at two points": asked(("a^2", "3*a"), "1", "2"),
    "a pole and a slope": asked(("1/a", "a^2"), "0"),
    "a corner and a slope": asked("abs(a)", "0", "2"),
    "a cusp and an upright tangent": asked(("sqrt(abs(a))", "cbrt(a)"), "0"),
    "a jump and a flat piece": asked("sign(a)", "0", "1"),
    "nothing and a slope": asked("ln(a)", "-1", "1"),
}
FUNCTIONS = {
    "the derivative of a line": asked("3*a"),
    "the derivative of a curve": asked("x^3", variable="x"),
    "the derivative of a logarithm": asked("ln(a)"),
    "the derivative of a corner": asked("abs(a)"),
    "two derivatives": asked(("sin(a)", "a^2")),
    "the second derivative": asked("x^3", variable="x", order=2),
    "a derivative in pieces": asked("relu(a - 1)"),
    "a far domain": asked("sqrt(a - 100)"),
}
FORMULAS = {
    "an open letter": asked("k*a^2", "3"),
    "an open point": asked("a^2", "k"),
    "open letters compared": asked("k*a^2", "3", "4"),
    "a pole with an open letter": asked("k/a", "0"),
    "an open letter's function": asked(("k*a", "a^2")),
    "an open letter's value": asked("k*a^2", "3", wants="value"),
    "a number beyond the doubles": asked("exp(a)", "1000"),
    "no value anywhere": asked("sqrt(-1 - a^2)"),
    "a derivative that no formula says": asked("gamma(a)"),
}
EVERY = SLOPES | FLAT | TWO_SIDED | UPRIGHT | WITHOUT_TRIANGLE | COMPARISONS | FUNCTIONS | FORMULAS


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
