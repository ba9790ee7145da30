"""What happens at a point: a table for every outcome, its truth derived by hand beside it."""

import pytest
from sympy import E, Rational, cos, log, oo, pi, sqrt

from bot.tutor.calculus.lesson import (
    Corner,
    Cusp,
    Hole,
    Jump,
    Oscillation,
    Outside,
    Pole,
    Slope,
    VerticalTangent,
)
from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Request


def same(quantity, expected):
    if expected is None or quantity is None:
        return quantity is expected
    return quantity.exact == expected or abs((quantity.exact - expected).evalf(30)) < 1e-25


@pytest.mark.parametrize(
    ("formula", "point", "slope"),
    [
        ("x^2", "3", 6),  # 2x
        ("x^3 - 2x", "2", 10),  # 3x^2 - 2
        ("sin x", "pi/3", Rational(1, 2)),  # cos(pi/3)
        ("e^x", "1", E),  # its own slope
        ("ln x", "1e-8", 10**8),  # 1/x
        ("sqrt(x)", "4", Rational(1, 4)),  # 1/(2*2)
        ("x^(1/3)", "-8", Rational(1, 12)),  # x^(-2/3)/3 = 1/(3*4)
        ("cbrt(x)", "-8", Rational(1, 12)),
        ("x^(2/3)", "-8", -Rational(1, 3)),  # 2/3 x^(-1/3)
        ("|x|", "-3", -1),  # -x there
        ("x|x|", "0", 0),  # |x|x/x = |x| -> 0
        ("x^x", "2", 4 * log(2) + 4),  # x^x (ln x + 1)
        ("floor(x)", "2.5", 0),  # 2 all around
        ("mod(x, 2)", "1", 1),  # x there
        ("x^(1/3) sin(x)", "0", 0),  # x^(4/3) near 0
        ("max(x, 2) x", "3", 6),  # x^2 there
        ("ln(x^2)", "-1", -2),  # 2/x
        ("sin(1e9 x)", "0", 10**9),  # k cos(0)
        ("10^400 x", "5", 10**400),  # a line
        ("x^(10^100)", "1", 10**100),  # n x^(n - 1)
        ("(-x)^(10^20 + 1)", "1", -(10**20) - 1),  # -x^n for odd n
        ("1/(x - 0.999)", "1", -(10**6)),  # -1/0.001^2
        ("max(tanh(1) + sin(cos(x)), min(floor(x/x), 2^(4/5)))", "e", 0),  # 1 there
    ],
)
def test_a_slope(at, formula, point, slope):
    outcome = at(formula, point)
    assert isinstance(outcome, Slope)
    assert same(outcome.slope, slope)
    assert outcome.edge is None


@pytest.mark.parametrize(
    ("pieces", "point", "slope"),
    [
        ("{x^2 sin(1/x) if x != 0; 0 if x = 0}", "0", 0),  # |ratio| = |x sin(1/x)| <= |x|
        ("{e^(-1/x^2) if x != 0; 0 if x = 0}", "0", 0),  # smaller than any power of x
        ("{x^2 if x < 1; 2x - 1 if x >= 1}", "1", 2),  # 2x and 2 meet
        ("{sin(x)/x if x != 0; 1 if x = 0}", "0", 0),  # 1 - x^2/6
        ("{(1 - cos x)/x if x != 0; 0 if x = 0}", "0", Rational(1, 2)),  # x/2 - x^3/24
        ("{x ln(1 + x) if x > 0; x^2 if x <= 0}", "0", 0),  # x^2 on both sides
        ("{e^x if x < 0; 1 + x if x >= 0}", "0", 1),  # e^0 and 1
        ("{(7^x - 1)/x - ln(7) if x != 0; 0 if x = 0}", "0", log(7) ** 2 / 2),  # x ln(7)^2/2 + ...
    ],
)
def test_a_slope_where_pieces_meet(at, pieces, point, slope):
    outcome = at(pieces, point)
    assert isinstance(outcome, Slope)
    assert same(outcome.slope, slope)


@pytest.mark.parametrize(
    ("formula", "point", "edge", "slope"),
    [
        ("x sqrt(x)", "0", "right", 0),  # the ratio is sqrt(x)
        ("x^2.5", "0", "right", 0),  # the ratio is x^1.5
        ("sqrt(x)^2", "0", "right", 1),  # x where it lives
        ("sqrt(x^3)", "0", "right", 0),  # the ratio is sqrt(x)
        ("(4 - x)^(3/2)", "4", "left", 0),  # the ratio is -sqrt(t), t = 4 - x
        ("x^2 sqrt(1 - x)^2", "1", "left", -1),  # x^2 - x^3: 2 - 3
        ("acos(x)^2", "1", "left", -2),  # acos(1 - t)^2 = 2t + ...
        ("acosh(x)^2", "1", "right", 2),  # acosh(1 + t)^2 = 2t + ...
    ],
)
def test_a_slope_at_the_edge_of_a_domain_is_one_sided(at, formula, point, edge, slope):
    outcome = at(formula, point)
    assert isinstance(outcome, Slope)
    assert outcome.edge == edge
    assert same(outcome.slope, slope)
    assert (outcome.nudged.run.exact > 0) == (edge == "right")


