"""SIGKILL at random moments: what was acknowledged is there, and the database opens."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.memory import open_memory
from bot.tutor.reading.request import Request

# A program that dies endangers its own file; of a server's word only what it was told can go wrong.
KILLS = {"sqlite": 100, "postgresql": 6}


@pytest.fixture
def kills(url):
    return KILLS[url.partition(":")[0]]


@pytest.fixture
def told(url, kills):
    """What a program was told is kept, before each of its deaths."""
    script = Path(__file__).with_name("kills.py")
    ran = subprocess.run(
        [sys.executable, script, url, str(kills), "1"], stdout=subprocess.PIPE, check=True
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


async def test_nothing_acknowledged_is_lost_in_many_kills(told, kills, url, sql):
    stored = [one["stored"] for one in told if "stored" in one]
    answered = [one["answered"] for one in told if "answered" in one]
    saved = dict(one["saved"] for one in told if "saved" in one)
    chosen = dict(one["set"] for one in told if "set" in one)
    kept = dict(one["kept"] for one in told if "kept" in one)
    assert len(stored) >= kills / 2

    async with open_memory(url) as memory:
        waiting = [one.update_id for one in await memory.inbox.unanswered()]
        assert {number for number in stored if number % 2 == 0} <= set(waiting)  # not answered
        assert set(answered).isdisjoint(waiting)
        assert sorted(waiting) == waiting
        for number in stored:
            assert not await memory.inbox.store(number, 1, "again")
        for learner, number in saved.items():
            scene = await memory.scenes.load(1, 0, learner)
            assert int(scene.last.formulas[0]) >= number
        for chat, number in chosen.items():
            assert int((await memory.settings.load(chat)).nudge) >= number
        for id_, number in kept.items():
            assert (await memory.answers.find(id_)).request == Request(formulas=(str(number),))

    if url.startswith("sqlite"):
        assert sql("PRAGMA integrity_check") == [("ok",)]
