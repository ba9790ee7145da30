"""What a bot hears in a group, with privacy mode and without."""

import pytest

from bot.localchat import people
from bot.localchat.records import Formatted

HEARD = {
    "command": "/slope 3a at 5",
    "command by name": "/slope@Nudge_Local_Bot 3a at 5",
    "command in the middle": "please /slope 3a",
}
UNHEARD = {
    "chatter": "did anyone do the homework?",
    "request": "slope of 3a at 5",
    "another bot's command": "/slope@other_bot 3a",
    "a fraction": "it is 3/4a",
}
MENTION = "@nudge_local_bot slope of 3a at 5"


def hears(world, text, **more):
    message = people.say(world, world.lin, world.group, text, **more)
    return people.heard(world, message)


def bot_says(world, text):
    return world.add(world.group, world.bot, {"content": Formatted(text)})


@pytest.mark.parametrize("text", HEARD.values(), ids=HEARD)
def test_privacy_mode_lets_this_through(world, text):
    assert hears(world, text)
    assert len(world.updates) == 1


@pytest.mark.parametrize("text", UNHEARD.values(), ids=UNHEARD)
def test_privacy_mode_keeps_this_back(world, text):
    assert not hears(world, text)
    assert len(world.updates) == 0


@pytest.mark.parametrize("text", UNHEARD.values(), ids=UNHEARD)
def test_without_privacy_mode_or_as_administrator_all_is_heard(world, text):
    world.administers.add(world.group.id)
    assert hears(world, text)
    world.administers.clear()
    world.privacy = False
    assert hears(world, text)


def test_a_reply_to_the_bot_is_heard_and_one_to_a_person_is_not(world):
    assert hears(world, "and at 6?", reply_to=bot_says(world, "slope 3"))
    person = people.say(world, world.ada, world.group, "hello")
    assert not hears(world, "hello you", reply_to=person)


def test_a_mention_is_heard_only_where_telegram_is_taken_to_deliver_it(world):
    assert not hears(world, MENTION)
    world.mentions_delivered = True
    assert hears(world, MENTION)
    assert not hears(world, "@somebody_else hello")


def test_a_correction_is_heard_as_a_message_is(world):
    message = people.say(world, world.lin, world.group, "slope 3a")
    people.edit(world, message, "/slope 3a")
    assert len(world.updates) == 1


def test_a_group_that_was_left_is_not_heard(world):
    world.left.add(world.group.id)
    assert not hears(world, "/slope 3a")


def test_only_members_speak(world):
    stranger = world.person("Eve")
    with pytest.raises(Exception, match="not a member"):
        people.say(world, stranger, world.group, "/slope 3a")
