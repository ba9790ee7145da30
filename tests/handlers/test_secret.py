"""The token is in no line of any log, at any level."""

import asyncio
import io
import logging
import os
import sys
from contextlib import contextmanager

import pytest
from harness import PATIENCE
from serving import serving

from handlers import Refused, application, hide, serve, wire

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOKEN = "123456:AAF-token_of_nobody"
SOON = 0.3  # seconds


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


ASK = "slope of 3a at 5"
PAGE = "<html><h1>Bad Gateway</h1></html>"


def says(alone):
    alone.say(ASK)


def types(alone):
    alone.look_up(ASK)


def calls(alone):
    alone.call(f"@{alone.world.bot.username} {ASK}", alone.group)


def moves(alone):
    alone.say(f"/slope {ASK}", chat=alone.group)
    alone.migrate(alone.group)


def plays(alone):
    alone.say("/quiz 1", chat=alone.group)


def waits(alone):
    """The bot asks for updates by itself."""


HTML = "Bad Request: can't parse entities: unexpected end tag at byte offset 3"
OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
GROWN = "Bad Request: group chat was upgraded to a supergroup chat"
OTHER = "Conflict: terminated by other getUpdates request"

ON_THE_WAY = [
    pytest.param(says, ("too_many_requests", "sendPhoto", 1), id="429"),
    pytest.param(says, ("refuse", "sendPhoto", 400, HTML), id="400, our HTML"),
    pytest.param(says, ("refuse", "sendPhoto", 400, GROWN), id="400, of another kind"),
    pytest.param(says, ("refuse", "sendPhoto", 401, "Unauthorized"), id="401 to a message"),
    pytest.param(says, ("refuse", "sendPhoto", 403, "Forbidden: blocked by the user"), id="403"),
    pytest.param(says, ("refuse", "sendPhoto", 404, "Not Found"), id="404"),
    pytest.param(says, ("refuse", "sendPhoto", 500, "Internal Server Error"), id="500"),
    pytest.param(says, ("interject", "sendPhoto", 502, PAGE), id="502, a page"),
    pytest.param(says, ("interject", "sendPhoto", 200, "{"), id="unreadable JSON"),
    pytest.param(says, ("interject", "sendPhoto", 302, ""), id="a redirection"),
    pytest.param(says, ("drop", "sendPhoto"), id="broken off"),
    pytest.param(says, ("delay", "sendPhoto", 4 * SOON), id="a time-out"),
    pytest.param(types, ("refuse", "answerInlineQuery", 400, OLD), id="inline, 400"),
    pytest.param(types, ("drop", "answerInlineQuery"), id="inline, broken off"),
    pytest.param(calls, ("refuse", "answerGuestQuery", 400, OLD), id="guest, 400"),
    pytest.param(calls, ("interject", "answerGuestQuery", 502, PAGE), id="guest, 502"),
    pytest.param(moves, ("interject", "sendPhoto", 502, PAGE), id="a group that moves, 502"),
    pytest.param(plays, ("refuse", "sendPoll", 400, "Bad Request: no polls"), id="a poll, 400"),
    pytest.param(plays, ("drop", "sendPoll"), id="a poll, broken off"),
    pytest.param(waits, ("refuse", "getUpdates", 409, OTHER), id="polling, 409"),
    pytest.param(waits, ("too_many_requests", "getUpdates", 1), id="polling, 429"),
    pytest.param(waits, ("interject", "getUpdates", 502, PAGE), id="polling, 502"),
    pytest.param(waits, ("interject", "getUpdates", 200, "{"), id="polling, unreadable JSON"),
    pytest.param(waits, ("drop", "getUpdates"), id="polling, broken off"),
]

AT_THE_START = [
    pytest.param(("refuse", "getMe", 500, "Internal Server Error"), id="500"),
    pytest.param(("interject", "getMe", 502, PAGE), id="502, a page"),
    pytest.param(("interject", "getMe", 200, "{"), id="unreadable JSON"),
    pytest.param(("drop", "getMe"), id="broken off"),
    pytest.param(("drop", "deleteWebhook"), id="a webhook that stays"),
    pytest.param(("too_many_requests", "setMyCommands", 1), id="the menu, 429"),
    pytest.param(("refuse", "setMyDescription", 400, "Bad Request: too long"), id="the menu, 400"),
]

