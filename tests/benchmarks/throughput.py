"""How many are answered, and how soon: `python tests/benchmarks/throughput.py [SECONDS]`.

The whole program on two cores, its memory on disk and the inbox on, over HTTP against a Bot API
server in a process of its own (crowd.py). Requests all different from 200 chats; the aims: at 15
a second all are answered, the median under 150 ms, 99 of 100 under 1 s, and the same at 30, which
is Telegram's usual ceiling; what is typed inline beside that, each by another person, is answered
within 2 s. Repeated requests: at least 60% of the rate of a bare bot that only
echoes a photo by its file_id. The machine may be shared, so its load is told beside the figures.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

HERE = Path(__file__).parent
SECONDS = 60.0
WARMING = 3.0  # seconds of requests that are not counted
CORES = 2
CHATS = 200
INLINE = 5  # requests a second behind the bot's name
AT_ONCE = 32  # chats that ask again when they are answered; the workers' line holds 40
ROUNDS = 3  # of repeated requests, by turns with the bare bot
TICKS = os.sysconf("SC_CLK_TCK")
SOON = 2.0  # seconds in which what is typed inline is to be answered
SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99, "most": 1.0}

Figures = dict[str, Any]


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])  # ours, and all we start
    for rate in (15, 30):
        _print(f"{rate} a second", _measured("nudge", seconds, chats=CHATS, rate=rate))
    _print(
        "30 a second, typed inline",
        _measured("nudge", seconds, chats=CHATS, rate=30, inline=INLINE),
    )
    _print("as many as it can", _measured("nudge", seconds / 4, chats=AT_ONCE, rate=0))
    shares = []
    for _ in range(ROUNDS):
        ours, bare = (
            _measured(bot, seconds / 12, chats=AT_ONCE, rate=0, repeated=1)
            for bot in ("nudge", "bare")
        )
        _print("repeated", ours)
        _print("a bare bot", bare)
        shares.append(ours["rate"] / bare["rate"] if bare["rate"] else 0.0)
    _say(f"repeated requests: {median(shares):.0%} of the bare bot's rate (aim: 60%)")


def _measured(bot: str, seconds: float, **run: float) -> Figures:
    """What the crowd says of a bot, the processor's seconds and the steps of one run."""
    with tempfile.TemporaryDirectory() as folder, _process("crowd.py", port := _port()) as crowd:
        with _process("bots.py", bot, port, folder) as process:
            _ask(port, seconds=WARMING, **run)
            with _watched(process.pid, crowd.pid) as used:
                figures = _ask(port, seconds=seconds, **run)
        steps = Path(folder, "steps.json")
        told = json.loads(steps.read_text()) if steps.exists() else {}
        return figures | {"span": seconds, "used": used, "steps": told}


@contextmanager
def _process(script: str, *arguments: object) -> Iterator[subprocess.Popen[bytes]]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("NUDGE_")}
    environment = ours | {"PYTHONPATH": str(HERE.parents[1]), "NO_PROXY": "*"}
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    process = subprocess.Popen(command, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _ask(port: int, **run: float) -> Figures:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(50):
        with suppress(urllib.error.URLError):  # it is not there yet
            told = opener.open(f"http://127.0.0.1:{port}/crowd?{urlencode(run)}")
            return dict(json.load(told)["result"])
        time.sleep(0.1)
    message = "the crowd does not come"
    raise SystemExit(message)


@contextmanager
def _watched(bot: int, crowd: int) -> Iterator[dict[str, float]]:
    """The processor's seconds by name, filled in at the end; workers come and go meanwhile."""
    used: dict[str, float] = {}
    before, latest, done = _times(bot, crowd), {}, threading.Event()

    def watch() -> None:
        while not done.wait(0.5):
            latest.update(_times(bot, crowd))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield used
        latest.update(_times(bot, crowd))
        used.update({name: spent - before.get(name, 0.0) for name, spent in latest.items()})
    finally:
        done.set()
        watching.join()


def _times(bot: int, crowd: int) -> dict[str, float]:
    """The bot's loop is its first thread; the others are the database's."""
    nursery = _children(bot)
    threads = {int(task.name) for task in Path(f"/proc/{bot}/task").iterdir()} - {bot}
    times = {"bot": _spent(f"{bot}/task/{bot}"), "crowd and Bot API": _spent(str(crowd))}
    times["database"] = sum(_spent(f"{bot}/task/{thread}") for thread in threads)
    for pid in nursery:
        times["nursery"] = _spent(str(pid))
        times |= {f"worker {worker}": _spent(str(worker)) for worker in _children(pid)}
    return times


def _children(pid: int) -> list[int]:
    with suppress(FileNotFoundError):
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    return []


def _spent(entry: str) -> float:
    with suppress(FileNotFoundError, ProcessLookupError):
        user, system = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / TICKS
    return 0.0


def _print(title: str, figures: Figures) -> None:
    times, methods = figures["seconds"], figures["methods"]
    load = os.getloadavg()[0]
    _say(f"\n{title}: {figures['rate']:.1f} a second, load {load:.1f}")
    _say(f"  ms: {_shares(times)}   {methods}, unanswered {figures['unanswered']}")
    if inline := figures["inline"]:
        late = sum(each > SOON for each in inline) + figures["inline unanswered"]
        _say(f"  inline, ms: {_shares(inline)}   of {len(inline)} not within {SOON:.0f} s: {late}")
    answers = max(1, len(times))
    _say("  processor, ms an answer: " + _row(figures["used"], answers))
    spent = {step: seconds for step, (_, seconds) in figures["steps"].items()}
    if spent:
        _say("  steps, seconds in all: " + "  ".join(f"{k} {v:.1f}" for k, v in spent.items()))


def _shares(times: list[float]) -> str:
    return "  ".join(
        f"{name} {1000 * times[round((len(times) - 1) * share)]:.0f}" if times else name
        for name, share in SHARES.items()
    )


def _row(used: dict[str, float], answers: int) -> str:
    return "  ".join(f"{name} {1000 * spent / answers:.2f}" for name, spent in used.items())


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
