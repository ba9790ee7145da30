"""A memory on a real file."""

import pytest

from bot.memory import open_memory


class Clock:
    def __init__(self):
        self.seconds = 1_800_000_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'nudge.db'}"


@pytest.fixture
async def memory(url, clock):
    async with open_memory(url, now=clock) as memory:
        yield memory
