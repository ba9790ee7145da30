"""What memory keeps is for the learner: no log repeats it, at any level, and no error."""

import logging
import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError

from bot.memory import open_memory
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene

SECRET = Request(formulas=("secret",))


async def test_no_log_repeats_a_learner_s_words_at_debug_level(url, caplog):
    caplog.set_level(logging.DEBUG)
    async with open_memory(url) as memory:
        await memory.inbox.store(5, 1, "secret")
        await memory.inbox.unanswered()
        await memory.scenes.save(1, 0, 7, Scene(last=SECRET))
        await memory.scenes.load(1, 0, 7)
        await memory.answers.find(await memory.answers.keep(SECRET, chat=1, learner=7))
    assert "secret" not in caplog.text


async def test_no_error_repeats_a_learner_s_words(memory, tmp_path):
    with sqlite3.connect(tmp_path / "nudge.db") as database:
        database.execute("DROP TABLE answers")
    database.close()
    with pytest.raises(DBAPIError) as error:
        await memory.answers.keep(SECRET, chat=1, learner=7)
    assert "secret" not in str(error.value)
