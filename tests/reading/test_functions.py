"""The table of functions: each can be asked for by every spelling."""

from fractions import Fraction

import pytest

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.formula import parse
from bot.tutor.reading.functions import FUNCTIONS
from bot.tutor.reading.tree import Call, Letter

SPELLINGS = [
    pytest.param(spelling, row, id=spelling)
    for row in FUNCTIONS
    for spelling in (row.name, *row.spellings)
]


@pytest.mark.parametrize(("spelling", "row"), SPELLINGS)
def test_every_spelling_means_its_function(spelling, row):
    letters = ["x", "y"][: row.arity[0]]
    expected = Call(row.name, tuple(map(Letter, letters)))
    assert parse(f"{spelling}({', '.join(letters)})") == expected


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_no_function_takes_more_arguments_than_it_has(row):
    with pytest.raises(Misunderstood):
        parse(f"{row.name}({', '.join('x' * (row.arity[1] + 1))})")


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_every_function_has_a_value_from_outside_to_fifteen_digits(row):
    arguments, value = row.known
    assert row.arity[0] <= len(arguments) <= row.arity[1]
    assert all(Fraction(argument) is not None for argument in arguments)
    assert len(value.partition(".")[2]) >= 15


def test_no_spelling_means_two_functions():
    spellings = [spelling for row in FUNCTIONS for spelling in (row.name, *row.spellings)]
    assert len(spellings) == len(set(spellings))
