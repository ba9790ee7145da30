"""Limits from one side: what is known exactly, and what is honestly not."""

import pytest
from sympy import Rational, cos, log, oo, pi, sin, sqrt

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.exact import expression
from bot.tutor.calculus.expand import expand
from bot.tutor.calculus.series import Unknown, head
from bot.tutor.reading.formula import parse


def heads_to(formula, point, direction):
    return head(expand(basic(parse(formula)), expression(parse(point)), direction))


# Limits of textbooks, or the first terms of a series by hand.
@pytest.mark.parametrize(
    ("formula", "point", "direction", "limit"),
    [
        ("sin(x)/x", "0", 1, 1),
        ("(x - sin x)/x^3", "0", -1, Rational(1, 6)),
        ("(tan x - x)/(x - sin x)", "0", 1, 2),  # x^3/3 over x^3/6
        ("(7^x - 1)/x", "0", 1, log(7)),
        ("(cos x - cos 1)/(x - 1)", "1", 1, -sin(1)),
        ("x ln x", "0", 1, 0),
        ("x^x", "0", 1, 1),
        ("x^pi", "0", 1, 0),
        ("1/ln x", "0", 1, 0),
        ("ln(x)/x", "0", 1, -oo),
        ("sqrt(x^2)/x", "0", -1, -1),
        ("e^(1/x)", "0", 1, oo),
        ("e^(1/x)", "0", -1, 0),
        ("-e^(1/x^2) x^5", "0", 1, -oo),
        ("(-e^(1/x))^3", "0", 1, -oo),
        ("sqrt(e^(1/x))", "0", 1, oo),
        ("e^(-1/x) + e^(1/x)", "0", 1, oo),
        ("x^(-ln x)", "0", 1, 0),  # e^(-ln(x)^2)
        ("e^(ln(x)^2)", "0", 1, oo),
        ("sinh(1/x) x", "0", -1, oo),
        ("tanh(1/x)", "0", -1, -1),
        ("coth(x)", "0", -1, -oo),
        ("sech(1/x)", "0", 1, 0),
        ("csch(x) x", "0", 1, 1),
        ("erf(1/x)", "0", -1, -1),
        ("erf(x)/x", "0", 1, 2 / sqrt(pi)),
        ("atan(1/x)", "0", -1, -pi / 2),
        ("acot(1/x)", "0", -1, pi),
        ("asin(x)", "-1", 1, -pi / 2),
        ("asin(x)/x", "0", 1, 1),
        ("acos(x)/sqrt(1 - x)", "1", -1, sqrt(2)),
        ("asec(x)/sqrt(x - 1)", "1", 1, sqrt(2)),
        ("acsc(x)", "1", 1, pi / 2),
        ("acosh(x)/sqrt(x - 1)", "1", 1, sqrt(2)),
        ("asinh(1/x)", "0", 1, oo),
        ("atanh(x)", "1", -1, oo),
        ("acoth(x)", "1", 1, oo),
        ("asech(x)", "0", 1, oo),
        ("x acsch(x)", "0", 1, 0),
        ("gamma(x) x", "0", 1, 1),
        ("gamma(x)(x + 2)", "-2", -1, Rational(1, 2)),
        ("log(x, 3)/ln x", "0", 1, 1 / log(3)),
        ("log10(x)/log2(x)", "0", 1, log(2) / log(10)),
        ("cot(x) x", "0", 1, 1),
        ("sec(x)(x - pi/2)", "pi/2", 1, -1),
        ("csc(x) x", "0", 1, 1),
        ("tan(x)(x - pi/2)", "pi/2", 1, -1),
        ("x^2 sin(1/x)", "0", 1, 0),
        ("(x sin(1/x))^2", "0", 1, 0),
        ("cbrt(x)/x", "0", -1, oo),
        ("cos(1)/cos(x)", "1", 1, cos(1) / cos(1)),
        ("0^x", "0", 1, 0),
    ],
)
def test_a_limit_from_one_side(formula, point, direction, limit):
    found = heads_to(formula, point, direction)
    assert found == limit or abs((found - limit).evalf(30)) < 1e-25


@pytest.mark.parametrize(
    ("formula", "point"),
    [
        ("sin(1/x)", "0"),
        ("x sin(1/x)/x", "0"),
        ("ln(ln(1/x))", "0"),
        ("e^(1/x) - e^(2/x)", "0"),
        ("e^(1/x) sin(1/x)", "0"),
        ("e^(1/x) e^(-1/x^2)", "0"),
        ("gamma(1/x)", "0"),
        ("1/(e^(-1/x))", "0"),
        ("ln(sin(1/x) + 2)", "0"),
        ("e^(sin(1/x)/x)", "0"),
        ("(-1)^x", "0"),
        ("(x - sin(x)/cos(x))^(1/2)", "0"),
        ("tan(x)^(1/2) - x*gamma(-1/x)", "0"),
        ("atan(1/x + sin(1/x)/x)", "0"),
        ("sin(1/x)/x + 1", "0"),
        ("floor(x)", "0"),
    ],
)
def test_what_a_series_does_not_tell_is_unknown(formula, point):
    with pytest.raises(Unknown):
        heads_to(formula, point, 1)
