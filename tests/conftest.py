"""What all tests share."""

from hypothesis import settings
from postgres import (  # noqa: F401 - fixtures are found where they are imported
    empty_postgres_url,
    mortal_postgres,
    mortal_postgres_of_session,
    postgres,
    postgres_url,
)

# The same examples in every run, on a machine of any speed; `--hypothesis-profile=explore` seeks
# new ones.
settings.register_profile("same", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("same")


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite", action="store_true", help="write the conversations as they go now"
    )
