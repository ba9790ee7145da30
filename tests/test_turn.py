"""The one door: events that no transcript can hold."""

from dataclasses import replace

import pytest

from bot.tutor.reading.request import Request
from bot.tutor.scene import Opened, Said, Scene, Settings, Tapped
from bot.tutor.turn import turn

SLOPE = Request(formulas=("3*a",), variable="a", points=("5",))


@pytest.mark.parametrize("change", ["", "bigger!", "other-0", "example-99", "next;rm", "point-1"])
def test_a_forged_tap_answers_nothing_and_leaves_the_scene(change):
    scene = Scene(last=SLOPE)
    done = turn(Tapped(change, SLOPE), scene)
    assert done.reply.answers is None
    assert done.reply.drawing is None
    assert done.scene == scene


def test_a_forged_example_is_no_request():
    assert turn(Tapped("example-99"), Scene()).reply.answers is None


def test_a_nudge_stops_shrinking_at_the_smallest():
    request = Request(formulas=("a^2",), variable="a", points=("2",), run="10^(-30)")
    reply = turn(Said("slope of a^2 at 2 with nudge 10^-30"), Scene()).reply
    assert "smaller" not in {choice.change for row in reply.choices for choice in row}
    assert turn(Tapped("smaller", request), Scene()).reply.answers is None


def test_a_tap_keeps_the_side_of_a_nudge():
    asked = turn(Said("slope of a^2 at 2 with nudge -0.01"), Scene())
    tapped = turn(Tapped("smaller", asked.reply.answers), asked.scene)
    assert "1.999" in tapped.reply.words


def test_seldom_wanted_buttons_wait_behind_another_one():
    asked = turn(Said("slope of a^2 at 2"), Scene())
    first = changes_of(asked.reply)
    more = turn(Tapped("more", asked.reply.answers), asked.scene)
    assert first == ["smaller", "motion", "next", "why", "more"]
    assert changes_of(more.reply) == [
        "larger",
        "previous",
        "side",
        "table",
        "reading",
        "own",
        "back",
    ]
    assert replace(more.reply, choices=()) == replace(asked.reply, choices=())
    assert turn(Tapped("back", asked.reply.answers), more.scene).reply == asked.reply


def test_who_has_made_a_nudge_smaller_can_make_it_larger_again():
    asked = turn(Said("slope of a^2 at 2"), Scene())
    finer = turn(Tapped("smaller", asked.reply.answers), asked.scene)
    assert changes_of(finer.reply)[:2] == ["smaller", "larger"]


def test_few_buttons_are_all_shown():
    shown = changes_of(turn(Said("slope of ln a at -1"), Scene()).reply)
    assert shown == ["previous", "next", "reading", "own"]


def changes_of(reply):
    return [choice.change for row in reply.choices for choice in row]


def test_a_why_shows_the_picture_of_its_answer_and_leads_back_to_it():
    asked = turn(Said("slope of a^2 at 2"), Scene())
    why = turn(Tapped("why", asked.reply.answers), asked.scene)
    back = turn(Tapped("slope", why.reply.answers), why.scene)
    assert why.reply.words != asked.reply.words
    assert why.reply.drawing == asked.reply.drawing
    assert back.reply == asked.reply


@pytest.mark.parametrize(
    ("scene", "event", "language"),
    [
        (Scene(), Said("3a, a=5"), "en"),
        (Scene(), Said("3a, a=5", locale="zh-hans"), "zh"),
        (Scene(spoken="zh"), Said("3a, a=5", locale="en"), "zh"),
        (Scene(spoken="zh"), Said("slope of 3a at 5", locale="zh"), "en"),
        (Scene(), Said("3a在5处的斜率", locale="en"), "zh"),
        (Scene(Settings(language="en")), Said("3a在5处的斜率", locale="zh"), "en"),
        (Scene(spoken="zh"), Tapped("smaller", SLOPE, locale="en"), "zh"),
        (Scene(), Opened("start", locale="zh-TW"), "zh"),
        (Scene(), Opened("start", locale="de"), "en"),
    ],
)
def test_the_language_is_the_learner_s_choice_then_the_message_s_then_the_messenger_s(
    scene, event, language
):
    assert turn(event, scene).reply.language == language


@pytest.mark.parametrize(
    "text",
    ["(" * 4000, "9^9^9^9 x", "factorial(10^8) x at 1", "__import__('os')", "导" * 4096, "\0", ""],
    ids=["brackets", "tower", "factorial", "import", "han", "nul", "empty"],
)
def test_whatever_is_said_there_is_a_short_reply(text):
    reply = turn(Said(text), Scene()).reply
    assert reply.answers is None
    assert 0 < len(reply.words.encode("utf-16-le")) // 2 <= 1000
