"""Follow-ups change only what they name; chatter in between changes nothing."""

from dataclasses import replace

import pytest

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.read import read

BEFORE = read("slope of a^2 at 2 with nudge 0.01").request

CHANGES = {
    "another point": ("and at 5?", {"points": ("5",)}),
    "a bare number": ("and 7?", {"points": ("7",)}),
    "what about": ("What about at a = 4?", {"points": ("4",)}),
    "evaluate it": ("evaluate it at a=5", {"points": ("5",)}),
    "everywhere": ("everywhere", {"points": ()}),
    "a new function with its letter": ("now x^2", {"formulas": ("x^2",), "variable": "x"}),
    "same but": ("same but a^3", {"formulas": ("a^3",)}),
    "a correction": ("no I meant x^3", {"formulas": ("x^3",), "variable": "x"}),
    "only a formula": ("a^3", {"formulas": ("a^3",)}),
    "smaller": ("smaller", {"run": "0.001"}),
    "larger": ("a bit bigger", {"run": "0.1"}),
    "a named nudge": ("use h=0.1", {"run": "0.1"}),
    "from the left": ("from the left", {"side": "left"}),
    "second derivative": ("second derivative?", {"order": 2}),
    "why": ("why", {"wants": "why"}),
    "why not exactly": ("why not exactly 4?", {"wants": "why"}),
    "why is the slope": ("why is the slope 4?", {"wants": "why"}),
    "how do I get": ("how do I get 2a", {"wants": "why"}),
    "the tangent": ("and the tangent?", {"wants": "tangent"}),
    "compared": ("compare with 3a", {"formulas": ("a^2", "3*a")}),
    "compared in another letter": ("compare with x^3", {"formulas": ("a^2", "a^3")}),
    "那在": ("那在5呢", {"points": ("5",)}),
    "换成": ("换成x²", {"formulas": ("x^2",), "variable": "x"}),
    "再小一点": ("再小一点", {"run": "0.001"}),
    "不对": ("不对，是x的三次方", {"formulas": ("x^3",), "variable": "x"}),
    "二阶": ("二阶呢", {"order": 2}),
    "改成": ("nudge 改成0.1", {"run": "0.1"}),
    "从左边": ("从左边看", {"side": "left"}),
    "为什么": ("为什么不是4.001", {"wants": "why"}),
    "切线": ("切线呢", {"wants": "tangent"}),
}


@pytest.mark.parametrize(("text", "changed"), CHANGES.values(), ids=CHANGES.keys())
def test_a_follow_up_changes_only_what_it_names(text, changed):
    assert read(text, BEFORE).request == replace(BEFORE, **changed)


@pytest.mark.parametrize(
    "text", ["and at 2?", "smaller", "from the left", "why", "那在2呢", "再小一点", "everywhere"]
)
def test_with_nothing_before_it_a_follow_up_is_no_request(text):
    with pytest.raises(Misunderstood):
        read(text)


CHATTER = [
    "thanks", "ok", "great", "now I get it", "and then we went home", "hmm", "same here",
    "why are you like this", "try again later", "what about lunch?", "and you?", "no", "yes",
    "zoom in on the photo please", "from the right side of the street", "everywhere I go",
    "好的", "明白了", "谢谢老师", "那我们走吧", "为什么你这么厉害", "不对", "小一点声", "换个话题",
]  # fmt: skip


@pytest.mark.parametrize("text", CHATTER)
def test_chatter_after_an_answer_is_no_request(text):
    with pytest.raises(Misunderstood):
        read(text, BEFORE)


WHOLE = ["slope of x^3 at 1", "y = x^2, find dy/dx", "y=-3x+5的斜率是多少", "f(t)=t^2, t=3"]


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_new_request_forgets_what_was_before(text):
    assert read(text, BEFORE) == read(text)