@pytest.mark.parametrize(
    ("formula", "point", "value"),
    [
        ("log2(x)", "4", 2),
        ("log2(x)", "1/8", -3),
        ("log2(x)", "sqrt(2)^6", 3),
        ("lg x", "1000", 3),
        ("log(x, 9)", "27", Rational(3, 2)),
        ("log(x, 1/2)", "8", -3),
    ],
)
def test_a_logarithm_of_a_power_of_its_base_is_exactly_the_exponent(at, formula, point, value):
    assert at(formula, point).value.exact == value


def test_a_logarithm_near_a_whole_number_is_not_that_number(at):
    assert at("lg x", "10^40 + 1").value.exact != 40


# By hand: each side is a formula of its own, whose derivative is put in at the point.
@pytest.mark.parametrize(
    ("formula", "point", "left", "right"),
    [
        ("|x|", "0", -1, 1),
        ("relu(x)", "0", 0, 1),
        ("leaky_relu(x)", "0", Rational(1, 100), 1),
        ("hard_sigmoid(x)", "3", Rational(1, 6), 0),
        ("max(x, x^2)", "1", 1, 2),
        ("|sin x|", "pi", -1, 1),
        ("sqrt(x^2)", "0", -1, 1),
        ("sqrt(1 - cos x)", "0", -sqrt(2) / 2, sqrt(2) / 2),  # |x|/sqrt(2)
        ("min(x, x^2, 3x)", "0", 3, 0),
        ("||x| - 1|", "1", -1, 1),
        ("|x^2 - 4|", "2", -4, 4),
        ("{x^2 if x <= 2; 8 - 2x if x > 2}", "2", 4, -2),
        ("{1 if x < 1; x if x >= 1}", "1", 0, 1),
        ("{sqrt(x) if x > 0; x if x <= 0}", "0", 1, oo),
    ],
)
def test_a_corner_has_two_slopes(at, formula, point, left, right):
    outcome = at(formula, point)
    assert isinstance(outcome, Corner)
    assert same(outcome.left, left)
    assert same(outcome.right, right)
    assert outcome.nudged_left.run.exact < 0 < outcome.nudged_right.run.exact


# By hand: the ratio of c|t|^p, p < 1, is c|t|^p/t, infinite with the sign of c/t.
@pytest.mark.parametrize(
    ("formula", "point", "left", "right"),
    [
        ("x^(2/3)", "0", -oo, oo),
        ("(x - 1)^(2/3)", "1", -oo, oo),
        ("sqrt(|x|)", "0", -oo, oo),
        ("-|x|^0.5", "0", oo, -oo),
        ("cbrt(x)^2", "0", -oo, oo),
        ("3 - (x + 2)^(4/5)", "-2", oo, -oo),
        ("|x|^(1/3)", "0", -oo, oo),
        ("sqrt(|sin x|)", "pi", -oo, oo),
    ],
)
def test_a_cusp_rises_without_end_on_one_side_and_falls_on_the_other(
    at, formula, point, left, right
):
    outcome = at(formula, point)
    assert isinstance(outcome, Cusp)
    assert (outcome.left.exact, outcome.right.exact) == (left, right)


# By hand: near the point it is c t^p with p < 1, whose ratio c t^(p - 1) grows without end.
@pytest.mark.parametrize(
    ("formula", "point", "left", "right"),
    [
        ("sqrt(x)", "0", None, oo),
        ("sqrt(x - 2)", "2", None, oo),
        ("-sqrt(3 - x)", "3", oo, None),
        ("x^(1/3)", "0", oo, oo),
        ("cbrt(x - 1)", "1", oo, oo),
        ("-x^(3/5)", "0", -oo, -oo),
        ("asin(x)", "1", oo, None),
        ("asin(x)", "-1", None, oo),
        ("acos(x)", "1", -oo, None),
        ("acosh(x)", "1", None, oo),
        ("sqrt(1 - x^2)", "1", -oo, None),
    ],
)
def test_a_vertical_tangent(at, formula, point, left, right):
    outcome = at(formula, point)
    assert isinstance(outcome, VerticalTangent)
    assert same(outcome.left, left)
    assert same(outcome.right, right)
    assert (outcome.nudged_left is None) == (left is None)
    assert (outcome.nudged_right is None) == (right is None)


