"""How numbers are said: the number, what a reader sees, and whether "=" may stand before it."""

from decimal import Decimal

import pytest
from sympy import E, Integer, Rational, S, Symbol, cos, exp, log, pi, polygamma, sin, sqrt, tanh

from bot.tutor.calculus.lesson import Quantity
from bot.tutor.calculus.quantity import of_expression
from bot.tutor.numerals import is_exact, said, said_in_column, said_together


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Rational(15003, 1000), "15.003"),
        (Rational("8.012006001"), "8.012006001"),
        (Rational(-1, 4), "−0.25"),
        (Rational(2, 3), "2/3"),
        (Rational(-1, 9), "−1/9"),
        (Rational(0), "0"),
        (Rational(10**6), "1000000"),
        (3 * Rational(10) ** -30, "3 × 10⁻³⁰"),
        (Rational(10) ** 400, "10⁴⁰⁰"),
        (Rational("4.0000000400000001"), "4.0000000400000001"),
        (S.Infinity, "∞"),
        (S.NegativeInfinity, "−∞"),
    ],
    ids=str,
)
def test_what_ends_soon_is_written_in_full(number, text):
    quantity = of_expression(number)
    assert said(quantity) == text
    assert is_exact(quantity)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (log(2), "0.693147"),
        (-sqrt(2), "−1.41421"),
        (Rational(500, 2001), "0.249875"),
        (1000 * pi, "3141.59"),
        (107771960 * pi, "338575598"),
        (exp(700), "1.01423 × 10³⁰⁴"),
        (exp(-700), "9.85968 × 10⁻³⁰⁵"),
        (Rational("1.00000000000000000000001"), "1"),
    ],
    ids=str,
)
def test_what_does_not_is_rounded_and_known_to_be(number, text):
    quantity = of_expression(number)
    assert said(quantity) == text
    assert not is_exact(quantity)


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (Rational(4001, 1000), 6, "4.001"),
        (Rational(2, 3), 6, "≈ 0.666667"),
        (Rational("4.0000000400000001"), 9, "≈ 4.00000004"),
        (sqrt(2), 40, "≈ 1.414213562373095048801689"),
    ],
    ids=str,
)
def test_a_column_holds_decimals_alone(number, digits, text):
    assert said_in_column(of_expression(number), digits) == text


def test_what_cancels_in_every_digit_is_said_as_0():
    assert said(Quantity(1 - tanh(10**6), "0")) == "0"
    nothing = of_expression(S.Zero)
    assert said_together(of_expression(sqrt(2)), of_expression(sqrt(2)), nothing)[2] == "0"


def test_a_number_too_long_to_write_is_rounded():
    assert said(of_expression(Rational(10**700 + 1, 3))) == "3.33333 × 10⁶⁹⁹"


def test_with_letters_left_open_a_number_is_its_formula():
    k = Symbol("k", real=True)
    open_ = of_expression(k / 2)
    assert said(open_) == "k/2"
    assert is_exact(open_)
    assert said(of_expression(polygamma(0, k))) == "polygamma(0, k)"
    assert said_together(open_, open_, open_) == ("k/2", "k/2", "k/2")


@pytest.mark.parametrize(
    ("here", "there", "texts"),
    [
        (Rational(6), Rational("6.003"), ("6", "6.003", "0.003")),
        (log(2), log(Rational("2.001")), ("0.693147181", "0.693647056", "0.000499875")),
        (
            Rational(1, 3),
            Rational(1, 3) + Rational(1, 3000),
            ("1/3", "0.3336666667", "0.000333333"),
        ),
        (
            E,
            Rational("1.001") ** 2 * exp(Rational("1.001")),
            ("2.718281828", "2.726446194", "0.00816437"),
        ),
        (
            1 - exp(-200),
            1 - exp(-201),
            ("1 − 1.3838965 × 10⁻⁸⁷", "1 − 5.091071 × 10⁻⁸⁸", "8.74789 × 10⁻⁸⁸"),
        ),
        (Rational(10) ** 800, Rational(10) ** 800 + 1, ("10⁸⁰⁰", "10⁸⁰⁰ + 1", "1")),
        (log(2), log(2) + Rational(10) ** -60, ("0.693147", "0.693147 + 10⁻⁶⁰", "10⁻⁶⁰")),
        (S.Zero, exp(-700), ("0", "9.85968 × 10⁻³⁰⁵", "9.85968 × 10⁻³⁰⁵")),
        (
            log(2),
            log(2) + Rational(10) ** -30,
            ("0.693147180559945309417232121458", "0.693147180559945309417232121459", "10⁻³⁰"),
        ),
    ],
)
def test_two_values_are_said_to_the_place_at_which_their_difference_shows(here, there, texts):
    quantities = [of_expression(x) for x in (here, there, there - here)]
    said_texts = said_together(*quantities)
    assert said_texts[2] == texts[2]
    if texts[2] != "10⁻³⁰":
        assert said_texts == texts
    else:
        assert said_texts[0] != said_texts[1]
        assert said_texts[0].startswith(texts[0][:-1])


@pytest.mark.parametrize("function", [sin, exp, log, sqrt, lambda x: x * cos(x)])
def test_who_subtracts_the_two_values_finds_the_rise_that_is_said(function):
    for point in range(1, 20):
        here, there = function(Integer(point)), function(point + Rational("0.001"))
        texts = said_together(*(of_expression(x) for x in (here, there, there - here)))
        one, other, rise = (Decimal(text.replace("−", "-")) for text in texts)
        assert (other - one).quantize(rise) == rise
