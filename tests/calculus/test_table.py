"""The shrinking table: truth by hand."""

import pytest
from sympy import Rational

from bot.tutor.calculus.lesson import AtPoints, Table
from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.request import Request


def table(formula, point, order=1):
    return teach(Request((formula,), points=(point,), wants="table", order=order))


@pytest.mark.parametrize(
    ("formula", "point", "order", "right", "left"),
    [
        # ((2 + h)^2 - 4)/h = 4 + h
        ("x^2", "2", 1, lambda h: 4 + h, lambda h: 4 - h),
        ("3*x", "5", 1, lambda h: 3, lambda h: 3),
        # (1/(2 + h) - 1/2)/h = -1/(2(2 + h))
        ("1/x", "2", 1, lambda h: -1 / (2 * (2 + h)), lambda h: -1 / (2 * (2 - h))),
        ("abs(x)", "0", 1, lambda h: 1, lambda h: -1),
        ("x^2", "0", 1, lambda h: h, lambda h: -h),
        ("7", "1", 1, lambda h: 0, lambda h: 0),
        ("relu(x)", "0", 1, lambda h: 1, lambda h: 0),
        ("x*abs(x)", "0", 1, lambda h: h, lambda h: h),
        # (1/(1 + h)^2 - 1)/h = -(2 + h)/(1 + h)^2
        ("1/x^2", "1", 1, lambda h: -(2 + h) / (1 + h) ** 2, lambda h: -(2 - h) / (1 - h) ** 2),
        # the slope of 3x^2 at 1: 6 + 3h
        ("x^3", "1", 2, lambda h: 6 + 3 * h, lambda h: 6 - 3 * h),
    ],
)
def test_each_nudge_has_its_exact_ratio_on_both_sides(formula, point, order, right, left):
    rows = table(formula, point, order).rows
    runs = [Rational(1, 10**k) for k in range(1, 9)]
    assert [row.run.exact for row in rows] == runs
    assert [row.right.ratio.exact for row in rows] == [right(run) for run in runs]
    assert [row.left.ratio.exact for row in rows] == [left(run) for run in runs]


def test_where_the_function_does_not_live_there_is_no_ratio():
    rows = table("sqrt(x)", "0").rows
    assert all(row.left is None for row in rows)
    # sqrt(h)/h = 1/sqrt(h)
    assert [row.right.ratio.exact for row in rows[1::2]] == [10, 100, 1000, 10000]


def test_near_the_edge_the_first_nudges_lead_out_of_the_domain():
    rows = table("sqrt(x)", "0.05").rows
    assert [row.left is None for row in rows] == [True] + 7 * [False]


@pytest.mark.parametrize("formula", ["1/x", "ln(x)", "sign(x)", "sin(1/x)", "(x^2 - x)/x"])
def test_where_nothing_can_be_measured_the_outcome_is_the_answer(formula):
    lesson = table(formula, "0")
    assert isinstance(lesson, AtPoints)
    assert not isinstance(lesson, Table)


def test_there_is_one_table_at_a_time():
    with pytest.raises(Misunderstood) as refusal:
        teach(Request(("x^2",), points=("2", "5"), wants="table"))
    assert refusal.value.reason == "one-table"
