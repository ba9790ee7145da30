"""kill -9 of the bot with twenty questions in flight: the next start answers them."""

import asyncio
import os
import sys
from collections import Counter
from contextlib import asynccontextmanager

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

IN_FLIGHT = 20
LATE = 120.0  # seconds, for a start on a busy machine and twenty pictures


@asynccontextmanager
async def nudge(telegram, url, folder):
    """The program itself, as an operator starts it; killed at the end, if it still lives."""
    ours = {
        "NUDGE_TOKEN": telegram.token,
        "NUDGE_TELEGRAM__BASE_URL": telegram.base_url,
        "NUDGE_MEMORY__URL": url,
    }
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", env=os.environ | ours, cwd=folder, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_twenty_questions_outlive_a_kill_and_at_most_one_is_answered_twice(
    alone, url, tmp_path
):
    people = [alone.world.person(f"P{number}") for number in range(IN_FLIGHT)]
    chats = [alone.private(person) for person in people]
    async with nudge(alone, url, tmp_path) as first:
        for number, person in enumerate(people):
            alone.say(f"slope of a^2 at {number}", user=person)
        history = alone.world.history
        async with asyncio.timeout(LATE):
            await history.first(lambda event: event.by_bot and event.chat in map(id_of, chats))
        first.kill()
        await first.wait()
    answered_before = [chat for chat in chats if said(alone, chat)]
    assert len(answered_before) < IN_FLIGHT

    async with nudge(alone, url, tmp_path) as second:
        await asyncio.gather(*(alone.reply(chat, within=LATE) for chat in chats))
        alone.say("/start")
        await alone.reply(within=LATE)
        second.terminate()
        assert await second.wait() == 0
    counts = Counter(len(said(alone, chat)) for chat in chats)
    assert counts[1] >= IN_FLIGHT - 1
    assert counts[1] + counts[2] == IN_FLIGHT
    for number, chat in enumerate(chats):
        assert all(f"at a = {number}:" in answer.text for answer in said(alone, chat))
    assert alone.token not in (tmp_path / "log").read_text()


def id_of(chat):
    return chat.id


def said(telegram, chat):
    return [message for message in telegram.transcript(chat) if message.sender.is_bot]
