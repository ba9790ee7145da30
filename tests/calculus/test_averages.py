"""The average between two points; truth by hand."""

import pytest
from sympy import Rational, pi

from bot.tutor.calculus.lesson import AtPoints, Average
from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Request


def average(formula, *ends, **others):
    return teach(Request((formula,), points=ends, wants="average", **others))


@pytest.mark.parametrize(
    ("formula", "ends", "ratio"),
    [
        ("x^2", ("1", "3"), 4),  # (9 - 1)/2
        ("x^2", ("3", "1"), 4),
        ("3*x", ("-1", "4"), 3),
        ("1/x", ("1", "2"), Rational(-1, 2)),  # (1/2 - 1)/1
        ("abs(x)", ("-1", "1"), 0),
        ("floor(x)", ("0.5", "2.5"), 1),  # (2 - 0)/2, over two jumps
        ("sqrt(x)", ("0", "4"), Rational(1, 2)),
        ("sin(x)", ("0", "pi/2"), 2 / pi),
        ("abs(ln(x))", ("1", "3"), None),
    ],
)
def test_it_is_how_far_the_function_moved_over_how_far_its_letter_did(formula, ends, ratio):
    lesson = average(formula, *ends)
    assert isinstance(lesson, Average)
    assert lesson.nudged.ratio.exact == ratio or ratio is None


def test_the_picture_is_the_triangle_between_the_points_where_the_nudge_is_a_fraction():
    assert average("x^2", "1", "3").about.outcomes[0].nudged.run.exact == 2
    assert len(average("sin(x)", "0", "pi").about.outcomes) == 2


def test_where_an_end_has_no_value_that_is_the_answer():
    lesson = average("1/x", "0", "1")
    assert isinstance(lesson, AtPoints)
    assert len(lesson.outcomes) == 2


@pytest.mark.parametrize(
    ("formulas", "points", "reason"),
    [
        (("x^2",), ("1/2", "0.5"), "no-nudge"),
        (("k*x",), ("0", "1"), "open-letters"),
        (("x", "x^2"), ("0", "1"), "one-at-a-time"),
    ],
)
def test_what_has_no_one_average_is_refused(formulas, points, reason):
    with pytest.raises(Misunderstood) as trouble:
        teach(Request(formulas, points=points, wants="average"))
    assert trouble.value.reason == reason
