"""A full disk, a locked database, a clock that is put back: answers go on, and limits hold."""

import asyncio
import logging
import re
import resource
import sqlite3
import time
from collections import Counter

import pytest
from harness import Harness
from stage import LATE, bot_beside_us, bot_process, until
from watching import say

shared_loop = pytest.mark.asyncio(loop_scope="session")

HOUR = 3600.0
QUESTIONS = 10


async def test_on_a_full_disk_answers_go_on_and_each_trouble_is_logged_once(tmp_path):
    async with Harness() as telegram, bot_process(telegram, tmp_path) as process:
        telegram.say("slope of a^2 at 100")
        assert telegram.buttons(await telegram.reply(within=LATE))
        before = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        for number in range(QUESTIONS):
            telegram.say(f"slope of a^2 at {number}")
            answer = await telegram.reply(within=LATE)
            assert f"at a = {number}:" in answer.text
        assert not telegram.buttons(answer)  # they would lead nowhere
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, before)
        telegram.say("slope of a^2 at 200")
        assert telegram.buttons(await telegram.reply(within=LATE))
        log = await log_with(tmp_path, "disk")
    troubles = Counter(re.findall(r"ERROR .*?: ([^:]+): .*disk", log))
    say(f"disk full for {QUESTIONS} questions, logged: {dict(troubles)}")
    assert troubles
    assert set(troubles.values()) == {1}


@shared_loop
@pytest.mark.parametrize(
    ("seconds", "slowest"), [(1.0, LATE), pytest.param(10.0, 7.0, marks=pytest.mark.quiet)]
)
async def test_while_the_database_is_locked_answers_go_on(
    workers, tmp_path, caplog, seconds, slowest
):
    caplog.set_level(logging.ERROR)
    waits = []
    async with bot_beside_us(tmp_path, workers=workers) as (telegram, _desk):
        other = sqlite3.connect(tmp_path / "nudge.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        until_then, number = time.monotonic() + seconds, 0
        asyncio.get_running_loop().call_later(seconds, other.close)
        while time.monotonic() < until_then:
            began = time.monotonic()
            telegram.say(f"slope of a^2 at {number}")
            assert f"at a = {number}:" in (await telegram.reply(within=LATE)).text
            waits.append(time.monotonic() - began)
            number += 1
    say(f"locked for {seconds} s: {number} answers, the slowest after {max(waits):.2f} s")
    assert max(Counter(one.msg % one.args for one in caplog.records).values(), default=0) <= 1
    assert max(waits) <= slowest


@shared_loop
async def test_a_clock_put_back_an_hour_changes_no_answer_and_no_limit(
    workers, tmp_path, caplog, monkeypatch
):
    caplog.set_level(logging.WARNING)
    shift, right = [0.0], time.time
    monkeypatch.setattr(time, "time", lambda: right() + shift[0])
    now = lambda: time.time()  # noqa: E731, PLW0108 - the one of that moment
    async with bot_beside_us(tmp_path, now=now, workers=workers) as (telegram, desk):
        group = telegram.group
        for _ in range(desk.allowance.learner):
            telegram.say("/slope 3a at 5", chat=group)
            await telegram.reply(group, within=LATE)
        answered = len(telegram.transcript(group))
        shift[0] = -HOUR
        telegram.say("slope of a^2 at 2", user=telegram.ada)
        answer = await telegram.reply(within=LATE)
        telegram.tap(answer, "÷")
        assert "0.0001" in (await telegram.changed(within=LATE)).text
        telegram.say("and at 3?")
        assert "at a = 3:" in (await telegram.reply(within=LATE)).text
        telegram.say("/slope 3a at 5", chat=group)
        assert "slope 3" not in (await telegram.reply(group, within=LATE)).text
        shift[0] = 0.0
        telegram.say("/slope 3a at 5", chat=group)
        telegram.say("and at 4?")
        assert "at a = 4:" in (await telegram.reply(within=LATE)).text
        assert len(telegram.transcript(group)) == answered + 3  # told once that it is enough
    assert not caplog.records


async def log_with(folder, word):
    log = folder / "log"
    await until(lambda: word in log.read_text())
    return log.read_text()
