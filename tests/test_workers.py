"""Workers are killed, murdered and misled; every question still gets its own answer or an end."""

import asyncio
import contextlib
import math
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import hostile
import pytest
import pytest_asyncio

from bot.tutor.errors import Misunderstood
from bot.workers import Busy, Limits, TooLong, Workers

SHORT = Limits(count=2, seconds=0.3)


def pool(limits=SHORT, **kept):
    return Workers(limits, preload=("hostile",), **kept)


def alive(process):
    """Whether a process runs: a zombie does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def children(process):
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return [
            int(c) for c in Path(f"/proc/{process}/task/{process}/children").read_text().split()
        ]
    return []


def say(figure):
    print(figure)  # noqa: T201 - the figures, for those who run it with -s


async def until(condition, seconds=3.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.005)


async def whole(workers):
    """Wait until all workers and the spare one rest."""
    await until(lambda: len(workers._idle) == workers._count + 1)


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


HANGS = {
    "a Python loop": hostile.loop,
    "a C call that never returns": hostile.loop_in_c,
    "a backtracking pattern": hostile.backtrack,
    "a sleep that ignores SIGTERM": hostile.sleep_deaf,
    "a loop that catches every exception": hostile.swallow_everything,
    "a memory hog that goes on after MemoryError": hostile.hoard_on,
}


@pytest.mark.parametrize("hang", HANGS.values(), ids=HANGS)
async def test_a_hang_is_told_at_the_limit_and_the_next_question_answered_at_once(hang, capsys):
    async with pool() as workers:
        await workers.run(hostile.echo, 0)
        start = time.perf_counter()
        with pytest.raises(TooLong):
            await workers.run(hang)
        told = time.perf_counter()
        await workers.run(hostile.echo, 1)
        answered = time.perf_counter()
    late = told - start - SHORT.seconds
    say(f"told {1000 * late:.1f} ms late, next answer {1000 * (answered - told):.1f} ms later")
    assert 0 <= late < 0.5
    assert answered - told < 1


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
    async with pool() as workers:
        with pytest.raises(TooLong):
            await workers.run(death)
        assert (await workers.run(hostile.echo, 2))[0] == 2


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


async def test_each_question_may_use_the_memory_that_is_meant_for_one():
    async with pool(Limits(count=1, mebibytes=64)) as workers:
        for _ in range(4):
            assert len((await workers.run(hostile.echo, 0, 0, 24 << 20))[2]) == 24 << 20
            with pytest.raises(TooLong):
                await workers.run(bytearray, 70 << 20)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_large_question_does_not_block_and_arrives_whole(peaceful):
    question = bytes(range(256)) * 8000
    assert (await peaceful.run(hostile.echo, question))[0] == question


async def test_a_learner_has_one_question_at_work_and_three_waiting():
    async with pool(Limits(count=2, seconds=2)) as workers:
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
    async with pool(Limits(count=2, seconds=2)) as workers:
        start = time.perf_counter()
        await asyncio.gather(*[ask(workers, i, 0.1, learner="Ada") for i in range(3)])
        assert time.perf_counter() - start > 0.29


async def test_more_than_may_wait_are_told_busy_at_once():
    async with pool(Limits(count=1, seconds=2, waiting=5)) as workers:
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

    async with pool(Limits(count=1, seconds=2)) as workers:
        await workers.run(hostile.echo, 0)
        names = ["a1", "a2", "a3", "a4", "b1", "c1", "c2"]
        await asyncio.gather(*[note(name, name[0]) for name in names])
    assert order == ["a1", "a2", "b1", "c1", "a3", "c2", "a4"]


async def test_learners_whose_questions_hang_never_hold_every_worker():
    async with pool(SHORT) as workers:
        for name in ("Ada", "Bo"):
            with pytest.raises(TooLong):
                await workers.run(hostile.loop, learner=name)
        hangs = [
            asyncio.create_task(workers.run(hostile.loop, learner=name)) for name in ("Ada", "Bo")
        ]
        start = time.perf_counter()
        assert (await ask(workers, 1, learner="Cy"))[0] == 1
        assert time.perf_counter() - start < SHORT.seconds / 2
        await asyncio.gather(*hangs, return_exceptions=True)
        for name in ("Ada", "Bo"):
            assert (await ask(workers, name, learner=name))[0] == name


async def test_a_question_cancelled_while_it_waits_is_never_worked_on(tmp_path):
    path = tmp_path / "worked"
    async with pool(Limits(count=1, seconds=2)) as workers:
        first = ask(workers, 1, 0.1)
        second = asyncio.create_task(workers.run(hostile.sleep_deaf, str(path)))
        await asyncio.sleep(0.02)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        assert (await first)[0] == 1
        assert (await workers.run(hostile.echo, 3))[0] == 3
    assert not path.exists()


async def test_a_question_cancelled_at_work_holds_its_worker_and_its_answer_is_thrown_away():
    async with pool(Limits(count=1, seconds=2)) as workers:
        await workers.run(hostile.echo, 0)
        first = ask(workers, 1, 0.3, learner="Ada")
        await asyncio.sleep(0.05)
        first.cancel()
        start = time.perf_counter()
        assert (await workers.run(hostile.echo, 2, learner="Ada"))[0] == 2
        assert time.perf_counter() - start > 0.2


async def test_time_counts_from_the_start_of_the_work():
    async with pool(Limits(count=1, seconds=0.3)) as workers:
        answers = await asyncio.gather(*[workers.run(hostile.echo, i, 0.12) for i in range(4)])
        assert [answer[0] for answer in answers] == [0, 1, 2, 3]


async def test_an_answer_that_came_while_the_loop_was_held_up_counts():
    async with pool(Limits(count=1, seconds=0.2)) as workers:
        await whole(workers)
        asked = ask(workers, 1, 0.05)
        await asyncio.sleep(0)
        time.sleep(0.4)  # noqa: ASYNC251 - holds it up
        assert (await asked)[0] == 1


async def test_what_is_near_goes_to_the_worker_that_remembers():
    async with pool(Limits(count=2)) as workers:
        await whole(workers)
        homes = {near: (await workers.run(os.getpid, near=near)) for near in "abc"}
        assert len(set(homes.values())) == 3
        for near in "bcacab":
            assert await workers.run(os.getpid, near=near) == homes[near]


async def test_a_murdered_idle_worker_is_noticed_and_replaced():
    async with pool() as workers:
        nursery = await workers.run(os.getppid)
        await whole(workers)
        before = children(nursery)
        for process in before:
            os.kill(process, signal.SIGKILL)
        assert (await workers.run(hostile.echo, 1))[0] == 1
        await whole(workers)
        assert len(children(nursery)) == 3
        assert not set(children(nursery)) & set(before)


async def test_the_learner_of_a_murdered_busy_worker_is_told_and_others_get_their_answers():
    async with pool(Limits(count=2, seconds=2)) as workers:
        process = await workers.run(os.getpid, near="here")
        hit = ask(workers, 1, 1.0, near="here")
        spared = ask(workers, 2, 0.2)
        await asyncio.sleep(0.1)
        os.kill(process, signal.SIGKILL)
        with pytest.raises(TooLong):
            await hit
        assert (await spared)[0] == 2


async def test_a_worker_murdered_while_it_writes_its_answer_holds_nobody_up():
    async with pool(Limits(count=1, seconds=2)) as workers:
        await whole(workers)
        process = await workers.run(os.getpid, near="here")
        asked = ask(workers, 1, 0, 5_000_000, near="here")
        await asyncio.sleep(0)
        time.sleep(0.1)  # noqa: ASYNC251 - nobody reads, so it cannot write all
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
    async with pool(Limits(count=1, seconds=0.3)) as workers:
        await whole(workers)
        process = await workers.run(os.getpid, near="here")
        await whole(workers)
        os.kill(process, signal.SIGSTOP)
        assert (await workers.run(hostile.echo, 1, near="here"))[0] == 1
        await until(lambda: not alive(process))


async def test_a_murdered_nursery_is_replaced_and_its_workers_finish():
    async with pool(Limits(count=2, seconds=2)) as workers:
        nursery = await workers.run(os.getppid)
        first = ask(workers, 1, 0.5)
        await asyncio.sleep(0.05)
        os.kill(nursery, signal.SIGKILL)
        assert (await first)[0] == 1
        for _ in range(3):
            with pytest.raises(TooLong):
                await workers.run(hostile.kill_myself)
        assert await workers.run(os.getppid) != nursery
        await whole(workers)


async def test_ctrl_c_and_a_stop_of_the_whole_group_leave_the_answers_to_the_bot():
    async with pool(Limits(count=1, seconds=2)) as workers:
        nursery = await workers.run(os.getppid)
        asked = ask(workers, 1, 0.3)
        await asyncio.sleep(0.1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for process in [nursery, *children(nursery)]:
                os.kill(process, number)
        assert (await asked)[0] == 1
        assert await workers.run(os.getppid) == nursery


async def test_answers_never_reach_another_question_whatever_dies():
    chance = random.Random(3)
    async with pool(Limits(count=2, seconds=1, waiting=400)) as workers:
        nursery = await workers.run(os.getppid)

        async def murder():
            while True:
                await asyncio.sleep(chance.uniform(0.005, 0.03))
                if victims := children(nursery):
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(chance.choice(victims), signal.SIGKILL)

        async def question(number):
            size = chance.choice([0, 1000, 300_000])
            try:
                answer = await workers.run(hostile.echo, number, chance.uniform(0, 0.004), size)
            except TooLong:
                return "lost"
            return "mine" if (answer[0], len(answer[2])) == (number, size) else "another's"

        murderer = asyncio.create_task(murder())
        ends = await asyncio.wait_for(asyncio.gather(*map(question, range(400))), 20)
        murderer.cancel()
        say({end: ends.count(end) for end in set(ends)})
        assert set(ends) <= {"mine", "lost"}
        assert ends.count("mine") > 200
        assert (await workers.run(hostile.echo, "after"))[0] == "after"
        await whole(workers)
        assert len(children(nursery)) == 3


async def test_an_answer_to_another_question_is_not_believed():
    async with pool() as workers:
        with pytest.raises(TooLong):
            await workers.run(hostile.forge)
        assert (await workers.run(hostile.echo, 2))[0] == 2


async def test_a_worker_that_has_grown_is_replaced_between_questions():
    async with pool(Limits(count=1)) as workers:
        processes = [await workers.run(hostile.grow, near="here") for _ in range(8)]
        assert len(set(processes)) > 1


async def test_no_variable_of_ours_reaches_a_worker(monkeypatch):
    monkeypatch.setenv("NUDGE_TOKEN", "123:secret")
    async with pool() as workers:
        theirs = await workers.run(hostile.environment)
        nursery = await workers.run(os.getppid)
        born_with = Path(f"/proc/{nursery}/environ").read_bytes()  # noqa: ASYNC240 - no disk
        assert b"secret" not in born_with
    assert not [name for name in theirs if name.startswith("NUDGE_")]
    assert os.environ["NUDGE_TOKEN"] == "123:secret"


async def test_a_worker_is_born_with_what_warming_left_in_memory():
    async with pool(warm=warm) as workers:
        assert "warm" in (await workers.run(hostile.remember, "more"))[1]


def warm():
    hostile.remember("warm")


async def test_a_nursery_that_cannot_be_warmed_says_why():
    for workers in (
        Workers(SHORT, preload=("no_such_module",)),
        Workers(SHORT, preload=(), warm=hostile.fail_to_unpack),
        Workers(SHORT, preload=(), warm=hostile.kill_myself),
    ):
        with pytest.raises(
            RuntimeError, match=r"no_such_module|too many values|before it was warm"
        ):
            async with workers:
                pytest.fail("it started")


async def test_a_start_that_is_given_up_leaves_no_process():
    before = children(os.getpid())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(pool(warm=hostile.loop).__aenter__(), 0.4)
    assert children(os.getpid()) == before


async def test_leaving_ends_every_process_and_cancels_every_question():
    async with pool(Limits(count=1, seconds=60)) as workers:
        nursery = await workers.run(os.getppid)
        processes = [nursery, *children(nursery)]
        asked = [asyncio.create_task(workers.run(hostile.loop_in_c)) for _ in range(3)]
        await asyncio.sleep(0.05)
        start = time.perf_counter()
    assert time.perf_counter() - start < 1
    ends = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(end) for end in ends] == [asyncio.CancelledError] * 3
    assert not any(map(alive, processes))
    with pytest.raises(RuntimeError, match="async with"):
        await workers.run(math.sqrt, 2)


BOT = """
import asyncio, sys, hostile
from bot.tutor.errors import Misunderstood
from bot.workers import Limits, Workers
async def main():
    async with Workers(Limits(count=2, seconds=1), preload=("hostile",)) as workers:
        await asyncio.gather(*[workers.run(hostile.sleep_deaf, path) for path in sys.argv[1:]])
