"""The page's files are free on this machine; its calls need the key, and no other site gets in."""

import asyncio
import json
import re
import socket
from importlib import resources

import httpx
import pytest
from in_memory import KEY

from bot.localchat import LocalChat, page, people

FILES = ["/", "/chat.css"] + [
    f"/{name}.js"
    for name in (
        "chat",
        "colours",
        "composer",
        "element",
        "inline",
        "list",
        "message",
        "polls",
        "server",
        "taps",
        "topics",
    )
]
STRANGERS = {
    "without a key": {},
    "with a wrong key": {"x-chat-key": "guess"},
    "from another site": {"x-chat-key": KEY, "origin": "https://evil.example"},
    "from a file or a frame": {"x-chat-key": KEY, "origin": "null"},
    "from another port": {"x-chat-key": KEY, "origin": "http://127.0.0.1:9999"},
    "by another site's navigation": {"x-chat-key": KEY, "sec-fetch-site": "cross-site"},
}
HERE = {"x-chat-key": KEY, "origin": "http://127.0.0.1:8080"}
HOSTS_REFUSED = ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "192.168.0.2:8080"]
DEEDS_REFUSED = {
    "unknown chat": ("say", {"chat": 5, "user": 1001, "text": "hi"}, 400),
    "a stranger": ("say", {"chat": 1001, "user": 1002, "text": "hi"}, 400),
    "nothing": ("say", {"chat": 1001, "user": 1001, "text": " "}, 400),
    "unknown message": ("edit", {"chat": 1001, "message": 5, "text": "hi"}, 400),
    "unknown deed": ("shout", {"chat": 1001}, 404),
    "no object": ("say", [], 400),
}


@pytest.mark.parametrize("path", FILES)
async def test_the_page_s_files_load_nothing_from_elsewhere(client, path):
    response = await client.get(path)
    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["content-security-policy"]
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", response.text))
    assert addresses <= {"http://www.w3.org/2000/svg"}


async def test_every_file_of_the_page_is_served(client):
    shipped = {file.name for file in resources.files(page).iterdir() if file.is_file()}
    served = {"index.html" if path == "/" else path[1:] for path in FILES}
    assert shipped - {"__init__.py"} == served


@pytest.mark.parametrize("headers", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize("path", ["/chat/events", "/chat/pictures/x", "/chat/say"])
async def test_strangers_get_nothing(client, world, path, headers):
    body = {"chat": 1001, "user": 1001, "text": "hi"}
    if path == "/chat/say":
        response = await client.post(path, json=body, headers=headers)
    else:
        response = await client.get(path, headers=headers)
    assert response.status_code == 403
    assert world.history.last == 0


@pytest.mark.parametrize("host", HOSTS_REFUSED)
@pytest.mark.parametrize("path", ["/", "/chat/pictures/x", "/bot700000001:secret/getMe"])
async def test_another_name_for_this_machine_is_refused(client, path, host):
    response = await client.get(path, headers={"host": host, "x-chat-key": KEY})
    assert response.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080"])
async def test_this_machine_s_own_names_are_served(client, host):
    assert (await client.get("/", headers={"host": host})).status_code == 200


async def test_a_person_speaks_corrects_taps_and_deletes(client, world):
    async def do(deed, **what):
        response = await client.post(f"/chat/{deed}", json=what, headers=HERE)
        assert response.status_code == 200, response.text
        return response.json()

    said = (await do("say", chat=1001, user=1001, text="one"))["message"]["message_id"]
    answer = await do("say", chat=1001, user=1001, text="two", reply_to=said)
    assert answer["message"]["reply_to_message"]["text"] == "one"
    edited = await do("edit", chat=1001, message=said, text="three")
    assert edited["message"]["text"] == "three"
    query = (await do("tap", chat=1001, user=1001, message=said, data="d"))["query"]
    assert query in world.taps
    await do("delete", chat=1001, message=said)
    assert [message.text for message in world.transcript(world.chat(1001))] == ["two"]


@pytest.mark.parametrize(("deed", "what", "status"), DEEDS_REFUSED.values(), ids=DEEDS_REFUSED)
async def test_what_cannot_be_done_is_said_in_words(client, deed, what, status):
    response = await client.post(f"/chat/{deed}", json=what, headers=HERE)
    assert response.status_code == status
    assert response.json()["error"]


async def test_events_bring_the_world_and_then_what_happens():
    async with LocalChat(port=0) as chat, httpx.AsyncClient(trust_env=False) as client:
        world, private = chat.world, chat.world.chat(chat.world.ada.id)
        people.say(world, world.ada, private, "before")
        key = chat.page_url.partition("#key=")[2]
        url = f"http://127.0.0.1:{chat.port}/chat/events"
        async with client.stream("GET", url, params={"key": key}) as stream:
            lines = (line async for line in stream.aiter_lines() if line.startswith("data: "))
            first = json.loads((await anext(lines))[6:])
            assert first["chats"][0]["messages"][0]["text"] == "before"
            people.say(world, world.ada, private, "after")
            second = json.loads((await anext(lines))[6:])
            assert (second["kind"], second["message"]["text"]) == ("message", "after")


async def test_stopping_lets_polls_and_pages_go_at_once():
    async with httpx.AsyncClient(trust_env=False) as client, asyncio.timeout(40):
        chat = LocalChat(port=0)
        arrived, inner = asyncio.Barrier(3), chat.app

        async def announcing(scope, receive, send):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(inner(scope, receive, send))
                tasks.create_task(arrived.wait())

        chat.app = announcing
        async with chat:
            key = chat.page_url.partition("#key=")[2]
            url = f"{chat.base_url}{chat.token}/getUpdates?timeout=50"
            poll = asyncio.create_task(client.get(url))
            address = f"http://127.0.0.1:{chat.port}/chat/events?key={key}"
            page = asyncio.create_task(client.get(address))
            await arrived.wait()
        assert (await poll).json() == {"ok": True, "result": []}
        assert (await page).text.startswith("event: world")


async def test_no_call_waits_for_a_delayed_acknowledgement():
    async with LocalChat(port=0) as chat, httpx.AsyncClient(trust_env=False) as client:
        await client.post(f"{chat.base_url}{chat.token}/getMe", data={"a": "b"})
        [connection] = chat._server.server_state.connections
        ours = connection.transport.get_extra_info("socket")
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_a_port_that_is_taken_is_an_os_error():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        chat = LocalChat(port=taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"):
            await chat.start()
