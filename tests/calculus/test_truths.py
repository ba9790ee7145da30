"""Points, numbers, lines and letters: at least eight of each, with truth from outside sympy."""

from fractions import Fraction

import pytest
from mpmath import mp, mpf
from sympy import E, Rational, log, pi, sqrt

from bot.tutor.calculus.convention import convention
from bot.tutor.calculus.exact import symbol
from bot.tutor.calculus.lesson import Corner, Slope
from bot.tutor.calculus.rules.check import alike
from bot.tutor.calculus.rules.places import all_around
from bot.tutor.calculus.teach import tangent, teach
from bot.tutor.calculus.written import node_of
from bot.tutor.languages import LANGUAGES, words
from bot.tutor.reading.formula import parse
from bot.tutor.reading.request import Request
from bot.tutor.telling import explain


# mpmath at 50 digits, from the derivative in any textbook's table.
@pytest.mark.parametrize(
    ("formula", "point", "slope"),
    [
        ("sin(x)", "pi/4", lambda: mp.sqrt(mpf(1) / 2)),
        ("sin(x)", "30°", lambda: mp.sqrt(3) / 2),
        ("tan(x)", "45*pi/180", lambda: mpf(2)),
        ("x^3", "sqrt(2)", lambda: mpf(6)),
        ("x^2", "1/3", lambda: mpf(2) / 3),
        ("ln(x)", "e", lambda: 1 / mp.e),
        ("x^2", "2.001", lambda: mpf("4.002")),
        ("x^3", "10^6", lambda: mpf(3 * 10**12)),
        ("1/x", "10^-9", lambda: mpf(-(10**18))),
        ("sqrt(x)", "10^-9", lambda: 1 / (2 * mp.sqrt(mpf(10) ** -9))),
        ("sin(x)", "10^6", lambda: mp.cos(10**6)),
        ("e^x", "ln(3)", lambda: mpf(3)),
        ("atan(x)", "-2/3", lambda: mpf(9) / 13),
    ],
)
def test_a_point_may_be_exact_decimal_large_or_tiny(at, formula, point, slope):
    outcome = at(formula, point)
    assert isinstance(outcome, Slope)
    with mp.workdps(50):
        assert mp.almosteq(mpf(outcome.slope.decimal), slope(), mpf(10) ** -23)


# f(a + h) - f(a) in a form in which nothing cancels, by the addition theorems.
@pytest.mark.parametrize("k", [3, 12, 30])
@pytest.mark.parametrize(
    ("formula", "point", "rise"),
    [
        ("x^2", "3", lambda h: 6 * h + h * h),
        ("1/x", "7", lambda h: -h / (7 * (7 + h))),
        ("sqrt(x)", "2", lambda h: h / (mp.sqrt(2 + h) + mp.sqrt(2))),
        ("sin(x)", "1", lambda h: 2 * mp.cos(1 + h / 2) * mp.sin(h / 2)),
        ("cos(x)", "0", lambda h: -2 * mp.sin(h / 2) ** 2),
        ("tan(x)", "1", lambda h: mp.sin(h) / (mp.cos(1) * mp.cos(1 + h))),
        ("e^x", "2", lambda h: mp.exp(2) * mp.expm1(h)),
        ("ln(x)", "5", lambda h: mp.log1p(h / 5)),
        ("atan(x)", "10^6", lambda h: mp.atan(h / (1 + mpf(10) ** 6 * (mpf(10) ** 6 + h)))),
        ("x^3", "10^-9", lambda h: 3 * mpf(10) ** -18 * h + 3 * mpf(10) ** -9 * h**2 + h**3),
    ],
)
def test_a_rise_keeps_more_than_six_digits_down_to_a_nudge_of_10_to_the_minus_30(
    at, formula, point, rise, k
):
    nudged = at(formula, point, run=f"10^-{k}").nudged
    with mp.workdps(150):
        h = mpf(10) ** -k
        assert mp.almosteq(mpf(nudged.rise.decimal), rise(h), mpf(10) ** -20)
        assert mp.almosteq(mpf(nudged.ratio.decimal), rise(h) / h, mpf(10) ** -20)


# With every other letter held constant, by hand; J = 3(a + bc) is lesson 2.7's.
@pytest.mark.parametrize(
    ("formula", "variable", "slope"),
    [
        ("x^2*y", "x", "2*x*y"),
        ("x^2*y", "y", "x^2"),
        ("3*(a + b*c)", "a", "3"),
        ("3*(a + b*c)", "b", "3*c"),
        ("3*(a + b*c)", "c", "3*b"),
        ("sin(x*y)", "y", "x*cos(x*y)"),
        ("e^(x*y)", "x", "y*e^(x*y)"),
        ("x/y", "y", "-x/y^2"),
        ("x^y", "y", "x^y*ln(x)"),
        ("sqrt(x^2 + y^2)", "x", "x/sqrt(x^2 + y^2)"),
    ],
)
def test_a_partial_derivative_holds_the_other_letters(formula, variable, slope):
    (function,) = teach(Request((formula,), variable)).functions
    truth = parse(slope)
    places = all_around(parse(formula), variable)
    assert len(places) > 1
    assert alike((node_of(function.derivative), truth), places)


