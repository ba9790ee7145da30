"""What is said in a chat, and what comes back."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of 3a at 5"


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        pytest.param("slope of 3a at 5", "slope 3", id="english"),
        pytest.param("3a在5处的斜率", "斜率", id="chinese"),
        pytest.param("/slope 3a at 5", "slope 3", id="command"),
        pytest.param("/SLOPE@Nudge_Local_Bot 3a at 5", "slope 3", id="command in capitals, named"),
        pytest.param("@nudge_local_bot slope of 3a at 5", "slope 3", id="mention in private"),
    ],
)
async def test_a_question_gets_one_picture_with_words_and_buttons(telegram, text, headline):
    asked = telegram.say(text)
    answer = await telegram.reply()
    first, *rest = answer.text.splitlines()
    assert headline in first
    assert any("15.003" in line for line in rest)
    assert answer.photo
    assert answer.reply_to.id == asked.id
    assert telegram.buttons(answer)
    bold = answer.content.entities[0]
    assert (bold.type, bold.offset, bold.length) == ("bold", 0, len(first))
    assert len(telegram.transcript()) == 2


async def test_a_picture_that_telegram_has_is_sent_by_its_file_id(telegram):
    telegram.say("slope of 3a at 8")
    first = await telegram.reply()
    telegram.say("3a at 8")
    second = await telegram.reply()
    assert second.photo.file_id == first.photo.file_id
    assert [bool(call.given.files) for call in telegram.calls("sendPhoto")] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("what a day", id="chatter"),
        pytest.param("slope of 3a at 5", id="a question to nobody"),
        pytest.param("/slope@another_bot 3a at 5", id="another bot's command"),
        pytest.param("/frobnicate", id="a command of nobody's"),
        pytest.param("ask @another_bot about 3a at 5", id="another's name"),
    ],
)
async def test_a_group_hears_nothing_from_us_unless_it_addresses_us(telegram, text):
    telegram.world.privacy = False  # so that we hear it all, and must be silent by ourselves
    telegram.say(text, chat=telegram.group)
    asked = telegram.say("/slope 3a at 5", chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    assert answer.reply_to.id == asked.id


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("/slope 3a at 5", id="command"),
        pytest.param("/slope@nudge_local_bot 3a at 5", id="command with our name"),
        pytest.param("@nudge_local_bot slope of 3a at 5", id="mention first"),
        pytest.param("slope of 3a at 5 @Nudge_Local_Bot", id="mention last"),
    ],
)
async def test_a_group_that_addresses_us_is_answered(telegram, text):
    telegram.world.mentions_delivered = True
    asked = telegram.say(text, chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    assert "slope 3" in answer.text
    assert answer.reply_to.id == asked.id


async def test_a_reply_to_us_in_a_group_addresses_us(telegram):
    telegram.say("/slope 3a at 5", chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    telegram.say("slope of a^2 at 2", chat=telegram.group, user=telegram.lin, reply_to=answer)
    again = await telegram.reply(telegram.group)
    assert "slope 4" in again.text


async def test_what_is_not_understood_gets_a_kind_sentence_where_we_are_addressed(telegram):
    telegram.say("how is the weather")
    answer = await telegram.reply()
    assert answer.photo is None
    assert "3a" in answer.text
    telegram.say("/slope 天气怎么样", chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    assert "3a" in answer.text


@pytest.mark.parametrize("text", ["/start", "/help", "/slope", "@nudge_local_bot"])
async def test_a_greeting_comes_with_examples_to_tap(telegram, text):
    telegram.say(text)
    answer = await telegram.reply()
    assert "slope of 3a at 5" in telegram.labels(answer)


async def test_the_reply_stays_in_the_question_s_topic(telegram):
    telegram.say("/slope 3a at 5", chat=telegram.group, thread=42)
    answer = await telegram.reply(telegram.group)
    assert answer.thread == 42


async def test_a_deleted_question_is_answered_all_the_same(telegram):
    gate = telegram.faults.hold("sendPhoto")
    asked = telegram.say(ASK)
    await gate.arrived.wait()
    telegram.delete(asked)
    gate.open.set()
    answer = await telegram.reply()
    assert answer.reply_to is None


async def test_a_corrected_question_changes_the_answer_in_place(telegram):
    asked = telegram.say(ASK)
    first = await telegram.reply()
    telegram.edit(asked, "slope of a^2 at 2")
    changed = await telegram.changed()
    assert changed.id == first.id
    assert "slope 4" in changed.text
    assert changed.photo.file_id != first.photo.file_id
    assert len(telegram.transcript()) == 2


async def test_a_sentence_becomes_an_answer_when_its_question_is_corrected(telegram):
    asked = telegram.say("slpoe fo")
    sentence = await telegram.reply()
    telegram.edit(asked, ASK)
    changed = await telegram.changed()
    assert changed.id == sentence.id
    assert changed.photo


async def test_an_answer_whose_question_is_spoilt_makes_way_for_a_sentence(telegram):
    asked = telegram.say(ASK)
    await telegram.reply()
    telegram.edit(asked, "never mind")
    sentence = await telegram.reply()
    assert sentence.photo is None
    assert [message.id for message in telegram.transcript()] == [asked.id, sentence.id]


async def test_an_edit_that_leaves_the_text_as_it_was_is_ignored(telegram):
    asked = telegram.say(ASK)
    await telegram.reply()
    telegram.edit(asked, ASK)
    telegram.say("slope of a^2 at 2")
    await telegram.reply()
    assert not telegram.calls("editMessageMedia")


async def test_a_message_that_comes_twice_is_answered_once(telegram):
    asked = telegram.say(ASK)
    await telegram.reply()
    telegram.world.updates.add("message", asked.as_json())  # under another update id
    telegram.say("slope of a^2 at 2")
    assert "slope 4" in (await telegram.reply()).text
    assert len(telegram.calls("sendPhoto")) == 2


async def test_a_follow_up_that_replies_to_an_earlier_answer_goes_on_from_that_one(telegram):
    telegram.say("slope of a^2 at 2")
    first = await telegram.reply()
    telegram.say("slope of x^3 at 1")
    await telegram.reply()
    telegram.say("and at 5?", reply_to=first)
    assert "f(a) = a² at a = 5: slope 10" in (await telegram.reply()).text
    telegram.say("and at 7?")
    assert "f(a) = a² at a = 7: slope 14" in (await telegram.reply()).text
