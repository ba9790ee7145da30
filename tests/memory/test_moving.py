"""Moving from SQLite to PostgreSQL: everything, once, or nothing at all."""

import asyncio
import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from bot.__main__ import app
from bot.memory import NotMoved, Running, Waiting, move, open_memory
from bot.memory.tables import metadata
from bot.tutor.course.quiz import Player, Quiz
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene, Settings

GROUP, LEARNER = -1_002_345_678_901, 2**52 - 1
HOSTILE = Request(("'); DROP TABLE scenes; --",), name="\u202e\x00导数😀\\u0000")
ROUND = Running(GROUP, 4, 10, Quiz(7, "zh", 3, 1, (Player(1, "导😀", 2, 1),), 1), poll="77")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "nudge.db"


@pytest.fixture
def url(postgres_url):
    return postgres_url


async def fill(file):
    """One of everything; the id of an answer."""
    async with open_memory(f"sqlite:///{file}") as memory:
        await memory.scenes.save(GROUP, 3, LEARNER, Scene(last=HOSTILE, spoken="zh"), "17")
        await memory.settings.save(LEARNER, Settings(language="zh", nudge="1/10"))
        await memory.chats.move(-5, GROUP)
        await memory.pictures.keep("导数", "AgACAgIAAx1")
        await memory.quizzes.save(ROUND)
        await memory.menus.note(8, "digest")
        for update_id in (2**40, 7, 8):
            await memory.inbox.store(update_id, LEARNER, '{"text": "3a 在 5 处 😀 \\u0000"}')
        await memory.inbox.answered(8)
        kept = await memory.answers.keep(HOSTILE, chat=GROUP, learner=LEARNER, question=4)
        await memory.answers.sent(kept, message=5)
        return kept


async def test_everything_is_as_it_was(file, url):
    kept = await fill(file)
    moved = await asyncio.to_thread(move, file, url)
    assert {name: rows for name, rows in moved.items() if rows} == {
        "scenes": 1, "settings": 1, "chats": 1, "menus": 1, "answers": 1, "quizzes": 1,
        "pictures": 1, "inbox": 3,
    }  # fmt: skip
    async with (
        open_memory(f"sqlite:///{file}", now=lambda: 1.0) as before,
        open_memory(url, now=lambda: 1.0) as after,
    ):
        assert (await after.answers.find(kept)).request == HOSTILE
        for memory in (before, after):
            assert await memory.inbox.unanswered() == [
                Waiting(id_, LEARNER, '{"text": "3a 在 5 处 😀 \\u0000"}', 0) for id_ in (2**40, 7)
            ]
        for table in metadata.tables.values():
            rows = [sorted(await one.database.read(table.select())) for one in (before, after)]
            assert rows[0] == rows[1]


async def test_what_comes_next_comes_behind_what_was_there(file, url):
    await fill(file)
    await asyncio.to_thread(move, file, url)
    async with open_memory(url) as memory:
        assert not await memory.inbox.store(8, 1, "a repeat")
        assert await memory.inbox.store(3, 1, "new")
        assert [one.update_id for one in await memory.inbox.unanswered()] == [2**40, 7, 3]


async def test_the_file_is_left_as_it_was(file, url):
    await fill(file)
    content = file.read_bytes()
    await asyncio.to_thread(move, file, url)
    assert file.read_bytes() == content
    assert [one.name for one in file.parent.iterdir()] == [file.name]


async def test_an_empty_memory_moves_too_and_goes_on(file, url):
    async with open_memory(f"sqlite:///{file}"):
        pass
    assert set((await asyncio.to_thread(move, file, url)).values()) == {0}
    async with open_memory(url) as memory:
        assert await memory.inbox.store(3, 1, "new")


async def test_one_that_an_earlier_nudge_has_written_moves_and_stays_an_earlier_one_s(file, url):
    with sqlite3.connect(file) as database:
        database.executescript("""
            CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
            INSERT INTO alembic_version VALUES ('0003');
            CREATE TABLE scenes (chat, thread, learner, scene, saved_at);
            CREATE TABLE settings (chat, settings);
            CREATE TABLE chats (chat, gone_at, moved_to);
            CREATE TABLE menus (bot, digest);
            CREATE TABLE answers (id, request, chat, thread, learner, question, message,
                                  inline_message, kept_at);
            CREATE TABLE pictures (key, file_id);
            CREATE TABLE inbox (place, update_id, stored_at, chat, body, tries);
            INSERT INTO settings VALUES (7, '{"look": "dark"}');
        """)
    database.close()
    await asyncio.to_thread(move, file, url)
    async with open_memory(url) as memory:
        assert await memory.settings.load(7) == Settings(look="dark")
    with sqlite3.connect(file) as database:
        assert database.execute("SELECT * FROM alembic_version").fetchall() == [("0003",)]
    database.close()


async def test_where_there_is_something_nothing_is_moved(file, url):
    await fill(file)
    async with open_memory(url) as memory:
        await memory.pictures.keep("mine", "AgACAgIAAx1")
        with pytest.raises(NotMoved, match="“pictures” already"):
            await asyncio.to_thread(move, file, url)
        assert await memory.pictures.find("导数") is None
        assert not await memory.quizzes.all()
        await memory.pictures.forget("mine")
        await asyncio.to_thread(move, file, url)
        assert await memory.pictures.find("导数")


async def test_what_fails_near_the_end_has_moved_nothing(file, url):
    await fill(file)
    with sqlite3.connect(file) as database:
        database.execute("UPDATE inbox SET tries = 1e12")  # as no Nudge writes it
    database.close()
    with pytest.raises(DBAPIError):
        await asyncio.to_thread(move, file, url)
    async with open_memory(url) as memory:
        for table in metadata.tables.values():
            assert await memory.database.read(table.select()) == []


async def test_what_is_in_use_is_not_moved(file, url):
    await fill(file)
    async with open_memory(f"sqlite:///{file}") as memory:
        with pytest.raises(NotMoved, match="stop Nudge first"):
            await asyncio.to_thread(move, file, url)
        await memory.pictures.keep("later", "AgACAgIAAx1")
    await asyncio.to_thread(move, file, url)


def absent(file):
    return "there is no such file"


def no_database(file):
    file.write_text("The quick brown fox. " * 100)
    return "this is no database of SQLite"


def somebody_else_s(file):
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE songs (name)")
    database.close()
    return "Nudge has not written this"


@pytest.mark.parametrize("made", [absent, no_database, somebody_else_s])
def test_what_is_no_memory_is_one_clear_line(file, url, monkeypatch, made):
    monkeypatch.setenv("NUDGE_MEMORY__URL", url)
    told = made(file)
    done = CliRunner().invoke(app, ["migrate", str(file)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


async def test_the_command_tells_how_much_it_has_moved(file, url, monkeypatch):
    await fill(file)
    monkeypatch.setenv("NUDGE_MEMORY__URL", url)
    done = await asyncio.to_thread(CliRunner().invoke, app, ["migrate", str(file)])
    assert (done.exit_code, done.stderr) == (0, "")
    assert "        3 inbox\n" in done.stdout
    assert "as it was" in done.stdout


NO_SERVER = "sqlite:///nudge.db"
REFUSED = {
    "migrate to a file": (["migrate", "old.db"], NO_SERVER, "this is no PostgreSQL"),
    "back up a server": (["backup", "copy.db"], "postgresql://localhost/nudge", "pg_dump"),
}


@pytest.mark.parametrize(("command", "url", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_said(monkeypatch, command, url, told):
    monkeypatch.setenv("NUDGE_MEMORY__URL", url)
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 2
    assert told in done.stderr
