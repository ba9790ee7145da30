"""What memory keeps is for the learner: no log repeats it, at any level, and no error."""

import logging

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


BROKEN = {
    "no table": "DROP TABLE answers",
    "no such column": "ALTER TABLE answers RENAME COLUMN kept_at TO kept",
    "a row refused": "CREATE UNIQUE INDEX one ON answers (request)",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_no_error_repeats_a_learner_s_words(memory, sql, broken):
    await memory.answers.keep(SECRET, chat=1, learner=7)
    sql(broken)
    with pytest.raises(DBAPIError) as error:
        await memory.answers.keep(SECRET, chat=1, learner=7)
    for told in (error.value, error.value.orig):
        assert "secret" not in str(told)
