"""Questions that the engine makes, and rounds of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.calculus.teach import teach
from bot.tutor.calculus.written import node_of
from bot.tutor.course.judging import judge, sought
from bot.tutor.course.making import LEVELS, OPENED_AT, STRONGEST, following, level, made
from bot.tutor.course.options import options
from bot.tutor.course.practice import IN_A_ROUND, answer, begin, progress, reminded, stop, tapped
from bot.tutor.course.questions import facts, wanted
from bot.tutor.course.verdicts import ask, solve
from bot.tutor.drawing.draw import picture
from bot.tutor.drawing.marks import Inscription
from bot.tutor.errors import Misunderstood
from bot.tutor.languages import LANGUAGES
from bot.tutor.reading.printing import plain
from bot.tutor.reading.request import Request
from bot.tutor.scene import Practice, Question, Reply, Round, Scene, Settings, Turn

KINDS = tuple(OPENED_AT)
questions = st.builds(
    made, st.sampled_from(KINDS), st.integers(0, len(LEVELS) - 1), st.integers(0, 10**6)
)


def forms(question):
    """The right answer in forms that mean the same."""
    if question.ask == "exists":
        there_is = facts(question).slope is not None
        return ["yes", "Yes!", "y", "there is", "有"] if there_is else ["no", "no.", "none", "没有"]
    if question.ask == "steeper":
        (right,) = (one.answer for one in options(question, 0, "en") if one.right)
        more = (
            ["the same", "equal", "they are equal", "一样"]
            if right == "same"
            else [f"at {right}", f"在{right}处"]
        )
        return [right, f" {right} ", f"{right}!", f"I think {right}", *more]
    if question.ask == "where":
        exact = plain(node_of(sought(question).found[0].place.at.exact))
    else:
        exact = plain(node_of(wanted(question, facts(question)).exact))
    return [
        exact,
        f"({exact})",
        f"{exact} + 0",
        f"it is {exact}!",
        f"答案是 {exact}",
        f"2*({exact})/2",
    ]


@given(questions)
def test_the_answer_to_every_question_is_right_in_equivalent_forms(question):
    asked = question
    if asked.ask == "slope" and facts(asked).slope is None:
        return
    for form in forms(asked):
        assert judge(asked, form).right, (asked, form)


@given(questions, st.integers(0, 10**6), st.sampled_from(LANGUAGES))
def test_one_option_is_right_and_no_two_say_the_same(question, seed, language):
    offered = options(question, seed, language)
    assert len({option.label for option in offered}) == len(offered)
    if offered:
        assert [judge(question, one.answer).right for one in offered] == [
            one.right for one in offered
        ]
        assert sum(one.right for one in offered) == 1


@given(questions, st.sampled_from(LANGUAGES))
def test_every_question_and_its_answer_can_be_said(question, language):
    for text in (ask(question, language), solve(question, language)):
        assert text.strip()
        assert "{" not in text


@given(st.sampled_from(KINDS), st.integers(0, 3), st.integers(0, 10**6))
def test_a_seed_makes_the_same_question_again(kind, at_level, seed):
    assert made(kind, at_level, seed) == made(kind, at_level, seed)
    assert options(made(kind, at_level, seed), seed, "en") == options(
        made(kind, at_level, seed), seed, "en"
    )


def test_a_level_is_two_steps_of_strength():
    assert [level(strength) for strength in range(STRONGEST + 1)] == [0, 0, 1, 1, 2, 2, 3, 3, 3]


def test_the_weakest_kind_comes_next_and_never_the_same_twice():
    strengths = dict.fromkeys(KINDS, 4) | {"rise": 1}
    practice = Practice(strengths=tuple(strengths.items()))
    assert {following(practice, seed).ask for seed in range(20)} == {"rise"}


def test_kinds_open_with_strength():
    assert {following(Practice(), seed).ask for seed in range(60)} == {
        kind for kind, needed in OPENED_AT.items() if needed == 0
    }


def right_answer(scene):
    return forms(scene.practice.round.question)[0]


def play(scene, *answers, language="en"):
    turns = []
    for text in answers:
        turns.append(answer(scene, text or right_answer(scene), language))
        scene = turns[-1].scene
    return turns


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_round_of_right_answers_ends_with_a_summary_and_a_streak(language):
    turns = play(begin(Scene(), 7, language).scene, *[None] * IN_A_ROUND, language=language)
    last = turns[-1]
    assert last.scene.practice.round is None
    assert last.scene.practice.streak == IN_A_ROUND
    assert sum(dict(last.scene.practice.strengths).values()) == IN_A_ROUND
    assert str(IN_A_ROUND) in last.reply.words
    assert last.reply.choices


def test_after_a_hint_comes_the_picture_and_then_the_answer_with_the_next_question():
    scene = begin(Scene(), 7, "en").scene
    first, second, third = play(scene, "987654", "987654", "987654")
    assert first.reply.drawing is None
    assert second.reply.drawing is not None
    assert third.reply.drawing is not None
    assert "2 of 5" in third.reply.words
    assert third.scene.practice.round.done == "0"


@pytest.mark.parametrize(
    "kind", ["slope", "triangle", "ratio", "elsewhere", "steeper", "exists", "derivative-function"]
)
@pytest.mark.parametrize("seed", range(4))
def test_the_picture_before_the_answer_has_a_question_mark_in_its_place(kind, seed):
    question = made(kind, 0, seed)
    wrong = next(one.answer for one in options(question, seed, "en") if not one.right)
    asked = Scene(practice=Practice(seed=seed, round=Round(question)))
    drawing = play(asked, wrong, wrong)[-1].reply.drawing
    figure = picture(teach(drawing.request), hides=drawing.hides)
    said = [artist.said for artist in figure.artists if isinstance(artist, Inscription)]
    assert said.count("?") >= 1
    assert sum(sign in {"=", "≈", "→"} for sign in said) == said.count("?")


def test_a_triangle_is_shown_with_its_question_and_hides_its_slope():
    question = made("triangle", 1, 4)
    asked = Scene(practice=Practice(seed=4, round=Round(question)))
    drawing = begin(asked, 0, "en").reply.drawing
    assert (drawing.request, drawing.hides) == (question.request, True)
    without = replace(asked, settings=Settings(pictures=False))
    reply = begin(without, 0, "en").reply
    assert reply.drawing is None
    known = facts(question)
    assert {str(float(known.rise.exact)), "0.001"} <= set(reply.words.replace(". ", " ").split())


def test_what_is_no_answer_costs_nothing():
    scene = begin(Scene(), 7, "en").scene
    turns = play(scene, "?", "idk", "hmm", "不会", None)
    assert turns[-1].scene.practice.round.done == "1"


def test_right_in_the_end_is_no_streak_and_no_loss():
    scene = begin(Scene(), 7, "en").scene
    after = play(scene, "987654", None)[-1].scene.practice
    assert (after.round.done, after.streak, sum(dict(after.strengths).values())) == ("+", 0, 0)


def test_buttons_answer_hint_skip_and_stop():
    scene = begin(Scene(), 7, "en").scene
    seed = scene.practice.seed
    offered = options(scene.practice.round.question, seed, "en")
    number = next(n for n, option in enumerate(offered, 1) if option.right)
    assert tapped(scene, f"ask-{number}-{seed}", "en").scene.practice.round.done == "1"
    assert tapped(scene, f"ask-hint-{seed}", "en").scene.practice.round.tries == 0
    assert tapped(scene, f"ask-skip-{seed}", "en").scene.practice.round.done == "0"
    assert tapped(scene, f"ask-stop-{seed}", "en").scene.practice.round is None


@pytest.mark.parametrize("change", ["ask-1-6", "ask-skip-", "ask-9-8-8", "ask-1-1-1"])
def test_a_button_of_another_question_is_told_so_and_changes_nothing(change):
    scene = begin(Scene(), 7, "en").scene
    done = tapped(scene, change, "en")
    assert (done.scene, done.reply.page) == (scene, None)


@pytest.mark.parametrize("change", ["ask-9-8", "ask-x-8"])
def test_a_forged_option_is_no_answer(change):
    scene = begin(Scene(), 7, "en").scene
    assert tapped(scene, change, "en").scene.practice == scene.practice


def test_a_button_of_somebody_elses_is_left_alone():
    assert tapped(begin(Scene(), 7, "en").scene, "why", "en") is None


def test_practice_goes_on_where_it_was_left():
    scene = begin(Scene(), 7, "en").scene
    assert begin(scene, 99, "en").scene.practice == scene.practice
    left = stop(scene, "en").scene
    assert left.practice.round is None
    assert begin(left, 99, "en").scene.practice.seed == scene.practice.seed + 1


def test_a_question_of_the_learners_own_is_answered_and_the_open_one_recalled():
    scene = begin(Scene(), 7, "en").scene
    turn = reminded(Turn(Reply("The slope is 3.", "en"), scene))
    assert turn.reply.words.startswith("The slope is 3.")
    assert ask(scene.practice.round.question, "en") in turn.reply.words
    assert turn.scene == scene


@pytest.mark.parametrize("language", LANGUAGES)
def test_progress_is_told_in_words(language):
    fresh = progress(Scene(), language).reply.words
    practised = Scene(practice=Practice(strengths=(("slope", 8), ("rise", 1)), streak=3))
    told = progress(practised, language).reply
    words = told.words
    assert fresh != words
    assert len(told.choices[0]) == 1  # how am I doing is what was asked
    assert len(words.splitlines()) == 4
    assert "{" not in words


def test_a_question_without_an_answer_is_none():
    with pytest.raises(Misunderstood):
        judge(Question("rise", Request(("1/a",), "a", ("0",))), "3")
