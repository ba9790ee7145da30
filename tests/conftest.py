"""What all tests share."""

from pathlib import Path

import pytest_asyncio
from hypothesis import settings
from postgres import (  # noqa: F401 - fixtures are found where they are imported
    empty_postgres_url,
    mortal_postgres,
    mortal_postgres_of_session,
    postgres,
    postgres_url,
)

from bot.tutor.turn import rehearse
from bot.workers import Limits, Workers

# The same examples in every run, on a machine of any speed; `--hypothesis-profile=explore` seeks
# new ones.
settings.register_profile("same", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("same")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def workers():
    """One pool for all tests that do not break it; they say `loop_scope="session"`."""
    limits = Limits(count=2, seconds=10)  # a busy machine's: only what hangs takes so long
    async with Workers(limits, warm=rehearse, preload=("trial",)) as pool:
        yield pool


# What starts the program or waits for it comes first, file by file: else the last file, with one
# long test, runs alone.
LONGEST_FIRST = (
    "reliability",
    "fleet",
    "test_page.py",
    "handlers",
    "memory",
    "test_command_line.py",
)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent

    def rank(item):
        room = item.path.relative_to(here).parts[0]
        return LONGEST_FIRST.index(room) if room in LONGEST_FIRST else len(LONGEST_FIRST)

    items.sort(key=rank)


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite", action="store_true", help="write the conversations as they go now"
    )
