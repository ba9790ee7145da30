"""Whatever is written, it is read or refused, and soon."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from test_nasty import ROWS
from test_no_request import PIECES
from test_worst_texts import LONGEST, WORST
from watching import say

from bot.tutor.errors import Misunderstood
from bot.tutor.reading.read import overhear, read

MINUTES = 10
USUALLY, AT_MOST = 5.0, 20.0  # milliseconds: the 99th percentile, and the worst
BEFORE = read("slope of a^2 at 2").request

JUMBLES = strategies.lists(strategies.sampled_from([*PIECES, *WORST]), max_size=30).map("".join)
TEXTS = strategies.one_of(
    strategies.text(max_size=200),
    strategies.text(PIECES[0] + "x^()+-*/0123456789在导的数,.= \n", max_size=200),
    JUMBLES,
    strategies.builds("{}{}".format, strategies.sampled_from(["slope of ", "求", ""]), JUMBLES),
    strategies.builds(
        lambda row, at, more: row["text"][:at] + more + row["text"][at:],
        strategies.sampled_from(ROWS),
        strategies.integers(0, 60),
        JUMBLES | strategies.text(max_size=20),
    ),
    strategies.builds(
        lambda texts, length: (("slope of " + "".join(texts)) * LONGEST)[:length],
        strategies.lists(strategies.sampled_from([*PIECES, *WORST]), min_size=1, max_size=3),
        strategies.integers(0, LONGEST + 1),
    ),
)


@pytest.mark.parametrize(
    ("texts", "usually", "at_most"),
    [
        pytest.param(100, None, None, id="short"),
        pytest.param(20_000, USUALLY, AT_MOST, id="soak", marks=pytest.mark.soak),
    ],
)
def test_no_text_raises_anything_but_misunderstood_and_none_takes_long(texts, usually, at_most):
    taken = []

    @settings(max_examples=texts, suppress_health_check=list(HealthCheck))
    @given(TEXTS, strategies.sampled_from([None, BEFORE]), strategies.booleans())
    def read_in_every_way(text, before, explicit):
        taken.append((milliseconds(text, before, explicit=explicit), text))
        with suppress(Misunderstood):
            overhear(text)

    read_in_every_way()
    taken.sort()
    worst = [(milliseconds(longest(piece)), piece) for piece in WORST]
    say(f"{len(taken)} texts: p99 {taken[len(taken) * 99 // 100][0]:.1f} ms, most {taken[-1]}")
    say(f"of {LONGEST} characters: most {max(worst)}")
    if at_most:
        assert taken[len(taken) * 99 // 100][0] <= usually
        assert max(taken)[0] <= at_most
        assert max(worst)[0] <= at_most


@pytest.mark.soak
@pytest.mark.skipif(not find_spec("atheris"), reason="no fuzzer: pip install --editable '.[soak]'")
def test_ten_minutes_of_fuzzing_find_nothing_but_misunderstood_and_no_slow_text(tmp_path):
    begin_with, slowest = tmp_path / "texts", tmp_path / "slowest.json"
    begin_with.mkdir()
    for number, text in enumerate([*(row["text"] for row in ROWS), *PIECES, *WORST]):
        (begin_with / str(number)).write_text(text)
    words = tmp_path / "words"
    words.write_text("".join(f'"{escaped(piece)}"\n' for piece in [*PIECES, *WORST]))
    fuzzing = subprocess.run(
        [
            *(sys.executable, Path(__file__).with_name("fuzzed.py"), slowest, begin_with),
            *(f"-max_total_time={60 * MINUTES}", f"-max_len={LONGEST}", f"-dict={words}"),
            *("-timeout=5", "-seed=8", "-rss_limit_mb=1000", "-print_final_stats=1"),
        ],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        check=False,
    )
    told = fuzzing.stderr.splitlines()
    say(f"{MINUTES} minutes of fuzzing: {[line for line in told if 'runs in' in line]}")
    assert fuzzing.returncode == 0, "\n".join(told[-60:])
    texts = json.loads(slowest.read_text())
    worst = max((milliseconds(text), text) for text in texts)
    say(f"of {len(texts)} slow texts: most {worst}")
    assert worst[0] <= AT_MOST


def longest(piece):
    return ("slope of " + piece * LONGEST)[:LONGEST]


def milliseconds(text, before=None, *, explicit=False):
    """The processor's time, for the machine may be shared; the best of five where it is long."""
    taken = []
    while len(taken) < 5 and min(taken, default=USUALLY) >= USUALLY:
        began = time.process_time()
        with suppress(Misunderstood):
            read(text, before, explicit=explicit)
        taken.append(1000 * (time.process_time() - began))
    return min(taken)


def escaped(text):
    """As a dictionary of libFuzzer's has it."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())
