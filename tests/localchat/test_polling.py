"""getUpdates: offsets, long polling, allowed kinds, one poller at a time."""

import asyncio

import pytest

from bot.localchat import people
from bot.localchat.errors import Refused
from bot.localchat.updates import Updates


@pytest.fixture
def three():
    updates = Updates()
    for number in range(3):
        updates.add("message", {"number": number})
    return updates


def numbers(found):
    return [update["message"]["number"] for update in found]


async def test_updates_stay_until_a_later_offset_confirms_them(three):
    first = await three.take()
    assert numbers(first) == numbers(await three.take()) == [0, 1, 2]
    assert numbers(await three.take(offset=first[1]["update_id"])) == [1, 2]
    assert numbers(await three.take()) == [1, 2]
    assert numbers(await three.take(offset=first[2]["update_id"] + 1)) == []
    assert len(three) == 0


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(three):
    assert numbers(await three.take(offset=-1)) == [2]
    assert numbers(await three.take()) == [2]


async def test_a_limit_takes_the_oldest(three):
    assert numbers(await three.take(limit=2)) == [0, 1]


async def test_ids_only_grow_even_over_a_new_start(three):
    ids = [update["update_id"] for update in await three.take()]
    assert ids == sorted(set(ids))
    await asyncio.sleep(0.005)
    later = Updates()
    later.add("message", {})
    assert (await later.take())[0]["update_id"] > ids[-1]


async def test_a_poll_waits_for_the_first_update():
    updates = Updates()
    poll = asyncio.create_task(updates.take(timeout=50))
    await asyncio.sleep(0)
    updates.add("message", {"number": 7})
    assert numbers(await poll) == [7]


async def test_a_poll_ends_with_nothing_after_its_time():
    assert await Updates().take(timeout=0.01) == []


async def test_a_second_poller_ends_the_first():
    updates = Updates()
    first = asyncio.create_task(updates.take(timeout=50))
    await asyncio.sleep(0)
    second = asyncio.create_task(updates.take(timeout=50))
    with pytest.raises(Refused, match="Conflict: terminated by other getUpdates request"):
        await first
    updates.add("message", {"number": 1})
    assert numbers(await second) == [1]


async def test_closing_lets_the_poller_go_and_no_other_wait():
    updates = Updates()
    poll = asyncio.create_task(updates.take(timeout=50))
    await asyncio.sleep(0)
    updates.close()
    assert await poll == []
    assert await updates.take(timeout=50) == []


async def test_kinds_are_chosen_stickily_and_not_backwards(api, world):
    private = world.chat(world.ada.id)
    people.say(world, world.ada, private, "one")
    found = await api("getUpdates", allowed_updates=["callback_query"])
    assert [update["message"]["text"] for update in found] == ["one"]
    people.say(world, world.ada, private, "two")
    assert len(await api("getUpdates")) == 1
    await api("getUpdates", allowed_updates=[])
    people.say(world, world.ada, private, "three")
    found = await api("getUpdates")
    assert [update["message"]["text"] for update in found] == ["one", "three"]


async def test_an_edit_and_a_tap_are_updates_of_their_own(api, world):
    private = world.chat(world.ada.id)
    message = people.say(world, world.ada, private, "one")
    people.edit(world, message, "two")
    await api("sendMessage", chat_id=private.id, text="three")
    people.tap(world, world.ada, world.transcript(private)[-1], "v1|x|1")
    said, edited, tapped = await api("getUpdates")
    assert said["message"]["text"] == "one"
    assert edited["edited_message"]["text"] == "two"
    assert edited["edited_message"]["message_id"] == said["message"]["message_id"]
    assert tapped["callback_query"]["data"] == "v1|x|1"
    assert tapped["callback_query"]["message"]["text"] == "three"


async def test_pending_updates_can_be_dropped(api, world):
    people.say(world, world.ada, world.chat(world.ada.id), "one")
    assert (await api("getWebhookInfo"))["pending_update_count"] == 1
    assert await api("deleteWebhook", drop_pending_updates=True) is True
    assert await api("getUpdates") == []
