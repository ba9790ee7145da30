"""Numbers that nobody could write down are refused before they are built; others pass."""

import pytest

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.cost import check
from bot.tutor.reading.formula import parse

TOO_LARGE = {
    "a tower of nines": ("9^9^9^9*x", {}),
    "nines under a letter": ("x*9^9^9", {"x": "5"}),
    "a factorial": ("factorial(10^8)", {}),
    "gamma": ("gamma(10^8)", {}),
    "a power at the point": ("x^(10^100)", {"x": "5"}),
    "an exponential at the point": ("2^x", {"x": "10^9"}),
    "exponentials of exponentials": ("exp(exp(exp(x)))", {"x": "10"}),
    "a tower at the point": ("x^x^x^x", {"x": "3"}),
    "twos": ("2^2^x", {"x": "40"}),
    "a tiny number with millions of digits": ("(1/3)^(10^7)*x", {"x": "5"}),
    "in a piece": ("{9^9^9 if x < 0; x otherwise}", {"x": "3"}),
    "in a remainder": ("mod(9^9^9, 7)", {}),
}
FINE = {
    "a million": ("x^2", {"x": "10^6"}),
    "a billionth": ("x^2", {"x": "10^(-9)"}),
    "1e-30": ("ln(x)", {"x": "1e-30"}),
    "a long way of small steps": ("x^(10^8)", {"x": "1.0000001"}),
    "at zero": ("(x + 1)^1000000", {"x": "0"}),
    "a small tower": ("x^x^x^x", {"x": "2"}),
    "an angle": ("tan(10^100)*x", {"x": "5"}),
    "e^-800": ("exp(-x)", {"x": "800"}),
    "a literal": ("1e400*x", {"x": "5"}),
    "nested squares": ("((((x^2 + 1)^2 + 1)^2 + 1)^2 + 1)^2", {"x": "3"}),
    "an open letter": ("x^a", {"x": "5"}),
    "a division by zero": ("1/(x - x)", {"x": "5"}),
    "roots and logarithms": ("sqrt(cbrt(ln(log2(x))))", {"x": "10^300"}),
    "outside the domain": ("sqrt(x)", {"x": "-4"}),
    "zero to a negative power": ("x^(-2)", {"x": "0"}),
    "a negative base": ("x^3", {"x": "-2"}),
    "an integer part": ("floor(x)", {"x": "2.5"}),
    "a small factorial": ("factorial(x)", {"x": "0"}),
    "a function of two": ("max(x, 3)", {"x": "2"}),
}


@pytest.mark.parametrize(("text", "at"), TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_what_would_fill_books_is_refused(text, at):
    with pytest.raises(Misunderstood) as trouble:
        check(parse(text), {letter: parse(value) for letter, value in at.items()})
    assert trouble.value.reason == "too-costly"


@pytest.mark.parametrize(("text", "at"), FINE.values(), ids=FINE.keys())
def test_what_can_be_computed_passes(text, at):
    check(parse(text), {letter: parse(value) for letter, value in at.items()})
