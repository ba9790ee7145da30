"""Formulas are set in type as mathematics is, and what is not known is refused."""

import numpy as np
import pytest

from bot.tutor.drawing.typeset import typeset
from bot.tutor.reading.formula import parse
from bot.tutor.reading.functions import BY_NAME
from bot.tutor.reading.names import GREEK_NAMES
from bot.tutor.reading.printing import latex
from bot.tutor.reading.tree import Call, Letter, Number

SIZE = 50.0


def width(said):
    return typeset(said, SIZE).width


def height(said):
    return typeset(said, SIZE).height


@pytest.mark.parametrize("name", BY_NAME)
def test_every_function_can_be_set(name):
    arguments = tuple(Number(1) for _ in BY_NAME[name].known[0])
    assert typeset(f"${latex(Call(name, arguments))}$", SIZE).ink.any()


@pytest.mark.parametrize("name", sorted(GREEK_NAMES | {"a", "x"}))
def test_every_letter_can_be_set(name):
    assert typeset(f"${latex(Letter(name))}$", SIZE).ink.any()


SET = {
    "a fraction is higher than a line": ("1/a", "a"),
    "a root is higher than a line": ("sqrt(a)", "a"),
    "an exponent goes up": ("a^2", "a"),
    "a fraction in an exponent goes up further": ("2^(1/a)", "2^3"),
    "brackets grow with what they hold": ("sin(1/a)", "1/a"),
    "a root covers all of a fraction": ("sqrt(1/a)", "1/a"),
}


@pytest.mark.parametrize(("higher", "lower"), SET.values(), ids=SET.keys())
def test_what_is_built_higher_takes_more_room(higher, lower):
    assert height(f"${latex(parse(higher))}$") > height(f"${latex(parse(lower))}$")


def test_two_lines_are_about_twice_as_high_as_one():
    assert 2 * height("$a$") <= height("$a$\n$a$") <= 2.2 * height("$a$")


def test_lines_without_a_fraction_are_equally_high():
    assert height("(5, 15)") == height("$a$") == height(r"$\Delta f$ = 3")


def test_the_minus_of_a_number_stands_closer_than_the_one_between_numbers():
    assert width("$-a$") + width("$2$") < width("$2-a$")


def test_a_slanted_letter_is_another_ink_than_an_upright_one():
    slanted, upright = typeset("$a$", SIZE), typeset("a", SIZE)
    assert not np.array_equal(slanted.ink, upright.ink)


def test_a_name_is_upright_and_its_underscore_is_kept():
    named, plain = typeset(r"$\mathrm{leaky\_relu}$", SIZE), typeset("leaky_relu", SIZE)
    assert np.array_equal(named.ink, plain.ink)


REFUSED = {
    "an unknown command": r"$\nonsense{a}$",
    "a fraction of one": r"$\frac{a}$",
    "an argument without an end": r"$\sqrt{a$",
    "a name without an end": r"$\mathrm{sgn$",
    "a fence without an end": r"$\left(a$",
    "a fence of nothing": r"$\left",
    "an exponent of nothing": r"$a^$",
}


@pytest.mark.parametrize("said", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_not_known_is_refused(said):
    with pytest.raises(ValueError, match=r"sign|no "):
        typeset(said, SIZE)
