"""Polls: what sendPoll takes and refuses, votes, closing by hand and by time, and who is told."""

import asyncio
from dataclasses import replace

import pytest
from in_memory import KEY

from bot.localchat import polls
from bot.localchat.errors import Refused

GROUP = -1_002_000_000_001
QUIZ = {
    "chat_id": GROUP,
    "question": "What is the slope of 3a at 5?",
    "options": [{"text": "3"}, {"text": "15"}, {"text": "0.003"}],
    "type": "quiz",
    "is_anonymous": "false",
    "correct_option_ids": [0],
    "explanation": "0.003/0.001 = 3",
}
PICTURE = {"type": "photo", "media": "attach://picture"}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x5a\x00\x00\x00\x5a\x08\x02\x00\x00\x00"

ACCEPTED = {
    "quiz": {},
    "anonymous": {"is_anonymous": "true"},
    "regular": {"type": "regular"},
    "without an explanation": {"explanation": ""},
    "question of 300": {"question": "a" * 300},
    "options as text": {"options": ["3", "15"]},
    "twelve options": {"options": [str(number) for number in range(12)]},
    "open for 5 seconds": {"open_period": 5},
    "explanation of 200 in three lines": {"explanation": "a\nb\n" + "c" * 196},
    "pictures": {"media": PICTURE, "explanation_media": PICTURE},
}
REFUSED = {
    "no question": ({"question": ""}, "poll question must be non-empty"),
    "question of 301": ({"question": "a" * 301}, "poll question length must not exceed 300"),
    "no options": ({"options": []}, "poll must have at least 1 option"),
    "thirteen options": ({"options": list("abcdefghijklm")}, "at most 12 options"),
    "an empty option": ({"options": ["3", " "]}, "poll options must be non-empty"),
    "option of 101": ({"options": ["3", "a" * 101]}, "poll options length must not exceed 100"),
    "two equal options": ({"options": ["3", "3"]}, "poll options must be unique"),
    "nothing right": ({"correct_option_ids": []}, "wrong correct option ID specified"),
    "an option beyond": ({"correct_option_ids": [3]}, "wrong correct option ID specified"),
    "explanation of 201": ({"explanation": "a" * 201}, "message is too long"),
    "four lines": ({"explanation": "a\nb\nc\nd"}, "message is too long"),
    "open for 4 seconds": ({"open_period": 4}, "poll open period is out of range"),
    "a video": ({"media": {"type": "video", "media": "x"}}, "shows photos only"),
    "an unknown file": ({"media": {"type": "photo", "media": "x"}}, "wrong file identifier"),
}


@pytest.fixture
def files():
    return {"picture": ("p.png", PNG, "image/png")}


@pytest.fixture
async def quiz(api, world):
    """A quiz in the group, as the message that it is."""
    sent = await api("sendPoll", **QUIZ)
    await updates(api)
    return world.find(world.group, sent["message_id"])


async def updates(api):
    """What the bot has not heard yet, and has then."""
    new = await api("getUpdates", allowed_updates=["poll", "poll_answer"])
    if new:
        await api("getUpdates", offset=new[-1]["update_id"] + 1)
    return new


@pytest.mark.parametrize("given", ACCEPTED.values(), ids=ACCEPTED)
async def test_it_is_taken(api, files, given):
    sent = await api("sendPoll", files, **(QUIZ | given))
    assert sent["poll"]["is_closed"] is False


@pytest.mark.parametrize(("given", "why"), REFUSED.values(), ids=REFUSED)
async def test_it_is_refused(api, given, why):
    assert why in await api("sendPoll", **(QUIZ | given))


async def test_pictures_come_back_with_their_file_ids(api, files):
    sent = await api("sendPoll", files, **QUIZ, media=PICTURE, explanation_media=PICTURE)
    poll = sent["poll"]
    again = {"type": "photo", "media": poll["media"]["photo"][0]["file_id"]}
    assert poll["explanation_media"]["photo"][0]["width"] == 90
    assert "photo" in (await api("sendPoll", **QUIZ, media=again))["poll"]["media"]


async def test_a_server_that_knows_no_pictures_in_polls_refuses_them(api, world, files):
    world.poll_pictures = False
    assert "POLL_MEDIA_INVALID" in await api("sendPoll", files, **QUIZ, media=PICTURE)
    assert "poll" in await api("sendPoll", **QUIZ)


