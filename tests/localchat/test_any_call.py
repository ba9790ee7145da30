"""Whatever a bot or a page calls with, the server answers; it never falls over."""

import asyncio
import json

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from in_memory import KEY, TOKEN

from bot.localchat import people
from bot.localchat.app import application
from bot.localchat.methods import METHODS
from bot.localchat.world import World

NAMES = [
    "action", "callback_query_id", "caption", "chat_id", "commands", "entities", "file_id",
    "language_code", "media", "message_id", "message_thread_id", "name", "offset", "parse_mode",
    "photo", "reply_markup", "reply_parameters", "reply_to_message_id", "scope", "text", "user_id",
]  # fmt: skip
FIELDS = [
    "callback_data", "caption", "chat_id", "command", "inline_keyboard", "length", "media",
    "message_id", "offset", "quote", "text", "type",
]  # fmt: skip
PLAUSIBLE = some.sampled_from(
    ["", "0", "-1", "1001", "-1002000000001", "HTML", "typing", "[]", "{}", "null", "1e9", "hi"]
)
JSON = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(some.characters(), max_size=8),  # halves of surrogate pairs too
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(FIELDS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
VALUES = PLAUSIBLE | JSON.map(json.dumps) | some.text(max_size=20)
QUICKLY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def posts(path, headers, **body):
    """The status with which a world that has a message of each side answers."""
    world = World()
    private = world.chat(world.ada.id)
    people.say(world, world.ada, private, "hi")

    async def post():
        transport = httpx.ASGITransport(application(world, TOKEN, KEY))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return (await client.post(path, headers=headers, **body)).status_code

    return asyncio.run(post())


@QUICKLY
@given(
    some.sampled_from(sorted(METHODS)),
    some.dictionaries(some.sampled_from(NAMES), VALUES, max_size=6),
)
def test_every_call_of_a_bot_is_answered_or_refused(method, values):
    assert posts(f"/bot{TOKEN}/{method}", {}, data=values) in {200, 400, 403, 404, 413}


@QUICKLY
@given(
    some.sampled_from(["say", "edit", "delete", "tap"]),
    some.dictionaries(
        some.sampled_from(["chat", "user", "message", "text", "reply_to", "data"]),
        JSON | some.sampled_from([1001, 1002, "1001"]),
        max_size=5,
    ),
)
def test_every_call_of_a_page_is_done_or_refused(deed, what):
    assert posts(f"/chat/{deed}", {"x-chat-key": KEY}, content=json.dumps(what)) in {200, 400, 404}
