"""Buttons: each does what it says, once, for the one who asked, also after a restart."""

from dataclasses import replace

import pytest
from serving import serving

from handlers.buttons import Button

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of a^2 at 2"


async def test_a_tap_edits_its_message_and_the_new_buttons_work(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.tap(answer, "÷")
    finer = await telegram.changed()
    assert finer.id == answer.id
    assert finer.photo.file_id != answer.photo.file_id
    assert "0.0001" in finer.text
    assert (await telegram.notice())["text"] == ""
    telegram.tap(finer, "÷")
    finest = await telegram.changed()
    assert "0.00001" in finest.text
    assert len(telegram.transcript()) == 2


async def test_a_question_of_ours_becomes_the_answer(telegram):
    telegram.say("derivative of ab at 3")
    question = await telegram.reply()
    telegram.tap(question, "b moves")
    answer = await telegram.changed()
    assert answer.id == question.id
    assert "b = 3" in answer.text
    assert answer.photo


async def test_a_double_tap_does_it_once(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    for _ in range(3):
        telegram.forge(answer, telegram.buttons(answer)[0]["callback_data"])
    for _ in range(3):
        assert (await telegram.notice())["text"] == ""
    assert "0.0001" in telegram.current(answer).text
    assert "0.00001" not in telegram.current(answer).text
    assert len(telegram.calls("editMessageMedia")) == 1


async def test_buttons_from_before_a_restart_work(alone, desk):
    async with serving(alone, desk):
        alone.say(ASK)
        answer = await alone.reply()
    async with serving(alone, desk):
        alone.tap(answer, "÷")
        assert "0.0001" in (await alone.changed()).text


async def test_a_tap_during_a_restart_is_done_after_it(alone, desk):
    async with serving(alone, desk):
        alone.say(ASK)
        answer = await alone.reply()
    alone.tap(answer, "÷")
    async with serving(alone, desk):
        assert "0.0001" in (await alone.changed()).text


async def test_in_a_group_only_the_one_who_asked_may_tap(telegram):
    telegram.say(f"/slope {ASK}", chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    telegram.tap(answer, "÷", user=telegram.lin)
    notice = await telegram.notice(telegram.group)
    assert "提问的人" in notice["text"]  # Lin's Telegram is in Chinese
    assert not notice["url"]
    telegram.tap(answer, "÷", user=telegram.kim)
    assert "whoever asked" in (await telegram.notice(telegram.group))["text"]
    telegram.tap(answer, "÷", user=telegram.ada)
    assert "0.0001" in (await telegram.changed(telegram.group)).text
    assert len(telegram.calls("editMessageMedia")) == 1


async def test_whoever_taps_another_s_answer_twice_gets_a_copy_of_their_own_in_private(telegram):
    telegram.say(f"/slope {ASK}", chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    telegram.tap(answer, "÷", user=telegram.lin)
    await telegram.notice(telegram.group)
    telegram.tap(answer, "more", user=telegram.lin)
    notice = await telegram.notice(telegram.group)
    link, _, payload = notice["url"].partition("?start=")
    assert link == "https://t.me/nudge_local_bot"
    telegram.say(f"/start {payload}", user=telegram.lin)  # as the client does at the link
    lin = telegram.private(telegram.lin)
    copy = await telegram.reply(lin)
    assert "a = 2" in copy.text
    assert copy.photo.file_id == answer.photo.file_id
    telegram.tap(copy, "步长 ÷", user=telegram.lin)
    assert "0.0001" in (await telegram.changed(lin)).text
    assert telegram.current(answer) == answer
    assert len(telegram.transcript(telegram.group)) == 2


@pytest.mark.parametrize("payload", ["c_AAAAAAAAAAA", "c_", "c_../../x"])
async def test_a_link_to_no_answer_opens_with_the_greeting(telegram, payload):
    telegram.say(f"/start {payload}")
    assert "Nudge" in (await telegram.reply()).text


async def test_what_was_answered_in_private_is_copied_for_nobody(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    kept = Button.unpack(telegram.buttons(answer)[0]["callback_data"]).answer
    telegram.say(f"/start c_{kept}", user=telegram.lin)
    assert not (await telegram.reply(telegram.private(telegram.lin))).photo


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("step:999999999999999999", id="out of range"),
        pytest.param("../../etc/passwd", id="a path"),
        pytest.param("next:OTHER_USERS_JOB_ID", id="another's id"),
        pytest.param("\x00\x01\U0001f600", id="binary junk"),
        pytest.param("v0|smaller|-", id="an old version"),
        pytest.param("v1|smaller|AAAAAAAAAAA.000000", id="an id that was never given"),
        pytest.param("v1|smaller|", id="no id"),
        pytest.param("v1||-", id="no change"),
        pytest.param("v1|smaller|-", id="a greeting's button that is not there"),
        pytest.param("v1|example-0|-", id="an example that is not there"),
        pytest.param("v1|a|b|c", id="too many parts"),
        pytest.param("", id="nothing"),
    ],
)
async def test_a_forged_or_old_button_gets_a_notice_and_changes_nothing(telegram, data):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.forge(answer, data)
    assert "too old" in (await telegram.notice())["text"]
    assert telegram.transcript()[-1] == answer


async def test_a_change_that_no_button_offers_is_refused_though_the_id_is_right(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    button = Button.unpack(telegram.buttons(answer)[0]["callback_data"])
    telegram.forge(answer, replace(button, change="point-1").pack())
    assert "too old" in (await telegram.notice())["text"]
    assert telegram.transcript()[-1] == answer


async def test_an_answer_cannot_be_changed_from_another_chat(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.say(ASK, user=telegram.lin)
    lin = telegram.private(telegram.lin)
    hers = await telegram.reply(lin)
    telegram.forge(hers, telegram.buttons(answer)[0]["callback_data"], user=telegram.lin)
    assert "too old" in (await telegram.notice(lin))["text"]
    assert telegram.current(answer) == answer


async def test_a_message_too_old_for_telegram_to_show_us_can_still_be_changed(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    tap_unseen(telegram, telegram.ada, answer, telegram.buttons(answer)[0]["callback_data"])
    assert "0.0001" in (await telegram.changed()).text


async def test_an_unseen_message_of_another_chat_cannot(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.say("/start", user=telegram.lin)
    lin = telegram.private(telegram.lin)
    hers = await telegram.reply(lin)
    tap_unseen(telegram, telegram.lin, hers, telegram.buttons(answer)[0]["callback_data"])
    assert "太旧" in (await telegram.notice(lin))["text"]
    assert telegram.current(hers) == hers


async def test_an_example_of_the_greeting_is_answered_in_a_message_of_its_own(telegram):
    telegram.say("/start")
    greeting = await telegram.reply()
    telegram.tap(greeting, "3a at 5")
    telegram.tap(greeting, "3a at 5")
    answer = await telegram.reply()
    assert "slope 3" in answer.text
    telegram.tap(answer, "÷")
    assert (await telegram.changed()).id == answer.id
    assert telegram.current(greeting) == greeting
    assert len(telegram.transcript()) == 3  # the second tap of the double tap did nothing


async def test_a_tap_is_the_learner_s_last_request(telegram, memory):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.tap(answer, "÷")
    await telegram.changed()
    telegram.say("hello?")
    await telegram.reply()  # so that what follows the edit is done
    scene = await memory.scenes.load(telegram.ada.id, 0, telegram.ada.id)
    assert scene.last.run


async def test_a_tap_that_telegram_has_forgotten_is_done_all_the_same(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.faults.refuse(
        "answerCallbackQuery",
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    telegram.tap(answer, "÷")
    assert "0.0001" in (await telegram.changed()).text


async def test_an_answer_that_was_deleted_comes_anew_when_its_button_is_tapped(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.world.remove(answer, by_bot=False)
    telegram.forge(answer, telegram.buttons(answer)[0]["callback_data"])
    again = await telegram.reply()
    assert "0.0001" in again.text
    telegram.tap(again, "÷")
    assert "0.00001" in (await telegram.changed()).text


def tap_unseen(telegram, user, message, data):
    """A tap as it comes when Telegram does not show the message any more."""
    query = f"unseen {message.chat.id} {message.id}"
    telegram.world.taps[query] = (user, message)
    unseen = {"chat": message.chat.as_json(), "message_id": message.id, "date": 0}
    body = {"id": query, "from": user.as_json(), "chat_instance": "1"}
    telegram.world.updates.add("callback_query", body | {"message": unseen, "data": data})
