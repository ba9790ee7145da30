"""Why a derivative is what it is: rules by name, steps that hold, and less said where none do."""

import logging
from fractions import Fraction

import pytest
from hypothesis import assume, given
from mpmath import mp
from test_properties import FORMULAS, PLACES

from bot.tutor.calculus.basic import basic
from bot.tutor.calculus.evaluate import value
from bot.tutor.calculus.lesson import Slope, Step
from bot.tutor.calculus.rules.check import alike, hold
from bot.tutor.calculus.rules.derive import MOST, NoRule, derive
from bot.tutor.calculus.rules.places import anywhere, at
from bot.tutor.calculus.rules.table import TABLE
from bot.tutor.calculus.start import moved
from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import parse
from bot.tutor.reading.functions import BY_NAME
from bot.tutor.reading.printing import plain, unicode
from bot.tutor.reading.request import Request


def why(formula, point=None, variable="x", **others):
    points = () if point is None else (plain(parse(point)),)
    request = Request((plain(parse(formula)),), variable, points, wants="why", **others)
    return teach(request)


def only(lesson):
    (derivation,) = lesson.derivations
    return derivation


def rules(derivation):
    return [step.rule for step in derivation.steps]


# Derivatives from Abramowitz and Stegun, chapters 3 and 4, or by hand.
@pytest.mark.parametrize(
    ("formula", "expected", "derivative"),
    [
        ("7", "constant", "0"),
        ("x", "itself", "1"),
        ("3x", "itself multiple", "3"),
        ("-x", "itself multiple", "-1"),
        ("x/4", "itself multiple", "1/4"),
        ("x^2", "power", "2x"),
        ("x^5", "power", "5x^4"),
        ("1/x", "power", "-1/x^2"),
        ("3/x^2", "power", "-6/x^3"),
        ("x^-3", "power", "-3/x^4"),
        ("sqrt(x)", "power", "1/(2 sqrt(x))"),
        ("cbrt(x)", "power", "1/(3 x^(2/3))"),
        ("root(x, 4)", "power", "1/(4 x^(3/4))"),
        ("x^(-1/2)", "power", "-1/(2 x^(3/2))"),
        ("x^(5/3)", "power", "(5/3) x^(2/3)"),
        ("x^pi", "power", "pi x^(pi - 1)"),
        ("5x^3", "power multiple", "15x^2"),
        ("x^2 + 3x + 1", "itself constant power multiple sum", "2x + 3"),
        ("x^2 - x", "itself power sum", "2x - 1"),
        ("2^x", "exponential", "2^x ln(2)"),
        ("e^x", "table", "e^x"),
        ("exp(x)", "table", "e^x"),
        ("sin(x)", "table", "cos(x)"),
        ("log(x, 3)", "table", "1/(x ln(3))"),
        ("x sin(x)", "itself table product", "sin(x) + x cos(x)"),
        ("2x e^x", "itself table product multiple", "2e^x + 2x e^x"),
        ("x e^x sin(x)", "itself table table product", "e^x (sin(x) + x sin(x) + x cos(x))"),
        ("sin(x)/x", "itself table quotient", "(x cos(x) - sin(x))/x^2"),
        ("x/(x + 1)", "itself constant sum quotient", "1/(x + 1)^2"),
        ("sin(2x)", "itself multiple chain", "2 cos(2x)"),
        ("sin(x)^2", "table chain", "2 sin(x) cos(x)"),
        ("e^(-x^2)", "power multiple chain", "-2x e^(-x^2)"),
        ("sqrt(1 - x^2)", "constant power sum chain", "-x/sqrt(1 - x^2)"),
        ("1/(1 + x^2)", "constant power sum chain", "-2x/(1 + x^2)^2"),
        ("2/(1 + x^2)^3", "constant power sum chain", "-12x/(1 + x^2)^4"),
        ("ln(sin(x))", "table chain", "cos(x)/sin(x)"),
        ("sin(cos(x))", "table chain", "-cos(cos(x)) sin(x)"),
        ("ln(abs(x))", "table chain", "1/x"),
        ("x^x", "itself table product logarithmic", "x^x (ln(x) + 1)"),
        ("log(2, x)", "constant table quotient", "-ln(2)/(x ln(x)^2)"),
        ("sigmoid(3x)", "itself multiple chain", "3 sigmoid(3x) (1 - sigmoid(3x))"),
    ],
)
def test_a_formula_is_taken_apart_by_the_rules_a_teacher_would_use(formula, expected, derivative):
    derivation = only(why(formula))
    assert rules(derivation) == expected.split()
    last = derivation.steps[-1]
    assert last.of == parse(formula)
    assert alike((last.by_rule, last.slope, parse(derivative)), anywhere(last.of, "x"))


