"""The tangent line, in the headline and in a sentence; truth by hand."""

import pytest

from bot.tutor.calculus.teach import teach
from bot.tutor.reading.request import Request
from bot.tutor.telling import explain


def told(formula, *points, variable="x"):
    request = Request((formula,), variable, points, wants="tangent")
    return explain(teach(request), "en")


@pytest.mark.parametrize(
    ("formula", "point", "line", "form"),
    [
        ("x^2", "1", "y = 2x − 1", "y − 1 = 2(x − 1)"),
        ("x^2", "-1", "y = −2x − 1", "y − 1 = −2(x + 1)"),
        ("x^3", "1", "y = 3x − 2", "y − 1 = 3(x − 1)"),
        ("1/x", "2", "y = −x/4 + 1", "y − 0.5 = −(1/4)(x − 2)"),
        ("e^x", "0", "y = x + 1", "y − 1 = x"),
        ("ln(x)", "1", "y = x − 1", "through"),
        ("cos(x)", "0", "y = 1", "flat"),
        ("3*x + 1", "2", "y = 3x + 1", "its own tangent"),
        ("sqrt(x)", "0", "x = 0", "upright"),
    ],
)
def test_the_line_is_in_the_headline_and_comes_from_the_point_and_the_slope(
    formula, point, line, form
):
    headline, rest = told(formula, point).split("\n", 1)
    assert headline.endswith(f"tangent line {line}")
    assert form.replace("0.5", "1/2") in rest.replace("0.5", "1/2")


@pytest.mark.parametrize(
    ("formula", "point", "line", "why"),
    [
        ("x^2", "1", "y = −x/2 + 3/2", "−1 divided by 2, that is −0.5"),  # through (1, 1)
        ("x^2", "0", "x = 0", "upright"),
        ("x", "3", "y = −x + 6", "−1 divided by 1, that is −1"),
        ("cbrt(x)", "0", "y = 0", "flat"),
    ],
)
def test_the_normal_line_stands_at_a_right_angle(formula, point, line, why):
    lesson = teach(Request((formula,), points=(point,), wants="normal"))
    headline, rest = explain(lesson, "en").split("\n", 1)
    assert headline.endswith(f"normal line {line}")
    assert f"{line}." in rest
    assert why in rest


def test_where_there_is_no_tangent_there_is_no_normal():
    assert "normal" not in explain(teach(Request(("abs(x)",), points=("0",), wants="normal")), "en")


def test_the_line_s_height_never_takes_the_letter_that_is_nudged():
    assert "tangent line z = 6y − 9" in told("y^2", "3", variable="y")


def test_every_point_of_a_comparison_has_its_line():
    words = told("x^2", "1", "2")
    assert "y = 2x − 1" in words
    assert "y = 4x − 4" in words


@pytest.mark.parametrize(
    ("formula", "point"),
    [("abs(x)", "0"), ("1/x", "0"), ("sign(x)", "0"), ("ln(x)", "-1"), ("x*sin(1/x)", "0")],
)
def test_where_there_is_no_tangent_no_line_is_told(formula, point):
    words = told(formula, point)
    assert "tangent line" not in words.split("\n", 1)[0]
    assert "no tangent line" in words
