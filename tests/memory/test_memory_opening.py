"""A database opens, or says at once why it does not, and leaves nothing open behind."""

import asyncio
import sqlite3
import threading

import pytest
from sqlalchemy.exc import DBAPIError

from bot.memory import open_memory


def no_folder(folder):
    return folder / "missing" / "nudge.db"


def no_database(folder):
    (folder / "notes.txt").write_text("The quick brown fox. " * 100)
    return folder / "notes.txt"


def a_folder(folder):
    return folder


def half_a_database(folder):
    with sqlite3.connect(folder / "half.db") as database:
        database.execute("CREATE TABLE scenes (chat INTEGER)")
    database.close()
    return folder / "half.db"


REFUSED = [no_folder, no_database, a_folder, half_a_database]


@pytest.mark.parametrize("place", REFUSED)
async def test_what_cannot_be_opened_is_refused_and_left_closed(tmp_path, place):
    before = threading.enumerate()
    with pytest.raises(DBAPIError):
        async with open_memory(f"sqlite:///{place(tmp_path)}"):
            pass
    for thread in set(threading.enumerate()) - set(before):
        thread.join(timeout=60)
        assert not thread.is_alive()


@pytest.mark.parametrize("name", ["a b", "100%", "导数", "%(here)s", "it's"])
async def test_a_folder_may_have_any_name(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    async with open_memory(f"sqlite:///{folder / 'nudge.db'}") as memory:
        assert await memory.inbox.store(5, 1, "text")
    assert [file.name for file in folder.iterdir()] == ["nudge.db"]


async def test_programs_may_start_together_on_one_database(empty_url):
    async def start(update_id):
        async with open_memory(empty_url) as memory:
            return await memory.inbox.store(update_id, 1, "text")

    assert await start(1)
    assert sum(await asyncio.gather(*(start(5) for _ in range(4)))) == 1
