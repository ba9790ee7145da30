"""Follow-ups change only what they name; chatter in between changes nothing."""

from dataclasses import replace

import pytest

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.read import read
from bot.tutor.reading.request import Unasked

BEFORE = read("slope of a^2 at 2 with nudge 0.01").request

CHANGES = {
    "another point": ("and at 5?", {"points": ("5",)}),
    "a bare number": ("and 7?", {"points": ("7",)}),
    "what about": ("What about at a = 4?", {"points": ("4",)}),
    "evaluate it": ("evaluate it at a=5", {"points": ("5",)}),
    "everywhere": ("everywhere", {"points": ()}),
    "the same everywhere": ("is it the same everywhere?", {"points": ()}),
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
    "why is the derivative": ("why is the derivative 2a?", {"wants": "why"}),
    "the limit": ("limit", {"wants": "table"}),
    "what is its limit": ("and the limit?", {"wants": "table"}),
    "the nudge goes to 0": ("let h go to 0", {"wants": "table"}),
    "the tangent": ("and the tangent?", {"wants": "tangent"}),
    "the normal": ("and the normal line?", {"wants": "normal"}),
    "an average": (
        "average rate of change from 1 to 3?",
        {"wants": "average", "points": ("1", "3")},
    ),
    "same at another place but": (
        "same at 5 but x^3",
        {"formulas": ("x^3",), "variable": "x", "points": ("5",)},
    ),
    "another letter at the place": ("at x=3", {"points": ("3",), "repairs": (("x = 3", "a = 3"),)}),
    "sorry, another point": ("sorry, at 4", {"points": ("4",)}),
    "no, another function": ("no, x^3", {"formulas": ("x^3",), "variable": "x"}),
    "no wait": ("no wait, sin", {"formulas": ("sin(x)",), "variable": "x"}),
    "use instead": ("use 5a instead", {"formulas": ("5*a",)}),
    "not that, this": ("not a^2, a^3", {"formulas": ("a^3",)}),
    "only": ("now only a^4", {"formulas": ("a^4",)}),
    "the other way round": ("the other way round: 1-a", {"formulas": ("1 - a",)}),
    "the next point": ("next point: 3", {"points": ("3",)}),
    "points as well": ("do it at 1 and 3 as well", {"points": ("1", "3")}),
    "this point, not that": ("sorry I meant at 5 not 3", {"points": ("5",)}),
    "not that point, this": ("not at 2, at 4", {"points": ("4",)}),
    "what if": ("what if a was 4", {"points": ("4",)}),
    "a tenth": ("a tenth of that", {"run": "0.001"}),
    "times smaller": ("100 times smaller", {"run": "0.0001"}),
    "times bigger": ("10 times bigger", {"run": "0.1"}),
    "a nudge times bigger": ("a 10 times bigger nudge", {"run": "0.1"}),
    "a nudge times smaller": ("use a 100 times smaller nudge", {"run": "0.0001"}),
    "the third": ("third?", {"order": 3}),
    "2nd": ("2nd?", {"order": 2}),
    "the value": ("what's the value there?", {"wants": "value"}),
    "only value": ("value?", {"wants": "value"}),
    "f of a number": ("what's f(3)?", {"wants": "value", "points": ("3",)}),
    "where it is": ("where is it 6?", {"wants": "where", "target": "6", "points": ()}),
    "where": ("where is it flat?", {"wants": "where", "target": "0", "points": ()}),
    "in seconds": ("at a = 3s", {"points": ("3",), "repairs": (("3s", "3"),)}),
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
    "为什么导数是": ("为什么导数是2a", {"wants": "why"}),
    "怎么得到的": ("怎么得到2a", {"wants": "why"}),
    "切线": ("切线呢", {"wants": "tangent"}),
    "法线": ("法线呢", {"wants": "normal"}),
    "表格": ("表格", {"wants": "table"}),
    "看看表格": ("看看表格", {"wants": "table"}),
    "平的": ("在哪里是平的", {"wants": "where", "target": "0", "points": ()}),
    "极限": ("极限", {"wants": "table"}),
    "求极限": ("求极限呢", {"wants": "table"}),
    "平均变化率": ("从1到3的平均变化率", {"wants": "average", "points": ("1", "3")}),
}


