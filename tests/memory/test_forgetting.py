"""Forgetting: everything of a learner and nothing of others; what is old, and not before."""

import pytest
from sqlalchemy import update

from bot.memory import open_memory
from bot.memory.inbox import TRIES
from bot.memory.tables import inbox, metadata
from bot.tutor.reading.request import Request
from bot.tutor.scene import Scene, Settings

DAY = 24 * 3600.0
SECRET = Request(formulas=("secret",))
GROUP = -100

# Tables that hold nothing of a learner, or (the inbox) nothing once an update is answered.
OF_NOBODY = {"pictures", "menus", "inbox"}
# For minutes: digests of what was just done, how fast messages go where, and whose turn it is.
FOR_MINUTES = {"deeds", "slots", "closed", "lines"}


async def fill(memory, learner):
    """Everything that can be remembered of a learner; the ids of two answers."""
    await memory.settings.save(learner, Settings(nudge="1/777"))
    for chat in (learner, GROUP):
        await memory.scenes.save(chat, 0, learner, Scene(last=SECRET))
    await memory.chats.mark_gone(learner)
    await memory.chats.mark_back(learner)
    await memory.inbox.store(learner, learner, "secret")
    given_up = update(inbox).where(inbox.c.update_id == learner).values(tries=TRIES)
    await memory.database.write(given_up)  # it ended as many runs
    return [await memory.answers.keep(SECRET, chat=chat, learner=learner) for chat in (1, GROUP)]


async def test_nothing_of_a_learner_is_left_and_others_keep_theirs(memory):
    hers, his = await fill(memory, 7), await fill(memory, 8)
    await memory.settings.save(GROUP, Settings(look="dark"))
    await memory.forgetting.learner(7)
    assert await memory.settings.load(7) == Settings()
    assert await memory.settings.load(GROUP) == Settings(look="dark")
    assert await memory.settings.load(8) == Settings(nudge="1/777")
    for chat in (7, GROUP):
        assert await memory.scenes.load(chat, 0, 7) == Scene()
    assert await memory.scenes.load(GROUP, 0, 8) == Scene(last=SECRET)
    assert [await memory.answers.find(id_) for id_ in hers] == [None, None]
    assert None not in [await memory.answers.find(id_) for id_ in his]


async def test_nothing_of_a_learner_is_left_on_the_disk(url, sql, tmp_path):
    async with open_memory(url) as memory:
        await fill(memory, 777)
        await memory.forgetting.learner(777)
    for file in tmp_path.iterdir():
        assert b"secret" not in file.read_bytes()
    for name, table in metadata.tables.items():
        for column in {"learner", "chat"} & set(table.c.keys()):
            assert sql(f"SELECT * FROM {name} WHERE {column} = 777") == []


def test_every_table_is_of_a_learner_or_of_a_chat_or_of_nobody():
    names = {name for name, table in metadata.tables.items() if "learner" not in table.c}
    # A running quiz is a group's, and forgets each of its players by itself.
    assert names - OF_NOBODY - FOR_MINUTES == {"settings", "chats", "quizzes"}


async def test_a_group_s_anonymous_administrators_leave_its_settings(memory):
    await memory.settings.save(GROUP, Settings(look="dark"))
    await memory.scenes.save(GROUP, 0, GROUP, Scene(last=SECRET))
    await memory.forgetting.learner(GROUP)
    assert await memory.settings.load(GROUP) == Settings(look="dark")
    assert await memory.scenes.load(GROUP, 0, GROUP) == Scene()


@pytest.mark.parametrize(("days", "left"), [(89, True), (91, False)])
async def test_a_request_is_kept_for_ninety_days_after_its_last_use(memory, clock, days, left):
    kept = await memory.answers.keep(SECRET, chat=1, learner=7, question=1)
    await memory.scenes.save(1, 0, 7, Scene(last=SECRET))
    await memory.settings.save(7, Settings(look="dark"))
    clock.seconds += days * DAY
    await memory.forgetting.old()
    assert bool(await memory.answers.find(kept)) == left
    assert bool((await memory.scenes.load(1, 0, 7)).last) == left
    assert await memory.settings.load(7) == Settings(look="dark")


async def test_a_tap_is_a_use(memory, clock):
    kept = await memory.answers.keep(SECRET, chat=1, learner=7, question=1)
    clock.seconds += 60 * DAY
    await memory.answers.change(kept, SECRET)
    clock.seconds += 60 * DAY
    await memory.forgetting.old()
    assert await memory.answers.find(kept)


async def test_what_grew_old_while_nothing_ran_goes_at_the_start(url, clock):
    async with open_memory(url, days=1, now=clock) as memory:
        kept = await memory.answers.keep(SECRET, chat=1, learner=7)
    clock.seconds += 2 * DAY
    async with open_memory(url, days=1, now=clock) as memory:
        assert await memory.answers.find(kept) is None


async def test_a_disk_that_fails_does_not_keep_it_from_starting(memory, sql, caplog):
    sql("DROP TABLE answers")
    await memory.forgetting.old()
    assert "could not be forgotten" in caplog.text
