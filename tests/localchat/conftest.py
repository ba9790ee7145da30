"""The server's application called in memory, without a socket."""

import json

import httpx
import pytest

from bot.localchat.app import application
from bot.localchat.world import World

TOKEN = "700000001:secret"
KEY = "the-key"


class Api:
    """Calls a method and returns its result, or the refusal's description."""

    def __init__(self, client):
        self.client = client

    async def __call__(self, method, files=None, **values):
        answer = await self.refusal(method, files, **values)
        return answer["result"] if answer["ok"] else answer["description"]

    async def refusal(self, method, files=None, **values):
        data = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in values.items()
        }
        response = await self.client.post(f"/bot{TOKEN}/{method}", data=data, files=files)
        body = response.json()
        assert response.status_code == body.get("error_code", 200)
        return body


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