@pytest.mark.parametrize(("text", "changed"), CHANGES.values(), ids=CHANGES.keys())
def test_a_follow_up_changes_only_what_it_names(text, changed):
    assert read(text, BEFORE).request == replace(BEFORE, **changed)


LEAVES = {
    "a table holds every nudge": ("table", "smaller", {"wants": "slope", "run": "0.001"}),
    "a table has both sides": ("table", "从左边看", {"wants": "slope", "side": "left"}),
    "another point's table": ("table", "at 5", {"wants": "table", "points": ("5",)}),
    "an average ends with one point": ("average", "at 5", {"wants": "slope", "points": ("5",)}),
    "a tangent is that of the curve": ("second", "the tangent?", {"wants": "tangent", "order": 1}),
}


@pytest.mark.parametrize(("kind", "text", "changed"), LEAVES.values(), ids=LEAVES.keys())
def test_a_kind_of_lesson_is_left_where_it_has_no_more_to_say(kind, text, changed):
    before = {
        "table": replace(BEFORE, wants="table"),
        "average": replace(BEFORE, wants="average", points=("1", "3")),
        "second": replace(BEFORE, order=2),
    }[kind]
    assert read(text, before).request == replace(before, **changed)


@pytest.mark.parametrize("text", ["smaller", "from the left", "limit", "极限", "再小一点", "求a"])
def test_without_a_point_there_is_no_nudge_to_change(text):
    with pytest.raises(Misunderstood) as trouble:
        read(text, replace(BEFORE, points=()))
    assert trouble.value.reason == "what-next-function"


@pytest.mark.parametrize("text", ["limit", "极限", "the limit?"])
def test_a_bare_limit_with_nothing_before_it_is_explained(text):
    with pytest.raises(Misunderstood) as trouble:
        read(text)
    assert trouble.value.reason == "concept-limit"


LETTERS = read("slope of p^2 q at p=1").request


def test_another_letter_moves_and_the_first_keeps_its_value():
    moved = read("wrt q", LETTERS).request
    assert (moved.variable, moved.points, moved.given) == ("q", (), (("p", "1"),))
    assert read("with p = 3", moved).request.given == (("p", "3"),)
    back = read("wrt p", moved).request
    assert (back.variable, back.points, back.given) == ("p", ("1",), ())


ASKED_BACK = {
    "the letter": ("b", ("b", ("3",))),
    "by name": ("with respect to a", ("a", ("3",))),
    "a place": ("at b = 2", ("b", ("2",))),
}


@pytest.mark.parametrize(("text", "meant"), ASKED_BACK.values(), ids=ASKED_BACK.keys())
def test_what_was_asked_back_is_completed(text, meant):
    with pytest.raises(Unasked) as asked:
        read("derivative of ab at 3")
    request = read(text, asked.value.draft).request
    assert (request.variable, request.points) == meant


@pytest.mark.parametrize("text", ["at 5", "second derivative", "why"])
def test_while_no_letter_is_known_it_is_asked_again(text):
    with pytest.raises(Unasked) as asked:
        read("derivative of ab at 3")
    with pytest.raises(Unasked):
        read(text, asked.value.draft)


PLEAS = [
    "I don't get it",
    "again",
    "plot it?",
    "is it going up or down there?",
    "in degrees?",
    "huh",
]


@pytest.mark.parametrize("text", PLEAS)
def test_a_plea_is_told_what_can_be_changed(text):
    with pytest.raises(Misunderstood) as trouble:
        read(text, BEFORE)
    assert trouble.value.reason == "what-next"
    with pytest.raises(Misunderstood) as trouble:
        read(text)
    assert trouble.value.reason == "not-a-request"


@pytest.mark.parametrize(
    "text", ["and at 2?", "smaller", "from the left", "why", "那在2呢", "再小一点", "everywhere"]
)
def test_with_nothing_before_it_a_follow_up_is_no_request(text):
    with pytest.raises(Misunderstood):
        read(text)


CHATTER = [
    "thanks", "ok", "great", "now I get it", "and then we went home", "hmm", "same here",
    "why are you like this", "try again later", "what about lunch?", "and you?", "no", "yes",
    "first!", "second", "third time lucky", "value for money", "no 5 minutes more",
    "sorry I'm late",
    "wait what", "use your head", "not bad", "I get it", "again and again we lost",
    "next week",
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
