"""The Bot API's methods: what they accept, and what they refuse in which words."""

import json

import pytest
from in_memory import TOKEN

from bot.localchat import people
from bot.localchat.profile import commands_for


def buttons(*data):
    return {"inline_keyboard": [[{"text": "x", "callback_data": d} for d in data]]}


ADA, GROUP = 1001, -1_002_000_000_001
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"

ACCEPTED = {
    "text": {"text": "hi"},
    "text of 4,096 units": {"text": "a" * 4096},
    "4,096 units after parsing": {"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"},
    "2,048 emoji": {"text": "😀" * 2048},
    "data of 64 bytes": {"text": "hi", "reply_markup": buttons("é" * 32)},
    "100 buttons": {"text": "hi", "reply_markup": buttons(*["x"] * 100)},
    "group": {"text": "hi", "chat_id": GROUP},
    "answer to nothing, allowed": {
        "text": "hi",
        "reply_parameters": {"message_id": 1, "allow_sending_without_reply": True},
    },
    "address button": {
        "text": "hi",
        "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "https://e.org"}]]},
    },
    "entities one by one": {
        "text": "hi",
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
    },
}
REFUSED = {
    "no text": ({}, "message text is empty"),
    "blank text": ({"text": " \n"}, "text must be non-empty"),
    "nothing but tags": ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
    "text of 4,097 units": ({"text": "a" * 4097}, "message is too long"),
    "2,049 emoji": ({"text": "😀" * 2049}, "message is too long"),
    "bad HTML": (
        {"text": "a<b", "parse_mode": "HTML"},
        "can't parse entities: Unclosed start tag at byte offset 1",
    ),
    "no chat": ({"text": "hi", "chat_id": ""}, "chat_id is empty"),
    "unknown chat": ({"text": "hi", "chat_id": 5}, "chat not found"),
    "answer to nothing": (
        {"text": "hi", "reply_parameters": {"message_id": 1}},
        "message to be replied not found",
    ),
    "answer to nothing, the older way": (
        {"text": "hi", "reply_to_message_id": 1},
        "message to be replied not found",
    ),
    "data of 65 bytes": (
        {"text": "hi", "reply_markup": buttons("é" * 32 + "a")},
        "BUTTON_DATA_INVALID",
    ),
    "no data": (
        {"text": "hi", "reply_markup": buttons("")},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "address without a host": (
        {"text": "hi", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "not-a-url"}]]}},
        "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
    ),
    "another protocol": (
        {"text": "hi", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "ftp://e.org"}]]}},
        "inline keyboard button URL 'ftp://e.org' is invalid: Unsupported URL protocol",
    ),
    "nothing to copy": (
        {
            "text": "hi",
            "reply_markup": {"inline_keyboard": [[{"text": "x", "copy_text": {"text": ""}}]]},
        },
        "BUTTON_COPY_TEXT_INVALID",
    ),
    "a price": (
        {"text": "hi", "reply_markup": {"inline_keyboard": [[{"text": "x", "pay": True}]]}},
        "BUTTON_TYPE_INVALID",
    ),
    "unknown topic": ({"text": "hi", "message_thread_id": 7}, "message thread not found"),
    "answer to no number": (
        {"text": "hi", "reply_parameters": {"quote": "a"}},
        'can\'t find field "message_id"',
    ),
    "entity of no kind": (
        {"text": "hi", "entities": [{"type": "shout", "offset": 0, "length": 1}]},
        "can't parse MessageEntity: Unsupported type specified",
    ),
    "entity before the text": (
        {"text": "hi", "entities": [{"type": "bold", "offset": -1, "length": 1}]},
        "receive an entity with incorrect offset -1",
    ),
    "entity after the text": (
        {"text": "hi", "entities": [{"type": "bold", "offset": 9, "length": 1}]},
        "entity begins after the end of the text at UTF-16 offset 9",
    ),
    "entity beyond the text": (
        {"text": "hi", "entities": [{"type": "bold", "offset": 1, "length": 9}]},
        "entity beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 10",
    ),
    "link to nowhere": (
        {"text": "hi", "entities": [{"type": "text_link", "offset": 0, "length": 2, "url": ""}]},
        "entity URL '' is invalid: URL host is empty",
    ),
    "101 buttons": ({"text": "hi", "reply_markup": buttons(*["x"] * 101)}, "REPLY_MARKUP_TOO_LONG"),
    "button that does nothing": (
        {"text": "hi", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "button without text": (
        {"text": "hi", "reply_markup": {"inline_keyboard": [[{"callback_data": "x"}]]}},
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    "markup that is no JSON": (
        {"text": "hi", "reply_markup": "{"},
        "can't parse reply keyboard markup JSON object",
    ),
    "markup that is no object": (
        {"text": "hi", "reply_markup": [1]},
        "object expected as reply markup",
    ),
    "another keyboard": (
        {"text": "hi", "reply_markup": {"keyboard": [["a"]]}},
        "the local chat shows inline keyboards only",
    ),
    "Markdown": ({"text": "hi", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
}  # fmt: skip
METHODS_REFUSED = {
    "photo missing": ("sendPhoto", {"chat_id": ADA}, "there is no photo in the request"),
    "photo unknown": (
        "sendPhoto",
        {"chat_id": ADA, "photo": "AgACAgI-made-up"},
        "wrong file identifier/HTTP URL specified",
    ),
    "edit of nothing": (
        "editMessageText",
        {"chat_id": ADA, "message_id": 1, "text": "a"},
        "message to edit not found",
    ),
    "edit without a message": (
        "editMessageText",
        {"chat_id": ADA, "text": "a"},
        "message identifier is not specified",
    ),
    "deletion of nothing": (
        "deleteMessage",
        {"chat_id": ADA, "message_id": 1},
        "message to delete not found",
    ),
    "answer to no tap": ("answerCallbackQuery", {"callback_query_id": "1"}, TOO_OLD[13:]),
    "long notice": (
        "answerCallbackQuery",
        {"callback_query_id": "1", "text": "a" * 201},
        "MESSAGE_TOO_LONG",
    ),
    "unknown action": (
        "sendChatAction",
        {"chat_id": ADA, "action": "dance"},
        "wrong parameter action in request",
    ),
    "administrators in private": (
        "getChatAdministrators",
        {"chat_id": ADA},
        "there are no administrators in the private chat",
    ),
    "unknown member": ("getChatMember", {"chat_id": GROUP, "user_id": 5}, "PARTICIPANT_ID_INVALID"),
    "unknown file": ("getFile", {"file_id": "x"}, "invalid file_id"),
    "command in capitals": (
        "setMyCommands",
        {"commands": [{"command": "Slope", "description": "d"}]},
        "BOT_COMMAND_INVALID",
    ),
    "command undescribed": (
        "setMyCommands",
        {"commands": [{"command": "slope", "description": ""}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    "101 commands": (
        "setMyCommands",
        {"commands": [{"command": f"c{i}", "description": "d"} for i in range(101)]},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    "commands that are no list": (
        "setMyCommands",
        {"commands": {"a": 1}},
        "can't parse commands JSON object",
    ),
    "webhook": (
        "setWebhook",
        {"url": "https://e.org"},
        "bad webhook: the local chat delivers by getUpdates only",
    ),
}


@pytest.mark.parametrize("values", ACCEPTED.values(), ids=ACCEPTED)
async def test_a_message_is_sent(api, world, values):
    sent = await api("sendMessage", **{"chat_id": ADA} | values)
    chat = world.chat(values.get("chat_id", ADA))
    assert [message.as_json() for message in world.transcript(chat)] == [sent]


@pytest.mark.parametrize(("values", "reason"), REFUSED.values(), ids=REFUSED)
async def test_a_message_is_refused(api, world, values, reason):
    assert await api("sendMessage", **{"chat_id": ADA} | values) == f"Bad Request: {reason}"
    assert world.history.last == 0


@pytest.mark.parametrize(
    ("method", "values", "reason"), METHODS_REFUSED.values(), ids=METHODS_REFUSED
)
async def test_a_call_is_refused(api, method, values, reason):
    assert await api(method, **values) == f"Bad Request: {reason}"


async def test_a_topic_that_was_spoken_in_can_be_answered_in(api, world):
    people.say(world, world.ada, world.group, "/slope", thread=7)
    answer = await api("sendMessage", chat_id=GROUP, text="hi", message_thread_id=7)
    assert (answer["message_thread_id"], answer["is_topic_message"]) == (7, True)


async def test_people_s_messages_are_theirs(api, world):
    said = people.say(world, world.ada, world.group, "hi")
    this = {"chat_id": GROUP, "message_id": said.id}
    assert await api("editMessageText", **this, text="ha") == "Bad Request: message can't be edited"
    assert await api("deleteMessage", **this) == "Bad Request: message can't be deleted"
    private = people.say(world, world.ada, world.chat(ADA), "hi")
    assert await api("deleteMessage", chat_id=ADA, message_id=private.id) is True


async def test_a_tap_is_answered_once(api, world):
    await api("sendMessage", chat_id=ADA, text="a", reply_markup=buttons("d"))
    (message,) = world.transcript(world.chat(ADA))
    query = people.tap(world, world.ada, message, "d")
    assert await api("answerCallbackQuery", callback_query_id=query, text="ok") is True
    assert await api("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert world.history.events[-1].detail["text"] == "ok"


async def test_a_reply_carries_what_it_answers_but_not_the_chain(api, world):
    first = people.say(world, world.ada, world.chat(ADA), "one")
    second = await api("sendMessage", chat_id=ADA, text="two", reply_to_message_id=first.id)
    third = await api(
        "sendMessage",
        chat_id=ADA,
        text="three",
        reply_parameters={"message_id": second["message_id"]},
    )
    assert third["reply_to_message"]["text"] == "two"
    assert "reply_to_message" not in third["reply_to_message"]


async def test_commands_are_kept_by_scope_and_language(api):
    command = [{"command": "slope", "description": "d"}]
    scope = {"type": "all_group_chats"}
    assert await api("setMyCommands", commands=command, scope=scope, language_code="zh")
    assert await api("getMyCommands", scope=scope, language_code="zh") == command
    assert await api("getMyCommands") == []
    assert await api("deleteMyCommands", scope=scope, language_code="zh")
    assert await api("getMyCommands", scope=scope, language_code="zh") == []


async def test_a_group_s_owner_is_offered_what_its_administrators_are(api, world):
    scopes = {"default": "a", "all_private_chats": "b", "all_group_chats": "c"}
    for scope, name in (scopes | {"all_chat_administrators": "d"}).items():
        commands = [{"command": name, "description": "d"}]
        await api("setMyCommands", commands=commands, scope={"type": scope})

    def offered(chat, user):
        return [command["command"] for command in commands_for(world, chat, user)]

    assert offered(world.group, world.ada) == ["d"]
    assert offered(world.group, world.lin) == ["c"]
    assert offered(world.chat(world.ada.id), world.ada) == ["b"]
    world.profile.commands.pop((json.dumps({"type": "all_group_chats"}), ""))
    assert offered(world.group, world.lin) == ["a"]


async def test_descriptions_fall_back_to_everyone_s(api):
    await api("setMyDescription", description="all")
    await api("setMyDescription", description="zh", language_code="zh")
    assert await api("getMyDescription", language_code="zh") == {"description": "zh"}
    assert await api("getMyDescription", language_code="de") == {"description": "all"}
    assert "too long" in await api("setMyDescription", description="a" * 513)


async def test_a_group_has_an_owner_a_member_and_perhaps_an_administrator(api, world):
    statuses = [
        (await api("getChatMember", chat_id=GROUP, user_id=user.id))["status"]
        for user in (world.ada, world.lin, world.bot)
    ]
    assert statuses == ["creator", "member", "member"]
    world.administers.add(GROUP)
    members = await api("getChatAdministrators", chat_id=GROUP)
    assert [member["user"]["first_name"] for member in members] == ["Ada", "Nudge"]


async def test_a_group_that_was_left_is_closed(api):
    assert await api("leaveChat", chat_id=GROUP) is True
    refusal = await api.refusal("sendMessage", chat_id=GROUP, text="hi")
    assert refusal["error_code"] == 403
    assert refusal["description"] == "Forbidden: bot is not a member of the supergroup chat"


async def test_names_in_any_case_and_every_kind_of_request_are_read(client):
    here = f"/bot{TOKEN}/SENDmessage"
    ways = [
        client.get(here, params={"chat_id": ADA, "text": "hi"}),
        client.post(here, data={"chat_id": ADA, "text": "hi"}),
        client.post(here, json={"chat_id": ADA, "text": "hi"}),
        client.post(here, data={"chat_id": str(ADA), "text": "hi"}, files={"x": b"1"}),
        client.post(here, params={"chat_id": 5}, json={"chat_id": ADA, "text": "hi"}),
    ]
    for way in ways:
        assert (await way).json()["result"]["text"] == "hi"


@pytest.mark.parametrize(
    "body",
    ["{", "[1]", '"a"', "[" * 5000, '{"a": NaN}', '{"a": 1e999}', r'{"a": "\ud83d"}', b"\xff"],
)
async def test_json_that_is_no_object_is_refused(client, body):
    headers = {"content-type": "application/json; charset=utf-8"}
    response = await client.post(f"/bot{TOKEN}/getMe", content=body, headers=headers)
    assert (response.status_code, response.json()["ok"]) == (400, False)


@pytest.mark.parametrize(
    ("path", "status", "description"),
    {
        "unknown method": (f"/bot{TOKEN}/sendInvoice", 404, "Not Found: method not found"),
        "another token": ("/bot700000001:other/getMe", 401, "Unauthorized"),
        "no token": ("/bot/getMe", 404, None),
    }.values(),
)
async def test_a_wrong_address_is_refused(client, path, status, description):
    response = await client.post(path)
    assert response.status_code == status
    assert description is None or response.json()["description"] == description


async def test_a_bot_learns_who_it_is(api):
    me = await api("getme")
    assert (me["is_bot"], me["username"]) == (True, "nudge_local_bot")
    assert me["can_read_all_group_messages"] is False
    assert json.dumps(me)
