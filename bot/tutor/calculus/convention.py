"""What frameworks of deep learning put in place of a slope at a kink: a convention, no truth."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.tutor.calculus.basic import basic, parts
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.lesson import Corner
from bot.tutor.calculus.written import node_of
from bot.tutor.reading.tree import Call

# By function and argument, as PyTorch 2 computes them (tools/autograd/derivatives.yaml).
PYTORCH: Mapping[str, Mapping[int, Fraction]] = {
    "abs": {0: Fraction(0)},
    "relu": {0: Fraction(0)},
    "leaky_relu": {0: Fraction(1, 100)},
    "hard_sigmoid": {-3: Fraction(0), 3: Fraction(0)},
    "hard_tanh": {-1: Fraction(0), 1: Fraction(0)},
}


@dataclass(frozen=True)
class Convention:
    """The `slope` that is taken for that of `function` at `argument`."""

    function: str
    argument: int
    slope: Fraction


def convention(corner: Corner) -> Convention | None:
    """The convention for the function whose kink makes the corner; None where there is none."""
    place = corner.place
    point = node_of(place.at.exact)
    if point is None or place.order > 1:
        return None
    for part in parts(place.function.tree):
        if not isinstance(part, Call) or part.function not in PYTORCH:
            continue
        try:
            argument = value(basic(part.arguments[0]), {place.function.variable: basic(point)})
        except NoValue:
            continue
        for kink, slope in PYTORCH[part.function].items():
            if argument == kink:
                return Convention(part.function, kink, slope)
    return None
