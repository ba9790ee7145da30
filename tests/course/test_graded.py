"""`nudge practice --json`: a row with an answer comes back with the verdict on it."""

import pytest

from bot.tutor.course.graded import graded
from bot.tutor.languages import LANGUAGES

ROW = {"ask": "slope", "expr": "3*a", "var": "a", "at": "5", "run": "1/1000", "language": "en"}

# what differs from ROW, and what comes back: None is right
VERDICTS = [
    ({"answer": "3"}, None),
    ({"answer": "15"}, "height-for-slope"),
    ({"answer": "0.003"}, "rise-for-slope"),
    ({"answer": "0.001"}, "run-for-slope"),
    ({"answer": "-1/100", "run": "-1/100"}, "run-for-slope"),
    ({"answer": "-0.03", "run": "-1/100"}, "rise-for-slope"),
    ({"answer": "5"}, "point-for-slope"),
    ({"answer": "-3"}, "sign-slip"),
    ({"answer": "1/3"}, "reciprocal"),
    ({"answer": "7"}, "other"),
    ({"answer": "idk"}, "unreadable"),
    ({"answer": "不会", "language": "zh"}, "unreadable"),
    ({"expr": "a^2", "at": "2", "answer": "4.001"}, "ratio-not-limit"),
    ({"expr": "a^2", "at": "2", "run": "-1/100", "answer": "3.99"}, "ratio-not-limit"),
    ({"expr": "1/a", "at": "2", "run": "1/10", "answer": "-0.238"}, "ratio-not-limit"),
    ({"expr": "a^2", "at": "2", "answer": "2a"}, "rule-not-value"),
    ({"expr": "cos(a)", "at": "1", "answer": "-sin(a)"}, "rule-not-value"),
    ({"expr": "a^3", "at": "5", "answer": "25"}, "forgot-power-rule"),
    ({"expr": "a^3", "at": "2", "answer": "24"}, "forgot-power-rule"),
    ({"expr": "(3*a+1)^2", "at": "1", "answer": "8"}, "forgot-chain"),
    ({"expr": "sin(3*a)", "at": "0", "answer": "1"}, "forgot-chain"),
    ({"expr": "(a^2+1)^2", "at": "2", "answer": "10"}, "forgot-chain"),
    ({"ask": "derivative-function", "expr": "a^-2", "answer": "-2a^-1"}, "forgot-power-rule"),
    ({"ask": "derivative-function", "expr": "(2*a+1)^3", "answer": "3(2a+1)^2"}, "forgot-chain"),
    ({"ask": "derivative-function", "expr": "ln(a)", "answer": "a^-1"}, None),
    ({"ask": "derivative-function", "expr": "1/a", "answer": "1/a^2"}, "sign-slip"),
    ({"ask": "nudged-value", "answer": "15"}, "not-nudged"),
    ({"ask": "nudged-value", "run": "-1/100", "answer": "14.97"}, None),
    ({"ask": "rise", "answer": "0"}, "not-nudged"),
    ({"ask": "rise", "expr": "sin(a)", "at": "3", "answer": "-9.900628916e-4"}, None),
    ({"ask": "rise", "expr": "sin(a)", "at": "3", "answer": "−9.9006×10⁻⁴"}, None),
    ({"ask": "rise", "expr": "sin(a)", "at": "3", "answer": "-9.8×10^-4"}, "other"),
    ({"ask": "ratio", "expr": "a^2", "at": "2", "run": "-1/100", "answer": "3.99"}, None),
    ({"ask": "value", "answer": 15}, None),
]

NO_QUESTION = {
    "nothing": {},
    "no answer": {key: ROW[key] for key in ROW if key != "answer"},
    "no point": {"ask": "slope", "expr": "3*a", "answer": "3"},
    "an unknown ask": {**ROW, "ask": "integral", "answer": "3"},
    "a list": {**ROW, "ask": ["slope"], "answer": "3"},
    "no formula": {**ROW, "expr": "", "answer": "3"},
    "another letter": {**ROW, "var": "b", "answer": "3"},
    "two letters": {**ROW, "expr": "a*b", "answer": "b"},
    "a letter for a point": {**ROW, "at": "x", "answer": "3"},
    "a word for a nudge": {**ROW, "run": "abc", "answer": "3"},
    "no nudge at all": {**ROW, "run": "0", "answer": "3"},
    "an answer that is no text": {**ROW, "answer": None},
    "a yes for an answer": {**ROW, "answer": True},
    "a program": {**ROW, "expr": "__import__('os').system('x')", "answer": "3"},
    "a tower": {**ROW, "expr": "9^9^9^9*a", "answer": "3"},
}


@pytest.mark.parametrize(("given", "misconception"), VERDICTS)
def test_a_row_comes_back_with_its_verdict(given, misconception):
    row = {**ROW, **given}
    judged = graded(row)
    assert {key: judged[key] for key in row} == row
    assert (judged["right"], judged["misconception"]) == (misconception is None, misconception)
    assert judged["words"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("row", NO_QUESTION.values(), ids=NO_QUESTION)
def test_what_is_no_question_is_told_what_one_needs(row, language):
    judged = graded({**row, "language": language})
    assert (judged["right"], judged["misconception"]) == (None, None)
    assert "“expr”" in judged["words"]


@pytest.mark.parametrize(
    "answer", ["9" * 5000, "9**9**9", "(" * 500, "\ud800", "\u202e\x00", "Ａ" * 99]
)
def test_a_hostile_answer_is_only_not_read(answer):
    assert graded({**ROW, "answer": answer})["misconception"] == "unreadable"


def test_the_letter_need_not_be_named_and_unknown_keys_come_back():
    judged = graded({"ask": "slope", "expr": "t^2", "at": 3, "answer": "6", "learner": 17})
    assert (judged["right"], judged["learner"]) == (True, 17)
