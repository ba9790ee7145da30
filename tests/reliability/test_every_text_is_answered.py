"""All of the nasty texts, said to the bot over HTTP: each gets what is right, soon, and no more."""

import logging
import time
from dataclasses import replace

import pytest
from stage import LATE, bot_beside_us
from test_nasty import NO_LESSON, ROWS, WITH_A_SLOPE
from watching import say

from bot.tutor.record import record
from bot.tutor.scene import Said, Scene
from bot.workers import Limits, TooLong
from handlers.commands import COMMANDS

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONGEST = 4096  # characters that Telegram lets through in a message
CAPTION = 1024  # UTF-16 units
SLOWEST = 3.0  # seconds, with a worker's limit of 2.5; the quiet form holds it
EVERY = 4  # of the rows in the form that always runs
NOTHING = "/slope"  # the nearest to an empty message, which Telegram lets nobody send
UNFINISHED = "I did not finish that one"


@pytest.mark.parametrize(
    ("rows", "limit", "slowest"),
    [
        pytest.param(ROWS[::EVERY], 10, LATE, id="some"),
        pytest.param(ROWS, Limits.seconds, SLOWEST, id="all", marks=pytest.mark.quiet),
    ],
)
async def test_every_nasty_text_gets_what_is_right_for_it_over_http(  # noqa: PLR0913, PLR0917
    workers, monkeypatch, tmp_path, caplog, rows, limit, slowest
):
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(workers, "limits", replace(workers.limits, seconds=limit))
    waits, wrong = [], []
    async with bot_beside_us(tmp_path, workers=workers) as (telegram, _desk):
        for number, row in enumerate(rows):
            person = telegram.world.person(f"P{number}")
            began = time.monotonic()
            telegram.say(text := row["text"][:LONGEST].strip() or NOTHING, user=person)
            answer = await telegram.reply(telegram.private(person), within=LATE)
            waits.append(time.monotonic() - began)
            assert 0 < len(answer.text.encode("utf-16-le")) // 2 <= CAPTION, row["id"]
            with monkeypatch.context() as patch:  # the judge has more time
                patch.setattr(workers, "limits", replace(workers.limits, seconds=10))
                if not await is_right(workers, text, row["expect"], answer.text):
                    wrong.append((row["id"], answer.text))
    say(f"{len(rows)} nasty texts over HTTP: the slowest after {max(waits):.2f} s")
    assert not wrong
    assert "Traceback" not in caplog.text
    assert max(waits) <= slowest


async def is_right(workers, text, expected, answer):
    """Whether the bot said what the tutor says, and what that is about is what is expected."""
    try:
        facts, turn = await workers.run(record, event_of(text), Scene())
    except TooLong:
        facts = turn = None
    if turn is None or answer != turn.reply.words:
        return expected == "answer-or-error" and UNFINISHED in answer
    match expected:
        case "answer":
            return facts["kind"] != NO_LESSON
        case "clear-error":
            return facts["kind"] not in WITH_A_SLOPE
    return True


def event_of(text):
    name, _, rest = text.removeprefix("/").partition(" ")
    if text.startswith("/") and name in COMMANDS:
        return COMMANDS[name](rest, "en")
    return Said(text, "en")
