"""SIGTERM with twenty questions in flight: out within ten seconds, and nothing is lost."""

import time

import pytest
from harness import Harness
from stage import LATE, bot_process, said_by_bot
from watching import say

IN_FLIGHT = 20
OUT = 10.0  # seconds, after which a service's manager kills; the quiet form holds it
SLOW = 0.5  # seconds that Telegram takes; what is on its way at the end has 1.5


@pytest.mark.parametrize(
    "out", [LATE, pytest.param(OUT, marks=pytest.mark.quiet)], ids=["usual", "quiet"]
)
async def test_sigterm_with_twenty_in_flight_ends_it_in_ten_seconds_with_nothing_lost(
    tmp_path, out
):
    async with Harness() as telegram:
        people = [telegram.world.person(f"P{number}") for number in range(IN_FLIGHT)]
        chats = [telegram.private(person) for person in people]
        telegram.faults.delay("sendPhoto", SLOW, times=IN_FLIGHT)
        telegram.faults.delay("sendMessage", SLOW, times=IN_FLIGHT)
        async with bot_process(telegram, tmp_path) as process:
            for number, person in enumerate(people):
                telegram.say(f"slope of a^2 at {number}", user=person)
            history = telegram.world.history
            await history.first(lambda event: event.by_bot and event.kind == "message")
            process.terminate()
            began = time.monotonic()
            assert await process.wait() == 0
            took = time.monotonic() - began
        before = sum(len(said_by_bot(telegram, chat)) for chat in chats)
        async with bot_process(telegram, tmp_path) as process:
            for chat in chats:
                await telegram.reply(chat, within=LATE)
            process.terminate()
            await process.wait()
        answers = [[answer.text for answer in said_by_bot(telegram, chat)] for chat in chats]
    say(f"SIGTERM with {IN_FLIGHT} in flight: out after {took:.2f} s, {before} answered before")
    assert took <= out
    assert [len(each) for each in answers] == [1] * IN_FLIGHT
    assert all(f"at a = {number}:" in text for number, [text] in enumerate(answers))
