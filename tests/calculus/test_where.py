"""Where the slope has a given value: truth by hand, or from mpmath's findroot at 30 digits."""

import pytest
from sympy import sympify

from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Request


def where(formula, target, order=1):
    return teach(Request((formula,), wants="where", target=target, order=order))


@pytest.mark.parametrize(
    ("formula", "target", "points"),
    [
        ("x^2", "10", ["5"]),  # 2x = 10
        ("x^3", "12", ["-2", "2"]),  # 3x^2 = 12
        ("x^3", "0", ["0"]),
        ("x^3", "-1", []),  # a square is never negative
        ("x^3 - 3*x", "0", ["-1", "1"]),
        ("x^4/4 - x^2", "0", ["-sqrt(2)", "0", "sqrt(2)"]),  # x(x^2 - 2) = 0
        ("x^5", "80", ["-2", "2"]),  # 5x^4 = 80
        ("e^x", "10", ["log(10)"]),
        ("e^x", "-1", []),
        ("ln(x)", "1/3", ["3"]),  # 1/x = 1/3
        ("ln(x)", "-1", []),  # x = -1, where ln does not live
        ("1/x", "-1/4", ["-2", "2"]),
        ("sqrt(x)", "1/4", ["4"]),
        ("x*e^x", "0", ["-1"]),  # (x + 1)e^x = 0
        ("x^(2/3)", "1", ["8/27"]),  # 2/(3 cbrt(x)) = 1
        ("cbrt(x)", "1/3", ["-1", "1"]),
        ("atan(x)", "1/2", ["-1", "1"]),  # 1/(1 + x^2) = 1/2
        ("sigmoid(x)", "1/4", ["0"]),  # s(1 - s) = 1/4 only at s = 1/2
        ("2^x", "ln(2)", ["0"]),  # 2^x ln 2
        ("x*atan(x) - ln(1 + x^2)/2", "pi/4", ["1"]),  # atan x
        ("x*atan(x) - ln(1 + x^2)/2", "pi/2", []),  # which atan never reaches
    ],
)
def test_every_point_and_no_other_is_found_exactly(formula, target, points):
    lesson = where(formula, target)
    assert lesson.extent == "all"
    assert [slope.place.at.exact for slope in lesson.found] == [sympify(p) for p in points]


@pytest.mark.parametrize(
    ("formula", "target", "extent", "digits"),
    [
        # mpmath: the roots of 5x^4 - 2x - 1
        ("x^5 - x^2", "1", "all", ["-0.4212656547", "0.8585929943"]),
        # mpmath: the root of x^x (ln x + 1) = 2 near 1.4
        ("x^x", "2", "searched", ["1.363670187"]),
        # the same, and nothing where ln x has no value
        ("x^5 - x^2 + 0*ln(x)", "1", "all", ["0.8585929943"]),
        # 1/(x - 1/3) = 7 at 1/3 + 1/7; on the way it crosses 0 at a pole
        ("ln(abs(x - 1/3))", "7", "searched", ["0.4761904762"]),
        ("ln(abs(x - 1/512))", "1", "searched", ["1.001953125"]),  # 1 + 1/512
        # mpmath: where the derivative of t times ncdf(t) is 0, near -0.75
        ("gelu(x)", "0", "searched", ["-0.7517915247"]),
    ],
)
def test_what_has_no_short_form_is_known_to_its_digits(formula, target, extent, digits):
    lesson = where(formula, target)
    assert lesson.extent == extent
    found = [float(slope.place.at.decimal) for slope in lesson.found]
    assert found == pytest.approx([float(text) for text in digits], rel=1e-9)


@pytest.mark.parametrize(
    ("formula", "target", "points"),
    [
        ("sin(x)", "1/2", ["-5*pi/3", "-pi/3", "pi/3", "5*pi/3"]),
        ("cos(x)", "0", ["-pi", "0", "pi"]),
        ("tan(x)", "2", ["-3*pi/4", "-pi/4", "pi/4", "3*pi/4"]),
    ],
)
def test_of_endlessly_many_the_nearest_to_zero_are_told(formula, target, points):
    lesson = where(formula, target)
    assert lesson.extent == "endless"
    assert {sympify(p) for p in points} <= {slope.place.at.exact for slope in lesson.found}


@pytest.mark.parametrize(
    ("formula", "target", "extent"),
    [("3*x", "3", "everywhere"), ("3*x", "4", "nowhere"), ("x*2 - x", "1", "everywhere")],
)
def test_a_straight_line_has_its_slope_at_every_point_or_none(formula, target, extent):
    lesson = where(formula, target)
    assert (lesson.extent, lesson.found) == (extent, ())


def test_the_second_derivative_is_searched_like_the_first():
    lesson = where("x^3", "12", order=2)  # 6x = 12
    assert [slope.place.at.exact for slope in lesson.found] == [2]


