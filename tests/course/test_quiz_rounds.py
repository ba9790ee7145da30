"""The quiz of a group: polls within Telegram's limits, points, and when a round is over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tutor.course.options import options
from bot.tutor.course.quiz import (
    LONGEST_EXPLANATION,
    LONGEST_OPTION,
    LONGEST_QUESTION,
    ROUND,
    Closed,
    Ended,
    Quiz,
    Voted,
    played,
    poll,
    score,
)
from bot.tutor.languages import LANGUAGES, words
from bot.tutor.reading.request import Request
from bot.tutor.scene import Question, Settings

ADA, LIN, KIM = 1, 2, 3
NAMES = {ADA: "Ada", LIN: "Lin", KIM: "Kim"}

quizzes = st.builds(
    Quiz,
    seed=st.integers(0, 10**9),
    language=st.sampled_from(LANGUAGES),
    number=st.integers(1, len(ROUND)),
)


@given(quizzes)
def test_every_poll_keeps_to_telegram_s_limits_and_its_seed(quiz):
    made = poll(quiz, Settings())
    assert made == poll(quiz, Settings())
    assert 0 < len(made.question) <= LONGEST_QUESTION
    assert 2 <= len(made.options) <= 12
    assert len(set(made.options)) == len(made.options)
    assert all(0 < len(option) <= LONGEST_OPTION for option in made.options)
    assert 0 < len(made.explanation) <= LONGEST_EXPLANATION
    assert made.explanation.count("\n") <= 2
    assert "\n" not in made.question


@given(quizzes)
def test_the_right_option_is_that_of_the_engine_in_both_languages(quiz):
    made = poll(quiz, Settings())
    other = poll(Quiz(quiz.seed, "zh" if quiz.language == "en" else "en", quiz.number), Settings())
    assert made.right == other.right
    assert 0 <= made.right < len(made.options)


@given(quizzes)
def test_a_question_s_picture_has_the_function_and_not_the_answer(quiz):
    made = poll(quiz, Settings())
    assert made.answer
    if made.drawing:
        shown = made.drawing.request
        assert shown.wants == "value"  # the function and a point: no triangle, no slope
        assert len(shown.points) == 1
        assert shown.formulas == made.answer.request.formulas
    assert poll(quiz, Settings(pictures=False)).drawing is None
    assert poll(quiz, Settings(pictures=False)).answer is None


def test_a_round_goes_from_lines_to_rules():
    assert [max(level for _, level in kinds) for kinds in ROUND] == [0, 0, 1, 2, 3]
    kinds = {kind for kinds in ROUND for kind, _ in kinds}
    assert not kinds & {"value", "where"}  # read off the picture; no options to choose from
    assert options(Question("where", Request(("a^2",), "a", target="4")), 1, "en") == ()


def voted(quiz, *votes):
    for learner, option in votes:
        quiz = played(Voted(learner, NAMES[learner], option), quiz)
    return quiz


def test_who_was_right_has_a_point_when_the_question_closes():
    quiz = voted(Quiz(1, "en", right=2), (ADA, 2), (LIN, 0))
    assert {player.name: player.right for player in quiz.players} == {"Ada": 0, "Lin": 0}
    quiz = played(Closed(), quiz)
    assert {player.name: player.right for player in quiz.players} == {"Ada": 1, "Lin": 0}
    assert (quiz.number, quiz.right, quiz.over) == (2, None, None)


def test_the_last_answer_of_each_counts_and_one_taken_back_does_not():
    quiz = played(
        Closed(), voted(Quiz(1, "en", right=0), (ADA, 1), (ADA, 0), (LIN, 0), (LIN, None))
    )
    assert {player.name: player.right for player in quiz.players} == {"Ada": 1, "Lin": 0}


def test_five_questions_make_a_round():
    quiz = Quiz(1, "en", right=0)
    for number in range(1, 6):
        assert quiz.number == number
        assert quiz.over is None
        quiz = played(Closed(), voted(quiz, (KIM, 0)))
    assert quiz.over == "done"


@pytest.mark.parametrize(
    ("answered", "over"),
    [("--", "unanswered"), ("-+-+", None), ("+--", "unanswered"), ("-+--", "unanswered")],
)
def test_two_questions_in_a_row_without_an_answer_end_it(answered, over):
    quiz = Quiz(1, "en", right=0)
    for sign in answered:
        assert quiz.over is None
        quiz = played(Closed(), voted(quiz, (ADA, 1)) if sign == "+" else quiz)
    assert quiz.over == over


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_score_says_who_leads_and_how_it_ended(language):
    say = words(language)["quiz"]
    quiz = voted(Quiz(1, language, right=1), (LIN, 0), (KIM, 1), (ADA, 1))
    quiz = played(Closed(), quiz)
    lines = score(quiz).split("\n")
    assert lines[0] == say["heading"].format(number=2, all=5)
    assert lines[1:4] == [
        say["line"].format(name=name, right=right)
        for name, right in (("Kim", 1), ("Ada", 1), ("Lin", 0))
    ]
    assert lines[4] == say["how"]
    ended = score(played(Ended("stopped"), quiz)).split("\n")
    assert (ended[0], ended[-1]) == (say["over"], say["stopped"])
    assert score(Quiz(1, language)).split("\n")[1] == say["nobody"]


@pytest.mark.parametrize("name", ["x" * 500, "a\nb\n\nc", "{0}", "<b>&"])
def test_a_stranger_s_name_is_one_short_line(name):
    quiz = played(Voted(ADA, name, 0), Quiz(1, "en"))
    assert score(quiz).count("\n") == 2
    assert len(score(quiz)) < 200


def test_a_crowd_fits_into_one_message():
    quiz = Quiz(1, "zh", right=0)
    for learner in range(500):
        quiz = played(Voted(learner, f"学生{learner}" * 20, 0), quiz)
    assert len(score(played(Closed(), quiz))) <= 1000
