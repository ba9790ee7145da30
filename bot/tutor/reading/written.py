"""A formula as it was written: what stands beside what, before it is settled what binds tighter."""

from dataclasses import dataclass
from typing import Literal

from bot.tutor.reading.tree import Comparison, Constant, Letter, Number

# How a link hangs on the one before: a sign, nothing between ("2x"), or only a space ("2 x").
Joint = Literal["*", "/", "mod", "beside", "spaced", "first"]


@dataclass(frozen=True, slots=True)
class Atom:
    node: Number | Letter | Constant
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    inner: "Written"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Called:
    """A function with its brackets: max(a, b)."""

    function: str
    arguments: tuple["Written", ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suffixed:
    of: "Single"
    suffixes: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Exponent:
    """What stands after ^: its sign, and perhaps a function without brackets, as in e^sin x."""

    negative: bool
    of: "Single"


@dataclass(frozen=True, slots=True)
class Powered:
    base: "Single"
    exponents: tuple[Exponent, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """A function without brackets: sin, sin^2, log_2; its argument is what follows."""

    function: str
    foot: "Single | None"
    exponent: Exponent | None
    start: int
    end: int


Single = Atom | Group | Called | Suffixed | Powered | Named


@dataclass(frozen=True, slots=True)
class Link:
    joint: Joint
    negative: bool
    of: "Single | Chain"


@dataclass(frozen=True, slots=True)
class Chain:
    """Things multiplied and divided, in the order in which they were written."""

    links: tuple[Link, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Total:
    """Terms, each with its sign (True: subtracted)."""

    terms: tuple[tuple[bool, Chain], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class When:
    operands: tuple[Total, ...]
    comparisons: tuple[Comparison, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pieces:
    branches: tuple[tuple[When, Total], ...]
    otherwise: Total | None
    start: int
    end: int


Written = Total | Pieces
