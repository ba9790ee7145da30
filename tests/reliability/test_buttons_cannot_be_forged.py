"""Whatever data a stranger's program sends as a tap: nothing changes, and the tap is answered."""

import asyncio
import sqlite3
import time
from contextlib import closing

import pytest
from stage import LATE, bot_beside_us
from watching import say

pytestmark = pytest.mark.asyncio(loop_scope="session")

AT_ONCE = 1.0  # seconds until a tap is answered; the quiet form holds it
TAPS = 20

# What a forged tap carries; `id` is the id of Ada's own answer, `state` what it shows.
FORGED = {
    "nothing": "",
    "junk": "x" * 64,
    "another schema": "v0|smaller|{id}.{state}",
    "a schema of tomorrow": "v2|smaller|{id}.{state}",
    "no state": "v1|smaller|{id}",
    "another state": "v1|smaller|{id}.000000",
    "no such answer": "v1|smaller|AAAAAAAAAAA.{state}",
    "no such change": "v1|explode|{id}.{state}",
    "a change that it does not offer": "v1|point:1e999|{id}.{state}",
    "a page's change": "v1|language:zh|-",
    "code": "v1|__import__('os')|{id}.{state}",
    "no text": "\x00|\ud800".encode("utf-8", "replace").decode(),
    "marks alone": "|||||",
    "SQL": "v1|smaller|' OR 1=1 --",
}


@pytest.mark.parametrize(
    "slowest", [LATE, pytest.param(AT_ONCE, marks=pytest.mark.quiet)], ids=["usual", "quiet"]
)
async def test_forged_taps_change_nothing_and_each_is_answered(workers, tmp_path, slowest):
    database, waits = tmp_path / "nudge.db", {}
    async with bot_beside_us(tmp_path, workers=workers) as (telegram, _desk):
        group, lin = telegram.group, telegram.private(telegram.lin)
        telegram.say("/slope a^2 at 2", chat=group)
        asked = await telegram.reply(group, within=LATE)
        telegram.say("slope of a^3 at 2", user=telegram.lin)
        hers = await telegram.reply(lin, within=LATE)
        ours = telegram.buttons(asked)[0]["callback_data"]
        id_, _, state = ours.rpartition("|")[2].partition(".")
        before = all_that_is_kept(database), shown(telegram)

        async def forge(name, data, chat=group, message=asked, user=telegram.ada):
            began = time.monotonic()
            telegram.forge(message, data, user=user)
            notice = await telegram.notice(chat, within=LATE)
            waits[name] = time.monotonic() - began
            assert notice["text"], name

        for name, data in FORGED.items():
            await forge(name, data.format(id=id_, state=state) if "{" in data else data)
        await forge("another's button", ours, user=telegram.kim)
        await forge("another's answer", ours, lin, hers, telegram.lin)
        assert (all_that_is_kept(database), shown(telegram)) == before
    say(f"{len(waits)} forged taps: the slowest answered after {max(waits.values()):.2f} s")
    assert max(waits.values()) <= slowest


@pytest.mark.parametrize(
    "slowest", [LATE, pytest.param(AT_ONCE, marks=pytest.mark.quiet)], ids=["usual", "quiet"]
)
async def test_twenty_taps_in_a_second_change_the_answer_once_and_each_is_answered(
    workers, tmp_path, slowest
):
    async with bot_beside_us(tmp_path, workers=workers) as (telegram, _desk):
        telegram.say("slope of a^2 at 2")
        answer = await telegram.reply(within=LATE)
        data = next(one["callback_data"] for one in telegram.buttons(answer) if "÷" in one["text"])
        tapped, waits = {}, []

        async def count_answers():
            for _ in range(TAPS):
                query = (await telegram.notice(within=LATE))["query"]
                waits.append(time.monotonic() - tapped.pop(query))

        counting = asyncio.create_task(count_answers())
        for _ in range(TAPS):
            tapped[telegram.forge(answer, data)] = time.monotonic()
            await asyncio.sleep(1 / TAPS)
        await counting
        assert not tapped
        assert "0.0001" in (await telegram.changed(within=LATE)).text
        edits = telegram.calls("editMessageMedia") + telegram.calls("editMessageCaption")
        assert len(edits) == 1
    say(f"{TAPS} taps in a second: the slowest answered after {max(waits):.2f} s")
    assert max(waits) <= slowest


def all_that_is_kept(database):
    """Every request, scene and setting; what an update leaves in the inbox is no state."""
    with closing(sqlite3.connect(database)) as kept:
        return [
            sorted(map(str, kept.execute(f"SELECT {columns} FROM {table}")))
            for columns, table in (
                ("id, request, chat", "answers"),
                ("chat, thread, learner, scene", "scenes"),
                ("chat, settings", "settings"),
            )
        ]


def shown(telegram):
    chats = telegram.group, telegram.private(telegram.ada), telegram.private(telegram.lin)
    return [(m.id, m.text, m.edited) for chat in chats for m in telegram.transcript(chat)]
