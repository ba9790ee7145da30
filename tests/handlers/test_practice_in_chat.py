"""Practice in a chat: answers typed and tapped, and none counted twice."""

import pytest
from serving import serving

from bot.tutor.course.options import options
from bot.tutor.scene import Practice, Scene

pytestmark = pytest.mark.asyncio(loop_scope="session")

NONSENSE = "987654"
# So that no question is about a triangle, whose picture comes at once.
BEFORE = Scene(practice=Practice(strengths=(("triangle", 2),)))


async def practising(telegram, memory, user=None, chat=None):
    """The first question of a round as it is posted, and how the scene has it."""
    user = user or telegram.ada
    here = (chat or telegram.private(user)).id, 0, user.id
    await memory.scenes.save(*here, BEFORE)
    telegram.say("/practice", user=user, chat=chat)
    posted = await telegram.reply(chat or telegram.private(user))
    return posted, await practice_of(telegram, memory, user, chat)


async def practice_of(telegram, memory, user=None, chat=None):
    user = user or telegram.ada
    scene = await memory.scenes.load((chat or telegram.private(user)).id, 0, user.id)
    return scene.practice


def label(practice, right):
    offered = options(practice.round.question, practice.seed, "en")
    return next(option.label for option in offered if option.right == right)


async def test_a_right_answer_typed_brings_the_next_question(telegram, memory):
    _, practice = await practising(telegram, memory)
    telegram.say(label(practice, right=True))
    answer = await telegram.reply()
    assert answer.text.startswith("Right")
    assert "2 of 5" in answer.text
    assert (await practice_of(telegram, memory)).round.done == "1"


async def test_a_right_answer_tapped_turns_the_page(telegram, memory):
    posted, practice = await practising(telegram, memory)
    telegram.forge(posted, data_of(telegram, posted, label(practice, right=True)))
    turned = await telegram.changed()
    assert (turned.id, "2 of 5" in turned.text) == (posted.id, True)


async def test_a_wrong_answer_tapped_twice_in_a_moment_counts_once(telegram, memory):
    posted, practice = await practising(telegram, memory)
    wrong = data_of(telegram, posted, label(practice, right=False))
    for _ in range(2):
        telegram.forge(posted, wrong)
    for _ in range(2):
        assert (await telegram.notice())["text"] == ""
    assert (await practice_of(telegram, memory)).round.tries == 1


def data_of(telegram, message, text):
    buttons = telegram.buttons(message)
    return next(button["callback_data"] for button in buttons if button["text"] == text)


async def test_hint_then_picture_then_answer_and_the_question_is_always_there(telegram, memory):
    posted, _ = await practising(telegram, memory)
    question = posted.text.splitlines()[-1]
    for picture in (False, True):
        telegram.say(NONSENSE)
        answer = await telegram.reply()
        assert (answer.text.splitlines()[-1], bool(answer.photo)) == (question, picture)
    telegram.say(NONSENSE)
    answer = await telegram.reply()
    assert answer.photo
    assert "2 of 5" in answer.text
    assert (await practice_of(telegram, memory)).round.done == "0"


async def test_without_pictures_none_is_promised(telegram):
    telegram.say("/settings")
    telegram.tap(await telegram.reply(), "none")
    await telegram.changed()
    for text in ("/practice", NONSENSE, NONSENSE):
        telegram.say(text)
        answer = await telegram.reply()
    assert answer.photo is None
    assert "picture" not in answer.text


@pytest.mark.parametrize(("text", "told"), [("skip", "2 of 5"), ("stop", "over for now")])
async def test_what_the_buttons_say_may_be_typed(telegram, memory, text, told):
    await practising(telegram, memory)
    telegram.say(text)
    assert told in (await telegram.reply()).text


async def test_a_button_of_a_question_before_gets_a_notice(telegram, memory):
    posted, _ = await practising(telegram, memory)
    telegram.say("skip")
    await telegram.reply()
    telegram.tap(posted, "hint")
    assert "closed" in (await telegram.notice())["text"]


async def test_an_answer_that_is_corrected_is_judged_for_the_question_it_was_given_to(
    telegram, memory
):
    _, practice = await practising(telegram, memory)
    right = label(practice, right=True)
    said = telegram.say(NONSENSE)
    await telegram.reply()
    telegram.edit(said, right)
    assert "2 of 5" in (await telegram.changed()).text
    telegram.edit(said, f"It is {right}")  # which is told the same
    telegram.say("/progress")
    await telegram.reply()
    after = await practice_of(telegram, memory)
    assert (after.round.done, after.round.tries, after.streak) == ("1", 0, 1)


async def test_a_lesson_in_between_leaves_the_question_open(telegram, memory):
    _, practice = await practising(telegram, memory)
    telegram.say("/lesson")
    await telegram.reply()
    telegram.say(label(practice, right=True))
    assert "2 of 5" in (await telegram.reply()).text


async def test_in_a_group_a_question_is_for_who_asked_even_after_its_picture_has_gone(
    telegram, memory
):
    group = telegram.group
    posted, practice = await practising(telegram, memory, chat=group)
    telegram.tap(posted, "hint", user=telegram.lin)
    assert "发命令的人" in (await telegram.notice(group))["text"]
    telegram.tap(posted, "skip")
    assert (await telegram.changed(group)).photo
    practice = await practice_of(telegram, memory, chat=group)
    telegram.forge(posted, data_of(telegram, posted, label(practice, right=True)))
    without = await telegram.reply(group)  # a picture cannot become a text
    assert (without.photo, without.reply_to.id) == (None, posted.reply_to.id)
    telegram.tap(without, "skip")
    assert "4 of 5" in (await telegram.changed(group)).text


async def test_round_score_and_streak_outlive_a_restart(alone, desk):
    async with serving(alone, desk):
        _, practice = await practising(alone, desk.memory)
        alone.say(label(practice, right=True))
        await alone.reply()
        before = await practice_of(alone, desk.memory)
    desk.memory.scenes.lately.clear()
    async with serving(alone, desk):
        alone.say("/practice")
        assert "2 of 5" in (await alone.reply()).text
        alone.say(label(before, right=True))
        await alone.reply()
        after = await practice_of(alone, desk.memory)
    assert (before.streak, after.streak, after.round.done) == (1, 2, "11")
