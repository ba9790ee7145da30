"""Reading under a fuzzer, which bends texts until they run code that no text has run before.

`python fuzzed.py SLOWEST FOLDER -max_total_time=600` begins with the folder's files; the options
are libFuzzer's. It ends with a text that raises anything but `Misunderstood`, or when time is up;
the slowest texts that it has met are in the file SLOWEST then, as JSON.
"""

import heapq
import json
import sys
import time
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot.tutor.reading"]):
    from bot.tutor.reading.read import language_of, overhear, read

from bot.tutor.errors import Misunderstood

KEPT = 50  # of the slowest texts


class Fuzzing:
    """What a fuzzer hands over is read in every way in which a message may be read."""

    def __init__(self, slowest: Path) -> None:
        self._before = read("slope of a^2 at 2").request
        self._file = slowest
        self._slowest: list[tuple[float, str]] = []

    def read(self, data: bytes) -> None:
        text = data.decode("utf-8", "ignore")
        began = time.process_time()
        for before in (None, self._before):
            with suppress(Misunderstood):
                read(text, before, explicit=before is None)
        with suppress(Misunderstood):
            overhear(text)
        language_of(text)
        self._keep(time.process_time() - began, text)

    def _keep(self, seconds: float, text: str) -> None:
        if len(self._slowest) < KEPT or seconds > self._slowest[0][0]:
            heapq.heappush(self._slowest, (seconds, text))
            del self._slowest[: len(self._slowest) - KEPT]  # the quickest comes first in a heap
            heapq.heapify(self._slowest)
            self._file.write_text(json.dumps([text for _, text in self._slowest]))


def main() -> None:
    slowest = Path(sys.argv.pop(1))
    atheris.Setup(sys.argv, Fuzzing(slowest).read)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