LAST = [
    pytest.param(("getMe", 401, "Unauthorized"), id="unknown at the start"),
    pytest.param(("getUpdates", 401, "Unauthorized"), id="revoked later"),
    pytest.param(("getUpdates", 404, "Not Found"), id="gone"),
    pytest.param(("getUpdates", 409, OTHER), id="another program listens"),
]


def arm(alone, fault, *arguments):
    getattr(alone.faults, fault)(*arguments)


async def met(alone):
    """All faults have been met."""
    async with asyncio.timeout(PATIENCE):
        while alone.faults.pending:  # noqa: ASYNC110 - a fault is met in the server, by itself
            await asyncio.sleep(0.01)


def without_the_token(alone, *texts):
    secret = alone.token.partition(":")[2]
    said = [
        message.text for chat in alone.world.chats.values() for message in alone.transcript(chat)
    ]
    assert not [text for text in (*said, *texts) if secret in text]


@pytest.mark.parametrize(("event", "fault"), ON_THE_WAY)
async def test_what_goes_wrong_on_the_way_leaves_no_token(  # noqa: PLR0913, PLR0917 - fixtures
    alone, desk, capfd, monkeypatch, event, fault
):
    if fault[0] == "delay":
        monkeypatch.setattr(wire, "WAITING", SOON)
        monkeypatch.setattr(wire, "UPLOADING", 0)
    with log_of(alone.token) as written:
        async with serving(alone, desk):
            arm(alone, *fault)
            event(alone)
            await met(alone)
            monkeypatch.undo()
            alone.say(ASK, user=alone.lin)
            await alone.reply(alone.private(alone.lin))
    assert "<token>" in written.getvalue()
    without_the_token(alone, written.getvalue(), *capfd.readouterr())


async def test_a_dead_file_id_leaves_no_token(alone, desk, capfd):
    with log_of(alone.token) as written:
        async with serving(alone, desk):
            alone.say(ASK)
            await alone.reply()
            alone.faults.refuse("sendPhoto", 400, "Bad Request: wrong file identifier")
            alone.say(ASK)
            assert (await alone.reply()).photo
    assert alone.faults.pending == 0
    without_the_token(alone, written.getvalue(), *capfd.readouterr())


@pytest.mark.parametrize("fault", AT_THE_START)
async def test_what_goes_wrong_at_the_start_leaves_no_token(alone, desk, capfd, fault):
    arm(alone, *fault)
    with log_of(alone.token) as written:
        async with serving(alone, desk):
            await met(alone)
            alone.say(ASK)
            await alone.reply()
    assert "<token>" in written.getvalue()
    without_the_token(alone, written.getvalue(), *capfd.readouterr())


@pytest.mark.parametrize("refusal", LAST)
async def test_what_ends_it_leaves_no_token(alone, desk, capfd, refusal):
    alone.faults.refuse(*refusal, times=100)
    with log_of(alone.token) as written, pytest.raises(Refused) as error:
        await serve(application(desk, token=alone.token, base_url=alone.base_url))
    without_the_token(alone, written.getvalue(), str(error.value), *capfd.readouterr())


async def test_where_nobody_listens_the_program_at_debug_level_leaves_no_token(tmp_path):
    ours = {
        "NUDGE_TOKEN": TOKEN,
        "NUDGE_TELEGRAM__BASE_URL": "http://127.0.0.1:9/bot",
        "NUDGE_LOG__LEVEL": "DEBUG",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot"),
        cwd=tmp_path,
        env=os.environ | ours,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told = b""
    async with asyncio.timeout(300):
        while b"cannot be reached" not in told:
            told += await process.stdout.readline()
    process.terminate()
    told += (await process.communicate())[0]
    assert b"<token>" in told
    assert TOKEN.partition(":")[2].encode() not in told
