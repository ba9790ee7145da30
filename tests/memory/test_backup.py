"""A backup: whole, of one moment, while the memory is written; and never over another file."""

import asyncio
import sqlite3
import stat

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.memory import back_up, open_memory
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene, Settings


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'nudge.db'}"


async def test_a_backup_is_a_memory_to_go_on_from(url, memory, tmp_path):
    await memory.settings.save(7, Settings(language="zh", nudge="0.01"))
    await memory.scenes.save(7, 0, 7, Scene(last=Request(("3*a",))))
    back_up(url, tmp_path / "copy.db")
    await memory.settings.save(7, Settings(language="en"))
    async with open_memory(f"sqlite:///{tmp_path / 'copy.db'}") as copy:
        assert await copy.settings.load(7) == Settings(language="zh", nudge="0.01")
        assert await copy.scenes.load(7, 0, 7) == Scene(last=Request(("3*a",)))


async def test_a_backup_is_of_one_moment_while_the_memory_is_written(url, memory, tmp_path):
    async def write():
        number = 0
        while not done.is_set():
            number += 1
            await memory.settings.save(1, Settings(nudge=str(number)))
            await memory.settings.save(2, Settings(nudge=str(number)))
        return number

    done = asyncio.Event()
    writing = asyncio.create_task(write())
    files = [tmp_path / f"copy{number}.db" for number in range(5)]
    for file in files:
        await asyncio.to_thread(back_up, url, file)
    done.set()
    assert await writing > 1
    for file in files:
        async with open_memory(f"sqlite:///{file}") as copy:
            first, second = await copy.settings.load(1), await copy.settings.load(2)
            assert int(first.nudge or 0) - int(second.nudge or 0) in {0, 1}


async def test_what_was_forgotten_is_in_no_backup(url, memory, tmp_path):
    await memory.answers.keep(Request(("secret",)), chat=7, learner=7)
    await memory.forgetting.learner(7)
    back_up(url, tmp_path / "copy.db")
    assert b"secret" not in (tmp_path / "copy.db").read_bytes()


async def test_only_its_owner_may_read_a_backup(url, memory, tmp_path):
    back_up(url, tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"", b"precious"], ids=["empty", "precious"])
async def test_no_file_is_overwritten(url, memory, tmp_path, content):
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(FileExistsError):
        back_up(url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == content


async def test_where_there_is_no_memory_nothing_is_made(url, tmp_path):
    with pytest.raises(sqlite3.Error):
        back_up(url, tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("there.db", "there.db: there is such a file, and it is not overwritten"),
        ("absent/copy.db", "absent/copy.db: No such file or directory"),
        ("copy.db", "memory.url: the database cannot be copied: "),
    ],
)
def test_what_cannot_be_backed_up_is_one_clear_line(tmp_path, monkeypatch, file, line):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.db").touch()
    done = CliRunner().invoke(app, ["backup", file])
    assert done.exit_code == 2
    assert line in done.stderr
    assert done.stderr.count("\n") == 1


async def test_the_command_backs_up_what_the_configuration_names(tmp_path, monkeypatch, url):
    monkeypatch.setenv("NUDGE_MEMORY__URL", url)
    async with open_memory(url) as memory:
        await memory.settings.save(7, Settings(look="dark"))
        done = await asyncio.to_thread(CliRunner().invoke, app, ["backup", str(tmp_path / "c.db")])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "name it in memory.url" in done.stdout
    async with open_memory(f"sqlite:///{tmp_path / 'c.db'}") as copy:
        assert await copy.settings.load(7) == Settings(look="dark")
