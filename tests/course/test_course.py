"""The course: its cards, the way through it, and what a guess is told."""

import re
from importlib.resources import files

import pytest

from bot.tutor.course.cards import tell, title
from bot.tutor.course.chapters import chapters, planned
from bot.tutor.course.judging import judge
from bot.tutor.course.options import options
from bot.tutor.languages import LANGUAGES, chapter_words
from bot.tutor.scene import Opened, Said, Scene, Settings, Tapped
from bot.tutor.turn import turn

CARDS = [card for chapter in chapters() for card in chapter]
IDS = [f"{card.chapter}-{card.name}" for card in CARDS]
LONGEST = {"en": 60, "zh": 160}  # words, and characters
NUMBER = re.compile(r"(?<![\w.])[−-]?\d+(?:\.\d+)?")


def slots(text):
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("chapter", range(1, len(chapters()) + 1))
def test_the_languages_have_the_same_cards_with_the_same_numbers(chapter):
    english, chinese = (chapter_words(chapter, language)["cards"] for language in LANGUAGES)
    assert list(english) == list(chinese) == [card.name for card in chapters()[chapter - 1]]
    assert {name: slots(text) for name, text in english.items()} == {
        name: slots(text) for name, text in chinese.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", CARDS, ids=IDS)
def test_no_number_of_a_card_is_typed_by_hand(card, language):
    text = chapter_words(card.chapter, language)["cards"][card.name]
    assert not re.search(r"\d", re.sub(r"{\w+}", "", text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card", CARDS, ids=IDS)
def test_a_card_is_short(card, language):
    text = tell(card, language)
    long = len(text.split()) if language == "en" else len(text)
    assert long <= LONGEST[language]
    assert "{" not in text


@pytest.mark.parametrize("card", [card for card in CARDS if card.predict], ids=str)
def test_a_guess_is_not_given_away(card):
    (right,) = (one.label for one in options(card.question, 1, "en") if one.right)
    assert card.shows == "value"
    if right not in {"yes", "no"}:
        assert right not in NUMBER.findall(tell(card, "en"))


def test_a_chapter_stays_true_when_its_function_is_changed():
    plan = files("bot.tutor.course").joinpath("plan.toml").read_text("utf-8")
    three, _ = planned(plan)
    four, _ = planned(plan.replace('f = "3*a"', 'f = "4*a"'))
    for language in LANGUAGES:
        for before, after in zip(three, four, strict=True):
            old, new = NUMBER.findall(tell(before, language)), NUMBER.findall(tell(after, language))
            assert len(old) == len(new)
            # Only what belongs to the function has changed, and by just as much as it should.
            changes = {(one, other) for one, other in zip(old, new, strict=True) if one != other}
            assert changes <= {
                ("3", "4"),
                ("6", "8"),
                ("15", "20"),
                ("6.003", "8.004"),
                ("15.003", "20.004"),
                ("0.003", "0.004"),
                ("0.00000003", "0.00000004"),
            }
    told = "\n".join(tell(card, "en") for card in four)
    assert "0.004/0.001 = 4" in told
    assert "f(a) = 4a" in told
    guesses = [card.question for card in four if card.question]
    assert [judge(question, "4").right for question in guesses] == [False, True, True]


def test_networks_are_reckoned_forwards_and_backwards():
    told = {card.name: tell(card, "en") for card in chapters()[1]}
    assert "u = bc = 6, then v = a + u = 11, then J = 3v = 33" in told["forwards"]
    assert "J goes from 33 to 33.003" in told["last-step"]
    assert "J to 33.006: 6 times" in told["other-parts"]
    assert "Slopes 3 for a, 6 for b, 9 for c" in told["backwards"]


def walk(language):
    """All the cards in order, by the first button that leads on."""
    done = turn(Opened("lesson"), Scene(Settings(language=language)))
    while True:
        yield done.reply
        here = done.scene.bookmark
        onward = f"course-{here.chapter}-{here.card + 1}"
        change = next(
            (
                choice.change
                for row in done.reply.choices
                for choice in row
                if choice.change in {onward, f"course-{here.chapter + 1}-1"}
            ),
            None,
        )
        if change is None:
            return
        done = turn(Tapped(change), done.scene)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_can_walk_through_the_whole_course(language):
    replies = list(walk(language))
    assert len(replies) == len(CARDS)
    for reply, card in zip(replies, CARDS, strict=True):
        heading, _, text = reply.words.partition("\n\n")
        assert heading.startswith(title(card.chapter, language))
        assert text == tell(card, language)
        assert reply.drawing is not None
        assert reply.page == "lesson"


def at(change, language="en"):
    return turn(Tapped(change), Scene(Settings(language=language))).scene


def test_a_right_guess_goes_on_and_a_second_wrong_one_is_told():
    scene = at("course-1-3")
    assert turn(Said("6.003"), scene).scene.bookmark.card == 4
    first = turn(Said("6"), scene)
    assert first.scene.bookmark.card == 3
    assert "before the nudge" in first.reply.words
    second = turn(Said("12"), first.scene)
    assert second.scene.bookmark.card == 4
    assert "After the nudge f(a) is 6.003." in second.reply.words


def test_no_guess_costs_nothing():
    scene = at("course-1-3")
    for text in ("?", "idk", "hm"):
        scene = turn(Said(text), scene).scene
    assert (scene.bookmark.card, scene.bookmark.tries) == (3, 0)


def test_a_tapped_guess_is_judged_like_a_typed_one():
    card = chapters()[0][2]
    offered = options(card.question, 3, "en")
    for number, option in enumerate(offered, 1):
        done = turn(Tapped(f"course-1-3-{number}"), at("course-1-3"))
        assert done.scene.bookmark.card == (4 if option.right else 3)


OWN_QUESTIONS = [
    "slope of x^2 at 3",
    "3a at 5",
    "derivative of x^3",
    "f(a)=a^2, a=2",
    "x^2在3处的斜率",
    "求x^2的导数",
    "what is a derivative",
]
ANSWERS = ["6", "the slope is 6 at a=2", "导数是2a", "2a", "f'(2) = 4", "it is 6", "no idea", "啊"]


@pytest.mark.parametrize("text", OWN_QUESTIONS)
@pytest.mark.parametrize("change", ["course-1-3", "ask-again"])
def test_a_question_of_ones_own_is_answered_and_keeps_the_place(text, change):
    scene = at(change)
    done = turn(Said(text), scene)
    assert (done.scene.bookmark, done.scene.practice) == (scene.bookmark, scene.practice)
    assert done.reply.page is None


@pytest.mark.parametrize("text", ANSWERS)
@pytest.mark.parametrize(("change", "page"), [("course-1-3", "lesson"), ("ask-again", "practice")])
def test_an_answer_is_no_question(text, change, page):
    assert turn(Said(text), at(change)).reply.page == page


def test_with_slash_slope_it_is_surely_a_question():
    assert turn(Said("3a", explicit=True), at("course-1-3")).reply.answers is not None


def test_what_was_asked_last_is_what_an_answer_is_for():
    practising = at("ask-again")
    guessing = turn(Tapped("course-1-3"), practising).scene
    assert turn(Said("6.003"), guessing).reply.page == "lesson"
    again = turn(Opened("practice"), guessing).scene
    assert turn(Said("6.003"), again).reply.page == "practice"


def test_the_place_is_kept_and_opened_again():
    scene = at("course-2-4")
    reply = turn(Opened("lesson"), scene).reply
    assert reply.words == turn(Tapped("course-2-4"), Scene()).reply.words


@pytest.mark.parametrize(
    "change", ["course-9-1", "course-1-99", "course-1-3-9", "course-x", "course"]
)
def test_a_forged_button_leads_nowhere(change):
    done = turn(Tapped(change), Scene())
    assert done.scene.bookmark is None


def test_a_bookmark_beyond_the_plan_opens_the_door():
    scene = at("course-2-18")
    beyond = scene.bookmark.__class__(7, 3)
    reply = turn(Opened("lesson"), Scene(bookmark=beyond)).reply
    assert reply.words == turn(Opened("lesson"), Scene()).reply.words
