"""A fuzzer looks for ten minutes for a text that reading cannot bear."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from test_nasty import ROWS
from test_no_request import PIECES
from test_reading_never_fails import AT_MOST, milliseconds
from test_worst_texts import LONGEST, WORST
from watching import say

MINUTES = 10


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


def escaped(text):
    """As a dictionary of libFuzzer's has it."""
    return "".join(f"\\x{byte:02x}" for byte in text.encode())
