"""What many machines need and have not is told in one clear line."""

import sys

import pytest
from typer.testing import CliRunner

from bot.__main__ import app

SHARED = "postgresql://postgres@/nudge?host=/nowhere"


@pytest.fixture(autouse=True)
def _bare(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NUDGE_TOKEN", raising=False)


def told(command):
    done = CliRunner().invoke(app, [command])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("command", ["receive", "work"])
def test_many_machines_want_a_token_and_a_server(monkeypatch, command):
    assert told(command).startswith("telegram.token: ")
    monkeypatch.setenv("NUDGE_TOKEN", "1:x")
    assert told(command).startswith("memory.url: many machines share a PostgreSQL")


@pytest.mark.parametrize("package", ["procrastinate", "psycopg_pool"])
@pytest.mark.parametrize("command", ["receive", "work"])
def test_what_is_not_installed_is_named_with_the_way_to_get_it(monkeypatch, command, package):
    for name in [name for name in sys.modules if name.startswith("bot.fleet")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setenv("NUDGE_TOKEN", "1:x")
    monkeypatch.setenv("NUDGE_MEMORY__URL", SHARED)
    assert told(command) == f"{package} is not there: pip install 'nudge-tutor[fleet]'\n"