# By hand: what stands on either side, and the limits of 1/x in arctan, tanh and e^u.
@pytest.mark.parametrize(
    ("formula", "point", "value", "limits"),
    [
        ("floor(x)", "2", 2, (1, 2)),
        ("ceil(x)", "2", 2, (2, 3)),
        ("sign(x)", "0", 0, (-1, 1)),
        ("x - floor(x)", "1", 0, (1, 0)),
        ("mod(x, 2)", "2", 0, (2, 0)),
        ("|x|/x", "0", None, (-1, 1)),
        ("atan(1/x)", "0", None, (-pi / 2, pi / 2)),
        ("1/(1 + e^(1/x))", "0", None, (1, 0)),
        ("tanh(1/x)", "0", None, (-1, 1)),
        ("{x if x < 1; x + 1 if x >= 1}", "1", 2, (1, 2)),
        ("floor(1e6 x)", "0.3", 300000, (299999, 300000)),
    ],
)
def test_a_jump_has_two_limits(at, formula, point, value, limits):
    outcome = at(formula, point)
    assert isinstance(outcome, Jump)
    assert same(outcome.value, value)
    assert same(outcome.left, limits[0])
    assert same(outcome.right, limits[1])


# The slope of the piece to which the point itself belongs.
@pytest.mark.parametrize(
    ("formula", "point", "joined", "slope"),
    [
        ("floor(x)", "2", "right", 0),
        ("ceil(x)", "2", "left", 0),
        ("x*floor(x)", "1", "right", 1),
        ("mod(x, 2)", "2", "right", 1),
        ("{x if x < 1; x^2 + 1 if x >= 1}", "1", "right", 2),
        ("{x^3 if x <= 1; 5 if x > 1}", "1", "left", 3),
        ("sign(x)", "0", None, None),  # neither side is 0 there
        ("|x|/x", "0", None, None),  # no value
        ("{sqrt(x) if x >= 0; -1 if x < 0}", "0", None, None),  # infinitely steep
        ("{x*sin(1/x) if x > 0; 0 if x = 0; 1 if x < 0}", "0", None, None),  # swings
    ],
)
def test_a_jump_has_a_slope_on_the_side_to_which_its_value_belongs(
    at, formula, point, joined, slope
):
    outcome = at(formula, point)
    assert isinstance(outcome, Jump)
    assert outcome.joined == joined
    assert same(outcome.slope, slope)


# By hand: the first terms of the series in t = x - a, limit + slope t.
@pytest.mark.parametrize(
    ("formula", "point", "limit", "slope"),
    [
        ("sin(x)/x", "0", 1, 0),
        ("(x^2 - 1)/(x - 1)", "1", 2, 1),
        ("(1 - cos x)/x^2", "0", Rational(1, 2), 0),
        ("(e^x - 1)/x", "0", 1, Rational(1, 2)),
        ("x/x", "0", 1, 0),
        ("1/(1/x)", "0", 0, 1),
        ("x^2 sin(1/x)", "0", 0, 0),
        ("x sin(1/x)", "0", 0, None),
        ("e^(-1/x^2)", "0", 0, 0),
        ("x ln x", "0", 0, None),  # the ratio is ln x
        ("x^x", "0", 1, None),
        ("(cos x - cos 1)/(x - 1)", "1", -sqrt(1 - cos(1) ** 2), -cos(1) / 2),
        ("{1 if x != 0; 0 if x = 0}", "0", 1, 0),
        ("{sin(x)/x if x != 0; 2 if x = 0}", "0", 1, 0),
    ],
)
def test_a_hole_has_a_limit_and_perhaps_a_slope_when_filled(at, formula, point, limit, slope):
    outcome = at(formula, point)
    assert isinstance(outcome, Hole)
    assert same(outcome.limit, limit)
    assert same(outcome.slope, slope)


# By hand: the sign of what is divided by on either side; e^u and ln at -oo, 0 and oo.
@pytest.mark.parametrize(
    ("formula", "point", "left", "right"),
    [
        ("1/x", "0", -oo, oo),
        ("1/x^2", "0", oo, oo),
        ("tan x", "pi/2", oo, -oo),
        ("csc x", "0", -oo, oo),
        ("ln x", "0", None, -oo),
        ("ln|x|", "0", -oo, -oo),
        ("e^(1/x)", "0", 0, oo),
        ("e^(1/x) - e^(2/x)", "0", 0, -oo),
        ("{1/x if x != 0; 0 if x = 0}", "0", -oo, oo),  # a value does not help
        ("gamma(x)", "-1", oo, -oo),  # gamma(x)/(x + 1) near -1: residue -1
        ("x^(-1/3)", "0", -oo, oo),
        ("1/sqrt(x)", "0", None, oo),
        ("floor(1/x)", "0", -oo, oo),
        ("(x + 1)/(x^2 - 1)", "1", -oo, oo),
        ("x/0", "5", None, None),
        ("1/(x - x)", "5", None, None),
    ],
)
def test_a_pole(at, formula, point, left, right):
    outcome = at(formula, point)
    assert isinstance(outcome, Pole)
    assert same(outcome.left, left)
    assert same(outcome.right, right)