@pytest.mark.parametrize(
    ("formula", "target", "reason"),
    [
        ("abs(x)*floor(x)", "1", "whole-stretch"),
        ("atan(tan(x))", "1", "whole-stretch"),
        ("floor(x)*sign(x)", "0", "too-hard"),
        ("0^x", "1", "too-hard"),
        ("k*x^2", "4", "open-letters"),
    ],
)
def test_what_is_no_list_of_points_is_refused(formula, target, reason):
    with pytest.raises(Misunderstood) as refusal:
        where(formula, target)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "formula",
    ["((x^12 + 1)^12 + 1)^12", "x^100 + x^99 - x", "sin(1/x)", "tan(x^3)", "e^(x^9) + x^11*sin(x)"],
)
def test_the_search_ends_for_a_nasty_formula(formula):
    assert where(formula, "5").request.target == "5"


# The formula between its joints, by hand.
@pytest.mark.parametrize(
    ("formula", "target", "stretches", "points"),
    [
        ("abs(x)", "1", ["x > 0"], []),
        ("abs(x)", "-1", ["x < 0"], []),
        ("abs(x)", "0", [], []),
        ("relu(x)", "0", ["x < 0"], []),
        ("leaky_relu(x)", "0.01", ["x < 0"], []),
        ("hard_tanh(x)", "0", ["x < -1", "x > 1"], []),
        ("hard_tanh(x)", "1", ["(x > -1) & (x < 1)"], []),
        ("hard_swish(x)", "1", ["x > 3"], ["3/2"]),  # (2x + 3)/6 = 1
        ("x + abs(x - 2)", "2", ["x > 2"], []),
        ("abs(x^2 - 4)", "0", [], ["0"]),
        ("abs(x^2 + 1)", "2", [], ["1"]),  # no joint at all
        ("abs(x^2 - 2)", "2*sqrt(2)", [], []),  # 2x at the corner itself
        ("max(x, x^2)", "1", ["(x > 0) & (x < 1)"], []),  # 2x = 1 is inside the other piece
        ("max(x, x^2)", "-6", [], ["-3"]),
        ("{x^2 if x < 1; 2*x - 1 if x >= 1}", "2", ["x >= 1"], []),
        ("{x if x <= 0; sqrt(2)*x if x > 0}", "sqrt(2)", ["x > 0"], []),
        ("{3*x if 0 < x < 2}", "3", ["(x > 0) & (x < 2)"], []),
        ("abs(x - sqrt(2))", "1", ["x > sqrt(2)"], []),
        ("floor(x)", "0", ["Ne(x, floor(x))"], []),
        ("floor(x)", "1", [], []),
        ("x - ceil(x)", "1", ["Ne(x, floor(x))"], []),
        ("sign(x - 1)", "0", ["x < 1", "x > 1"], []),
    ],
)
def test_a_whole_stretch_is_told_by_its_condition(formula, target, stretches, points):
    lesson = where(formula, target)
    assert [str(stretch.test) for stretch in lesson.stretches] == stretches
    assert [str(slope.place.at.exact) for slope in lesson.found] == points
    assert lesson.extent == "all"
    for stretch in lesson.stretches:
        assert stretch.example.slope.exact == lesson.target.exact


@pytest.mark.parametrize(
    ("formula", "target", "points"),
    [
        ("sqrt(abs(x))", "1/4", ["4"]),  # 1/(2√x) = 1/4
        ("relu(ln(x))", "1/2", ["2"]),  # 1/x
        ("abs(x^5 - x - 1)", "-4", ["-1", "1"]),  # 1 - 5x^4, where it is negative
        ("abs(sin(x))", "1", []),  # |cos| is 1 at the corners alone
        ("x^2 + floor(x)", "1", ["1/2"]),  # 2x = 1, and no step at 1/2
        ("max(x^3, tan(x)) + abs(x)", "100", None),
    ],
)
def test_what_cannot_be_parted_is_searched(formula, target, points):
    lesson = where(formula, target)
    assert lesson.extent == "searched"
    if points is not None:
        assert [str(slope.place.at.exact) for slope in lesson.found] == points


def test_a_line_in_pieces_has_its_slope_everywhere():
    assert where("relu(x) - relu(-x)", "1").extent == "everywhere"
    assert where("{x if x < 1; x if x >= 1}", "1").extent == "everywhere"


def test_a_second_derivative_may_be_known_to_its_digits():
    lesson = where("x^6/30 - x^3/6", "1", order=2)  # x^4 - x - 1 has two roots, mpmath's
    found = [float(slope.place.at.decimal) for slope in lesson.found]
    assert found == pytest.approx([-0.7244919590, 1.2207440846])


def test_the_second_derivative_has_stretches_too():
    lesson = where("abs(x)*x", "2", order=2)
    assert [str(stretch.test) for stretch in lesson.stretches] == ["x > 0"]
