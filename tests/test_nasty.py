"""Every nasty text gets what is right for it, within the real limits of a worker.

The rows of rows/nasty.jsonl say what that is: "answer" wants a lesson, "clear-error" wants no
slope as the answer (a lesson about a corner, a pole or the domain is none), and
"answer-or-error" leaves it open.
"""

import json
from pathlib import Path

import pytest
import pytest_asyncio
from mpmath import mp

from bot.tutor.record import record
from bot.tutor.scene import Said, Scene
from bot.tutor.turn import rehearse
from bot.workers import Limits, TooLong, Workers

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parent / "rows" / "nasty.jsonl").read_text().splitlines()
]
NO_LESSON = "misunderstood"
WITH_A_SLOPE = frozenset({"slope", "derivative", "comparison", "value", "why", "table", "where"})
NEXT = "slope of 3a at 5"

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers():
    async with Workers(Limits(count=1), warm=rehearse) as pool:
        yield pool


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
async def test_a_nasty_text_gets_what_is_right_for_it(workers, row):
    try:
        facts, turn = await workers.run(record, Said(row["text"]), Scene())
    except TooLong:
        assert row["expect"] == "answer-or-error"
        return
    assert turn.reply.words
    assert len(turn.reply.words) < 4096
    if row["expect"] == "answer":
        assert facts["kind"] != NO_LESSON
    elif row["expect"] == "clear-error":
        assert facts["kind"] not in WITH_A_SLOPE


async def test_after_all_of_them_the_next_question_is_answered(workers):
    facts, _ = await workers.run(record, Said(NEXT), Scene())
    assert facts["points"][0]["derivative"] == "3"


@pytest.mark.parametrize(
    ("text", "slope"),
    [
        ("slope of x**(10**8) at 1.0000001", "2202645257893"),  # mpmath at 30 digits
        ("slope of (x+1)**1000000 at 0", "1000000"),
        ("slope of 1e-400*x at 5", "1e-400"),
        ("slope of exp(-x) at 800", "-3.667875e-348"),
        ("slope of x^2 at 1e-320", "2e-320"),
        ("slope of tan(10**100)*x at 5", "0.4012320"),
    ],
)
async def test_a_huge_or_tiny_slope_is_told_as_it_is(workers, text, slope):
    facts, _ = await workers.run(record, Said(text), Scene())
    found = facts["points"][0]["decimal"]

    with mp.workdps(30):
        assert mp.almosteq(mp.mpf(found), mp.mpf(slope), 1e-5, 0)
