"""Workers hang, die and are murdered; every question gets its own answer or an end."""

import asyncio
import os
import signal
import time

import hostile
import pytest
from watching import alive, ask, begun, children, hurried, pool, unread, until, whole

from bot.workers import Limits, TooLong

DEATHS = {
    "a memory hog": hostile.hoard,
    "abort": hostile.abort,
    "a segmentation fault": hostile.segfault,
    "os._exit": hostile.stop_at_once,
    "SIGKILL": hostile.kill_myself,
    "a socket closed from within": hostile.hang_up,
}


@pytest.mark.parametrize("death", DEATHS.values(), ids=DEATHS)
async def test_a_worker_that_dies_of_its_question_is_replaced(death):
    async with pool(Limits(count=2, mebibytes=64)) as workers:
        with pytest.raises(TooLong):
            await workers.run(death)
        assert (await workers.run(hostile.echo, 2))[0] == 2


async def test_each_question_may_use_the_memory_that_is_meant_for_one():
    async with pool(Limits(count=1, mebibytes=64)) as workers:
        for _ in range(4):
            assert len((await workers.run(hostile.echo, 0, 0, 24 << 20))[2]) == 24 << 20
            with pytest.raises(TooLong):
                await workers.run(bytearray, 70 << 20)


async def test_learners_whose_questions_hang_never_hold_every_worker():
    async with pool(Limits(count=2, seconds=1)) as workers:

        def hang():
            hangs = [workers.run(hostile.loop, learner=name) for name in ("Ada", "Bo")]
            return asyncio.gather(*hangs, return_exceptions=True)

        assert list(map(type, await hang())) == [TooLong, TooLong]
        again = hang()
        await asyncio.sleep(0)
        assert (await ask(workers, 1, learner="Cy"))[0] == 1
        assert not again.done()
        assert list(map(type, await again)) == [TooLong, TooLong]
        for name in ("Ada", "Bo"):
            assert (await ask(workers, name, learner=name))[0] == name


async def test_a_murdered_idle_worker_is_noticed_and_replaced():
    async with pool(Limits(count=2)) as workers:
        nursery = await workers.run(os.getppid)
        await whole(workers)
        before = children(nursery)
        for process in before:
            os.kill(process, signal.SIGKILL)
        assert (await workers.run(hostile.echo, 1))[0] == 1
        await until(lambda: not set(children(nursery)) & set(before))
        await whole(workers)
        assert len(children(nursery)) == 3


async def test_the_learner_of_a_murdered_busy_worker_is_told_and_others_get_their_answers():
    async with pool(Limits(count=2, seconds=60)) as workers:
        await whole(workers)
        process = await workers.run(os.getpid, near="here")
        hit = ask(workers, 1, 30, near="here")
        spared = ask(workers, 2, 0.2)
        await begun(workers, 2)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(TooLong):
            await hit
        assert (await spared)[0] == 2


async def test_a_worker_murdered_while_it_writes_its_answer_holds_nobody_up():
    async with pool(Limits(count=1, seconds=60)) as workers:
        await whole(workers)
        process = await workers.run(os.getpid, near="here")
        asked = ask(workers, 1, 0, 5_000_000, near="here")
        await asyncio.sleep(0)
        while unread(workers) < 10_000:
            time.sleep(0.01)  # noqa: ASYNC251 - nobody reads, so it cannot write all
        os.kill(process, signal.SIGKILL)
        with pytest.raises(TooLong):
            await asked
        assert (await workers.run(hostile.echo, 2))[0] == 2


async def test_a_question_whose_worker_died_before_it_began_is_asked_once_more():
    async with pool(Limits(count=1)) as workers:
        await whole(workers)
        for process in children(await workers.run(os.getppid)):
            os.kill(process, signal.SIGKILL)
        # The loop has not run since, so the pool still believes in the dead.
        assert (await workers.run(hostile.echo, 1, learner="Ada"))[0] == 1


async def test_a_worker_that_is_stopped_before_it_began_costs_a_limit_and_not_the_answer():
    async with pool(Limits(count=1)) as workers:
        await whole(workers)
        process = await workers.run(os.getpid, near="here")
        await whole(workers)
        os.kill(process, signal.SIGSTOP)
        with hurried(workers):
            asked = ask(workers, 1, near="here")
            await asyncio.sleep(0)
        assert (await asked)[0] == 1
        await until(lambda: not alive(process))


async def test_a_murdered_nursery_is_replaced_and_its_workers_finish():
    async with pool(Limits(count=2, seconds=60)) as workers:
        await whole(workers)
        nursery = await workers.run(os.getppid)
        first = ask(workers, 1, 0.5)
        await begun(workers)
        os.kill(nursery, signal.SIGKILL)
        assert (await first)[0] == 1
        for _ in range(3):
            with pytest.raises(TooLong):
                await workers.run(hostile.kill_myself)
        assert await workers.run(os.getppid) != nursery
        await whole(workers)


async def test_ctrl_c_and_a_stop_of_the_whole_group_leave_the_answers_to_the_bot():
    async with pool(Limits(count=1, seconds=60)) as workers:
        nursery = await workers.run(os.getppid)
        asked = ask(workers, 1, 0.3)
        await begun(workers)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for process in [nursery, *children(nursery)]:
                os.kill(process, number)
        assert (await asked)[0] == 1
        assert await workers.run(os.getppid) == nursery


async def test_an_answer_to_another_question_is_not_believed():
    async with pool(Limits(count=2)) as workers:
        with pytest.raises(TooLong):
            await workers.run(hostile.forge)
        assert (await workers.run(hostile.echo, 2))[0] == 2


async def test_a_worker_that_has_grown_is_replaced_between_questions():
    async with pool(Limits(count=1)) as workers:
        processes = [await workers.run(hostile.grow, near="here") for _ in range(8)]
        assert len(set(processes)) > 1
