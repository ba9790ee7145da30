"""What does not fit under a picture stands behind a button, whole, and there is a way back."""

import pytest

from bot.tutor.calculus.teach import teach
from bot.tutor.scene import Said, Scene, Tapped
from bot.tutor.telling import explain, in_full
from bot.tutor.telling.length import LONGEST, split, units
from bot.tutor.turn import turn

LONG = "sin(2x)*cos(x^2)*exp(x/3)+ln(x+4)*sqrt(x+5)+x^2*exp(x)*sin(3x)"
ASKED = {
    "en": f"slope of {LONG} at 1/7, 22/7, 355/113, 1000/999",
    "zh": f"{LONG} 在 1/7、22/7、355/113、1000/999 处的斜率",
}


def changes(reply):
    return [choice.change for row in reply.choices for choice in row]


@pytest.mark.parametrize("language", ASKED)
def test_the_rest_is_one_tap_away_and_the_way_back_another(language):
    said = turn(Said(ASKED[language]), Scene())
    first = said.reply
    assert first.words.endswith("\n…")
    assert changes(first)[0] == "rest"
    rest = turn(Tapped("rest", first.answers), said.scene).reply
    assert rest.drawing == first.drawing
    assert rest.answers == first.answers
    assert changes(rest) == ["back"]
    lesson = teach(first.answers)
    assert (first.words, rest.words) == in_full(lesson, language)
    assert rest.words.strip()
    assert not set(rest.words.splitlines()) & set(first.words.splitlines())
    back = turn(Tapped("back", first.answers), said.scene).reply
    assert back == first


def test_an_answer_that_fits_has_no_such_button_and_a_forged_tap_gets_a_notice():
    said = turn(Said("slope of 3a at 5"), Scene())
    assert "rest" not in changes(said.reply)
    assert in_full(teach(said.reply.answers), "en") == (said.reply.words, "")
    assert explain(teach(said.reply.answers), "en") == said.reply.words
    assert turn(Tapped("rest", said.reply.answers), said.scene).reply.answers is None


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["a", "b"], id="short"),
        pytest.param(["a" * 400, "b" * 400, "c" * 400, "d"], id="three lines too long together"),
        pytest.param(["🙂" * 300, "", "b" * 700, "c"], id="letters of two units"),
    ],
)
def test_together_the_two_texts_are_all_of_it(lines):
    first, rest = split(lines)
    assert units(first) <= LONGEST
    assert units(rest) <= LONGEST
    kept = first.removesuffix("\n…").split("\n")
    assert kept + (rest.split("\n") if rest else []) == lines
