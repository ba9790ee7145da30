"""What was chosen for a chat, from an earlier Nudge too."""

import asyncio

import pytest

from bot.memory import open_memory
from bot.memory.migrations import upgrade
from bot.tutor.scene import Scene, Settings

CHOSEN = {
    "the usual": Settings(),
    "language": Settings(language="zh"),
    "all": Settings("en", "dark", "0.01", "brief", pictures=False, overhear=True),
}

STORED = {
    "no field at all": ("{}", Settings()),
    "a field of a later version": ('{"look": "dark", "voice": "calm"}', Settings(look="dark")),
}

UNREADABLE = {
    "a language that there is not": '{"language": "tlh"}',
    "another shape": '["dark"]',
    "half a text": '{"look": "da',
    "no text": "",
}


@pytest.mark.parametrize("settings", CHOSEN.values(), ids=CHOSEN)
async def test_settings_survive_a_restart(url, settings):
    async with open_memory(url) as memory:
        await memory.settings.save(-100, Settings(look="dark", nudge="0.1"))
        await memory.settings.save(-100, settings)
    async with open_memory(url) as memory:
        assert await memory.settings.load(-100) == settings
        assert await memory.settings.load(-101) == Settings()


@pytest.mark.parametrize(("text", "settings"), STORED.values(), ids=STORED)
async def test_settings_of_another_version_are_read_with_the_usual_ones(
    memory, sql, text, settings
):
    write(sql, text)
    assert await memory.settings.load(1) == settings


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
async def test_settings_that_cannot_be_read_are_the_usual_ones(memory, sql, caplog, text):
    write(sql, text)
    assert await memory.settings.load(1) == Settings()
    assert "could not be read" in caplog.text


def write(sql, text):
    sql("INSERT INTO settings VALUES (1, :text)", text=text)


@pytest.fixture
def statements(memory, monkeypatch):
    """Every statement that the database is asked from now on."""
    asked, engine = [], memory.settings._database._engine
    read, commit = engine.read, engine.commit

    def note_read(statement, values):
        asked.append(statement)
        return read(statement, values)

    def note_commit(batch):
        asked.extend(each.statement for each in batch)
        return commit(batch)

    monkeypatch.setattr(engine, "read", note_read)
    monkeypatch.setattr(engine, "commit", note_commit)
    return asked


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_what_was_read_or_written_lately_costs_no_query_of_a_file(memory, statements):
    await memory.settings.save(1, Settings(look="dark"))
    await memory.scenes.save(1, 0, 7, Scene(spoken="zh"))
    await memory.pictures.keep("key", "file")
    await memory.settings.load(2)
    assert statements
    statements.clear()
    assert await memory.settings.load(1) == Settings(look="dark")
    assert await memory.settings.load(2) == Settings()
    assert await memory.scenes.load(1, 0, 7) == Scene(spoken="zh")
    assert await memory.pictures.find("key") == "file"
    assert statements == []


async def test_a_read_that_meets_a_write_never_remembers_the_old(memory):
    for number in range(20):
        chosen = Settings(nudge=str(number))
        reads = [asyncio.create_task(memory.settings.load(1)) for _ in range(5)]
        await asyncio.gather(memory.settings.save(1, chosen), *reads)
        assert await memory.settings.load(1) == chosen
        memory.settings.lately.clear()
        assert await memory.settings.load(1) == chosen


async def test_a_write_that_is_broken_off_leaves_what_is_on_disk(memory):
    for delay in range(12):
        await memory.settings.save(1, Settings())
        write = asyncio.create_task(memory.settings.save(1, Settings(look="dark")))
        for _ in range(delay):
            await asyncio.sleep(0)
        write.cancel()
        await asyncio.gather(write, return_exceptions=True)
        remembered = await memory.settings.load(1)
        memory.settings.lately.clear()
        assert await memory.settings.load(1) == remembered


async def test_settings_in_scenes_of_an_earlier_nudge_become_the_private_chat_s(
    empty_url, sql_of_empty
):
    with sql_of_empty.engine.begin() as connection:
        upgrade(connection, "0001")
    dark = '{"settings": {"language": null, "look": "dark"}, "last": null, "spoken": "zh"}'
    for chat, text in ((7, dark), (-100, dark), (8, "no JSON")):
        sql_of_empty("INSERT INTO scenes VALUES (:chat, 0, 7, :text)", chat=chat, text=text)
    async with open_memory(empty_url) as memory:
        assert await memory.settings.load(7) == Settings(look="dark")
        assert await memory.settings.load(-100) == Settings()
        assert await memory.scenes.load(7, 0, 7) == Scene(spoken="zh")
        assert await memory.scenes.load(-100, 0, 7) == Scene(spoken="zh")
        assert await memory.scenes.load(8, 0, 7) == Scene()
