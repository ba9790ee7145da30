"""Practice after kill -9: the answer comes again, and is counted once."""

import asyncio

import pytest
from serving import LATE, nudge
from test_practice_in_chat import BEFORE, data_of, label, practice_of

from bot.memory import open_memory
from bot.tutor.course.practice import begin

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_answer_that_comes_again_after_a_kill_is_counted_once(alone, url, tmp_path):
    """Ada types hers and Kim taps his: both are on their way when the program is killed."""
    ada, kim = alone.ada, alone.kim
    here, there = alone.private(ada), alone.private(kim)
    async with open_memory(url) as memory:
        for user in (ada, kim):
            await memory.scenes.save(user.id, 0, user.id, BEFORE)
    first = {user.id: begin(BEFORE, user.id, "en").scene.practice for user in (ada, kim)}
    async with nudge(alone, url, tmp_path) as process:
        for user in (ada, kim):
            alone.say("/practice", user=user)
        typed_to, tapped = [await alone.reply(chat, within=LATE) for chat in (here, there)]
        gates = [
            alone.faults.hold("sendMessage", chat=ada.id),
            alone.faults.hold("editMessageText", chat=kim.id),
        ]
        alone.say(label(first[ada.id], right=True))
        alone.forge(tapped, data_of(alone, tapped, label(first[kim.id], right=True)), user=kim)
        async with asyncio.timeout(LATE):
            for gate in gates:
                await gate.arrived.wait()
        process.kill()
        await process.wait()
    for gate in gates:
        gate.open.set()
    told = await alone.reply(here, within=LATE)
    turned = await alone.changed(there, within=LATE)
    assert "2 of 5" in told.text
    assert "2 of 5" in turned.text
    async with nudge(alone, url, tmp_path) as process:
        assert (await alone.reply(here, within=LATE)).text == told.text
        for user in (ada, kim):
            alone.say("/progress", user=user)
            await alone.reply(alone.private(user), within=LATE)
        process.terminate()
        assert await process.wait() == 0
    assert alone.current(typed_to).text == typed_to.text
    assert alone.current(tapped).text == turned.text
    async with open_memory(url) as memory:
        for user in (ada, kim):
            after = await practice_of(alone, memory, user)
            assert (after.round.done, after.round.tries, after.streak) == ("1", 0, 1)
            answered = (first[user.id].round.question.ask, 1)
            assert after.strengths == (*BEFORE.practice.strengths, answered)
