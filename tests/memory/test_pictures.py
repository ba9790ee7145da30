"""What Telegram calls the pictures that it has."""

from bot.memory import open_memory


async def test_a_picture_is_known_after_a_restart_until_it_is_forgotten(url):
    async with open_memory(url) as memory:
        assert await memory.pictures.find("one") is None
        await memory.pictures.keep("one", "AgACAgIAAx1")
        await memory.pictures.keep("two", "AgACAgIAAx2")
    async with open_memory(url) as memory:
        assert await memory.pictures.find("one") == "AgACAgIAAx1"
        await memory.pictures.forget("one")
        await memory.pictures.forget("one")
        assert await memory.pictures.find("one") is None
        assert await memory.pictures.find("two") == "AgACAgIAAx2"


async def test_the_newest_file_id_of_a_picture_counts(memory):
    await memory.pictures.keep("one", "old")
    await memory.pictures.keep("one", "new")
    assert await memory.pictures.find("one") == "new"
