"""The token is in the bot's environment, and in none of its workers'."""

import os
from pathlib import Path

import hostile
from watching import children, pool


def born(process):
    return Path(f"/proc/{process}/environ").read_bytes()


async def test_a_worker_that_looks_for_the_token_in_its_environment_finds_none(monkeypatch):
    for name in ("NUDGE_TOKEN", "NUDGE_TELEGRAM__TOKEN", "nudge_telegram__token"):
        monkeypatch.setenv(name, "123456:AAH-not_for_workers")
    async with pool() as workers:
        theirs = await workers.run(hostile.environment)
        nursery = await workers.run(os.getppid)
        born_with = [born(process) for process in (nursery, *children(nursery))]
    assert "AAH-" not in repr(theirs)
    assert len(born_with) >= 3
    assert b"AAH-" not in b"".join(born_with)
