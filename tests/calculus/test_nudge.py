"""The finite difference: exact where it can be, with digits enough where it cannot."""

import pytest
from mpmath import mp
from sympy import Rational, log

from bot.tutor.calculus.lesson import Slope


@pytest.mark.parametrize("k", [1, 3, 8, 16, 30, 60])
def test_the_rise_keeps_its_digits_at_any_nudge(at, k):
    nudged = at("ln x", "2", run=f"10^-{k}").nudged
    assert nudged.run.exact == Rational(1, 10**k)
    with mp.workdps(120):
        rise = mp.log1p(mp.mpf(10) ** -k / 2)
        assert abs(mp.mpf(nudged.rise.decimal) / rise - 1) < mp.mpf(10) ** -23
        assert abs(mp.mpf(nudged.ratio.decimal) / (rise * 10**k) - 1) < mp.mpf(10) ** -23
    assert nudged.rise.exact == log(2 + Rational(1, 10**k)) - log(2)


@pytest.mark.parametrize(
    ("formula", "point", "ratio"),
    [
        ("3x", "5", "3"),
        ("x^2", "2", "4.001"),
        ("x^3", "2", "12.006001"),
        ("1/x", "2", "-500/2001"),
        ("x^2", "1/3", "2003/3000"),
        ("x^(1/2)", "0.25", None),
    ],
)
def test_a_rational_difference_is_exact(at, formula, point, ratio):
    nudged = at(formula, point).nudged
    assert nudged.run.exact == Rational(1, 1000)
    assert nudged.ratio.exact == (nudged.rise.exact * 1000)
    if ratio is not None:
        assert nudged.ratio.exact == Rational(ratio)


@pytest.mark.parametrize(
    ("formula", "point", "equal"),
    [
        ("3x", "5", True),
        ("pi x + e", "sqrt(2)", True),
        ("7", "1", True),
        ("sin(x)^2 + cos(x)^2", "1", True),
        ("|x|", "-3", True),
        ("mod(x, 2)", "1", True),
        ("x^2", "2", False),
        ("e^x", "0", False),
        ("x + 1e-40 x^2", "1", False),
    ],
)
def test_equal_is_said_of_straight_lines_alone(at, formula, point, equal):
    assert at(formula, point).nudged.exact is equal


@pytest.mark.parametrize(
    ("formula", "point", "run"),
    [
        ("x^2", "2", "1/1000"),
        ("sin(1e9 x)", "0", "1e-10"),  # sin(0.1) is 0.2% less than 0.1, sin(1) 16%
        ("ln x", "1e-8", "1e-10"),  # ln(1.01) = 0.00995
        ("1/(x - 0.999)", "1", "1e-5"),  # 1/(1 + 0.01), just within 1%
        ("tan x", "1.5707", "1e-7"),
        ("x^2", "1e-320", "1e-322"),
        # 1/sqrt(1 - x^2) grows by x/(1 - x^2) of itself, 5000 h, half of that in the ratio
        ("asin(x)", "0.9999", "1e-6"),
        ("x^2", "0", "1/1000"),  # slope 0: within 0.01
        ("1000000x^2", "0", "1e-8"),
    ],
)
def test_the_usual_nudge_gives_way_to_the_largest_that_comes_within_1_percent(
    at, formula, point, run
):
    assert at(formula, point).nudged.run.exact == Rational(run)


def test_a_learners_nudge_is_kept_however_coarse(at):
    outcome = at("sin(1e9 x)", "0", run="-0.5")
    assert isinstance(outcome, Slope)
    assert outcome.nudged.run.exact == Rational(-1, 2)


def test_the_left_side_is_nudged_to_the_left(at):
    assert at("x^2", "2", side="left").nudged.ratio.exact == Rational(3999, 1000)
    assert at("x^2", "2", side="right").nudged.ratio.exact == Rational(4001, 1000)
