"""Where a first answer was wrong, missing or slow: holes, open letters, own nudges, far out."""

from fractions import Fraction

import pytest
from mpmath import mp
from sympy import Symbol, sympify

from bot.tutor.calculus.lesson import Corner, Cusp, Hole, Outside, Pole, Slope, VerticalTangent
from bot.tutor.calculus.straight import changes
from bot.tutor.calculus.teach import everywhere, teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Request


def at(formula, point, **fields):
    return teach(Request((formula,), "x", (point,), **fields)).outcomes[0]


# By the series of the function filled with its limit: the coefficient of x^n times n!.
@pytest.mark.parametrize(
    ("formula", "point", "order", "limit", "slope"),
    [
        ("sin(x)/x", "0", 2, "1", "-1/3"),  # 1 - x^2/6 + ...
        ("sin(x)/x", "0", 3, "1", "0"),
        ("(x^2 - 4)/(x - 2)", "2", 2, "4", "0"),  # x + 2
        ("x^3/x", "0", 2, "0", "2"),
        ("(e^x - 1)/x", "0", 2, "1", "1/3"),  # 1 + x/2 + x^2/6 + ...
        ("x^4/x", "0", 3, "0", "6"),
        ("(x^3 - 1)/(x - 1)", "1", 2, "3", "2"),  # x^2 + x + 1
        ("(1 - cos(x))/x^2", "0", 2, "1/2", "-1/12"),  # 1/2 - x^2/24 + ...
    ],
)
def test_a_filled_hole_has_the_derivative_of_the_order_asked(formula, point, order, limit, slope):
    hole = at(formula, point, order=order)
    assert isinstance(hole, Hole)
    assert (str(hole.limit.exact), str(hole.slope.exact)) == (limit, slope)


@pytest.mark.parametrize("formula", ["x^3*sin(1/x)", "x^2*sin(1/x)", "|x|^3/x", "x*sin(1/x)"])
def test_a_filled_hole_without_a_second_derivative_claims_none(formula):
    hole = at(formula, "0", order=2)
    assert isinstance(hole, Hole)
    assert hole.slope is None


# By the series again, with the letters in it.
@pytest.mark.parametrize(
    ("formula", "point", "limit", "slope"),
    [
        ("sin(k*x)/x", "0", "k", "0"),
        ("(1 - cos(k*x))/x", "0", "0", "k**2/2"),
        ("(e^(a*x) - 1)/x", "0", "a", "a**2/2"),
        ("a*x^2/x", "0", "0", "a"),
        ("(x^2 - a^2)/(x - a)", "a", "2*a", "1"),
        ("(x^3 - a^3)/(x - a)", "a", "3*a**2", "3*a"),
        ("sin(k*x)/(k*x)", "0", "1", "0"),
        ("(b*x + x^2)/x", "0", "b", "1"),
    ],
)
def test_a_hole_stays_a_hole_with_letters_left_open(formula, point, limit, slope):
    hole = at(formula, point)
    assert isinstance(hole, Hole)
    names = {letter: Symbol(letter, real=True) for letter in "abkx"}
    assert (hole.limit.exact - sympify(limit, names)).expand() == 0
    assert (hole.slope.exact - sympify(slope, names)).expand() == 0


@pytest.mark.parametrize(
    ("formula", "point", "divisor"),
    [("1/(x - a)", "a", "x - a"), ("(x - a)/(x - b)", "b", "x - b"), ("k/x", "0", "x")],
)
def test_a_pole_names_what_it_divides_by_in_the_letters_that_were_written(formula, point, divisor):
    pole = at(formula, point)
    assert isinstance(pole, Pole)
    assert pole.divisor == teach(Request((divisor,), "x")).functions[0].tree


@pytest.mark.parametrize(
    ("formula", "point"),
    [
        ("a*sin(1/x)", "0"),
        ("|a*x|", "0"),
        ("x^k", "-2"),
        ("a*x*sin(1/x)", "0"),
        ("a*floor(x)", "1"),
    ],
)
def test_what_depends_on_open_letters_asks_for_them(formula, point):
    with pytest.raises(Misunderstood) as refusal:
        at(formula, point)
    assert refusal.value.reason == "open-letters"


@pytest.mark.parametrize("run", ["1/10", "-1/10", "1/1000", "10^-30"])
@pytest.mark.parametrize("formula", ["|x|", "x^(2/3)", "cbrt(x)", "relu(x)", "max(x, x^2)"])
def test_an_own_nudge_at_a_kink_goes_to_both_its_sides(formula, run):
    found = at(formula, "0", run=run)
    assert isinstance(found, Corner | Cusp | VerticalTangent)
    assert found.nudged_left.run.exact < 0 < found.nudged_right.run.exact
    assert found.nudged_left.run.exact == -found.nudged_right.run.exact


def test_an_own_nudge_from_the_left_goes_left():
    assert at("x^2", "1", run="1/10", side="left").nudged.run.exact == Fraction(-1, 10)


@pytest.mark.parametrize(
    ("formula", "derivative"),
    [
        ("{x^2 if x <= 3}", "Piecewise((2*x, x < 3))"),
        ("{x^2 if 0 < x < 2}", "Piecewise((2*x, (x > 0) & (x < 2)))"),
        ("{x if x < 0; 2*x if x > 1}", "Piecewise((1, x < 0), (2, x > 1))"),
        ("0^x", "None"),
    ],
)
def test_there_is_no_derivative_where_there_is_no_function(formula, derivative):
    assert str(teach(Request((formula,), "x")).functions[0].derivative) == derivative


