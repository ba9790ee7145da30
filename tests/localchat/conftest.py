"""The server's application called in memory, without a socket."""

import httpx
import pytest
from in_memory import KEY, TOKEN, Api

from bot.localchat.app import application
from bot.localchat.world import World


@pytest.fixture
def world():
    return World()


@pytest.fixture
async def client(world):
    transport = httpx.ASGITransport(application(world, TOKEN, KEY))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        yield client


@pytest.fixture
def api(client):
    return Api(client)
