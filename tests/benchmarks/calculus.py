"""How long a lesson takes: `python tests/benchmarks/calculus.py [rubi.jsonl]`.

From text to lesson in milliseconds, every request once and no two alike, so that no memory of
answers helps; beside each the time of a script that only does what sympy does by itself:
sympify, diff, subs. The machine may be shared, so it is the processor's time that is taken.
The aims: the usual requests at a median under 10 ms, 99 of 100 rows of rubi under 500 ms.
Nasty texts go through a worker with its real limits, and it is the clock's time that counts.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import sympy

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from test_how_chinese_is_asked import ASKED as ASKED_IN_CHINESE
from test_how_people_ask import ASKED

from bot.tutor.calculus.teach import teach
from bot.tutor.errors import Misunderstood
from bot.tutor.reading.read import read
from bot.tutor.reading.request import Request
from bot.tutor.scene import Said, Scene
from bot.tutor.turn import rehearse, turn
from bot.workers import TooLong, Workers

ROWS = Path(__file__).parents[1] / "rows"
Times = list[tuple[float, str]]

SHARES = {"least": 0.0, "median": 0.5, "p95": 0.95, "p99": 0.99, "most": 1.0}
SLOWEST = 3  # texts that are named
SOON = 500.0  # milliseconds


def main() -> None:
    rubi = Path(sys.argv[1]) if len(sys.argv) > 1 else ROWS / "rubi.jsonl"
    rehearse()
    _compare("usual requests", [row[1] for row in (*ASKED, *ASKED_IN_CHINESE)])
    lessons = _compare("rubi", [row["text"] for row in _rows(rubi)])
    soon = sum(each < SOON for each, _ in lessons)
    _say(f"  {soon} of {len(lessons)} under {SOON:.0f} ms")
    nasty = [row["text"] for row in _rows(ROWS / "nasty.jsonl")]
    _print("nasty texts, in a worker", asyncio.run(_in_a_worker(nasty)))


def _rows(path: Path) -> Iterable[dict[str, str]]:
    return map(json.loads, path.read_text().splitlines())


def _compare(title: str, texts: list[str]) -> Times:
    """Print our times, the script's, and their ratio request by request."""
    ours: Times = []
    script: Times = []
    ratios: Times = []
    seen: set[Request] = set()
    for text in texts:
        start = time.process_time()
        try:
            request = read(text).request
        except Misunderstood:
            continue
        if request in seen or request.wants != "slope":
            continue
        seen.add(request)
        with suppress(Misunderstood):
            teach(request)
        lesson = _since(start)
        start = time.process_time()
        with suppress(sympy.SympifyError, SyntaxError, TypeError, AttributeError):
            _script(request)
        plain = _since(start)
        ours.append((lesson, text))
        script.append((plain, text))
        ratios.append((lesson / plain, text))
    _print(f"{title}, text to lesson", ours)
    _print(f"{title}, sympify, diff, subs", script)
    _print(f"{title}, the one over the other", ratios)
    return ours


def _script(request: Request) -> None:
    """What a student would write; our own printing of the formula, never a stranger's text."""
    x = sympy.Symbol(request.variable)
    for formula in request.formulas:
        # What sympy has under another name it takes for a letter's function, in no less time.
        written = sympy.sympify(formula.replace("^", "**"), locals={request.variable: x})
        slope = sympy.diff(written, x, request.order)
        for point in request.points:
            slope.subs(x, sympy.sympify(point.replace("^", "**"))).evalf()


def _since(start: float) -> float:
    return (time.process_time() - start) * 1000


async def _in_a_worker(texts: list[str]) -> Times:
    times: Times = []
    async with Workers(warm=rehearse) as workers:
        for text in texts:
            start = time.perf_counter()
            with suppress(TooLong):
                await workers.run(turn, Said(text), Scene())
            times.append(((time.perf_counter() - start) * 1000, text))
    return times


def _print(title: str, times: Times) -> None:
    ranked = sorted(times)
    figures = (
        f"{name} {ranked[int((len(ranked) - 1) * share)][0]:.1f}" for name, share in SHARES.items()
    )
    _say(f"{title} ({len(ranked)}): {'  '.join(figures)}")
    for each, text in ranked[: -SLOWEST - 1 : -1]:
        _say(f"  {each:8.1f}  {text[:90]!r}")


def _say(line: str) -> None:
    print(line)  # noqa: T201 - what a benchmark is for


if __name__ == "__main__":
    main()