# (sqrt 2 + sqrt 3)^2 = 5 + 2 sqrt 6: the point is exactly the edge.
@pytest.mark.parametrize(
    ("formula", "point", "kind"),
    [
        ("|x - sqrt(2) - sqrt(3)|", "sqrt(5 + 2*sqrt(6))", Corner),
        ("sqrt(x - sqrt(2) - sqrt(3))", "sqrt(5 + 2*sqrt(6))", VerticalTangent),
        ("asin(x/sqrt(5 + 2*sqrt(6)))", "sqrt(2) + sqrt(3)", VerticalTangent),
    ],
)
def test_a_point_that_is_the_edge_in_disguise(formula, point, kind):
    assert isinstance(at(formula, point), kind)


def _logistic(x):
    return mp.exp(-abs(x)) / (1 + mp.exp(-abs(x))) ** 2


def _erf(x):
    return 2 * mp.exp(-(x**2)) / mp.sqrt(mp.pi)


@pytest.mark.parametrize(
    ("formula", "point", "slope"),
    [
        ("erf(x)", 20, _erf),
        ("erf(x)", -15, _erf),
        ("tanh(x)", 1000, lambda x: mp.sech(x) ** 2),
        ("tanh(x)", -300, lambda x: mp.sech(x) ** 2),
        ("atan(x)", 10**6, lambda x: 1 / (1 + mp.mpf(x) ** 2)),
        ("tanh(x)", 10**6, lambda x: mp.sech(x) ** 2),
        ("sigmoid(x)", 10**6, _logistic),
        ("sigmoid(x)", -(10**6), _logistic),
        ("softplus(x)", 10**6, lambda x: 1 / (1 + mp.exp(-x))),
        ("softplus(x)", -(10**6), lambda x: mp.exp(x) / (1 + mp.exp(x))),
        ("gelu(x)", -40, lambda x: mp.ncdf(x) + x * mp.npdf(x)),
        ("gelu(x)", -(10**4), lambda x: mp.ncdf(x) + x * mp.npdf(x)),
        ("e^x", 10**6, mp.exp),
        ("e^x", -(10**6), mp.exp),
        ("2^x", -(10**6), lambda x: mp.mpf(2) ** x * mp.ln(2)),
        ("x^1000000", 2, lambda _: 10**6 * mp.mpf(2) ** 999999),
        ("(x + 1)^1000000", 0, lambda _: mp.mpf(10**6)),
        ("x^1000", 1, lambda _: mp.mpf(1000)),
        ("x^3000", 7, lambda x: 3000 * mp.mpf(x) ** 2999),
        ("x^2", 10**90, lambda x: 2 * mp.mpf(x)),
    ],
)
def test_far_out_where_a_function_is_nearly_flat_or_huge(formula, point, slope):
    found = at(formula, str(point))
    assert isinstance(found, Slope)
    with mp.workdps(50):
        assert mp.almosteq(mp.mpf(found.slope.decimal), slope(point), mp.mpf(10) ** -22, 0)


@pytest.mark.parametrize("formula", ["x^x", "x*ln(x)", "1/ln(x)", "sqrt(x)/sqrt(x)", "0^x"])
def test_a_hole_at_a_domains_edge_names_its_side(formula):
    assert at(formula, "0").edge == "right"


@pytest.mark.parametrize("formula", ["sqrt(cos(x) - 1)", "sqrt(x) + sqrt(-x)", "asin(1 + x^2)"])
def test_a_point_alone_is_said_to_be_alone(formula):
    found = at(formula, "0")
    assert isinstance(found, Outside)
    assert found.function == "alone"


STRAIGHT = [
    *("3*x", "ln(e^x)", "x*2 - x", "(x + 1)^2 - x^2", "k*x", "log(2^x, 2)", "x/k"),
    *("x*(x^2 + 1)/(x^2 + 1)", "x*(x^4 - x + 1)/(x^4 - x + 1)", "sqrt(x^2 + 1)^2 - x^2 + 5*x"),
    *("e^x*e^(-x)*x", "x*(x^2 + 1)^-1*(x^2 + 1)", "log10(10^x)"),
]
BROKEN = [
    *("atan(tan(x))", "x/x", "e^ln(x)", "x - floor(x)", "|x|/x", "sin(asin(x))", "sqrt(x)^2"),
    # A pole, a hole or an edge where nobody would look for one.
    *("(x - 1/2)/(x - 1/2)", "tan(x) - tan(x) + 3*x", "3*x + ln(x + 5000) - ln(x + 5000)"),
    *("sqrt(x + 5000)^2", "(x^2 - x/3)/(x - 1/3)", "x*(x^3 - 7)/(x^3 - 7)", "((x - 1/3)^(1/2))^2"),
    *("x*(2^x - 3)/(2^x - 3)", "x*(x - 1/2)^-1*(x - 1/2)"),
]


@pytest.mark.parametrize("formula", STRAIGHT)
def test_a_straight_line_is_known_in_disguise(formula):
    assert everywhere(teach(Request((formula,), "x")).functions[0]) is not None


@pytest.mark.parametrize("formula", BROKEN)
def test_what_is_no_line_is_not_called_one_nor_said_to_change(formula):
    function = teach(Request((formula,), "x")).functions[0]
    assert everywhere(function) is None
    assert not changes(function)


@pytest.mark.parametrize(
    "formula", ["x^2", "ln(x)", "asin(x)", "|x|", "relu(x)", "k*x^2", "gamma(x)"]
)
def test_a_slope_that_changes_is_known_to(formula):
    assert changes(teach(Request((formula,), "x")).functions[0])