# By hand: sin and cos of what runs off to infinity take 1 and -1 again and again.
@pytest.mark.parametrize(
    ("formula", "point", "of"),
    [
        ("sin(1/x)", "0", "value"),
        ("cos(1/(x - 2))", "2", "value"),
        ("sin(pi/x)", "0", "value"),
        ("sin(ln|x|)", "0", "value"),
        ("sin(1/x)/x", "0", "value"),
        ("sqrt(sin(1/x))", "0", "value"),
        ("{sin(1/x) if x != 0; 0 if x = 0}", "0", "value"),
        ("{x sin(1/x) if x > 0; 0 if x = 0}", "0", "slope"),  # at an edge
        ("{x sin(1/x) if x != 0; 0 if x = 0}", "0", "slope"),
        ("{|x| cos(1/x) if x != 0; 0 if x = 0}", "0", "slope"),
        ("{sqrt(|x|) sin(1/x) if x != 0; 0 if x = 0}", "0", "slope"),
    ],
)
def test_an_oscillation(at, formula, point, of):
    outcome = at(formula, point)
    assert isinstance(outcome, Oscillation)
    assert outcome.of == of


# The domains of any textbook: ln above 0, roots from 0, asin in [-1, 1], acosh from 1.
@pytest.mark.parametrize(
    ("formula", "point", "function"),
    [
        ("ln x", "-1", "ln"),
        ("sqrt(x)", "-4", "sqrt"),
        ("sqrt(x)^2", "-1", "sqrt"),
        ("x^x", "-0.5", "power"),
        ("x^(1/2)", "-1", "power"),
        ("asin(x)", "2", "asin"),
        ("acosh(x)", "0.5", "acosh"),
        ("sqrt(sin(x) - 2)", "1", "sqrt"),
        ("log(x, 3)", "-1", "log"),
        ("ln(ln(ln(ln(x))))", "10", "ln"),
        ("{x if x < 1}", "2", "cases"),
        ("sqrt(-x^2)", "0", "alone"),  # a value at 0 and nowhere else
        ("x^x", "-1", "alone"),
    ],
)
def test_outside_the_domain(at, formula, point, function):
    outcome = at(formula, point)
    assert isinstance(outcome, Outside)
    assert outcome.function == function


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (Request(("x^(10^100)",), "x", ("5",)), "too-costly"),
        (Request(("x^(10^100)",), "x", ("1",), run="0.001"), "too-costly"),
        (Request(("9^9^9*x",), "x", ("5",)), "too-costly"),
        (Request(("3000!*x",), "x", ("5",)), "too-costly"),
        (Request(("x^2",), "x", ("1/0",)), "no-point"),
        (Request(("x^2",), "x", ("1",), run="0"), "no-nudge"),
        (Request(("x^2",), "x", ("1",), run="1/0"), "no-nudge"),
        (Request(("sqrt(x)",), "x", ("4",), run="-5"), "nudge-leaves"),
        (Request(("k*abs(x)",), "x", ("0",)), "open-letters"),
        (Request(("k*0^x",), "x", ("1",)), "open-letters"),
        (Request(("gamma(x)",), "x", ("2",), order=2), "too-hard"),
        (Request(("10^800*x^2",), "x", ("0",)), "too-hard"),
        # 1 - x < x floor(1/x) <= 1, but no series tells that.
        (Request(("x*floor(1/x)",), "x", ("0",)), "too-hard"),
        # The rules give the slope another value at the joint than it has.
        (Request(("{x^2 if x != 1; 1 if x = 1}",), "x", ("1",), order=2), "too-hard"),
        (Request(("x^2", "x^3"), wants="where", target="1"), "one-at-a-time"),
        (Request(("ln(k)*x",), "x", ("0",), given=(("k", "-1"),)), None),
    ],
)
def test_what_cannot_be_taught_is_refused(request_, reason):
    if reason is None:
        assert isinstance(teach(request_).outcomes[0], Outside)
        return
    with pytest.raises(Misunderstood) as refused:
        teach(request_)
    assert refused.value.reason == reason
