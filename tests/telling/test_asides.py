"""Remarks beside an answer: when one is made, and when none is."""

import pytest

from bot.tutor.calculus.teach import teach
from bot.tutor.reading.request import Request
from bot.tutor.telling import explain


def told(formula, point, **asked):
    return explain(teach(Request((formula,), points=(point,), **asked)), "en")


@pytest.mark.parametrize(
    ("formula", "point", "asked", "remark"),
    [
        ("x^2", "2", {"run": "0.5"}, "coarse"),
        ("x^2", "0", {"run": "0.5"}, "coarse"),
        ("x^2", "2", {"run": "10^(-16)"}, "16 digits"),
        ("x^2", "10^6", {"run": "10^(-11)"}, "16 digits"),
        ("x^3", "1", {"order": 2}, "bends up"),
        ("x^3", "-1", {"order": 2}, "bends down"),
        ("x^3", "0", {"order": 2}, "bends neither up nor down"),
        ("x^2", "0", {"order": 2}, "bends up"),
        ("3*x + 1", "2", {"order": 2}, "straight and never bends"),
        ("abs(x)", "0", {}, "PyTorch takes 0 as the slope of |x|"),
        ("abs(x - 2)", "2", {}, "PyTorch takes 0"),
        ("relu(x)", "0", {}, "PyTorch takes 0"),
        ("leaky_relu(x)", "0", {}, "PyTorch takes 0.01"),
        ("max(0, x)", "0", {}, "PyTorch takes 0.5 as the slope of max(0, x)"),
        ("max(0, x)", "0", {}, "TensorFlow takes 0 or 1"),
        ("hard_sigmoid(x)", "-3", {}, "PyTorch takes 0"),
        ("hard_tanh(x)", "1", {}, "PyTorch takes 0"),
        ("x^2", "3", {"side": "left"}, "slope from the left 6"),
        ("abs(x)", "0", {"side": "left"}, "slope from the left −1"),
        ("abs(x)", "0", {"order": 2}, "no second derivative (f: a corner"),
        ("x*abs(x)", "0", {"order": 2}, "no second derivative (f′: a corner"),
    ],
)
def test_a_remark_is_made_where_there_is_something_to_remark(formula, point, asked, remark):
    assert remark in told(formula, point, **asked)


@pytest.mark.parametrize(
    ("formula", "point", "asked", "remark"),
    [
        ("x^2", "2", {}, "coarse"),
        ("x^2", "2", {"run": "0.01"}, "coarse"),
        ("3*x", "2", {"run": "1"}, "coarse"),
        ("x^2", "2", {"run": "10^(-15)"}, "16 digits"),
        ("x^2", "0", {"run": "10^(-30)"}, "16 digits"),
        ("x^3", "1", {}, "bends"),
        ("x^3", "1", {"order": 3}, "bends"),
        ("max(x, x^2)", "0", {}, "PyTorch"),
        ("relu(x) + abs(x - 1)", "2", {}, "PyTorch"),
        ("x*abs(x)", "0", {"order": 2}, "PyTorch"),
        ("sqrt(x)", "0", {"side": "left"}, "slope from the left"),
    ],
)
def test_nothing_is_remarked_where_it_would_not_be_true(formula, point, asked, remark):
    assert remark not in told(formula, point, **asked)
