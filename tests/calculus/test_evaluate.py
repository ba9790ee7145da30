"""Strictly real values: the conventions, the refusals, and the same walk over an array."""

from fractions import Fraction

import numpy as np
import pytest
from mpmath import mp

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import NoValue, look, value
from bot.tutor.calculus.sample import sample
from bot.tutor.reading.formula import parse
from bot.tutor.reading.functions import FUNCTIONS
from bot.tutor.reading.printing import plain

X = "x"


def seen(formula, point, digits=60):
    return look(basic(parse(formula)), {X: basic(parse(point))}, digits)


@pytest.mark.parametrize(
    ("formula", "point", "exact"),
    [
        ("3x", "5.001", Fraction(15003, 1000)),
        ("x^(1/3)", "-8", -2),
        ("x^(2/3)", "-8", 4),
        ("x^(2/6)", "-8", -2),
        ("cbrt(x)", "-27", -3),
        ("root(x, 5)", "-32", -2),
        ("sqrt(x)", "9/4", Fraction(3, 2)),
        ("x^0", "0", 1),
        ("0^x", "2", 0),
        ("(-2)^x", "3", -8),
        ("cos(x)", "pi/2", 0),
        ("sin(x)", "1e50 pi", 0),
        ("floor(x pi)", "1/pi", 1),
        ("floor(10x)", "0.3", 3),
        ("x - x", "sqrt(2)", 0),
        ("ln(x)", "1", 0),
        ("mod(x, 3)", "-1", 2),
        ("max(x, 2, 1/2)", "1", 2),
        ("{x if x < 1; 5 if x >= 1}", "1", 5),
    ],
)
def test_rational_values_are_exact(formula, point, exact):
    assert seen(formula, point).value == exact
    assert isinstance(seen(formula, point).value, Fraction)


# Digits from printed tables and from series summed by hand, not from sympy.
@pytest.mark.parametrize(
    ("formula", "point", "digits"),
    [
        ("ln x", "2.001", "0.693647055601"),
        ("1 - tanh(x)", "400", "7.3357491683e-348"),  # 2 e^-800
        ("softplus(x)", "-1000", "5.0759588975e-435"),  # e^-1000
        ("tan(x)", "10^100", "0.40123196199"),
        ("e^x", "-800", "3.6678745841e-348"),
        ("acot(x)", "-1", "2.35619449019"),  # 3 pi/4
    ],
)
def test_no_digit_is_lost(formula, point, digits):
    with mp.workdps(30):
        assert mp.almosteq(mp.mpf(seen(formula, point).value), mp.mpf(digits), rel_eps=1e-9)


@pytest.mark.parametrize(
    ("formula", "point", "function", "divisor"),
    [
        ("1/x", "0", "divide", "x"),
        ("x^-2", "0", "divide", "x"),
        ("tan(x)", "pi/2", "divide", "cos(x)"),
        ("cot(x)", "pi", "divide", "sin(x)"),
        ("csch(x)", "0", "divide", "sinh(x)"),
        ("1/(x^2 - 2)", "sqrt(2)", "divide", "x^2 - 2"),
        ("log(x, 1)", "3", "divide", "ln(1)"),
        ("ln(x)", "0", "ln", None),
        ("sqrt(x)", "-1", "sqrt", None),
        ("x^(1/2)", "-1", "power", None),
        ("x^pi", "-1", "power", None),
        ("x^x", "-1/3", "power", None),
        ("x^x", "0", "power", None),
        ("asin(x)", "1.0000001", "asin", None),
        ("acoth(x)", "1", "acoth", None),
        ("atanh(x)", "-1", "atanh", None),
        ("asech(x)", "0", "asech", None),
        ("gamma(x)", "-2", "gamma", None),
        ("factorial(x)", "-1", "gamma", None),
        ("{x if x < 1}", "2", "cases", None),
    ],
)
def test_where_there_is_no_value_the_reason_is_named(formula, point, function, divisor):
    with pytest.raises(NoValue) as refused:
        seen(formula, point)
    assert refused.value.function == function
    named = refused.value.divisor
    assert (None if named is None else plain(named)) == divisor


@pytest.mark.parametrize(
    ("formula", "point", "smooth"),
    [
        ("x^2", "0", True),
        ("|x|", "1", True),
        ("|x|", "0", False),
        ("sqrt(x)", "0", False),
        ("x^(1/3)", "0", False),
        ("floor(x)", "1/2", True),
        ("floor(x)", "2", False),
        ("max(x, 1)", "1", False),
        ("asin(x)", "1", False),
        ("{x if x < 1; x if x >= 1}", "1", False),
        ("|sin(x)|", "pi", False),
    ],
)
def test_kinks_joints_and_edges_are_noticed(formula, point, smooth):
    assert seen(formula, point).smooth is smooth


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_every_function_has_its_known_value(row):
    arguments, known = row.known
    formula = basic(parse(f"{row.name}({', '.join(arguments)})"))
    with mp.workdps(30):
        assert abs(mp.mpf(known) - value(formula, {}) * mp.mpf(1)) < mp.mpf("1e-17")


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_an_array_of_points_gets_the_same_values(row):
    second = row.known[0][1:]
    node = parse(f"{row.name}({', '.join(('x', *second))})")
    xs = np.array([-5 / 2, -1.0, -0.25, 0.0, 0.25, 1.0, 2.0, 7 / 2])
    found = sample(node, X, xs)
    for x, y in zip(xs, found, strict=True):
        try:
            expected = float(value(basic(node), {X: basic(parse(str(Fraction(x))))}))
        except NoValue:
            assert np.isnan(y) or abs(y) > 1e15  # floats do not hit a pole
        else:
            assert y == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    "formula",
    ["x^x", "x^(1/3)", "x^(2/3)", "x^-1", "{x if 0 < x <= 1; 2 if x > 1}", "2^x", "x^0.5"],
)
def test_an_array_of_points_keeps_the_conventions(formula):
    node, xs = parse(formula), np.array([-1.5, -1.0, 0.0, 0.5, 1.0, 8.0])
    for x, y in zip(xs, sample(node, X, xs), strict=True):
        try:
            found = look(basic(node), {X: basic(parse(str(Fraction(x))))})
        except NoValue:
            assert np.isnan(y)
        else:
            assert y == pytest.approx(float(found.value)) or formula == "x^x"


def test_what_is_0_in_every_digit_is_not_called_exactly_0(at):
    outcome = at("1 - tanh(x)", "1000000")  # 10^-868588
    assert outcome.value.decimal == "0"
    assert not outcome.value.exact.is_Rational
    assert outcome.slope.decimal.startswith("-4.347639")
    assert outcome.slope.decimal.endswith("e-868589")


def test_what_overflows_is_left_out_of_a_picture():
    assert np.isnan(sample(parse("e^(1000x)"), X, np.array([1.0])))[0]
    assert np.isnan(sample(parse("10^400 x"), X, np.array([1.0])))[0]
    assert np.isnan(sample(parse("1e400 x"), X, np.array([1.0])))[0]


def test_an_exponent_without_a_value_leaves_nothing_to_draw():
    assert np.isnan(sample(parse("x^(1/(1 - 1))"), X, np.array([2.0])))[0]
