"""What is in every answer at a point: how far the function moved, = and ≈, nothing of a float."""

import pytest

from bot.tutor.calculus.teach import teach
from bot.tutor.reading.request import Request
from bot.tutor.telling import explain


def told(formula, *points, language="en", **asked):
    return explain(teach(Request((formula,), points=points, **asked)), language)


@pytest.mark.parametrize(
    ("formula", "points", "en", "zh"),
    [
        ("3*x", ("5",), "f moved 3 times as much as x did", "f 的变化量是 x 的变化量的 3 倍"),
        ("-x", ("1",), "exactly as much as x did, the other way", "一样大，方向相反"),
        (
            "abs(x)",
            ("0",),
            "it moved as much as x, the other way",
            "变化量和 x 的变化量一样大，方向相反",
        ),
        ("relu(x)", ("0",), "it did not move", "一点也没动"),
        ("cbrt(x)", ("0",), "it moved 100 times as much as x", "变化量是 x 的变化量的 100 倍"),
        (
            "x^(2/3)",
            ("0",),
            "it moved 10 times as much as x, the",
            "变化量是 x 的变化量的 10 倍，方向",
        ),
        (
            "x^2",
            ("2", "5"),
            "it moved 10.001 times as much as x",
            "变化量是 x 的变化量的 10.001 倍",
        ),
    ],
)
def test_how_many_times_as_much_the_function_moved(formula, points, en, zh):
    assert en in told(formula, *points)
    assert zh in told(formula, *points, language="zh")


@pytest.mark.parametrize(
    ("formula", "asked", "shown"),
    [
        ("3*x", {"run": "10^(-20)"}, "f is 15 + 3 × 10⁻²⁰."),
        ("-3*x", {"run": "10^(-20)"}, "f is −15 − 3 × 10⁻²⁰."),
        ("x/2", {}, "df(x)/dx = 0.5,"),
        ("sin(x)^2 + cos(x)^2", {}, "f is about 1."),
    ],
)
def test_a_number_is_exact_where_it_can_be_and_has_no_tail(formula, asked, shown):
    assert shown in told(formula, "5", **asked)


@pytest.mark.parametrize(
    ("formulas", "points", "asked", "shown"),
    [
        (("x^2",), ("2", "5"), {"run": "1"}, "Your nudge of 1 is coarse"),
        (("abs(x)", "x^2"), ("0",), {}, "PyTorch takes 0 as the slope of |x|"),
        (("abs(x)", "x^2"), ("0",), {}, "|x| at x = 0: Two different slopes meet here"),
        (("1/x",), ("0", "1"), {}, "x = 0: It divides by x"),
    ],
)
def test_a_comparison_has_the_warnings_and_reasons_of_its_parts(formulas, points, asked, shown):
    assert shown in explain(teach(Request(formulas, points=points, **asked)), "en")


def test_the_same_warning_is_given_once():
    words = explain(teach(Request(("x^2",), points=("2", "5"), run="1")), "en")
    assert words.count("coarse") == 1


def test_other_letters_are_held():
    assert "Only x is nudged; the other letters keep their values: k = 2." in told(
        "k*x^2", "3", given=(("k", "2"),)
    )
    assert "Only x is nudged; we keep k fixed." in told("k*x^2", "3")
    assert "只挪 x，把 k 当作常数。" in told("k*x^2", "3", language="zh")
    assert "nudged;" not in told("x^2", "3")


def test_conditions_of_pieces_are_said_in_the_language_of_the_answer():
    pieces = "{x^2 if x < 1; 2*x - 1 otherwise}"
    assert "{x² if x < 1; 2x − 1 otherwise}" in told(pieces, "1")
    assert "{x²，当 x < 1；2x − 1，其余情况}" in told(pieces, "1", language="zh")


def test_an_example_of_ours_holds_no_rounded_number():
    assert "Ask: slope of sin x at x = π/2" in told("sin(x)", "pi/2", wants="value")
