"""How long an animation takes: `python tests/benchmarks/motion.py` prints seconds and kilobytes.

The aim: from the lesson to the file in under 2.5 s of the processor's time, and under 1 MB.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "drawing"))

from gallery import FLAT, SLOPES, TWO_SIDED, UPRIGHT

from bot.tutor.calculus import teach
from bot.tutor.drawing.motion import frames, motion

REQUESTS = SLOPES | FLAT | TWO_SIDED | UPRIGHT


def main() -> None:
    motion(teach(SLOPES["the lesson's curve"]))  # warm, as a worker is after its first
    rows = sorted(_measured(name) for name in REQUESTS)
    for title, column in (("seconds", 0), ("of them for the artists", 1), ("kB", 2)):
        values = sorted(row[column] for row in rows)
        figures = f"median {values[len(values) // 2]:.2f}  most {values[-1]:.2f}"
        print(f"{title} ({len(values)}): {figures}")  # noqa: T201 - what a benchmark is for
    print(f"slowest: {rows[-1][3]!r}")  # noqa: T201 - the same


def _measured(name: str) -> tuple[float, float, float, str]:
    """The processor's time, the best of three: the machine may be shared."""
    lesson = teach(REQUESTS[name])
    whole = min(_seconds(lambda: motion(lesson)) for _ in range(3))
    artists = min(_seconds(lambda: list(frames(lesson))) for _ in range(3))
    return whole, artists, len(motion(lesson)) / 1000, name


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
