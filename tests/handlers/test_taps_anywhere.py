"""Buttons of inline messages: anyone may tap, and the message changes wherever it is."""

from dataclasses import replace

import pytest
from serving import serving

from bot.localchat import people
from bot.tutor.scene import Drawing, Settings
from handlers.buttons import Button
from handlers.shelf import Shelf

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("unseen")]

ASK = "slope of a^2 at 2"


@pytest.fixture
def elsewhere(telegram):
    """A chat of Ada and Lin that the bot is not in."""
    return away(telegram)


def away(telegram):
    chat = telegram.world.gather("Elsewhere", (telegram.ada, telegram.lin))
    telegram.world.left.add(chat.id)
    return chat


async def sent(telegram, chat, text=ASK, result="0"):
    """An answer that Ada chose while she typed, as it stands in a chat."""
    query = telegram.look_up(text, chat=chat)
    await telegram.results(query)
    return telegram.choose(query, result)


def data(telegram, message, label="÷"):
    return next(b["callback_data"] for b in telegram.buttons(message) if label in b["text"])


async def test_anyone_may_tap_and_the_message_keeps_its_language(telegram, elsewhere):
    message = await sent(telegram, elsewhere)
    telegram.tap(message, "÷", user=telegram.lin)
    finer = await telegram.changed(elsewhere)
    assert finer.id == message.id
    assert "Nudge a to 2.0001" in finer.text
    assert (await telegram.notice(elsewhere))["text"] == ""
    telegram.tap(finer, "÷")
    assert "Nudge a to 2.00001" in (await telegram.changed(elsewhere)).text


async def test_a_chinese_message_stays_chinese_whoever_taps(telegram, elsewhere):
    message = await sent(telegram, elsewhere, "a^2在2处的斜率")
    telegram.tap(message, "步长 ÷", user=telegram.ada)
    assert "把 a 挪到 2.0001" in (await telegram.changed(elsewhere)).text


async def test_two_messages_of_one_result_change_apart(telegram, elsewhere):
    query = telegram.look_up(ASK, chat=elsewhere)
    await telegram.results(query)
    one, other = telegram.choose(query), telegram.choose(query)
    telegram.tap(one, "÷")
    assert "2.0001" in (await telegram.changed(elsewhere)).text
    telegram.tap(other, "more")
    telegram.tap(await telegram.changed(elsewhere), "×")
    assert "2.01" in (await telegram.changed(elsewhere)).text
    telegram.tap(one, "÷")
    assert "2.00001" in (await telegram.changed(elsewhere)).text


async def test_a_double_tap_does_it_once(telegram, elsewhere):
    message = await sent(telegram, elsewhere)
    gate = telegram.faults.hold("editMessageText")
    telegram.tap(message, "÷")
    await gate.arrived.wait()
    telegram.tap(message, "÷")
    gate.open.set()
    assert "2.0001" in (await telegram.changed(elsewhere)).text
    assert [(await telegram.notice(elsewhere))["text"] for _ in range(2)] == ["", ""]
    assert len(telegram.calls("editMessageText")) == 1


async def test_the_rows_of_buttons_work_in_turn(telegram, elsewhere):
    message = await sent(telegram, elsewhere)
    for label, words in [
        ("why?", "a²"),
        ("← back", "2.001"),
        ("more …", "2.001"),
        ("table", "0.1"),
        ("← back", "2.001"),
        ("a = 3 →", "slope 6"),
        ("more …", "slope 6"),
        ("← a = 2", "slope 4"),
        ("more …", "slope 4"),
        ("not what I meant?", "This is how I read it"),
    ]:
        telegram.tap(message, label)
        assert words in (await telegram.changed(elsewhere)).text


async def test_buttons_from_before_a_restart_work(alone, desk):
    chat = away(alone)
    async with serving(alone, desk):
        never, once = await sent(alone, chat), await sent(alone, chat)
        alone.tap(once, "÷")
        await alone.changed(chat)
    async with serving(alone, desk):
        for message, nudged in [(never, "2.0001"), (once, "2.00001")]:
            alone.tap(message, "÷")
            assert nudged in (await alone.changed(chat)).text


async def test_a_text_stays_a_text_though_telegram_has_the_picture(telegram, elsewhere):
    message = await sent(telegram, elsewhere, "slope of a^2 at 31")
    for point in (31, 32):
        telegram.say(f"slope of a^2 at {point}")
        await telegram.reply()
    telegram.tap(message, "a = 32 →")
    assert (await telegram.changed(elsewhere)).photo is None


async def pictured(telegram, chat, text):
    """An inline message with a picture, which somebody has seen in private before."""
    for _ in range(2):  # the second, which needs no drawing, comes when the first is remembered
        telegram.say(text)
        answer = await telegram.reply()
    message = await sent(telegram, chat, text)
    assert message.photo == answer.photo
    return message


