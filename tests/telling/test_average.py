"""The average in words: an average, never the slope at a point."""

import pytest

from bot.tutor.calculus.teach import teach
from bot.tutor.reading.request import Request
from bot.tutor.telling import explain


def told(formula, *points, language="en"):
    return explain(teach(Request((formula,), points=points, wants="average")), language)


@pytest.mark.parametrize(
    ("formula", "points", "language", "sentence"),
    [
        ("x^2", ("1", "3"), "en", "from x = 1 to x = 3: average slope 4"),
        ("x^2", ("1", "3"), "en", "f moved 4 times as much as x did"),
        ("x^2", ("1", "3"), "en", "to the slope at x = 1: 2."),
        ("x^2", ("1", "3"), "zh", "从 x = 1 到 x = 3：平均斜率 4"),
        ("x^2", ("1", "3"), "zh", "x = 1 时，f 是 1；x = 3 时，f 是 9。"),
        ("3*x", ("1", "3"), "en", "the same between any two points"),
        ("sin(x)", ("0", "pi/2"), "en", "about 1.5708 wide"),
        ("abs(x)", ("0", "2"), "zh", "（如果有的话）"),
    ],
)
def test_it_is_called_an_average_and_shown_as_a_triangle(formula, points, language, sentence):
    assert sentence in told(formula, *points, language=language)


def test_it_is_not_called_the_derivative():
    assert "derivative" not in told("x^2", "1", "3")
