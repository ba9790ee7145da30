"""How long reading takes: `python tests/benchmarks/reading.py` prints milliseconds per message.

The aim: a usual message under 1 ms, 99 of 100 messages under 5 ms, the worst text under 20 ms.
"""

import sys
import time
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from test_how_people_ask import ASKED
from test_worst_texts import LONGEST, WORST

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.read import read

SHORTER = 990  # the longest that is read and not refused for its length


def main() -> None:
    usual = [row[1] for row in ASKED]
    before = read("slope of a^2 at 2").request
    for title, texts, last in (
        ("usual messages", usual, None),
        ("follow-ups and usual messages, in a scene", [*usual, "and at 5?", "smaller"], before),
        (f"worst of {SHORTER} characters", [_full(piece, SHORTER) for piece in WORST], None),
        (f"worst of {LONGEST} characters", [_full(piece, LONGEST) for piece in WORST], None),
    ):
        _print(title, sorted((_milliseconds(text, last), text) for text in texts))


def _full(piece: str, length: int) -> str:
    return ("slope of " + piece * length)[:length]


def _milliseconds(text: str, last: object) -> float:
    """The processor's time, the best of five: the machine may be shared."""
    return min(_once(text, last) for _ in range(5)) * 1000


def _once(text: str, last: object) -> float:
    start = time.process_time()
    with suppress(Misunderstood):
        read(text, last)
    return time.process_time() - start


def _print(title: str, times: list[tuple[float, str]]) -> None:
    at = {name: times[int((len(times) - 1) * share)] for name, share in SHARES.items()}
    figures = "  ".join(f"{name} {milliseconds:.2f}" for name, (milliseconds, _) in at.items())
    print(  # noqa: T201 - what a benchmark is for
        f"{title} ({len(times)}): {figures}   slowest: {at['most'][1][:40]!r}"
    )


SHARES = {"median": 0.5, "p95": 0.95, "p99": 0.99, "most": 1}

if __name__ == "__main__":
    main()
