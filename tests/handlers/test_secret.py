"""The token is in no line of any log, at any level."""

import io
import logging
from contextlib import contextmanager

import pytest
from serving import serving

from handlers import hide

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOKEN = "123456:AAF-token_of_nobody"


@contextmanager
def log_of(token):
    """The root logger at DEBUG with one handler, and what that writes."""
    root, written = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(written)
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = [handler]
    root.setLevel(logging.DEBUG)
    try:
        hide(token)
        yield written
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda log: log.info(TOKEN), id="message"),
        pytest.param(lambda log: log.info("url %s", TOKEN), id="argument"),
        pytest.param(lambda log: log.info("%r", {"token": TOKEN}), id="within an argument"),
        pytest.param(lambda log: log.info(TOKEN.replace(":", "%3A")), id="quoted in a url"),
        pytest.param(lambda log: log.error("x", exc_info=ValueError(TOKEN)), id="error"),
        pytest.param(lambda log: log.info(ValueError(TOKEN)), id="error as a message"),
    ],
)
async def test_the_token_is_taken_out_of_a_line(write):
    with log_of(TOKEN) as written:
        write(logging.getLogger("anyone.s.logger"))
    assert written.getvalue()
    assert TOKEN.partition(":")[2] not in written.getvalue()
    assert "<token>" in written.getvalue()


async def test_the_rest_of_a_line_stays_as_it_was():
    with log_of(TOKEN) as written:
        logging.getLogger("a").warning("%d of %s", 3, "four")
    assert written.getvalue() == "3 of four\n"


async def test_a_whole_life_leaves_no_token_in_the_log(alone, desk):
    with log_of(alone.token) as written:
        alone.faults.refuse("getMe", 502, "Bad Gateway")
        async with serving(alone, desk):
            for text in ("slope of 3a at 5", "raise", "/start"):
                alone.say(text)
                await alone.reply()
            alone.faults.drop("sendMessage", carried_out=True)
            alone.say("no request")
            await alone.reply()
            alone.faults.refuse("sendPhoto", 403, "Forbidden: bot was blocked by the user")
            alone.say("slope of 3a at 5")
            alone.say("/start")
            await alone.reply()
    assert "getupdates" in written.getvalue()
    assert alone.token.partition(":")[2] not in written.getvalue()
