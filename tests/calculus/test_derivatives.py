"""Exact derivatives: against the finite difference, and as a textbook writes them."""

from fractions import Fraction

import pytest
from mpmath import mp

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import NoValue, look, value
from bot.tutor.calculus.exact import derivative, expression
from bot.tutor.calculus.lesson import Slope
from bot.tutor.calculus.written import node_of
from bot.tutor.reading.formula import parse
from bot.tutor.reading.functions import FUNCTIONS
from bot.tutor.reading.printing import plain

PLACES = ("-7/2", "-1/3", "1/5", "3/4", "17/11", "5/2")


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_every_function_has_the_slope_of_its_finite_difference(at, row):
    formula = f"{row.name}({', '.join(('x', *row.known[0][1:]))})"
    node, seen = basic(parse(formula)), 0
    for place in PLACES:
        try:
            if not look(node, {"x": basic(parse(place))}).smooth:
                continue
        except NoValue:
            continue
        outcome = at(formula, place)
        assert isinstance(outcome, Slope)
        with mp.workdps(60):
            near = [value(node, {"x": basic(parse(f"{place} {sign} 10^-20"))}, 90) for sign in "-+"]
            ratio = (mp.mpf(1) * (near[1] - near[0])) / (2 * mp.mpf(10) ** -20)
            assert abs(mp.mpf(outcome.slope.decimal) - ratio) < mp.mpf(10) ** -15
        seen += 1
    assert seen >= 2


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("3x", "3"),
        ("x^2", "2x"),
        ("x^3", "3x^2"),
        ("ln x", "1/x"),
        ("sin x", "cos(x)"),
        ("cos x", "-sin(x)"),
        ("sqrt(x)", "1/(2sqrt(x))"),
        ("1/x", "-1/x^2"),
        ("x^3 - 6x^2 + 9x", "3x^2 - 12x + 9"),
        ("-16x^2 + 100x + 85", "100 - 32x"),
        ("e^x", "e^x"),
        ("e^(-x^2)", "-2x e^(-x^2)"),
        ("asin(x)", "1/sqrt(1 - x^2)"),
        ("x^(1/3)", "1/(3x^(2/3))"),
        ("x^(2/3)", "2/(3x^(1/3))"),
        ("(3x - 2)^6", "18(3x - 2)^5"),
        ("|x|", "x/|x|"),
        ("relu(x)", "{1 if x > 0; 0 if x < 0}"),
        ("hard_tanh(x)", "{0 if x < -1; 1 if -1 < x < 1; 0 if x > 1}"),
        ("{x^2 if x < 1; 2x - 1 if x >= 1}", "{2x if x < 1; 2 if x > 1}"),
        ("{x^2 if x != 0; 5 if x = 0}", "{2x if x != 0}"),
        ("floor(x)", "{0 if x != floor(x)}"),
        ("sign(x)", "{0 if x != 0}"),
        ("2^x", "2^x ln(2)"),
        ("k/x", "-k/x^2"),
        ("pi x^2", "2 pi x"),
    ],
)
def test_a_derivative_is_written_as_in_a_textbook(formula, written):
    node = node_of(derivative(parse(formula), "x"))
    assert plain(node) == plain(parse(written))


@pytest.mark.parametrize("formula", ["gamma(x)", "{x if 0 < x <= 1; 3}", "factorial(x)"])
def test_what_our_formulas_cannot_say_is_not_written(formula):
    assert node_of(derivative(parse(formula), "x")) is None


@pytest.mark.parametrize(
    "formula",
    ["x^2 - 3x + 1/2", "sin(x)/x", "e^(2x)", "{x if x < 1; 2 if x >= 1}", "cbrt(x)", "|x - 1|^3"],
)
def test_what_is_written_of_an_expression_is_the_same_function(formula):
    there_and_back = node_of(expression(parse(formula)))
    for place in (Fraction(-3, 2), Fraction(1, 3), Fraction(7, 2)):
        where = {"x": basic(parse(str(place)))}
        one, other = (value(basic(node), where) for node in (parse(formula), there_and_back))
        assert abs(one - other) < 1e-40


@pytest.mark.parametrize(
    ("formula", "order", "point", "slopes"),
    [
        ("x^4", 2, "1", (4, 12)),
        ("ln x", 4, "1", (2, -6)),
        ("sin x", 5, "0", (0, 1)),
        ("x^2.5", 2, "0", (0, 0)),
        ("|x|^3", 2, "0", (0, 0)),
        ("x^3", 3, "7", (42, 6)),
        ("e^x", 3, "0", (1, 1)),
        ("1/x", 2, "-1", (-1, -2)),
    ],
)
def test_a_higher_derivative_is_the_slope_of_the_one_below(at, formula, order, point, slopes):
    outcome = at(formula, point, order=order)
    assert isinstance(outcome, Slope)
    assert outcome.place.order == order
    assert (outcome.value.exact, outcome.slope.exact) == slopes


@pytest.mark.parametrize(
    ("formula", "order", "kind", "found_at"),
    [
        ("|x|", 2, "Corner", 1),
        ("x|x|", 2, "Corner", 2),
        ("relu(x)^2", 2, "Corner", 2),
        ("sqrt(x)", 2, "VerticalTangent", 1),
        ("x^(4/3)", 2, "VerticalTangent", 2),
        ("ln x", 3, "Pole", 1),
        ("{x^3 sin(1/x) if x != 0; 0 if x = 0}", 2, "Oscillation", 2),
        ("|x|^3", 3, "Corner", 3),
    ],
)
def test_a_higher_derivative_needs_the_lower_ones(at, formula, order, kind, found_at):
    outcome = at(formula, "0", order=order)
    assert type(outcome).__name__ == kind
    assert outcome.place.order == found_at
