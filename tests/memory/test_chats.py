"""Who does not want us is known, and a group that moves takes its memory along."""

import pytest

from bot.memory import open_memory
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene, Settings

OLD, NEW, LEARNER = -500, -1_001_500, 7
LINEAR = Scene(last=Request(("3*a",), "a", ("5",)))
SQUARE = Scene(last=Request(("a^2",), "a", ("2",)))
CHINESE = Settings(language="zh")


async def test_who_does_not_want_us_is_known_after_a_restart_too(url):
    async with open_memory(url) as memory:
        await memory.chats.mark_gone(1)
        await memory.chats.mark_gone(2)
        await memory.chats.mark_back(2)
    async with open_memory(url) as memory:
        assert [await memory.chats.gone(chat) for chat in (1, 2, 3)] == [True, False, False]


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
async def test_a_group_that_moves_takes_its_memory_along(url, times):
    async with open_memory(url) as memory:
        await memory.scenes.save(OLD, 0, LEARNER, LINEAR)
        await memory.settings.save(OLD, CHINESE)
        kept = await memory.answers.keep(LINEAR.last, chat=OLD, learner=LEARNER, question=4)
        await memory.answers.sent(kept, message=5)
        assert not (await memory.scenes.load(NEW, 0, LEARNER)).last
        for _ in range(times):
            await memory.chats.move(OLD, NEW)
        assert await memory.scenes.load(NEW, 0, LEARNER) == LINEAR
        assert await memory.settings.load(NEW) == CHINESE
        answer = await memory.answers.find(kept)
        assert (answer.chat, answer.question, answer.message) == (NEW, None, None)
        assert not (await memory.scenes.load(OLD, 0, LEARNER)).last
        assert await memory.chats.gone(OLD)
        assert await memory.chats.before(NEW) == OLD
        assert await memory.chats.before(OLD) is None


async def test_what_was_said_in_the_new_group_before_we_knew_stays(url):
    async with open_memory(url) as memory:
        await memory.scenes.save(OLD, 0, LEARNER, LINEAR)
        await memory.settings.save(OLD, CHINESE)
        await memory.scenes.save(NEW, 0, LEARNER, SQUARE)
        await memory.settings.save(NEW, Settings(language="en"))
        await memory.chats.move(OLD, NEW)
        assert await memory.scenes.load(NEW, 0, LEARNER) == SQUARE
        assert (await memory.settings.load(NEW)).language == "en"
