"""How much a formula changes is the same as the difference of its values, where that is known."""

from fractions import Fraction

import pytest
from mpmath import mp

from bot.tutor.calculus.basic import basic, number
from bot.tutor.calculus.change import Unsuited, change
from bot.tutor.calculus.evaluate import value
from bot.tutor.calculus.reals import inexact
from bot.tutor.reading.formula import parse

RUN = Fraction(1, 1000)
FORMULAS = [
    ("7", 1), ("x^3 - (-x)^5", -2), ("x^-2", -3), ("(-x)^(1/3)", 2), ("sqrt(x) + cbrt(x)", 3),
    ("2^x/x", 3), ("x^x", 2), ("ln(x)*log2(x)*e^x", 3), ("sin(x)/x", 2),
    ("cos(x)*tan(x)", 1), ("sec(x) + csc(x) + cot(x)", 1), ("atan(x) - acot(x)", -2),
    ("sinh(x)*cosh(x)*tanh(x)", 1), ("coth(x) + sech(x)", 2), ("asinh(x) + atanh(1/x)", 3),
    ("sigmoid(x)", 5), ("softplus(x)", -5), ("gelu(x)", -1), ("erf(x)", 2), ("exp(-x^2)", 1),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "point"), FORMULAS)
def test_a_change_is_the_difference_of_two_values(formula, point):
    node = basic(parse(formula))
    ends = [value(node, {"x": number(place)}, 80) for place in (point, point + RUN)]
    with mp.workdps(60):
        found = change(node, {"x": number(point)}, "x", inexact(RUN))
        assert abs(found - (inexact(ends[1]) - inexact(ends[0]))) <= mp.mpf(10) ** -55


# e^-u (1 - e^-h) for what is left to 1 of a sigmoid; the same for tanh with 2u and twice as much.
@pytest.mark.parametrize(
    ("formula", "left"),
    [
        ("sigmoid(x)", lambda u: mp.exp(-u)),
        ("tanh(x)", lambda u: 2 * mp.exp(-2 * u)),
        ("1/(1 + e^(-x))", lambda u: mp.exp(-u)),
    ],
)
def test_far_out_a_change_keeps_its_digits(formula, left):
    with mp.workdps(30):
        u = mp.mpf(10) ** 6
        found = change(basic(parse(formula)), {"x": number(10**6)}, "x", inexact(RUN))
        assert mp.almosteq(found, left(u) - left(u + inexact(RUN)), mp.mpf(10) ** -20, 0)


@pytest.mark.parametrize(
    ("formula", "point", "run"),
    [
        ("asin(x)", 0, 1),
        ("gamma(x)", 2, 1),
        ("erf(x)", -1, 2),
        ("ln(x)", 1, -2),
        ("atan(x)", 1, -3),
    ],
)
def test_without_a_rule_or_over_a_long_way_it_is_not_told(formula, point, run):
    with pytest.raises(Unsuited):
        change(basic(parse(formula)), {"x": number(point)}, "x", mp.mpf(run))
