"""A formula as a small tree: what the grammar builds and everything else walks."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Comparison = Literal["<", "<=", ">", ">=", "==", "!="]


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number; never negative as the grammar builds it (a sign is `Negative`)."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Letter:
    """A variable or a parameter: one letter, or the name of a Greek one."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    name: Literal["pi", "e"]


@dataclass(frozen=True, slots=True)
class Negative:
    of: "Node"


@dataclass(frozen=True, slots=True)
class Sum:
    """Two or more terms; a subtraction is a `Negative` term."""

    terms: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Product:
    factors: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    top: "Node"
    bottom: "Node"


@dataclass(frozen=True, slots=True)
class Power:
    base: "Node"
    exponent: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the table in `functions.py`, by its one canonical name."""

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison, or a chain of them as in 0 < x <= 2: operands are one more than comparisons."""

    operands: tuple["Node", ...]
    comparisons: tuple[Comparison, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """A function in pieces; the first condition that holds decides; None: no value elsewhere."""

    branches: tuple[tuple[Condition, "Node"], ...]
    otherwise: "Node | None"


Node = Number | Letter | Constant | Negative | Sum | Product | Quotient | Power | Call | Cases
