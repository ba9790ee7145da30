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
    """The `slope` that is taken for that of `function`, a formula in `letter`, at `argument`.

    inside: what is put in for the letter; the learner's own letter stands for itself.
    `tie`: it is that of the greater or lesser of two, on which frameworks differ.
    """

    function: Node
    argument: Node
    slope: Fraction
    letter: Letter
    inside: Node
    tie: bool = False


def convention(corner: Corner) -> Convention | None:
    """The convention for the function whose kink makes the corner; None where there is none."""
    place = corner.place
    point = node_of(place.at.exact)
    if point is None or place.order > 1:
        return None
    where = {place.function.variable: basic(point)}
    for part in parts(place.function.tree):
        for found in _kinks(part):
            try:
                gap = value(basic(found.inside), where) - value(basic(found.argument), {})
            except NoValue:
                continue
            if gap == 0:
                return found
    return None


def _kinks(part: Node) -> Iterator[Convention]:
    """Every kink of a function that frameworks have."""
    match part:
        case Call(name, (inside,)) if name in PYTORCH:
            u = _letter_for(inside)
            for kink, slope in PYTORCH[name].items():
                yield Convention(Call(name, (u,)), number(kink), slope, u, inside)
        case Call(name, (one, other)) if name in TIES:
            if not letters(one):
                u = _letter_for(other)
                yield Convention(Call(name, (one, u)), one, HALF, u, other, tie=True)
            elif not letters(other):
                u = _letter_for(one)
                yield Convention(Call(name, (u, other)), other, HALF, u, one, tie=True)


def _letter_for(inside: Node) -> Letter:
    """The learner's letter where it stands alone, else one that is free."""
    if isinstance(inside, Letter):
        return inside
    return next(Letter(name) for name in "uvw" if name not in letters(inside))
