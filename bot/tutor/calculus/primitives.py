"""The basic functions of one argument: where they live, where they are not smooth, their value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mpmath import mp

from bot.tutor.calculus.reals import Real as Real


@dataclass(frozen=True)
class Primitive:
    """A real function of one real argument.

    Attributes:
        of: its value at mpmath's working precision.
        takes: whether it has a value there; with a `divisor`, where that is not 0 as well.
        edges: arguments that an inexact one is taken for when it agrees to nearly all digits.
        rough: arguments with a value where it is not analytic.
        exact: its rational values, by their rational arguments.
        divisor: the function that is divided by in it, as cos is in tan.
    """

    of: Callable[[Any], Any]
    takes: Callable[[Real], bool] = lambda _: True
    edges: tuple[int, ...] = ()
    rough: tuple[int, ...] = ()
    exact: Mapping[int, int] = field(default_factory=dict)
    divisor: str | None = None


def _whole(x: Real) -> bool:
    return bool(x == mp.floor(x)) if not isinstance(x, Fraction) else x.denominator == 1


# acot takes values in (0, pi) and has no jump at 0; asec and acsc are acos and asin of 1/x.
PRIMITIVES: Mapping[str, Primitive] = {
    "sin": Primitive(mp.sin, exact={0: 0}),
    "cos": Primitive(mp.cos, exact={0: 1}),
    "tan": Primitive(mp.tan, exact={0: 0}, divisor="cos"),
    "cot": Primitive(mp.cot, divisor="sin"),
    "sec": Primitive(mp.sec, exact={0: 1}, divisor="cos"),
    "csc": Primitive(mp.csc, divisor="sin"),
    "asin": Primitive(mp.asin, lambda x: -1 <= x <= 1, (-1, 1), (-1, 1), {0: 0}),
    "acos": Primitive(mp.acos, lambda x: -1 <= x <= 1, (-1, 1), (-1, 1), {1: 0}),
    "atan": Primitive(mp.atan, exact={0: 0}),
    "acot": Primitive(lambda x: mp.pi / 2 - mp.atan(x)),
    "asec": Primitive(lambda x: mp.acos(1 / x), lambda x: abs(x) >= 1, (-1, 1), (-1, 1), {1: 0}),
    "acsc": Primitive(lambda x: mp.asin(1 / x), lambda x: abs(x) >= 1, (-1, 1), (-1, 1)),
    "sinh": Primitive(mp.sinh, exact={0: 0}),
    "cosh": Primitive(mp.cosh, exact={0: 1}),
    "tanh": Primitive(mp.tanh, exact={0: 0}),
    "coth": Primitive(mp.coth, divisor="sinh"),
    "sech": Primitive(mp.sech, exact={0: 1}),
    "csch": Primitive(mp.csch, divisor="sinh"),
    "asinh": Primitive(mp.asinh, exact={0: 0}),
    "acosh": Primitive(mp.acosh, lambda x: x >= 1, (1,), (1,), {1: 0}),
    "atanh": Primitive(mp.atanh, lambda x: -1 < x < 1, (-1, 1), (), {0: 0}),
    "acoth": Primitive(lambda x: mp.atanh(1 / x), lambda x: abs(x) > 1, (-1, 1)),
    "asech": Primitive(lambda x: mp.acosh(1 / x), lambda x: 0 < x <= 1, (1,), (1,), {1: 0}),
    "acsch": Primitive(lambda x: mp.asinh(1 / x), lambda x: x != 0),
    "exp": Primitive(mp.exp, exact={0: 1}),
    "ln": Primitive(mp.log, lambda x: x > 0, (1,), (), {1: 0}),
    "log10": Primitive(mp.log10, lambda x: x > 0, (1,), (), {1: 0, 10: 1}),
    "log2": Primitive(lambda x: mp.log(x, 2), lambda x: x > 0, (1,), (), {1: 0, 2: 1}),
    "erf": Primitive(mp.erf, exact={0: 0}),
    "erfc": Primitive(mp.erfc, exact={0: 1}),  # 1 - erf, which far out is all that is left
    "gamma": Primitive(mp.gamma, lambda x: x > 0 or not _whole(x), exact={1: 1, 2: 1}),
}
