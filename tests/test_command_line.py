"""`nudge`, started as a person or a script starts it."""

import json
import os
import socket
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.__main__ import app

NUDGE = [sys.executable, "-m", "bot"]
# In the order in which the README's readers find them.
FIELDS = [
    *("request", "language", "kind", "formula", "variable", "order", "derivative", "points"),
    *("stretches", "table", "readings", "words", "picture", "seconds"),
]


def nudge(*words, stdin=b""):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NUDGE_")}
    done = subprocess.run(
        [*NUDGE, *words], input=stdin, capture_output=True, timeout=300, check=False, env=clean
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def test_ask_prints_the_words_and_writes_the_picture(tmp_path):
    file = tmp_path / "triangle.png"
    done = CliRunner().invoke(app, ["ask", "slope of 3a at 5", "--picture", str(file)])
    assert done.stdout.startswith("f(a) = 3a at a = 5: slope 3\n")
    assert file.read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_ends_in_gif_moves(tmp_path):
    file = tmp_path / "shrinking.gif"
    done = CliRunner().invoke(app, ["ask", "slope of a^2 at 2", "--picture", str(file)])
    assert done.stdout.startswith("f(a) = a² at a = 2: slope 4\n")
    assert file.read_bytes().startswith(b"GIF89a")


def test_where_nothing_moves_the_words_come_alone_and_say_so(tmp_path, caplog):
    file = tmp_path / "shrinking.gif"
    done = CliRunner().invoke(app, ["ask", "1/a at 0", "--picture", str(file)])
    assert done.exit_code == 0
    assert done.stdout.startswith("f(a) = 1/a at a = 0")
    assert "nothing to set in motion" in caplog.text
    assert not file.exists()


def test_one_line_out_for_every_line_in_in_order_whatever_the_line(tmp_path):
    lines = ["slope of 3a at 5", "", "((((", "3a在5处的斜率", "9^9^9^9 x", "x^2 at 3"]
    stdin = "\n".join(lines).encode() + b"\n\xff\xfe"
    printed = nudge("ask", "--json", "--pictures", str(tmp_path / "new"), stdin=stdin)
    found = [json.loads(line) for line in printed.splitlines()]
    assert [answer["request"] for answer in found] == [*lines, "\ufffd\ufffd"]
    assert [answer["kind"] for answer in found] == [
        *("slope", "misunderstood", "misunderstood", "slope", "misunderstood", "slope"),
        "misunderstood",
    ]
    assert all(list(answer) == FIELDS for answer in found)
    assert [found[0]["language"], found[3]["language"]] == ["en", "zh"]
    pictures = sorted(file.name for file in (tmp_path / "new").iterdir())
    assert pictures == ["000001.jpg", "000004.jpg", "000006.jpg"]
    assert found[5]["picture"] == str(tmp_path / "new" / "000006.jpg")


def test_practice_has_one_verdict_for_every_line_whatever_the_line():
    row = {"ask": "slope", "expr": "3*a", "var": "a", "at": "5", "answer": "3"}
    lines = [json.dumps(row), "", "{", "[]", '{"a":' * 3000, json.dumps(row | {"answer": "\ud800"})]
    printed = nudge("practice", "--json", stdin="\n".join(lines).encode() + b"\n\xff\xfe")
    found = [json.loads(line) for line in printed.splitlines()]
    assert [verdict["right"] for verdict in found] == [True, *[None] * 4, False, None]
    assert all(verdict["words"] for verdict in found)


def test_a_chat_s_lines_are_one_conversation_until_an_empty_one():
    lines = "slope of a^2 at 2\nand at 5?\n\nand at 5?\n"
    done = CliRunner().invoke(app, ["ask", "--json", "--chat", "--language", "zh"], input=lines)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["kind"] for answer in found] == ["slope", "slope"] + ["misunderstood"] * 2
    assert found[1]["points"][0]["value"] == "25"
    assert {answer["language"] for answer in found} == {"zh"}


def test_check_config_says_where_nudge_starts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NUDGE_TOKEN", raising=False)
    done = CliRunner().invoke(app, ["check-config"])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "in the local chat" in done.stdout
    monkeypatch.setenv("NUDGE_TOKEN", "1:x")
    assert "on Telegram" in CliRunner().invoke(app, ["check-config"]).stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--config", "absent.toml", "check-config"], "absent.toml: No such file or directory"),
        (["check-config", "--config", "absent.toml"], "absent.toml: No such file or directory"),
        (["ask", "--picture", "a.png"], "--picture takes one request"),
        (["ask", "x^2 at 3", "--picture", "a.bmp"], "a.bmp should end in .png, .jpg or .gif"),
        (["ask", "x^2 at 3", "--picture", "absent/a.png"], "there is no folder absent"),
        (["ask", "x^2 at 3", "--pictures", "/dev/null/x"], "--pictures: /dev/null/x: "),
    ],
)
def test_what_cannot_start_is_one_clear_line(tmp_path, monkeypatch, words, line):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert line in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_port_that_is_taken_is_one_clear_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NUDGE_TOKEN", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(app, ["--port", port, "--no-browser"])
    assert done.exit_code == 2
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1
