"""One new message after the other, until a crowd would wait too long for it."""

import asyncio

import pytest

from handlers import pace
from handlers.pace import Narrows

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOREVER = 60.0  # seconds


@pytest.mark.parametrize(
    ("in_line", "on_their_way"),
    [
        pytest.param(FOREVER, [0], id="nobody has waited for long"),
        pytest.param(-1.0, [0, 1, 2], id="all have waited for long"),
    ],
)
async def test_a_message_waits_for_the_one_before_unless_a_crowd_waits(
    monkeypatch, in_line, on_their_way
):
    monkeypatch.setattr(pace, "IN_LINE", in_line)
    monkeypatch.setattr(pace, "SHORTEST", 0.0)
    monkeypatch.setattr(pace, "LONGEST_PATIENCE", FOREVER)
    narrows, noted, passed = Narrows(), asyncio.Event(), asyncio.Queue()
    for _ in range(100):
        narrows.took(FOREVER)  # so long it usually takes

    async def send(number):
        async with narrows.passed():
            passed.put_nowait(number)
            await noted.wait()

    sending = [asyncio.create_task(send(number)) for number in range(3)]
    assert [await passed.get() for _ in on_their_way] == on_their_way
    for _ in range(20):
        await asyncio.sleep(0)
    assert passed.empty()
    noted.set()
    await asyncio.gather(*sending)
    assert passed.qsize() + len(on_their_way) == len(sending)
