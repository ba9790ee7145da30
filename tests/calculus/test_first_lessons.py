"""The numbers of lessons 2.5 and 2.6, digit for digit."""

import pytest
from sympy import Rational, S

from bot.tutor.calculus.lesson import Corner, Outside, Pole, Slope
from bot.tutor.calculus.teach import everywhere, tangent
from bot.tutor.reading.tree import Letter


def test_three_a_moves_three_times_as_much_and_so_everywhere(at):
    for point, value, moved in (("2", 6, "6003/1000"), ("5", 15, "15003/1000")):
        outcome = at("3a", point, "a")
        assert isinstance(outcome, Slope)
        assert outcome.value.exact == value
        assert outcome.nudged.run.exact == Rational(1, 1000)
        assert outcome.nudged.value.exact == Rational(moved)
        assert outcome.nudged.rise.exact == Rational(3, 1000)
        assert outcome.nudged.ratio.exact == 3
        assert outcome.nudged.exact
        assert outcome.slope.decimal == "3.000000000000000000000000"
        assert everywhere(outcome.place.function) == 3


# The table of lesson 2.6; the last row's digits are those of a printed table of logarithms.
@pytest.mark.parametrize(
    ("formula", "moved", "ratio", "slope"),
    [
        ("a^2", "4.004001", "4.001", "4"),
        ("a^3", "8.012006001", "12.006001", "12"),
        ("ln a", "0.693647055602", "0.499875041651", "0.5"),
    ],
)
def test_a_curve_only_comes_near_its_slope(at, formula, moved, ratio, slope):
    outcome = at(formula, "2", "a")
    assert outcome.nudged.value.decimal.startswith(moved[:-1])
    assert abs(Rational(outcome.nudged.value.decimal) - Rational(moved)) < Rational("1e-12")
    assert abs(Rational(outcome.nudged.ratio.decimal) - Rational(ratio)) < Rational("1e-12")
    assert outcome.slope.exact == Rational(slope)
    assert not outcome.nudged.exact
    assert everywhere(outcome.place.function) is None


def test_the_tangent_of_a_squared_at_2_is_4a_minus_4(at):
    assert str(tangent(at("a^2", "2", "a"))) == "4*a - 4"


def test_the_corner_of_the_absolute_value_has_two_slopes(at):
    outcome = at("|a|", "0", "a")
    assert isinstance(outcome, Corner)
    assert (outcome.left.exact, outcome.right.exact) == (-1, 1)
    assert (outcome.nudged_left.run.exact, outcome.nudged_right.run.exact) == (
        -Rational(1, 1000),
        Rational(1, 1000),
    )
    assert (outcome.nudged_left.ratio.exact, outcome.nudged_right.ratio.exact) == (-1, 1)


def test_one_over_a_divides_by_a_at_0(at):
    outcome = at("1/a", "0", "a")
    assert isinstance(outcome, Pole)
    assert outcome.divisor == Letter("a")
    assert (outcome.left.exact, outcome.right.exact) == (-S.Infinity, S.Infinity)


@pytest.mark.parametrize(
    ("formula", "point", "function", "argument"),
    [("ln a", "-1", "ln", -1), ("sqrt(a)", "-4", "sqrt", -4), ("asin(a)", "2", "asin", 2)],
)
def test_outside_the_domain_the_function_and_its_argument_are_named(
    at, formula, point, function, argument
):
    outcome = at(formula, point, "a")
    assert isinstance(outcome, Outside)
    assert (outcome.function, outcome.argument.exact) == (function, argument)
