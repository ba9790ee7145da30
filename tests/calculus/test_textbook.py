"""The form in which a derivative is said: a textbook's, of the same values, never waited for."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from sympy import Rational, sin, sympify
from test_properties import FORMULAS

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import NoValue, value
from bot.tutor.calculus.exact import derivative, symbol
from bot.tutor.calculus.rules.check import alike
from bot.tutor.calculus.textbook import LONGEST, textbook
from bot.tutor.calculus.written import node_of
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain

X = symbol("x")


def form(formula):
    return textbook(derivative(parse(formula), "x"), X)


# As Stewart, Calculus, and Abramowitz and Stegun have them, or as a teacher would write them.
@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("x/(x + 1)", "1/(x + 1)²"),
        ("(x - 1)/(x + 1)", "2/(x + 1)²"),
        ("(3x + 2)/(2x - 5)", "−19/(2x − 5)²"),
        ("x/(1 + x^2)", "(1 − x²)/(x² + 1)²"),
        ("x^2/(x - 1)", "x(x − 2)/(x − 1)²"),
        ("1/(x(x + 1))", "−(2x + 1)/(x²(x + 1)²)"),
        ("ln((1 + x)/(1 - x))", "2/(1 − x²)"),
        ("atan(1/x)", "−1/(x² + 1)"),
        ("x^3(x - 1)^4", "x²(x − 1)³(7x − 3)"),
        ("x sqrt(1 - x^2)", "(1 − 2x²)/√(1 − x²)"),
        ("x/sqrt(x + 1)", "(x + 2)/(2(x + 1)^(3/2))"),
        ("ln(x + sqrt(x^2 + 1))", "1/√(x² + 1)"),
        ("acosh(x)", "1/√(x² − 1)"),
        ("asec(x)", "1/(√(x² − 1)·|x|)"),
        ("sqrt(x + sqrt(x))", "(2√x + 1)/(4√x·√(√x + x))"),
        ("tan(x)", "1/cos(x)²"),
        ("tan(3x)", "3/cos(3x)²"),
        ("cot(x)", "−1/sin(x)²"),
        ("ln(tan(x))", "1/(sin(x)·cos x)"),
        ("sin(x)/(1 + cos(x))", "1/(cos x + 1)"),
        ("sinh(x)/cosh(x)", "1/cosh(x)²"),
        ("sin(x)/x", "(x cos x − sin x)/x²"),
        ("ln(x)/x", "(1 − ln x)/x²"),
        ("e^x/(1 + e^x)", "e^x/(e^x + 1)²"),
        ("x^2 e^x", "x(x + 2)·e^x"),
        ("x|x|", "2|x|"),
        ("x^2|x|", "3x·|x|"),
        ("|x - 1|(x - 1)", "2|x − 1|"),
        ("sign(x) x^2", "{2|x| if x ≠ 0}"),
        ("(x^5)^(1/3)", "5x^(2/3)/3"),
        ("x cbrt(x)", "4x^(1/3)/3"),
        ("cbrt(x)^3", "1"),
        ("x^(2/3)(1 - x)", "(2 − 5x)/(3x^(1/3))"),
        ("x^n", "nx^(n − 1)"),
        ("a x^2/(b x + 1)", "ax(bx + 2)/(bx + 1)²"),
    ],
)
def test_a_derivative_is_said_as_in_a_textbook(formula, said):
    assert plain(node_of(form(formula))) == plain(parse(said))


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("x^4 - 3x^2", "4x³ − 6x"),
        ("x e^x", "xe^x + e^x"),
        ("x^2 ln(x)", "2x·ln x + x"),
        ("sin(x) cos(x)", "cos(x)² − sin(x)²"),
        ("x^2/2 - 1/(2x^2)", "x + 1/x³"),
        ("|x|", "x/|x|"),
        ("|x^2 - 4|", "2x·(x² − 4)/|x² − 4|"),
        ("x^2 sin(1/x)", "2x·sin(1/x) − cos(1/x)"),
        ("tanh(x)", "1 − tanh(x)²"),
    ],
)
def test_what_is_a_textbooks_already_stays(formula, said):
    assert plain(node_of(form(formula))) == plain(parse(said))


@pytest.mark.parametrize(
    "exact",
    [
        # Too long; nothing that our formulas can say; nowhere to try another form out.
        sum(sin(k * X) / (X + k) for k in range(LONGEST)),
        derivative(parse("gamma(x)/x"), "x"),
        derivative(parse("x sqrt(x - 10)"), "x"),
    ],
    ids=["long", "unsaid", "nowhere"],
)
def test_nothing_is_done_where_it_could_not_be_made_sure_of(exact):
    assert textbook(exact, X) == exact


@pytest.mark.parametrize(
    "formula", ["((x^12 + 1)^12 + 1)^12/x", "e^((x + 1)^1000)/(x + 1)", "(x^4000 + x)^3000/(x - 1)"]
)
def test_a_nasty_derivative_is_not_multiplied_out(formula):
    assert form(formula).count_ops() < LONGEST


@given(FORMULAS)
def test_the_form_has_the_values_of_the_derivative_and_prints_back(node):
    try:
        exact = derivative(parse(plain(node)), "x")
    except Misunderstood as refused:
        assume(refused.reason != "too-costly")
        raise
    found = textbook(exact, X)
    printed = sympify(str(found), {"x": X})
    assert abs((printed - found).subs(X, Rational(1, 7)).evalf(30)) < 1e-20
    one, other = node_of(exact), node_of(found)
    if one is None:
        return
    for place in (Fraction(-7, 3), Fraction(1, 7), Fraction(13, 6)):
        where = {"x": basic(parse(str(place)))}
        try:
            value(basic(one), where)
        except NoValue:
            continue
        assert alike((one, other), [where])


def test_a_form_that_is_not_the_same_is_not_said(monkeypatch):
    monkeypatch.setattr("bot.tutor.calculus.textbook._fraction", lambda above, _below: above)
    exact = derivative(parse("x/(x + 1)"), "x")
    textbook.cache_clear()
    assert textbook(exact, X) == exact
    textbook.cache_clear()


# In one reply the slope has the form of the derivative, by hand from the table of any textbook.
@pytest.mark.parametrize(
    ("formula", "point", "slope"),
    [
        ("tan(x)", "1", "1/cos(1)^2"),
        ("cot(x)", "1", "-1/sin(1)^2"),
        ("tanh(x)", "1", "1 - tanh(1)^2"),
        ("tanh(x)", "10^6", "1/cosh(1000000)^2"),  # as 1 - tanh² it would cancel in all digits
        ("k*tan(x)", "1", "k/cos(1)^2"),
    ],
)
def test_a_slope_at_a_point_has_the_form_of_the_derivative(at, formula, point, slope):
    assert plain(node_of(at(formula, point).slope.exact)) == slope