async def test_a_picture_changes_with_its_words_where_telegram_has_the_next_one(
    telegram, elsewhere
):
    await pictured(telegram, elsewhere, "slope of a^2 at 34")
    message = await pictured(telegram, elsewhere, "slope of a^2 at 33")
    telegram.tap(message, "a = 34 →")
    changed = await telegram.changed(elsewhere)
    assert changed.photo != message.photo
    assert "slope 68" in changed.text
    assert "still shows" not in changed.text


async def test_without_the_next_picture_the_words_change_and_say_so(telegram, elsewhere):
    message = await pictured(telegram, elsewhere, "slope of a^2 at 35")
    telegram.tap(message, "a = 36 →")
    changed = await telegram.changed(elsewhere)
    assert changed.photo == message.photo
    assert "slope 72" in changed.text
    assert changed.text.endswith("(The picture still shows what was asked before.)")
    telegram.tap(message, "÷")
    assert "36.0001" in (await telegram.changed(elsewhere)).text


async def test_a_picture_that_telegram_has_lost_costs_no_words(telegram, elsewhere):
    next_one = await pictured(telegram, elsewhere, "slope of a^2 at 38")
    message = await pictured(telegram, elsewhere, "slope of a^2 at 37")
    del telegram.world.pictures._photos[next_one.photo.file_id]
    telegram.tap(message, "a = 38 →")
    changed = await telegram.changed(elsewhere)
    assert changed.photo == message.photo
    assert "slope 76" in changed.text


async def test_with_a_cache_chat_the_next_picture_goes_by_way_of_it(alone, desk, unhurried):
    chat = away(alone)
    async with serving(alone, replace(desk, shelf=Shelf(alone.group.id))):
        message = await sent(alone, chat)
        alone.tap(message, "÷")
        changed = await alone.changed(chat)
    assert changed.photo != message.photo
    assert "2.0001" in changed.text
    assert len(alone.calls("sendPhoto")) == 2


async def test_a_message_stays_brief_and_dark_as_its_sender_chose_whoever_taps(
    alone, desk, unhurried
):
    chat = away(alone)
    await desk.memory.settings.save(alone.ada.id, Settings(look="dark", style="brief"))
    async with serving(alone, replace(desk, shelf=Shelf(alone.group.id))) as app:
        message = await sent(alone, chat)
        assert message.text.startswith("slope 4")
        alone.tap(message, "÷", user=alone.lin)
        changed = await alone.changed(chat)
    kept = await desk.memory.answers.find(Button.unpack(data(alone, changed)).answer)
    assert await desk.known(Drawing(kept.request, "dark"), app.bot.id) == changed.photo.file_id
    assert changed.text.startswith("slope 4")
    assert "2.0001" in changed.text


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(lambda button: "v0|smaller|x", id="an old version"),
        pytest.param(lambda button: "\x00\U0001f600", id="binary junk"),
        pytest.param(lambda button: replace(button, answer="A" * 11).pack(), id="an unknown id"),
        pytest.param(lambda button: replace(button, state="000000").pack(), id="another state"),
        pytest.param(lambda button: replace(button, change="point-1").pack(), id="not offered"),
    ],
)
async def test_a_forged_button_gets_a_notice_and_changes_nothing(telegram, elsewhere, forge):
    message = await sent(telegram, elsewhere)
    button = Button.unpack(data(telegram, message))
    telegram.forge(message, forge(button))
    assert "This button is" in (await telegram.notice(elsewhere))["text"]
    assert telegram.current(message) == message


async def test_another_message_s_button_changes_nothing(telegram, elsewhere):
    message, other = await sent(telegram, elsewhere), await sent(telegram, elsewhere)
    telegram.tap(other, "÷")
    await telegram.changed(elsewhere)
    await telegram.notice(elsewhere)
    telegram.say(ASK)
    private = await telegram.reply()
    for stranger in (other, private):
        telegram.forge(message, data(telegram, stranger))
        assert "too old" in (await telegram.notice(elsewhere))["text"]
    assert telegram.current(message) == message


async def test_an_inline_message_s_button_changes_nothing_in_a_chat(telegram, elsewhere):
    message = await sent(telegram, elsewhere)
    telegram.say(ASK)
    private = await telegram.reply()
    telegram.forge(private, data(telegram, message))
    assert "too old" in (await telegram.notice())["text"]


async def test_a_message_that_was_deleted_meanwhile_is_silence(telegram, elsewhere, caplog):
    message = await sent(telegram, elsewhere)
    telegram.world.remove(message, by_bot=False)
    people.tap(telegram.world, telegram.ada, message, message.keyboard[0][0]["callback_data"])
    assert (await telegram.notice(elsewhere))["text"] == ""
    telegram.say("hello?")
    await telegram.reply()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_tap_during_a_restart_is_done_after_it(alone, desk):
    chat = away(alone)
    async with serving(alone, desk):
        message = await sent(alone, chat)
    alone.tap(message, "÷")
    async with serving(alone, desk):
        assert "2.0001" in (await alone.changed(chat)).text
