"""Whether a message was meant for us, whoever seems to have sent it."""

import pytest

from bot.localchat.records import Formatted

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE = {"file_id": "f", "file_unique_id": "u"}
SIZED = FILE | {"width": 90, "height": 90}
DATE = 1_767_225_600
HIDDEN = {"type": "hidden_user", "date": DATE, "sender_user_name": "Someone"}
ANOTHER_BOT = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}
ASK = {"text": "slope of 3a at 5"}
CHANNEL = {"id": -1005, "type": "channel", "title": "News"}


def ours(telegram):
    return telegram.world.bot.as_json()


async def test_our_own_inline_result_coming_back_is_met_with_silence(telegram):
    for chat in (telegram.group, telegram.private(telegram.ada)):
        body = raw(telegram, chat) | command("/slope 3a at 5") | {"via_bot": ours(telegram)}
        telegram.world.updates.add("message", body)
        await silent(telegram, chat)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"forward_origin": HIDDEN}, id="forwarded into the group"),
        pytest.param({"is_automatic_forward": True, "sender_chat": CHANNEL}, id="channel's post"),
        pytest.param({"from": ANOTHER_BOT}, id="another bot"),
    ],
)
async def test_a_command_that_no_member_gave_is_met_with_silence(telegram, content):
    body = raw(telegram, telegram.group) | command("/slope 3a at 5") | content
    telegram.world.updates.add("message", body)
    await silent(telegram, telegram.group)


async def test_a_reply_to_the_topic_s_first_message_is_no_reply_to_us(telegram):
    first = raw(telegram, telegram.group) | {"from": ours(telegram)}
    first |= {"forum_topic_created": {"name": "Maths", "icon_color": 0}}
    body = raw(telegram, telegram.group) | ASK | {"reply_to_message": first}
    telegram.world.updates.add("message", body)
    await silent(telegram, telegram.group)


async def test_our_name_under_a_photo_addresses_us(telegram):
    name = "@nudge_local_bot"
    caption = f"{name} slope of 3a at 5"
    mention = [{"type": "mention", "offset": 0, "length": len(name)}]
    body = raw(telegram, telegram.group) | {"photo": [SIZED]}
    body |= {"caption": caption, "caption_entities": mention}
    telegram.world.updates.add("message", body)
    assert "slope 3" in (await telegram.reply(telegram.group)).text


async def test_our_name_is_found_behind_letters_of_two_units(telegram):
    telegram.world.mentions_delivered = True
    telegram.say("🙂🙂 @nudge_local_bot slope of 3a at 5", chat=telegram.group)
    assert await telegram.reply(telegram.group)


async def test_an_album_is_answered_once(telegram):
    for number in range(10):
        body = raw(telegram) | {"photo": [SIZED], "media_group_id": f"album {telegram.ada.id}"}
        body |= {"caption": f"slope of 3a at {number}"}
        telegram.world.updates.add("message", body)
    assert "slope 3" in (await telegram.reply()).text
    await silent(telegram, telegram.private(telegram.ada))


async def test_anonymous_administrators_do_not_share_one_learner(telegram, memory):
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    group = telegram.group
    body = raw(telegram, group) | command("/slope 3a at 5")
    body |= {"from": anonymous, "sender_chat": group.as_json()}
    telegram.world.updates.add("message", body)
    answer = await telegram.reply(group)
    assert "slope 3" in answer.text
    telegram.tap(answer, "÷", user=telegram.lin)  # nobody can tell who asked
    await telegram.changed(group)
    await silent(telegram, group)
    assert (await memory.scenes.load(group.id, 0, group.id)).last
    assert not (await memory.scenes.load(group.id, 0, anonymous["id"])).last


def raw(telegram, chat=None):
    """A message of Ada's, without content."""
    chat = chat or telegram.private(telegram.ada)
    message = telegram.world.add(chat, telegram.ada, {"content": Formatted("…")}).as_json()
    return {name: value for name, value in message.items() if name not in {"text", "entities"}}


def command(text):
    mark = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
    return {"text": text, "entities": [mark]}


async def silent(telegram, chat):
    """Nothing new from us in a chat before what is asked there next is answered."""
    said = [message for message in telegram.transcript(chat) if message.sender.is_bot]
    telegram.say("/slope a^2 at 2", chat=chat)
    assert "slope 4" in (await telegram.reply(chat)).text
    now = [message for message in telegram.transcript(chat) if message.sender.is_bot]
    assert len(now) == len(said) + 1


async def test_a_command_that_we_do_not_know_gets_the_help_where_it_was_surely_for_us(telegram):
    telegram.say("/foo")
    assert "Write a function and a point" in (await telegram.reply()).text
    name = telegram.world.bot.username
    telegram.say("/foo", chat=telegram.group)
    telegram.say(f"/foo@{name}", chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    assert answer.reply_to.text == f"/foo@{name}"
