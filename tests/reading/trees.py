"""Random formulas, of everything that a formula can hold."""

from fractions import Fraction

from hypothesis import strategies

from bot.tutor.reading.functions import FUNCTIONS
from bot.tutor.reading.tree import (
    Call,
    Cases,
    Condition,
    Constant,
    Letter,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
)

# log and root become functions of their own for some bases: log(x, 10) is log10(x).
PLAIN_FUNCTIONS = [row for row in FUNCTIONS if row.name not in {"log", "root"}]
LETTERS = ["x", "a", "t", "theta", "gamma", "b", "n", "l", "f", "X"]

leaves = strategies.one_of(
    strategies.integers(0, 200).map(lambda number: Number(Fraction(number))),
    strategies.integers(1, 999).map(lambda number: Number(Fraction(number, 100))),
    strategies.sampled_from([Letter(name) for name in LETTERS]),
    strategies.sampled_from([Constant("pi"), Constant("e")]),
)


def _call(parts):
    row, first, second = parts
    fewest, most = row.arity
    return Call(row.name, (first, second)[: 2 if most > 2 else fewest])


def _cases(parts):
    left, right, value, rest, sign = parts
    return Cases(((Condition((left, right), (sign,)), value),), rest)


def _larger(inner):
    several = strategies.lists(inner, min_size=2, max_size=4).map(tuple)
    pair = strategies.tuples(inner, inner)
    signs = strategies.sampled_from(["<", "<=", ">", ">=", "==", "!="])
    return strategies.one_of(
        inner.map(Negative),
        several.map(Sum),
        several.map(Product),
        pair.map(lambda parts: Quotient(*parts)),
        pair.map(lambda parts: Power(*parts)),
        strategies.tuples(strategies.sampled_from(PLAIN_FUNCTIONS), inner, inner).map(_call),
        strategies.tuples(inner, inner, inner, strategies.none() | inner, signs).map(_cases),
    )


trees = strategies.recursive(leaves, _larger, max_leaves=12)
