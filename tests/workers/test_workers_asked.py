"""Who is answered, in which order, by whom; and how errors come home."""

import asyncio
import os
import time

import hostile
import pytest
import pytest_asyncio
from watching import ask, begun, pool, unread, whole

from bot.tutor.errors import Misunderstood
from bot.workers import Busy, Limits


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def peaceful():
    """One pool for all tests in which no worker dies."""
    async with pool(Limits(count=1)) as workers:
        await whole(workers)
        yield workers


@pytest.mark.asyncio(loop_scope="module")
async def test_a_function_of_a_module_is_called_in_another_process(peaceful):
    value, process, _ = await peaceful.run(hostile.echo, "3a")
    assert value == "3a"
    assert process != os.getpid()


ERRORS = {
    "of the function": (hostile.fail_to_unpack, ValueError, "too many values"),
    "endless recursion": (hostile.recurse, RecursionError, "recursion"),
    "sys.exit": (hostile.leave, RuntimeError, "SystemExit: 3"),
    "KeyboardInterrupt": (hostile.interrupt, RuntimeError, "KeyboardInterrupt"),
    "StopIteration": (hostile.stop_iterating, RuntimeError, "StopIteration: 7"),
    "an error that cannot be pickled": (hostile.fail_with_a_lock, RuntimeError, "ValueError"),
    "an error that cannot be unpickled": (hostile.fail_far_away, RuntimeError, "a worker"),
    "a result that cannot be pickled": (hostile.return_a_generator, TypeError, "generator"),
}


@pytest.mark.parametrize(("function", "kind", "message"), ERRORS.values(), ids=ERRORS)
@pytest.mark.asyncio(loop_scope="module")
async def test_an_error_comes_home_with_its_traceback_and_the_worker_lives(
    peaceful, function, kind, message
):
    before = {await peaceful.run(os.getpid) for _ in range(2)}
    with pytest.raises(kind, match=message) as raised:
        await peaceful.run(function)
    assert "Traceback" in str(raised.value.__cause__)
    assert {await peaceful.run(os.getpid) for _ in range(2)} == before


@pytest.mark.asyncio(loop_scope="module")
async def test_what_was_misunderstood_comes_home_whole(peaceful):
    with pytest.raises(Misunderstood) as raised:
        await peaceful.run(hostile.misunderstand)
    assert raised.value == Misunderstood("unknown-name", "foo(x)", (0, 3), (("name", "foo"),))


@pytest.mark.asyncio(loop_scope="module")
async def test_a_call_that_cannot_travel_fails_at_once(peaceful):
    with pytest.raises(Exception, match="pickle"):
        await peaceful.run(lambda: 1)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_large_question_does_not_block_and_arrives_whole(peaceful):
    question = bytes(range(256)) * 8000
    assert (await peaceful.run(hostile.echo, question))[0] == question


# Where the order counts: on a busy machine, too, nobody overruns a slice and has to begin again.
UNHURRIED = 60.0  # seconds


async def test_a_learner_has_one_question_at_work_and_three_waiting():
    async with pool(Limits(count=2, seconds=UNHURRIED)) as workers:
        await workers.run(hostile.echo, 0)
        asked = [ask(workers, i, learner="Ada") for i in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await workers.run(hostile.echo, 4, learner="Ada")
        assert (await workers.run(hostile.echo, 5, learner="Bo"))[0] == 5
        answers = await asyncio.gather(*asked)
        assert [answer[0] for answer in answers] == [0, 1, 2, 3]
        assert (await workers.run(hostile.echo, 6, learner="Ada"))[0] == 6


async def test_one_learner_never_holds_two_workers():
    async with pool(Limits(count=2, seconds=UNHURRIED)) as workers:
        start = time.perf_counter()
        await asyncio.gather(*[ask(workers, i, 0.1, learner="Ada") for i in range(3)])
        assert time.perf_counter() - start > 0.29


async def test_more_than_may_wait_are_told_busy_at_once():
    async with pool(Limits(count=1, seconds=UNHURRIED, waiting=5)) as workers:
        await workers.run(hostile.echo, 0)
        asked = [ask(workers, i, 0.02) for i in range(6)]
        await asyncio.sleep(0)
        for learner in (None, "Ada"):
            with pytest.raises(Busy):
                await workers.run(hostile.echo, 6, learner=learner)
        assert [answer[0] for answer in await asyncio.gather(*asked)] == list(range(6))
        assert (await workers.run(hostile.echo, 7))[0] == 7


async def test_where_none_may_wait_the_free_worker_is_still_used():
    async with pool(Limits(count=1, waiting=0)) as workers:
        await whole(workers)
        assert (await workers.run(hostile.echo, 1))[0] == 1


async def test_turns_go_round_the_learners():
    order = []

    async def note(name, learner):
        await workers.run(hostile.echo, name, 0.01, learner=learner)
        order.append(name)

    async with pool(Limits(count=1, seconds=UNHURRIED)) as workers:
        await workers.run(hostile.echo, 0)
        names = ["a1", "a2", "a3", "a4", "b1", "c1", "c2"]
        await asyncio.gather(*[note(name, name[0]) for name in names])
    assert order == ["a1", "a2", "b1", "c1", "a3", "c2", "a4"]


async def test_a_question_cancelled_while_it_waits_is_never_worked_on():
    async with pool(Limits(count=1, seconds=UNHURRIED)) as workers:
        await whole(workers)
        first = ask(workers, 1, 0.2)
        second = asyncio.create_task(workers.run(hostile.remember, 2))
        await asyncio.sleep(0)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        assert (await first)[0] == 1
        told = [(await workers.run(hostile.remember, 3))[1] for _ in range(4)]
    assert set(sum(told, ())) == {3}


async def test_a_question_cancelled_at_work_holds_its_worker_and_its_answer_is_thrown_away():
    async with pool(Limits(count=1, seconds=UNHURRIED)) as workers:
        await workers.run(hostile.echo, 0)
        start = time.perf_counter()
        first = ask(workers, 1, 0.3, learner="Ada")
        await begun(workers)
        first.cancel()
        assert (await workers.run(hostile.echo, 2, learner="Ada"))[0] == 2
        assert time.perf_counter() - start > 0.3


async def test_time_counts_from_the_start_of_the_work():
    async with pool(Limits(count=1, seconds=1)) as workers:
        answers = await asyncio.gather(*[workers.run(hostile.echo, i, 0.4) for i in range(3)])
        assert [answer[0] for answer in answers] == [0, 1, 2]


async def test_an_answer_that_came_while_the_loop_was_held_up_counts():
    async with pool(Limits(count=1, seconds=0.2)) as workers:
        await whole(workers)
        asked = ask(workers, 1, 0.05, 1000)
        await asyncio.sleep(0)
        over = time.monotonic() + workers.limits.seconds
        while time.monotonic() < over or unread(workers) < 1000:
            time.sleep(0.01)  # noqa: ASYNC251 - holds it up
        assert (await asked)[0] == 1


async def test_what_is_near_goes_to_the_worker_that_remembers():
    async with pool(Limits(count=2)) as workers:
        await whole(workers)
        homes = {near: (await workers.run(os.getpid, near=near)) for near in "abc"}
        assert len(set(homes.values())) == 3
        for near in "bcacab":
            assert await workers.run(os.getpid, near=near) == homes[near]
