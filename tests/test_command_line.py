"""`nudge`, started as a person or a script starts it."""

import json
import os
import subprocess
import sys

import pytest

NUDGE = [sys.executable, "-m", "bot"]
FIELDS = [
    *("request", "language", "kind", "formula", "variable", "order", "derivative", "points"),
    *("table", "readings", "words", "picture", "seconds"),
]


def nudge(*words, stdin="", cwd=None, **environment):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUDGE_")}
    return subprocess.run(
        [*NUDGE, *words],
        input=stdin.encode(),
        capture_output=True,
        timeout=60,
        check=False,
        cwd=cwd,
        env=clean | environment,
    )


def objects(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_ask_prints_the_words_and_writes_the_picture(tmp_path):
    file = tmp_path / "triangle.png"
    done = nudge("ask", "slope of 3a at 5", "--picture", str(file))
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().startswith("f(a) = 3a at a = 5: slope 3\n")
    assert file.read_bytes().startswith(b"\x89PNG")


def test_one_line_out_for_every_line_in_in_order_whatever_the_line(tmp_path):
    lines = ["slope of 3a at 5", "", "((((", "3a在5处的斜率", "\udcff", "9^9^9^9 x", "x^2 at 3"]
    stdin = "\n".join(lines[:4]) + "\n"
    found = objects(
        subprocess.run(
            [*NUDGE, "ask", "--json", "--pictures", str(tmp_path / "new")],
            input=stdin.encode() + b"\xff\xfe\n" + "\n".join(lines[5:]).encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
    )
    assert [answer["kind"] for answer in found] == [
        *("slope", "misunderstood", "misunderstood", "slope"),
        *("misunderstood", "misunderstood", "slope"),
    ]
    assert [answer["request"] for answer in found[:4]] == lines[:4]
    assert all(list(answer) == FIELDS for answer in found)
    assert [answer["language"] for answer in found[:4:3]] == ["en", "zh"]
    pictures = sorted(file.name for file in (tmp_path / "new").iterdir())
    assert pictures == ["000001.jpg", "000004.jpg", "000007.jpg"]
    assert found[6]["picture"] == str(tmp_path / "new" / "000007.jpg")


def test_a_chat_s_lines_are_one_conversation_until_an_empty_one():
    found = objects(
        nudge("ask", "--json", "--chat", stdin="slope of a^2 at 2\nand at 5?\n\nand at 5?\n")
    )
    assert [answer["kind"] for answer in found] == ["slope", "slope"] + ["misunderstood"] * 2
    assert found[1]["points"][0]["value"] == "25"


def test_the_language_may_be_chosen():
    (found,) = objects(nudge("ask", "--json", "--language", "zh", "slope of 3a at 5"))
    assert found["language"] == "zh"
    assert "斜率 3" in found["words"]


def test_check_config_says_where_nudge_starts(tmp_path):
    done = nudge("check-config", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"in the local chat" in done.stdout
    assert b"on Telegram" in nudge("check-config", cwd=tmp_path, NUDGE_TOKEN="1:x").stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--config", "absent.toml", "check-config"], "absent.toml: No such file or directory"),
        (["check-config", "--config", "absent.toml"], "absent.toml: No such file or directory"),
        (["ask", "--picture", "a.png"], "--picture takes one request"),
        (["ask", "x^2 at 3", "--picture", "a.gif"], "a.gif should end in .png or .jpg"),
    ],
)
def test_what_cannot_start_is_one_clear_line(tmp_path, words, line):
    done = nudge(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert line in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert done.stdout == b""
