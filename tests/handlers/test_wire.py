"""What reaches Telegram, and what becomes of what does not."""

import asyncio
import socket
import ssl
from contextlib import asynccontextmanager

import pytest
from harness import PATIENCE
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from handlers import wire
from handlers.wire import Unsent, Wire

SECRET = "AAF-token_of_nobody"
ENVIRONMENT = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@asynccontextmanager
async def server(answer):
    """Its address; `answer` reads of its one connection, which is closed then."""
    closed = asyncio.Event()

    async def connected(reader, writer):
        await answer(reader)
        writer.close()
        await writer.wait_closed()
        closed.set()

    async with await asyncio.start_server(connected, "127.0.0.1", 0) as listening:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/bot"
        await closed.wait()


async def called(base_url):
    async with Wire(base_url, connections=1) as reaching:
        return await reaching.post(f"{base_url}1:{SECRET}/getMe", RequestData())


async def test_where_nobody_listens_nothing_was_sent():
    with socket.socket() as silent:  # it has the port, and does not listen
        silent.bind(("127.0.0.1", 0))
        with pytest.raises(Unsent) as met:
            await called(f"http://127.0.0.1:{silent.getsockname()[1]}/bot")
    assert SECRET not in met.value.message


async def hang_up(reader):
    await reader.readuntil(b"\r\n\r\n")


async def nothing(reader):
    await reader.read()


@pytest.mark.parametrize(
    ("answer", "waiting", "error"),
    [
        pytest.param(hang_up, PATIENCE, NetworkError, id="hung up"),
        pytest.param(nothing, 0.5, TimedOut, id="no answer"),
    ],
)
async def test_of_what_was_sent_nobody_knows_whether_it_was_done(
    monkeypatch, answer, waiting, error
):
    monkeypatch.setattr(wire, "WAITING", waiting)
    async with server(answer) as address:
        with pytest.raises(error) as met:
            await called(address)
    assert not isinstance(met.value, Unsent)
    assert SECRET not in met.value.message


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({}, None, id="none"),
        pytest.param({"https_proxy": "http://p:1"}, "http://p:1", id="for https"),
        pytest.param({"http_proxy": "http://p:1"}, None, id="for http alone"),
        pytest.param({"all_proxy": "http://p:1"}, "http://p:1", id="for all"),
        pytest.param(
            {"all_proxy": "http://p:1", "no_proxy": "api.telegram.org"}, None, id="not for Telegram"
        ),
    ],
)
def test_the_environment_s_proxy_leads_to_telegram(monkeypatch, environment, expected):
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wire._proxy("https://api.telegram.org/bot") == expected


def test_a_server_must_be_whom_it_claims_to_be():
    trusted = wire._trusted()
    assert trusted.verify_mode is ssl.CERT_REQUIRED
    assert trusted.check_hostname
    assert len(trusted.get_ca_certs()) > 50
