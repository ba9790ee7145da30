"""Every function that can refuse its argument has a sentence that says so, in every language."""

import pytest

from bot.tutor.calculus.primitives import PRIMITIVES
from bot.tutor.languages import LANGUAGES, words

REFUSING = [
    name for name, row in PRIMITIVES.items() if not all(map(row.takes, (-2, -1, 0, 0.5, 2)))
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("function", [*REFUSING, "log", "sqrt", "power", "cases", "alone"])
def test_a_refusal_has_its_sentence(language, function):
    assert words(language)["outside"][function]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "reason",
    [
        "too-costly",
        "too-hard",
        "disagree",
        "no-point",
        "no-nudge",
        "nudge-leaves",
        "open-letters",
        "one-table",
    ],
)
def test_a_reason_for_not_teaching_has_its_sentence(language, reason):
    assert words(language)["misunderstood"][reason]
