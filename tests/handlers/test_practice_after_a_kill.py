"""Practice after kill -9: the answer comes again, and is counted once."""

import asyncio

import pytest
from test_crash import LATE, nudge
from test_practice_in_chat import BEFORE, data_of, label, practice_of

from bot.memory import open_memory
from bot.tutor.course.practice import begin

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("tapped", [False, True], ids=["typed", "tapped"])
async def test_an_answer_that_comes_again_after_a_kill_is_counted_once(
    alone, url, tmp_path, tapped
):
    ada = alone.ada.id
    async with open_memory(url) as memory:
        await memory.scenes.save(ada, 0, ada, BEFORE)
    first = begin(BEFORE, ada, "en").scene.practice
    right = label(first, right=True)
    async with nudge(alone, url, tmp_path) as process:
        alone.say("/practice")
        posted = await alone.reply(within=LATE)
        gate = alone.faults.hold("editMessageText" if tapped else "sendMessage")
        if tapped:
            alone.forge(posted, data_of(alone, posted, right))
        else:
            alone.say(right)
        async with asyncio.timeout(LATE):
            await gate.arrived.wait()
        process.kill()
        await process.wait()
    gate.open.set()
    seen = await (alone.changed if tapped else alone.reply)(within=LATE)
    assert "2 of 5" in seen.text
    async with nudge(alone, url, tmp_path) as process:
        if not tapped:
            assert (await alone.reply(within=LATE)).text == seen.text
        alone.say("/progress")
        await alone.reply(within=LATE)
        process.terminate()
        assert await process.wait() == 0
    assert alone.current(posted).text == (seen.text if tapped else posted.text)
    async with open_memory(url) as memory:
        after = await practice_of(alone, memory)
    assert (after.round.done, after.round.tries, after.streak) == ("1", 0, 1)
    assert after.strengths == (*BEFORE.practice.strengths, (first.round.question.ask, 1))
