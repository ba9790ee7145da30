"""Each kind of thing that Telegram can bring has its decided behaviour, in both languages."""

import pytest

from bot.localchat.records import Formatted

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE = {"file_id": "f", "file_unique_id": "u"}
SIZED = FILE | {"width": 90, "height": 90}
LASTING = FILE | {"duration": 1}
STICKER = SIZED | {"is_animated": False, "is_video": False, "type": "regular"}
POINT = {"latitude": 1.0, "longitude": 2.0}
OPTION = {"text": "a", "voter_count": 0, "persistent_id": "1"}
POLL = {
    "id": "1",
    "question": "?",
    "options": [OPTION],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
GAME = {"title": "g", "description": "d", "photo": [SIZED]}
CHAT = {"id": -1005, "type": "channel", "title": "News"}
DATE = 1_767_225_600
HIDDEN = {"type": "hidden_user", "date": DATE, "sender_user_name": "Someone"}
ANOTHER_BOT = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}
ASK = {"text": "slope of 3a at 5"}

SENTENCE = {"en": "text only", "zh": "只能读文字"}
HEADLINE = {"en": "slope 3", "zh": "斜率 3"}

# What has no words of a learner's own: a kind sentence in private, silence in groups.
WORDLESS = {
    "photo": {"photo": [SIZED]},
    "sticker": {"sticker": STICKER},
    "voice": {"voice": LASTING},
    "audio": {"audio": LASTING},
    "video": {"video": SIZED | {"duration": 1}},
    "video note": {"video_note": LASTING | {"length": 9}},
    "animation": {"animation": SIZED | {"duration": 1}, "document": FILE},
    "document": {"document": FILE | {"file_size": 20_000_000, "file_name": "x.txt"}},
    "location": {"location": POINT},
    "live location": {"location": POINT | {"live_period": 60}},
    "venue": {"location": POINT, "venue": {"location": POINT, "title": "t", "address": "a"}},
    "contact": {"contact": {"phone_number": "1", "first_name": "A"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "poll": {"poll": POLL},
    "game": {"game": GAME},
    "story": {"story": {"chat": CHAT, "id": 1}},
    "forwarded voice": {"voice": LASTING, "forward_origin": HIDDEN},
}
# A question in an unusual dress: answered in private, met with silence in groups.
DRESSED = {
    "caption of a photo": {"photo": [SIZED], "caption": ASK["text"]},
    "caption of a document": {"document": FILE, "caption": ASK["text"]},
    "forwarded from a hidden user": ASK | {"forward_origin": HIDDEN},
    "written with another bot's help": ASK | {"via_bot": ANOTHER_BOT},
    "a field of tomorrow": ASK | {"a_field_of_tomorrow": {"x": 1}},
}
# What nobody said: silence everywhere.
UNSAID = {
    "new title": {"new_chat_title": "x"},
    "new photo": {"new_chat_photo": [SIZED]},
    "someone joined": {"new_chat_members": [ANOTHER_BOT]},
    "someone left": {"left_chat_member": ANOTHER_BOT},
    "a group began": {"group_chat_created": True},
    "a message was pinned": {"pinned_message": {"message_id": 1, "date": 0, "chat": CHAT}},
    "a topic began": {"forum_topic_created": {"name": "t", "icon_color": 0}},
    "a topic was closed": {"forum_topic_closed": {}},
    "a video chat began": {"video_chat_started": {}},
    "messages vanish by themselves": {
        "message_auto_delete_timer_changed": {"message_auto_delete_time": 60}
    },
    "somebody was shared": {"users_shared": {"request_id": 1, "users": [{"user_id": 5}]}},
    "a web app's data": {"web_app_data": {"data": "x", "button_text": "y"}},
    "writing was allowed": {"write_access_allowed": {}},
    "a kind of tomorrow": {},
    "another bot": ASK | {"from": ANOTHER_BOT},
    "a channel's post in its group": ASK | {"is_automatic_forward": True, "sender_chat": CHAT},
}
LEARNERS = {"en": "ada", "zh": "lin"}

languages = pytest.mark.parametrize("language", ["en", "zh"])


def kinds(table):
    return pytest.mark.parametrize("content", table.values(), ids=table)


@languages
@kinds(WORDLESS)
async def test_without_words_a_kind_sentence_in_private_and_silence_in_groups(
    telegram, content, language
):
    learner = getattr(telegram, LEARNERS[language])
    post(telegram, learner, telegram.group, content)
    post(telegram, learner, telegram.private(learner), content)
    said = await telegram.reply(telegram.private(learner))
    assert SENTENCE[language] in said.text
    await silent(telegram, learner, telegram.group)
    assert not telegram.calls("getFile")  # nothing is ever downloaded


@languages
@kinds(DRESSED)
async def test_a_question_in_an_unusual_dress_is_answered_in_private_alone(
    telegram, content, language
):
    learner = getattr(telegram, LEARNERS[language])
    words = {name: "3a在5处的斜率" for name in ("text", "caption") if name in content}
    content = content | (words if language == "zh" else {})
    post(telegram, learner, telegram.group, content)
    post(telegram, learner, telegram.private(learner), content)
    assert HEADLINE[language] in (await telegram.reply(telegram.private(learner))).text
    await silent(telegram, learner, telegram.group)


@pytest.mark.parametrize("where", ["private", "group"])
@kinds(UNSAID)
async def test_what_nobody_said_is_met_with_silence(telegram, content, where):
    chat = telegram.group if where == "group" else telegram.private(telegram.ada)
    post(telegram, telegram.ada, chat, content)
    await silent(telegram, telegram.ada, chat)


@pytest.mark.parametrize("where", ["private", "group"])
@kinds(WORDLESS | UNSAID)
async def test_an_edit_of_what_has_no_words_is_met_with_silence(telegram, content, where):
    chat = telegram.group if where == "group" else telegram.private(telegram.ada)
    post(telegram, telegram.ada, chat, content, "edited_message")
    await silent(telegram, telegram.ada, chat)


@kinds({"post": "channel_post", "edited post": "edited_channel_post"})
async def test_posts_of_a_channel_do_not_even_reach_us(telegram, content):
    body = {"message_id": 1, "date": DATE, "chat": CHAT, "sender_chat": CHAT} | ASK
    telegram.world.updates.add(content, body)
    await silent(telegram, telegram.ada, telegram.private(telegram.ada))
    assert not [call for call in telegram.faults.calls if call.given.text("chat_id") == "-1005"]


async def test_a_row_of_stickers_gets_one_sentence(telegram):
    private = telegram.private(telegram.ada)
    for _ in range(5):
        post(telegram, telegram.ada, private, WORDLESS["sticker"])
    await telegram.reply()
    await silent(telegram, telegram.ada, private)


async def test_a_caption_that_comes_later_makes_an_answer_of_the_sentence(telegram):
    private = telegram.private(telegram.ada)
    body = post(telegram, telegram.ada, private, WORDLESS["photo"])
    sentence = await telegram.reply()
    telegram.world.updates.add("edited_message", body | {"caption": ASK["text"]})
    changed = await telegram.changed()
    assert changed.id == sentence.id
    assert "slope 3" in changed.text


def post(telegram, learner, chat, content, kind="message"):
    """A learner's message of any content, as Telegram tells of it."""
    message = telegram.world.add(chat, learner, {"content": Formatted("…")}).as_json()
    del message["text"]
    telegram.world.updates.add(kind, message | content)
    return message | content


async def silent(telegram, learner, chat):
    """Nothing new from us in a chat before what is asked there next is answered."""
    said = [message for message in telegram.transcript(chat) if message.sender.is_bot]
    asked = telegram.say("/slope a^2 at 2", user=learner, chat=chat)
    assert (await telegram.reply(chat)).reply_to.id == asked.id
    now = [message for message in telegram.transcript(chat) if message.sender.is_bot]
    assert len(now) == len(said) + 1