@pytest.mark.parametrize(
    ("formula", "point", "piece", "expected"),
    [
        ("abs(x)", "-2", "-x", "piece itself multiple"),
        ("relu(3x)", "2", "3x", "piece itself multiple"),
        ("relu(3x)", "-2", "0", "piece constant"),
        ("floor(x)", "3/2", "1", "piece constant"),
        ("max(x, x^2)", "3", "x^2", "piece power"),
        ("x + abs(x - 1)", "3", "x + x - 1", "piece itself constant sum"),
    ],
)
def test_beside_a_point_a_choice_is_made_first(formula, point, piece, expected):
    derivation = only(why(formula, point))
    assert rules(derivation)[0] == "piece"
    assert set(rules(derivation)) == set(expected.split())
    place = at(parse(formula), "x", parse(point))
    assert alike((derivation.steps[0].slope, parse(piece)), place)


@pytest.mark.parametrize(
    ("formula", "point"),
    [
        ("gamma(x)", "3"),
        ("x!", "3"),
        ("root(2, x)", "3"),
        ("max(x, x^2)", None),
        ("floor(x)", None),
        ("x sqrt(x)", "0"),
        ("{x^2 if x < 1; 2x - 1 if x >= 1}", "1"),
        ("+".join(f"sin({k}x)" for k in range(1, MOST)), "1"),
        ("sqrt(-1 - x^2)", None),
    ],
    ids=["gamma", "factorial", "root", "maximum", "step", "edge", "joint", "too many", "nowhere"],
)
def test_where_no_rule_is_sure_less_is_said(formula, point):
    lesson = why(formula, point)
    assert only(lesson).steps == ()
    assert only(lesson).limit is None


@pytest.mark.parametrize("name", TABLE)
def test_the_table_holds_wherever_its_functions_live(name):
    formula = parse(f"{name}(x)")
    (step,) = derive(formula, "x", teach(Request((f"{name}(x)",))).functions[0].derivative)
    known = parse(BY_NAME[name].known[0][0])
    places = (*at(formula, "x", known), *anywhere(formula, "x"))
    assert step.rule == "table"
    assert hold([step], "x", places)


@pytest.mark.parametrize(
    ("of", "wrong"),
    [("x^2", "2x + 1"), ("sin(x)", "cos(x) + 10^-15"), ("3x", "4"), ("sqrt(x)", "1/sqrt(x)")],
)
def test_a_step_that_is_wrong_is_seen(of, wrong):
    right, wrong = parse(of), parse(wrong)
    assert not hold([Step("power", right, wrong, wrong)], "x", anywhere(right, "x"))


def test_a_step_that_is_wrong_is_never_shown_and_the_log_says_so(monkeypatch, caplog):
    wrong = parse("2/cos(x)^2")
    monkeypatch.setattr("bot.tutor.calculus.rules.derive.tabled", lambda name: wrong)
    with caplog.at_level(logging.WARNING):
        lesson = why("tan(5x)", "1/7")
    assert only(lesson).steps == ()
    assert "disagree" in caplog.text
    assert "tan" not in caplog.text


def test_a_step_without_a_value_does_not_hold():
    step = Step("itself", parse("x"), parse("1"), parse("(x - 2)/(x - 2)"))
    rewritten = Step("itself", parse("x"), parse("1"), parse("1"), rewritten=parse("sqrt(x - 3)^2"))
    assert not hold([step], "x", at(step.of, "x", parse("2")))
    assert not hold([rewritten], "x", at(step.of, "x", parse("2")))


def test_a_step_without_a_place_to_see_it_does_not_hold():
    x = parse("x")
    assert not hold([Step("itself", x, parse("1"), parse("1"))], "x", ())


@pytest.mark.parametrize(
    ("formula", "forms", "result"),
    [
        ("3x", ["(3(x + h) − 3x)/h", "3h/h", "3"], "3"),
        ("x^2", ["((x + h)² − x²)/h", "(2xh + h²)/h", "2x + h"], "2x"),
        ("x^3", ["((x + h)³ − x³)/h", "(3x²h + 3xh² + h³)/h", "3x² + 3xh + h²"], "3x²"),
        ("1/x", ["(1/(x + h) − 1/x)/h", "(x − (x + h))/(x(x + h)·h)", "−1/(x(x + h))"], "−1/x²"),
        (
            "sqrt(x)",
            ["(√(x + h) − √x)/h", "h/(h·(√(x + h) + √x))", "1/(√(x + h) + √x)"],
            "1/(2√x)",
        ),
        ("h x", ["(h·(x + k) − hx)/k", "hk/k", "h"], "h"),
    ],
)
def test_the_definition_is_worked_by_hand(formula, forms, result):
    worked = only(why(formula)).limit
    assert [unicode(form) for form in worked.forms] == forms
    assert unicode(worked.result) == result


