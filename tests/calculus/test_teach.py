"""Lessons: several points, several functions, parameters, letters left open, and values alone."""

import pytest
from sympy import Symbol

from bot.tutor.calculus.lesson import AsFunction, AtPoints, Pole, Quantity, Slope, Tangent, Valued
from bot.tutor.calculus.teach import everywhere, good_example, teach
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import unicode
from bot.tutor.reading.request import Request
from bot.tutor.telling import explain


def test_every_function_meets_every_point_in_order():
    lesson = teach(Request(("x^2", "x^3"), "x", ("1", "2")))
    assert isinstance(lesson, AtPoints)
    assert [outcome.slope.exact for outcome in lesson.outcomes] == [2, 4, 3, 12]
    assert [outcome.place.function.text for outcome in lesson.outcomes] == ["x^2"] * 2 + ["x^3"] * 2


def test_without_a_point_the_derivative_is_a_function():
    lesson = teach(Request(("x^3",), "x"))
    assert isinstance(lesson, AsFunction)
    assert str(lesson.functions[0].derivative) == "3*x**2"


def test_parameters_are_put_in_first():
    outcome = teach(Request(("k*x^2",), "x", ("3",), given=(("k", "2"),))).outcomes[0]
    assert outcome.slope.exact == 12
    assert outcome.value.exact == 18


@pytest.mark.parametrize(
    ("formula", "point", "value", "slope"),
    [
        ("k/x", "2", "k/2", "-k/4"),
        ("x^2", "b", "b**2", "2*b"),
        ("a*x^2 + b", "1", "a + b", "2*a"),
        ("sqrt(k)*x", "1", "sqrt(k)", "sqrt(k)"),
        ("x^n", "1", "1", "n"),
    ],
)
def test_letters_left_open_stay_in_the_slope(formula, point, value, slope):
    outcome = teach(Request((formula,), "x", (point,))).outcomes[0]
    assert isinstance(outcome, Slope)
    assert (str(outcome.value.exact), str(outcome.slope.exact)) == (value, slope)
    assert outcome.nudged is None
    assert outcome.slope.decimal is None


def test_a_division_by_zero_is_one_whatever_the_letters_are():
    assert isinstance(teach(Request(("k/x",), "x", ("0",))).outcomes[0], Pole)


@pytest.mark.parametrize(
    ("formula", "point", "value"),
    [("3*a", "5.001", "15003/1000"), ("sin(a)", "pi/6", "1/2"), ("k*a", "3", "3*k")],
)
def test_only_a_value_was_asked(formula, point, value):
    lesson = teach(Request((formula,), "a", (point,), wants="value"))
    assert isinstance(lesson, Valued)
    assert isinstance(lesson.value, Quantity)
    assert str(lesson.value.exact) == value


def test_a_value_that_is_not_there_comes_with_its_reason():
    lesson = teach(Request(("1/a",), "a", ("0",), wants="value"))
    assert isinstance(lesson.value, Pole)


@pytest.mark.parametrize(
    ("formula", "slope"),
    [
        ("3*x", 3),
        ("(x + 1)^2 - x^2", 2),
        ("x*(x + 1) - x^2", 1),
        ("ln(exp(x))", 1),
        ("7", 0),
        ("k*x", Symbol("k", real=True)),
        ("sin(x)^2 + cos(x)^2", 0),
    ],
)
def test_a_straight_line_is_known_in_any_disguise(formula, slope):
    assert everywhere(teach(Request((formula,), "x")).functions[0]) == slope


@pytest.mark.parametrize(
    "formula", ["x^2", "x/x", "floor(x)", "sign(x)", "sqrt(x)^2", "relu(x)", "abs(x)/x", "tan(x)"]
)
def test_what_has_gaps_steps_or_bends_is_no_straight_line(formula):
    assert everywhere(teach(Request((formula,), "x")).functions[0]) is None


def test_the_lesson_that_was_just_taught_is_remembered():
    request = Request(("x^5",), "x", ("2",))
    assert teach(request) is teach(request)


@pytest.mark.parametrize(
    ("point", "told"),
    [
        ("45*pi/180", "pi/4"),
        ("60*pi/180", "pi/3"),
        ("2*pi/6", "pi/3"),
        ("6/4", "3/2"),
        ("-10/4", "-5/2"),
        ("sqrt(4)", "2"),
        ("2 + 3", "5"),
        ("ln(e)", "1"),
    ],
)
def test_a_point_is_told_in_its_shortest_form_and_that_it_was(point, told):
    lesson = teach(Request(("x^2",), "x", (point,)))
    place = lesson.outcomes[0].place
    assert (place.at_text, place.written) == (told, point)
    said = explain(lesson, "en")
    assert f"I read “{unicode(parse(point))}” as {unicode(parse(told))}." in said
    assert said.startswith(f"f(x) = x² at x = {unicode(parse(told))}: ")


@pytest.mark.parametrize(
    "point",
    ["pi/3", "2.001", "0.5", "10^6", "10^-9", "1/3", "-3", "e", "sqrt(2)/2", "1/sqrt(2)", "b"],
)
def test_a_point_that_is_short_is_told_as_it_was_written(point):
    place = teach(Request(("x^2",), "x", (point,))).outcomes[0].place
    assert (place.at_text, place.written) == (point, "")


def test_a_tangent_line_is_a_lesson_of_its_own():
    lesson = teach(Request(("x^2",), "x", ("2",), wants="tangent"))
    assert isinstance(lesson, Tangent)
    assert lesson.about.outcomes[0].slope.exact == 4


@pytest.mark.parametrize(
    ("formula", "point"),
    [("x^2", 2), ("|x - 2|", 1), ("sqrt(1 - x)", 0), ("asin(x/3)", 2), ("sqrt(-20 - x)", None)],
)
def test_a_derivative_is_tried_at_a_whole_number_where_it_has_a_value(formula, point):
    assert good_example(teach(Request((formula,), "x")).functions[0]) == point
