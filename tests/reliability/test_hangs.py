"""A hang is killed: told at the limit, the next question answered, the pool whole again."""

import time

import hostile
import pytest
import pytest_asyncio
from watching import LATE, SHORT, hurried, pool, say, whole

from bot.tutor.scene import Said, Scene
from bot.tutor.turn import rehearse, turn
from bot.workers import Limits, TooLong

HANGS = {
    "a Python loop": hostile.loop,
    "a C call that never returns": hostile.loop_in_c,
    "a backtracking pattern": hostile.backtrack,
    "a sleep that ignores SIGTERM": hostile.sleep_deaf,
    "a loop that catches every exception": hostile.swallow_everything,
    "a memory hog that goes on after MemoryError": hostile.hoard_on,
}

# These end by themselves, before the limit.
DEATHS = {
    "a memory hog": hostile.hoard,
    "abort": hostile.abort,
    "a segmentation fault": hostile.segfault,
}

NEXT = Said("slope of 3a at 5")

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers():
    async with pool(Limits(count=2), warm=rehearse) as warm:
        await whole(warm)
        yield warm


async def told(workers, hostility):
    """Seconds until it is told, until the next answer after that, until the pool is whole."""
    start = time.perf_counter()
    with hurried(workers, SHORT.seconds), pytest.raises(TooLong):
        await workers.run(hostility)
    end = time.perf_counter()
    assert "3" in (await workers.run(turn, NEXT, Scene())).reply.words
    answered = time.perf_counter()
    await whole(workers)
    return end - start, answered - end, time.perf_counter() - end


@pytest.mark.parametrize("hostility", (HANGS | DEATHS).values(), ids=HANGS | DEATHS)
async def test_a_hang_or_a_crash_is_told_at_the_limit_and_the_pool_goes_on(workers, hostility):
    taken, answered, mended = await told(workers, hostility)
    if hostility in HANGS.values():
        assert taken >= SHORT.seconds
    # That it ends at all; how soon, of a hundred each, is below.
    assert max(taken, answered, mended) < LATE


@pytest.mark.quiet
async def test_thirty_of_each_are_told_within_a_tenth_of_a_second(workers):
    late, answers, mendings = [], [], []
    for hostility in [*(HANGS | DEATHS).values()] * 30:
        taken, answered, mended = await told(workers, hostility)
        late.append(max(0, taken - SHORT.seconds))
        answers.append(answered)
        mendings.append(mended)
    figures = {"late": late, "next answer": answers, "whole": mendings}
    worst = {name: sorted(seconds)[-(len(seconds) // 100) - 1] for name, seconds in figures.items()}
    say({name: f"p99 {1000 * seconds:.0f} ms" for name, seconds in worst.items()})
    assert worst["late"] <= 0.1
    assert worst["next answer"] <= 0.25
    assert worst["whole"] <= 1
