"""Topics: one begins with a message that names it, and what is said in it stays in it."""

import pytest
from in_memory import KEY

from bot.localchat import people
from bot.localchat.errors import Refused


def test_a_topic_begins_with_a_message_that_names_it_and_makes_the_group_a_forum(world):
    began = people.open_topic(world, world.ada, world.group, " Homework ")
    body = began.as_json()
    assert body["forum_topic_created"]["name"] == "Homework"
    assert body["message_thread_id"] == body["message_id"]
    assert body["is_topic_message"]
    assert body["chat"]["is_forum"]
    assert len(world.updates) == 1  # a service message, which every bot hears


async def test_what_is_said_in_a_topic_is_answered_in_it(world, api):
    began = people.open_topic(world, world.ada, world.group, "Homework")
    said = people.say(world, world.lin, world.group, "/slope 3a", thread=began.id)
    answer = await api(
        "sendMessage",
        chat_id=world.group.id,
        text="3",
        message_thread_id=began.id,
        reply_parameters={"message_id": said.id},
    )
    assert answer["message_thread_id"] == began.id
    assert answer["reply_to_message"]["message_thread_id"] == began.id


async def test_the_page_opens_a_topic_and_speaks_in_it(world, client):
    async def do(deed, **what):
        body = {"chat": world.group.id, "user": world.lin.id} | what
        answer = await client.post(f"/chat/{deed}", json=body, headers={"x-chat-key": KEY})
        assert answer.status_code == 200, answer.text
        return answer.json()["message"]

    thread = (await do("topic", name="Homework"))["message_id"]
    assert (await do("say", text="hello", thread=thread))["message_thread_id"] == thread


@pytest.mark.parametrize("name", ["", "  ", "x" * 129], ids=["none", "blank", "too long"])
def test_a_topic_has_a_name(world, name):
    with pytest.raises(Refused, match="TOPIC_TITLE_INVALID"):
        people.open_topic(world, world.ada, world.group, name)


def test_only_a_member_of_a_group_opens_a_topic(world):
    for chat in (world.group, world.chat(world.ada.id)):
        with pytest.raises(Refused, match="not enough rights"):
            people.open_topic(world, world.person("Eve"), chat, "Homework")
