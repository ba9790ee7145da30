"""What a conversation remembers, and what an older or a later Nudge has written."""

import pytest

from bot.memory import open_memory
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene, Settings

SCENES = {
    "fresh": Scene(),
    "language": Scene(spoken="zh"),
    "request": Scene(
        last=Request(
            formulas=("3*a", "a^2"),
            variable="a",
            points=("2", "pi/3"),
            run="-1/1000",
            given=(("b", "3"),),
            repairs=(("3×a", "3*a"),),
        )
    ),
    "hostile": Scene(last=Request(formulas=("'); DROP TABLE scenes; --",), name="\u202e\x00导")),
}

STORED = {
    "no field at all": ("{}", Scene()),
    "a field of a later version": (
        '{"settings": {"language": "zh", "look": "dark", "voice": "calm"}, "course": 3}',
        Scene(),
    ),
    "a request of an earlier version": (
        '{"last": {"formulas": ["3*a"]}}',
        Scene(last=Request(formulas=("3*a",))),
    ),
}

UNREADABLE = {
    "a language that there is not": '{"spoken": "tlh"}',
    "a request without formulas": '{"last": {"points": ["secret"]}}',
    "another shape": '["secret"]',
    "half a text": '{"last": {"formulas": ["secret',
    "no text": "",
}


def write(sql, text):
    sql("INSERT INTO scenes VALUES (1, 0, 7, :text, 2e9)", text=text)


async def test_a_conversation_that_never_was_has_a_fresh_scene(memory):
    assert await memory.scenes.load(1, 0, 7) == Scene()


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
async def test_a_scene_survives_a_restart(url, scene):
    async with open_memory(url) as memory:
        await memory.scenes.save(-1001234567890, 4, 7, Scene(last=Request(formulas=("1",))))
        await memory.scenes.save(-1001234567890, 4, 7, scene)
    async with open_memory(url) as memory:
        assert await memory.scenes.load(-1001234567890, 4, 7) == scene


@pytest.mark.parametrize(
    "other", [(2, 0, 7), (1, 5, 7), (1, 0, 8)], ids=["chat", "topic", "learner"]
)
async def test_scenes_of_others_are_apart(memory, other):
    await memory.scenes.save(1, 0, 7, SCENES["request"])
    assert await memory.scenes.load(*other) == Scene()


@pytest.mark.parametrize(("text", "scene"), STORED.values(), ids=STORED)
async def test_a_scene_of_another_version_is_read_with_defaults(memory, sql, text, scene):
    write(sql, text)
    assert await memory.scenes.load(1, 0, 7) == scene


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_scene_that_cannot_be_read_is_fresh_and_never_quoted(memory, sql, caplog, text):
    write(sql, text)
    assert await memory.scenes.load(1, 0, 7) == Scene()
    assert "could not be read" in caplog.text
    assert "secret" not in caplog.text


async def test_the_chat_s_settings_are_not_kept_with_a_scene(memory, sql):
    await memory.scenes.save(1, 0, 7, Scene(Settings(language="zh", nudge="0.1"), spoken="en"))
    assert await memory.scenes.load(1, 0, 7) == Scene(spoken="en")
    ((text,),) = sql("SELECT scene FROM scenes")
    assert "settings" not in text


async def test_the_same_scene_is_saved_once_a_day(memory, sql, clock):
    began = clock.seconds
    for hours, moment in ((0, began), (1, began), (30, began + 30 * 3600)):
        clock.seconds = began + hours * 3600
        await memory.scenes.save(1, 0, 7, Scene(spoken="zh"))
        assert sql("SELECT saved_at FROM scenes") == [(moment,)]


ASKED, ANSWERED = Scene(spoken="en"), Scene(spoken="zh")


@pytest.mark.parametrize(
    ("cause", "found"),
    [("17", ASKED), ("18", ANSWERED), ("", ANSWERED)],
    ids=["the same message", "another", "none that may come again"],
)
@pytest.mark.parametrize("saved_before_the_crash", [1, 2])
async def test_what_comes_again_finds_the_scene_in_which_it_was_first_said(
    url, cause, found, saved_before_the_crash
):
    async with open_memory(url) as memory:
        await memory.scenes.save(1, 0, 7, ASKED, "16")
        for _ in range(saved_before_the_crash):
            await memory.scenes.save(1, 0, 7, ANSWERED, "17")
    async with open_memory(url) as memory:
        assert await memory.scenes.load(1, 0, 7, cause) == found


async def test_a_corrected_message_leaves_the_scene_in_which_it_was_said(memory):
    await memory.scenes.save(1, 0, 7, ASKED, "16")
    for scene in (ANSWERED, SCENES["request"], ANSWERED):
        await memory.scenes.save(1, 0, 7, scene, "17")
        assert await memory.scenes.load(1, 0, 7) == scene
        assert await memory.scenes.load(1, 0, 7, "17") == ASKED
