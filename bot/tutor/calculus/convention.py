"""What frameworks of deep learning put in place of a slope at a kink: a convention, no truth."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.tutor.calculus.basic import basic, letters, number, parts
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.lesson import Corner
from bot.tutor.calculus.written import node_of
from bot.tutor.reading.tree import Call, Letter, Node

# By function and argument, as PyTorch 2 computes them (tools/autograd/derivatives.yaml; its relu6
# is a hardtanh from 0 to 6).
PYTORCH: Mapping[str, Mapping[int, Fraction]] = {
    "abs": {0: Fraction(0)},
    "relu": {0: Fraction(0)},
    "relu6": {0: Fraction(0), 6: Fraction(0)},
    "leaky_relu": {0: Fraction(1, 100)},
    "hard_sigmoid": {-3: Fraction(0), 3: Fraction(0)},
    "hard_tanh": {-1: Fraction(0), 1: Fraction(0)},
}
# The same file under `maximum` and `minimum`: where both are the same, each gets half of the
# slope. TensorFlow (python/ops/math_grad.py, _MaximumMinimumGrad) gives all of it to the first.
TIES = frozenset({"max", "min"})
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Convention:
    """The `slope` that is taken for that of `function`, a formula in x, where x is `argument`.

    `tie`: it is that of the greater or lesser of two, on which frameworks differ.
    """

    function: Node
    argument: Node
    slope: Fraction
    tie: bool = False


def convention(corner: Corner) -> Convention | None:
    """The convention for the function whose kink makes the corner; None where there is none."""
    place = corner.place
    point = node_of(place.at.exact)
    if point is None or place.order > 1:
        return None
    where = {place.function.variable: basic(point)}
    for part in parts(place.function.tree):
        for found, inside in _kinks(part):
            try:
                gap = value(basic(inside), where) - value(basic(found.argument), {})
            except NoValue:
                continue
            if gap == 0:
                return found
    return None


def _kinks(part: Node) -> Iterator[tuple[Convention, Node]]:
    """Every kink of a function that frameworks have, and what is put into it there."""
    x = Letter("x")
    match part:
        case Call(name, (inside,)) if name in PYTORCH:
            for kink, slope in PYTORCH[name].items():
                yield Convention(Call(name, (x,)), number(kink), slope), inside
        case Call(name, (one, other)) if name in TIES:
            if not letters(one):
                yield Convention(Call(name, (one, x)), one, HALF, tie=True), other
            elif not letters(other):
                yield Convention(Call(name, (x, other)), other, HALF, tie=True), one