@pytest.mark.parametrize(
    ("formula", "variable", "given", "point", "slope"),
    [
        ("k*x^2", "x", {"k": "2"}, "3", 12),  # 2kx
        ("a*sin(b*x)", "x", {"a": "3", "b": "5"}, "0", 15),  # ab cos 0
        ("x^n", "x", {"n": "3"}, "2", 12),  # 3x^2
        ("m*x + c", "x", {"m": "-2", "c": "4"}, "7", -2),
        ("a^x", "x", {"a": "2"}, "0", log(2)),  # 2^0 ln 2
        ("v*t - g*t^2/2", "t", {"v": "20", "g": "10"}, "1", 10),  # v - gt
        ("1/(x + k)", "x", {"k": "1/2"}, "1/2", -1),  # -1/1^2
        ("3*(a + b*c)", "b", {"a": "5", "c": "2"}, "3", 6),  # 3c
        ("e^(-k*t)", "t", {"k": "ln(2)"}, "1", -log(2) / 2),  # -k/2
        ("k*|x|", "x", {"k": "0"}, "0", 0),
    ],
)
def test_a_parameter_is_put_in(formula, variable, given, point, slope):
    request = Request((formula,), variable, (point,), given=tuple(given.items()))
    (outcome,) = teach(request).outcomes
    assert isinstance(outcome, Slope)
    assert (outcome.slope.exact - slope).expand() == 0


# f(p) + f'(p)(x - p), by hand.
@pytest.mark.parametrize(
    ("formula", "point", "steep", "height"),
    [
        ("x^2", "2", 4, -4),
        ("x^3 - 2*x", "1", 1, -2),
        ("ln(x)", "1", 1, -1),
        ("e^x", "0", 1, 1),
        ("sqrt(x)", "4", Rational(1, 4), 1),
        ("1/x", "1", -1, 2),
        ("cos(x)", "pi/2", -1, pi / 2),
        ("x*e^x", "1", 2 * E, -E),
        ("sin(x)", "pi/4", sqrt(2) / 2, sqrt(2) / 2 - sqrt(2) * pi / 8),
        ("7", "3", 0, 7),
    ],
)
def test_a_tangent_line_has_the_slope_and_runs_through_the_point(at, formula, point, steep, height):
    line = tangent(at(formula, point))
    assert (line - steep * symbol("x") - height).expand() == 0


@pytest.mark.parametrize(
    ("formula", "point", "bend"),
    [
        ("x^2", "1", 2),
        ("-x^2", "1", -2),
        ("x^3", "0", 0),  # 6x
        ("x^3", "-1", -6),
        ("ln(x)", "1", -1),  # -1/x^2
        ("sqrt(x)", "1", Rational(-1, 4)),  # -x^(-3/2)/4
        ("e^x", "0", 1),
        ("sin(x)", "pi/2", -1),
        ("x^4 - 6*x^2", "1", 0),  # 12x^2 - 12
        ("1/x", "-1", -2),  # 2/x^3
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_derivative_tells_how_the_curve_bends(formula, point, bend, language):
    lesson = teach(Request((formula,), "x", (point,), order=2))
    assert lesson.outcomes[0].slope.exact == bend
    said = explain(lesson, language)
    told = [key for key in ("bends_up", "bends_down", "bends_not") if _word(key, language) in said]
    assert told == ["bends_up" if bend > 0 else "bends_down" if bend < 0 else "bends_not"]


def _word(key, language):
    return words(language)["tell"][key]


# PyTorch 2's tools/autograd/derivatives.yaml: sign(0) = 0 for abs, `self > 0` for relu and
# leaky_relu, no gradient at the ends for hardsigmoid and hardtanh (relu6 is one), and
# `where(self == other, grad / 2, grad)` for maximum and minimum.
@pytest.mark.parametrize(
    ("formula", "point", "slope"),
    [
        ("abs(x)", "0", 0),
        ("abs(2*x - 1)", "1/2", 0),
        ("relu(x)", "0", 0),
        ("relu(3 - x)", "3", 0),
        ("leaky_relu(x)", "0", Fraction(1, 100)),
        ("hard_sigmoid(x)", "3", 0),
        ("hard_sigmoid(x)", "-3", 0),
        ("hard_tanh(x)", "1", 0),
        ("hard_tanh(x + 1)", "-2", 0),
        ("relu6(2*x)", "3", 0),
        ("max(0, x)", "0", Fraction(1, 2)),
        ("max(x, 0)", "0", Fraction(1, 2)),
        ("5 - 2*min(3 - x, 1)", "2", Fraction(1, 2)),
    ],
)
def test_at_a_kink_the_convention_of_frameworks_is_told_as_one(at, formula, point, slope):
    corner = at(formula, point)
    assert isinstance(corner, Corner)
    assert convention(corner).slope == slope


@pytest.mark.parametrize(
    ("formula", "point"),
    [
        ("max(x, x^2)", "1"),
        ("sqrt(x^2)", "0"),
        ("{x if x < 0; 2*x if x >= 0}", "0"),
        ("{relu(ln(x - 9)) if x > 9.5; 3*sqrt(x^2) otherwise}", "0"),
        ("min(x, x^2) + relu(x)", "1"),
    ],
)
def test_there_is_no_convention_where_nothing_of_theirs_has_a_kink(at, formula, point):
    corner = at(formula, point)
    assert isinstance(corner, Corner)
    assert convention(corner) is None


def test_a_second_derivative_has_no_convention(at):
    corner = at("x*|x|", "0", order=2)
    assert isinstance(corner, Corner)
    assert convention(corner) is None