asyncio.run(main())
"""


async def test_a_program_without_a_main_guard_starts_once_and_stops_without_a_word():
    program = BOT.replace("hostile.sleep_deaf, path", "print, path") + "print('stopped')"
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", program, "a", "b"]
    bot = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert await bot.communicate() == (b"stopped\n", b"")


@pytest.mark.parametrize("killed_too", ["only the bot", "and its nursery"])
async def test_no_orphan_is_left_when_the_bot_is_killed(tmp_path, killed_too):
    paths = [tmp_path / "one", tmp_path / "two"]
    bot = subprocess.Popen(  # noqa: ASYNC220 - nothing else goes on
        [sys.executable, "-W", "error", "-c", BOT, *map(str, paths)],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parent)},
    )
    try:
        await until(lambda: all(p.exists() and " " in p.read_text() for p in paths), 10)
        nursery = int(paths[0].read_text().split()[1])
        processes = [nursery, *children(nursery)]
        assert len(processes) >= 3
        if killed_too == "and its nursery":
            os.kill(nursery, signal.SIGKILL)
    finally:
        bot.kill()
        bot.wait()
    await until(lambda: not any(map(alive, processes)), 2)


def ask(workers, value, seconds=0.0, size=0, **who):
    return asyncio.create_task(workers.run(hostile.echo, value, seconds, size, **who))
