"""What was said to nobody: a question in so many words is one, and all else is not for us."""

import pytest

from bot.tutor.reading.read import read
from bot.tutor.scene import Said, Scene
from bot.tutor.turn import turn

ASKS = [
    "slope of 3a at 5",
    "What is the slope of 3a at 5?",
    "derivative of x^3",
    "tangent line to y = x^2 at x = 1",
    "where is the slope of a^2 10?",
    "3a在5处的斜率",
    "求 a^2 在 a=2 处的导数",
    "x^3的导数是什么？",
]
TALKS = [
    "the slope of 3a at 5 is 3, right?",
    "is the slope of 3a at 5 equal to 3",
    "slope of x^2 at 3: 6",
    "don't tell me the slope of 3a at 5",
    "we did the slope of x^2 yesterday",
    "the slope of the hill is 5",
    "who can tell me how to find the slope of x^2 at 3",
    "3a is my seat number, at 5 pm",
    "3a at 5",
    "f(a)=a^2, a=2",
    "slope 3 at 5",
    "what is a derivative?",
    "and at 6?",
    "3a在5处的斜率是3吧",
    "老师说x^2的导数是2x",
    "x^2的导数我不会",
    "导数好难",
    "slope of sine(x) at 1",  # where it is meant for us, it is mended and told
    "x" * 5_000,
    "",
]


@pytest.mark.parametrize("text", ASKS)
def test_what_surely_asks_is_answered_as_if_it_had_been_said_to_us(text):
    overheard = turn(Said(text, overheard=True), Scene())
    assert overheard == turn(Said(text), Scene())
    assert overheard.reply.answers == read(text).request


@pytest.mark.parametrize("text", TALKS)
def test_what_people_say_to_each_other_is_met_with_silence(text):
    overheard = turn(Said(text, overheard=True), Scene())
    assert overheard.reply.words == ""
    assert overheard.reply.answers is None
    assert overheard.scene == Scene()


def test_nothing_that_was_said_before_makes_a_question_of_it():
    scene = turn(Said("slope of 3a at 5"), Scene()).scene
    for text in ("at 6?", "smaller", "why"):
        assert turn(Said(text, overheard=True), scene).reply.words == ""
        assert turn(Said(text), scene).reply.answers