@pytest.mark.parametrize(
    "formula", ["x - x", "x^5", "sin(x)", "2^x", "x^(1/3)", "1/x^2", "5", "x^1000000"]
)
def test_the_definition_is_left_out_where_it_is_no_line_or_two(formula):
    assert only(why(formula)).limit is None


# (f(a + h) - f(a))/h - f'(a) by hand: h for a², 3h for 3a², 3ah + h² for a³, h/(a²(a + h)) for 1/a.
@pytest.mark.parametrize(
    ("formula", "point", "times", "exact"),
    [
        ("x^2", "2", "1", True),
        ("x^2", "pi/3", "1", True),
        ("3x^2 - 7x", "5", "3", True),
        ("x^3", "2", "6", False),
        ("1/x", "2", "1/8", False),
        ("sin(x)", "pi/2", "-1/2", False),
        ("5 - x^2/2", "1", "-1/2", True),
        ("x^4", "1", "6", False),  # 4 + 6h + ...
        ("sqrt(x)", "1", "-1/8", False),
    ],
)
def test_a_ratio_misses_the_slope_by_half_the_bend_times_the_nudge(formula, point, times, exact):
    found = why(formula, point).miss
    assert found.times.exact == teach(Request((times,), points=("1",), wants="value")).value.exact
    assert found.exact is exact


@pytest.mark.parametrize(
    ("formula", "point", "others"),
    [
        ("3x", "5", {}),
        ("sin(x)", "0", {}),
        ("x^3", "0", {}),
        ("x^4", "2", {"order": 2}),
        ("abs(x)", "0", {}),
        ("abs(ln(x))", "-1", {}),
        ("k x^2", "3", {}),
        ("x^2", None, {}),
        ("(x^2 + 1)^3 sin(2x) e^(x/2) ln(x)/x + tan(x^2)", "6/5", {}),
        ("x^3", "1/1000", {"run": "1/2"}),
    ],
)
def test_a_miss_is_told_only_where_it_is_simple(formula, point, others):
    assert why(formula, point, **others).miss is None


def test_a_higher_order_takes_the_derivative_below_it_apart():
    derivation = only(why("x^4", "2", order=2))
    assert unicode(derivation.of) == "4x³"
    assert rules(derivation) == ["power", "multiple"]


@pytest.mark.parametrize(("formula", "point"), [("abs(x)", "0"), ("1/x", "0"), ("ln(x)", "-1")])
def test_where_there_is_no_slope_there_are_no_rules(formula, point):
    lesson = why(formula, point)
    assert lesson.derivations == ()
    assert not isinstance(lesson.about.outcomes[0], Slope)


def test_of_several_functions_those_with_a_slope_are_taken_apart():
    request = Request(("1/x", "x^2"), points=("0",), wants="why")
    (derivation,) = teach(request).derivations
    assert derivation.function.text == "x^2"


def test_a_higher_order_whose_lower_one_has_no_formula_is_not_taken_apart():
    derivation = only(why("gamma(x)", order=2))
    assert (derivation.of, derivation.steps) == (None, ())


def test_a_formula_with_a_choice_has_no_rule_without_a_point():
    with pytest.raises(NoRule):
        derive(parse("max(x, 1)"), "x", None)


@given(FORMULAS, PLACES)
def test_every_step_holds_and_the_last_is_the_answer(node, place):
    try:
        lesson = teach(Request((plain(node),), "x", (str(place),), wants="why"))
    except Misunderstood as refused:
        assume(refused.reason != "too-costly")
        raise
    (outcome,), derivation = lesson.about.outcomes, only(lesson)
    point = parse(str(place))
    here, there = {"x": point}, {"x": moved(point, Fraction(1, 10**25))}
    for step in derivation.steps:
        with mp.workdps(80):
            rise = number(step.of, there) - number(step.of, here)
            ratio, slope = rise * mp.mpf(10) ** 25, number(step.slope, here)
            assert abs(ratio - slope) <= mp.mpf(10) ** -12 * max(1, abs(slope))
            assert abs(number(step.by_rule, here) - slope) <= mp.mpf(10) ** -40 * max(1, abs(slope))
    if derivation.steps:
        with mp.workdps(25):
            last = number(derivation.steps[-1].slope, here)
            exact = mp.mpf(outcome.slope.decimal)
            assert abs(last - exact) <= mp.mpf(10) ** -20 * max(1, abs(exact))


def number(node, where):
    found = value(basic(node), where, 80)
    return mp.mpf(found.numerator) / found.denominator if hasattr(found, "numerator") else found
