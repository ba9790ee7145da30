"""Guest: called by our name in a chat that we are not in."""

from dataclasses import replace

import pytest
from serving import serving
from watching import hurried

from bot.localchat import people
from handlers.shelf import Shelf

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("unseen")]

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("@nudge_local_bot slope of 3a at 5", "a = 5: slope 3", id="english"),
        pytest.param("@Nudge_Local_Bot 3a在5处的斜率", "a = 5 处：斜率 3", id="chinese"),
        pytest.param("slope of x^2 at 3, @nudge_local_bot", "slope 6", id="our name last"),
        pytest.param("@nudge_local_bot how is the weather", "Try", id="not understood"),
        pytest.param("@nudge_local_bot", "slope of 3a at 5", id="the bare name"),
    ],
)
async def test_who_calls_us_is_answered_in_one_message(telegram, text, words):
    asked = telegram.call(text, telegram.group)
    answer = await telegram.reply(telegram.group)
    assert words in answer.text
    assert answer.reply_to.id == asked.id
    assert answer.photo is None
    assert len(telegram.calls("answerGuestQuery")) == 1


async def test_the_bare_name_under_another_s_message_means_that_message(telegram):
    said = telegram.say("slope of 3a at 5", user=telegram.lin, chat=telegram.group)
    telegram.call("@nudge_local_bot", telegram.group, reply_to=said)
    assert "slope 3" in (await telegram.reply(telegram.group)).text


async def test_buttons_under_a_guest_s_answer_work_for_anyone(telegram):
    telegram.call("@nudge_local_bot slope of a^2 at 2", telegram.group)
    answer = await telegram.reply(telegram.group)
    telegram.tap(answer, "÷", user=telegram.lin)
    assert "2.0001" in (await telegram.changed(telegram.group)).text


async def test_an_example_under_the_bare_name_s_answer_is_answered_in_place(telegram):
    telegram.call("@nudge_local_bot", telegram.group)
    greeting = await telegram.reply(telegram.group)
    telegram.tap(greeting, "slope of 3a at 5", user=telegram.lin)
    answer = await telegram.changed(telegram.group)
    assert answer.id == greeting.id
    assert "slope 3" in answer.text
    telegram.tap(answer, "÷")
    assert "5.0001" in (await telegram.changed(telegram.group)).text


async def test_a_picture_that_telegram_has_goes_along(telegram):
    for _ in range(2):
        telegram.say("slope of 3a at 41")
        answer = await telegram.reply()
    telegram.call("@nudge_local_bot slope of 3a at 41", telegram.group)
    assert (await telegram.reply(telegram.group)).photo == answer.photo


async def test_where_media_are_refused_the_words_go_alone(telegram):
    for _ in range(2):
        telegram.say("slope of 3a at 42")
        await telegram.reply()
    telegram.world.guest_pictures = False
    telegram.call("@nudge_local_bot slope of 3a at 42", telegram.group)
    answer = await telegram.reply(telegram.group)
    assert "slope 3" in answer.text
    assert answer.photo is None
    telegram.tap(answer, "÷")
    assert (await telegram.changed(telegram.group)).photo is None


async def test_with_a_cache_chat_a_new_picture_goes_along(alone, desk):
    shelf = alone.world.gather("Pictures", (alone.ada,))
    async with serving(alone, replace(desk, shelf=Shelf(shelf.id))):
        alone.call("@nudge_local_bot slope of 3a at 5", alone.group)
        assert (await alone.reply(alone.group)).photo


async def test_a_call_that_waited_through_a_restart_is_answered_after_it(alone, desk):
    async with serving(alone, desk):
        pass
    alone.call("@nudge_local_bot slope of 3a at 5", alone.group)
    async with serving(alone, desk):
        assert "slope 3" in (await alone.reply(alone.group)).text


async def test_an_answer_that_comes_too_late_is_silence(telegram, caplog):
    telegram.faults.refuse("answerGuestQuery", 400, TOO_OLD)
    for point in (5, 6):
        telegram.call(f"@nudge_local_bot slope of 3a at {point}", telegram.group)
    assert "a = 6" in (await telegram.reply(telegram.group)).text
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_mistake_of_ours_is_told_with_its_number(telegram):
    telegram.call("@nudge_local_bot raise", telegram.group)
    assert "I have noted it (" in (await telegram.reply(telegram.group)).text


async def test_what_takes_too_long_says_so(telegram, workers):
    with hurried(workers):
        telegram.call("@nudge_local_bot hang", telegram.group)
        assert "did not finish" in (await telegram.reply(telegram.group)).text


async def test_another_bot_that_calls_us_gets_no_answer(telegram):
    bot = replace(telegram.world.person("Echo"), is_bot=True)
    people.call(telegram.world, bot, telegram.group, "@nudge_local_bot slope of 3a at 5")
    telegram.call("@nudge_local_bot slope of 3a at 6", telegram.group)
    assert (await telegram.reply(telegram.group)).sender == bot
    assert "a = 6: slope" in (await telegram.reply(telegram.group)).text
    assert len(telegram.calls("answerGuestQuery")) == 1
