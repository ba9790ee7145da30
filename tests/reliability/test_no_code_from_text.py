"""Strangers send program text: none of it is ever run."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROWS = Path(__file__).parents[1] / "rows" / "nasty.jsonl"
PHRASE = re.compile(r"slope of (?:x\^2 (?:at|with respect to) )?(.+?)(?: at \d)?$")
MORE = (
    "open('canary', 'w')",
    "__import__('os').system('touch canary')",
    "(lambda: open('canary', 'w'))()",
    "eval(\"open('canary', 'w')\")",
    "x.__class__.__base__.__subclasses__()",
)


def payloads():
    rows = map(json.loads, ROWS.read_text().splitlines())
    hostile = [row["text"] for row in rows if row["category"] in {"rce", "latex"}]
    assert len(hostile) >= 27
    return [PHRASE.sub(r"\1", text) for text in hostile] + list(MORE)


def test_program_text_in_any_place_of_a_question_is_never_run(tmp_path):
    script = Path(__file__).with_name("audited.py")
    told = subprocess.run(
        [sys.executable, script],
        input=json.dumps(payloads()),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout) == []
    assert list(tmp_path.iterdir()) == []
