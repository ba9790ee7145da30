"""Why, in words: every line an equation that is true, the result never left out, short enough."""

import pytest

from bot.tutor.calculus.teach import teach
from bot.tutor.languages import LANGUAGES
from bot.tutor.reading.formula import parse
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request
from bot.tutor.telling import explain

LONG = "(x^2+1)^3 sin(2x) e^(x/2) + ln(x)/x"


def told(formulas, points=(), language="en", variable="x", **others):
    texts = tuple(plain(parse(formula)) for formula in formulas.split(";"))
    request = Request(texts, variable, tuple(points), wants="why", **others)
    return explain(teach(request), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("formulas", "points"),
    [
        (LONG, ("1",)),
        (LONG, ()),
        (f"{LONG}; {LONG} + 1; x^2", ("1", "2")),
        ("+".join(f"{k}x^{k}" for k in range(1, 9)), ("1",)),
        ("tan(sin(cos(exp(ln(x^2 + 1)))))", ("1",)),
        ("x^x^x", ("2",)),
        (";".join(f"{k}x^{k}" for k in range(2, 8)), ("1",)),
    ],
    ids=["long", "no point", "many", "polynomial", "nested", "tower", "compared"],
)
def test_why_fits_a_caption_and_keeps_its_results(formulas, points, language):
    words = told(formulas, points, language)
    assert len(words.encode("utf-16-le")) // 2 <= 1000
    assert "df(x)/dx = " in words or "…" in words


def test_what_is_too_long_loses_steps_from_the_middle_and_never_its_result():
    lines = told(LONG, ("1",)).splitlines()
    assert "…" in lines[2:-1]
    assert lines[2].startswith("x moves just as far")
    assert lines[-1].startswith("So df(x)/dx = ")


@pytest.mark.parametrize(
    ("formula", "point", "expected"),
    [
        ("3a", "5", "d/da (3a) = 3·1 = 3."),
        ("a^2", "2", "So df(a)/da = 2a; at a = 2 it is 4."),
        ("a^2", "2", "off by 0.001, exactly the nudge"),
        ("3a^2", "2", "off by 0.003, exactly 3 times the nudge"),
        ("a^3", "2", "off by about 0.006, about 6 times the nudge"),
        ("a^3", "1/3", "off by about 0.001, about the nudge itself"),
        ("1/a", "2", "d/da (1/a) = d/da a⁻¹ = −a⁻² = −1/a²"),
        (
            "sin(3a)",
            "0",
            "with u = 3a and d/du sin u = cos u: d/da sin(3a) = cos(3a)·3 = 3 cos(3a)",
        ),
        ("u a", "1", "d/da (ua) = u·1 = u"),
        ("sin(u a)", "1", "with v = ua"),
        ("relu(a)", "3", "Close to a = 3, relu a is simply a."),
        ("gamma(a)", "3", "I cannot take apart"),
    ],
)
def test_what_is_said(formula, point, expected):
    assert expected in told(formula, (point,), variable="a")


@pytest.mark.parametrize(
    ("formula", "points", "order", "refused"),
    [
        ("3a", ("5",), 1, "Why 3"),
        ("a^2", (), 1, "off by"),
        ("a^2", ("2", "5"), 1, "off by"),
        ("a^4", ("2",), 2, "definition"),
        ("sin(a)", ("1",), 1, "definition"),
        ("(a+1)(a+2)(a+3)(a+4)", ("1",), 1, "definition"),
        ("|a|", ("0",), 1, "rule"),
        ("|a|", ("0",), 1, "And why?"),
    ],
)
def test_what_is_not_said(formula, points, order, refused):
    assert refused not in told(formula, points, variable="a", order=order)


@pytest.mark.parametrize(
    ("formula", "points", "said"),
    [
        ("relu(x)", (), "made of pieces"),
        ("relu(x)", ("1", "2"), "made of pieces"),
        ("gamma(x)", ("1", "2"), "cannot take apart"),
        ("|x|!", ("1",), "cannot take apart"),
    ],
)
def test_where_steps_are_missing_it_says_what_helps(formula, points, said):
    assert said in told(formula, points)


def test_a_greek_letter_is_written_as_one():
    assert "d/dθ sin θ = cos θ" in told("sin(theta)", ("1",), variable="theta")


def test_a_second_derivative_starts_one_step_down():
    assert "One step down, f′(x) = 4x³, and of that:" in told("x^4", ("2",), order=2)


def test_at_a_corner_the_reason_is_the_outcome_s_own():
    request = Request(("abs(a)",), "a", ("0",))
    assert told("|a|", ("0",), variable="a") == explain(teach(request), "en")
