"""The derivatives that a textbook has in its table, by the function's name."""

from collections.abc import Mapping
from functools import cache

from bot.tutor.reading.formula import parse
from bot.tutor.reading.tree import Node

# In the letter x; as in Abramowitz and Stegun, Handbook of Mathematical Functions, 4.2.2 to
# 4.2.12 and 4.6.37 to 4.6.45, with acot in (0, pi), and |x| where the inverse of a reciprocal is
# real on both sides of 0.
TABLE: Mapping[str, str] = {
    "sin": "cos(x)",
    "cos": "-sin(x)",
    "tan": "1/cos(x)^2",
    "cot": "-1/sin(x)^2",
    "sec": "sec(x)*tan(x)",
    "csc": "-csc(x)*cot(x)",
    "asin": "1/sqrt(1 - x^2)",
    "acos": "-1/sqrt(1 - x^2)",
    "atan": "1/(x^2 + 1)",
    "acot": "-1/(x^2 + 1)",
    "asec": "1/(abs(x)*sqrt(x^2 - 1))",
    "acsc": "-1/(abs(x)*sqrt(x^2 - 1))",
    "sinh": "cosh(x)",
    "cosh": "sinh(x)",
    "tanh": "1 - tanh(x)^2",
    "coth": "1 - coth(x)^2",
    "sech": "-sech(x)*tanh(x)",
    "csch": "-csch(x)*coth(x)",
    "asinh": "1/sqrt(x^2 + 1)",
    "acosh": "1/sqrt(x^2 - 1)",
    "atanh": "1/(1 - x^2)",
    "acoth": "1/(1 - x^2)",
    "asech": "-1/(x*sqrt(1 - x^2))",
    "acsch": "-1/(abs(x)*sqrt(x^2 + 1))",
    "exp": "exp(x)",
    "ln": "1/x",
    "log10": "1/(x*ln(10))",
    "log2": "1/(x*ln(2))",
    "erf": "2/sqrt(pi)*e^(-x^2)",
    "abs": "x/abs(x)",
    "sigmoid": "sigmoid(x)*(1 - sigmoid(x))",
    "softplus": "sigmoid(x)",
    "gelu": "(1 + erf(x/sqrt(2)))/2 + x*e^(-x^2/2)/sqrt(2*pi)",
    "silu": "sigmoid(x) + x*sigmoid(x)*(1 - sigmoid(x))",
}


@cache
def tabled(function: str) -> Node | None:
    """The derivative of the function of x, in the letter x; None where the table has none."""
    return parse(TABLE[function]) if function in TABLE else None
