"""Where exact calculus and the finite difference disagree, nothing is answered, and the log has it.

One of the two is made to err; neither errs by itself in any way that is known.
"""

import sys

import pytest

from bot.tutor.calculus import beside, left_open, nudge, outcome, quantity
from bot.tutor.calculus.teach import teach
from bot.tutor.languages import words
from bot.tutor.scene import Said, Scene
from bot.tutor.turn import turn


@pytest.fixture(autouse=True)
def _nothing_remembered():
    teach.cache_clear()
    yield
    teach.cache_clear()


def wrong(function, by):
    return lambda *arguments: by(function(*arguments))


lessons = sys.modules[teach.__module__]  # whose name in the package is the function's
ERRORS = {
    "the derivative": (beside, "steepness", lambda slope: slope * 1.0001),
    "the function's derivative": (lessons, "derivative", lambda slope: slope + 1),
    "the textbook's form": (lessons, "textbook", lambda form: form + 1),
    "the derivative's sign": (beside, "steepness", lambda slope: -slope),
    "the exact value": (quantity, "constant", lambda exact: exact + 1),
    "the measured rise": (beside, "rise", lambda measured: measured * 2),
    "a series": (beside, "head", lambda limit: limit + 1),
}


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ("the derivative", "slope of x^3 at 2"),
        ("the derivative", "x³在2处的斜率"),
        ("the derivative", "slope of e^x*sin(x) at 1/3"),
        ("the derivative", "table of x^3 at 2"),
        ("the derivative", "why is the slope of x^3 at 2"),
        ("the derivative", "tangent to x^3 at 2"),
        ("the derivative", "slope of k*x^3 at 2"),
        ("the derivative", "slope of |x| + x at 0"),
        ("the function's derivative", "derivative of x^3"),
        ("the function's derivative", "x³的导数"),
        ("the function's derivative", "derivative of ln(x)"),
        ("the function's derivative", "derivative of arcsin(x/9)"),
        ("the function's derivative", "second derivative of k*x^3"),
        ("the function's derivative", "derivative of relu(x)"),
        ("the textbook's form", "derivative of tan(x)"),
        ("the textbook's form", "why is the derivative of x^3"),
        ("the derivative's sign", "slope of ln(x) at 2"),
        ("the derivative's sign", "second derivative of x^3 at 2"),
        ("the exact value", "slope of sin(x) at 1"),
        ("the measured rise", "slope of x^3 at 2"),
        ("a series", "slope of sin(x)/x at 0"),
        ("a series", "slope of x*|sin(x)|/x at 0"),
    ],
)
def test_where_one_errs_nothing_is_answered_and_the_log_has_it(error, text, monkeypatch, caplog):
    place, name, by = ERRORS[error]
    for module in (place, left_open, outcome, nudge, lessons):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, wrong(getattr(module, name), by))
    reply = turn(Said(text), Scene()).reply
    assert reply.words == words(reply.language)["misunderstood"]["disagree"]
    assert reply.answers is None
    assert reply.drawing is None
    assert "disagree" in caplog.text


@pytest.mark.parametrize(
    "text",
    ["slope of x^3 at 2", "slope of sin(x)/x at 0", "slope of |x| at 0", "derivative of floor(x)"],
)
def test_where_none_errs_the_log_is_silent(text, caplog):
    assert turn(Said(text), Scene()).reply.answers
    assert not caplog.text
