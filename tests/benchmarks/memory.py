"""What a worker keeps in memory: `python tests/benchmarks/memory.py` draws 5,000 pictures.

The aims: flat, and under 300 MB. Here no worker is replaced when it is old.
"""

import gc
import os
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from bot.tutor.reading.request import Request
from bot.tutor.scene import Drawing
from bot.tutor.turn import picture, rehearse

PICTURES, EVERY = 5000, 500
PAGE = os.sysconf("SC_PAGE_SIZE")
KINDS = (
    (("{k}*a",), ("{p}",)),
    (("a^2 + {k}",), ("{p}",)),
    (("sin({k}*a)/{k}",), ("{p}/7",)),
    (("abs(a - {p})",), ("{p}",)),
    (("1/(a - {p})",), ("{p}",)),
    (("sqrt(a - {p})",), ("{p}",)),
    (("a^2/{k}",), ("{p}", "{k}")),
    (("a^3 - {k}*a", "{k}*a"), ("1", "{p}")),
    (("{k}*exp(-a)",), ()),
    (("ln(a + {k})", "a/{k}"), ()),
)


def main() -> None:
    rehearse()
    gc.collect()
    gc.freeze()  # as in a worker
    print(f"{0:6} pictures {resident():6.1f} MB")  # noqa: T201 - what a benchmark is for
    start = time.monotonic()
    for number, drawing in enumerate(islice(drawings(), PICTURES), start=1):
        picture(drawing)
        if number % EVERY == 0:
            seconds = time.monotonic() - start
            print(f"{number:6} pictures {resident():6.1f} MB {seconds:6.0f} s")  # noqa: T201


def drawings() -> Iterator[Drawing]:
    """Ever new requests of every kind, in both looks."""
    for k in count(2):
        for formulas, points in KINDS:
            named = [text.format(k=k, p=k % 11 + 2) for text in formulas]
            places = [text.format(k=k, p=k % 11 + 2) for text in points]
            look = "dark" if k % 2 else "light"
            yield Drawing(Request(tuple(named), "a", tuple(dict.fromkeys(places))), look)


def resident() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


if __name__ == "__main__":
    main()