async def test_the_bot_hears_who_chose_what_and_how_the_poll_stands(api, world, quiz):
    await api("getUpdates", allowed_updates=["poll", "poll_answer"])
    polls.vote(world, world.lin, quiz, [1])
    stands, answer = await updates(api)
    assert answer["poll_answer"]["poll_id"] == quiz.poll.id
    assert answer["poll_answer"]["user"]["id"] == world.lin.id
    assert answer["poll_answer"]["option_ids"] == [1]
    assert [option["voter_count"] for option in stands["poll"]["options"]] == [0, 1, 0]
    assert stands["poll"]["total_voter_count"] == 1


async def test_of_an_anonymous_poll_it_hears_only_the_numbers(api, world):
    sent = await api("sendPoll", **(QUIZ | {"is_anonymous": "true"}))
    await api("getUpdates", allowed_updates=["poll", "poll_answer"])
    polls.vote(world, world.lin, world.find(world.group, sent["message_id"]), [1])
    assert [set(update) - {"update_id"} for update in await updates(api)] == [{"poll"}]


async def test_a_quiz_takes_one_answer_of_each_and_a_poll_lets_it_be_changed(api, world, quiz):
    polls.vote(world, world.ada, quiz, [0])
    with pytest.raises(Refused, match="REVOTE_NOT_ALLOWED"):
        polls.vote(world, world.ada, quiz, [1])
    sent = await api("sendPoll", **(QUIZ | {"type": "regular"}))
    poll = world.find(world.group, sent["message_id"])
    for chosen in ([0], [2], []):
        now = polls.vote(world, world.ada, poll, chosen)
        assert now.poll.votes == (((world.ada, tuple(chosen)),) if chosen else ())


@pytest.mark.parametrize("options", [[3], [-1], [0, 1], ["0"]], ids=str)
async def test_what_is_no_option_is_no_answer(world, quiz, options):
    with pytest.raises(Refused, match="OPTION_INVALID"):
        polls.vote(world, world.ada, quiz, options)


async def test_who_is_no_member_does_not_vote(world, quiz):
    with pytest.raises(Refused, match="not found"):
        polls.vote(world, replace(world.ada, id=5), quiz, [0])


async def test_stop_poll_closes_it_once_and_takes_its_buttons(api, world, quiz):
    await api("getUpdates", allowed_updates=["poll", "poll_answer"])
    here = {"chat_id": GROUP, "message_id": quiz.id}
    assert (await api("stopPoll", **here))["is_closed"]
    assert not world.find(world.group, quiz.id).keyboard
    assert (await updates(api))[-1]["poll"]["is_closed"]
    assert "already been closed" in await api("stopPoll", **here)
    with pytest.raises(Refused, match="POLL_CLOSED"):
        polls.vote(world, world.ada, quiz, [0])
    assert "not found" in await api("stopPoll", chat_id=GROUP, message_id=1)


async def test_it_closes_when_its_time_is_up_and_only_once(api, world, quiz):
    await api("getUpdates", allowed_updates=["poll", "poll_answer"])
    for _ in range(2):
        polls.time_is_up(world, quiz)
    (closed,) = await updates(api)
    assert closed["poll"]["is_closed"]
    assert not world.find(world.group, quiz.id).edited


async def test_its_time_is_its_open_period(api, world):
    before = asyncio.get_running_loop().time()
    await api("sendPoll", **QUIZ, open_period=45)
    (alarm,) = world.alarms
    assert 44 < alarm.when() - before < 60
    world.close()
    assert alarm.cancelled()


async def test_on_the_page_people_vote_and_see_who_voted(client, world, quiz):
    deed = {"chat": GROUP, "user": world.kim.id, "message": quiz.id, "options": [2]}
    response = await client.post("/chat/vote", json=deed, headers={"x-chat-key": KEY})
    assert response.status_code == 200
    assert world.find(world.group, quiz.id).poll.votes == ((world.kim, (2,)),)
    for wrong in ({"options": [9]}, {"options": "0"}, {"options": None}, {"user": 5}):
        refused = await client.post(
            "/chat/vote", json=deed | {"user": world.ada.id} | wrong, headers={"x-chat-key": KEY}
        )
        assert refused.status_code == 400


async def test_a_spoiler_covers_the_picture(api, world, files):
    sent = await api("sendPhoto", {"photo": files["picture"]}, chat_id=GROUP, has_spoiler="true")
    assert sent["has_media_spoiler"]
    media = {"type": "photo", "media": sent["photo"][0]["file_id"]}
    here = {"chat_id": GROUP, "message_id": sent["message_id"]}
    assert "has_media_spoiler" not in await api("editMessageMedia", **here, media=media)
    assert (await api("editMessageMedia", **here, media=media | {"has_spoiler": True}))[
        "has_media_spoiler"
    ]
