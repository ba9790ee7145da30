"""Only Telegram is heard, and is told that we have an update when it is stored, not before."""

import httpx
import pytest
from updates import message, no_queue

from bot.fleet.receive import SECRET, Webhook, _app, bot_of, secret_of

TOKEN = "123456:ABC-DEF"
HOOK = Webhook("https://bot.example.org/telegram", "a-secret", "127.0.0.1", 0, "/telegram")
UPDATE = {"update_id": 1, "message": message()}


@pytest.fixture
def counted():
    return []


@pytest.fixture
async def client(queue, counted):
    app = _app(queue, bot_of(TOKEN, "http://127.0.0.1:1/bot"), HOOK, counted.append)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        yield client


@pytest.fixture
def told(client):
    """Telegram brings something; the status that it gets."""

    async def bring(content, secret="a-secret", path="/telegram"):
        given = {"json": content} if isinstance(content, dict) else {"content": content}
        answer = await client.post(path, headers={SECRET: secret} if secret else {}, **given)
        return answer.status_code

    return bring


def stored(sql):
    return [row.update_id for row in sql("SELECT update_id FROM inbox ORDER BY place")]


async def test_an_update_is_stored_once_and_counted_once(told, sql, counted):
    assert [await told(UPDATE), await told(UPDATE)] == [200, 200]
    assert stored(sql) == [1]
    assert [update.update_id for update in counted] == [1]


@pytest.mark.parametrize("secret", [None, "", "a-secreT", "a-secret ", "a-secret" * 1000, "ä"])
async def test_who_does_not_know_the_secret_is_not_heard(client, sql, secret):
    headers = {} if secret is None else {SECRET: secret.encode("latin-1")}
    answer = await client.post("/telegram", json=UPDATE, headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert stored(sql) == []


async def test_only_the_path_and_only_post_are_answered(client, told):
    assert await told(UPDATE, path="/elsewhere") == 404
    assert (await client.get("/telegram")).status_code == 405


async def test_what_is_larger_than_any_update_is_refused_before_it_is_read(client, sql):
    parts = 0

    async def endless():
        nonlocal parts
        while True:
            parts += 1
            yield b" " * (1 << 16)

    answer = await client.post("/telegram", content=endless(), headers={SECRET: "a-secret"})
    assert answer.status_code == 413
    assert parts < 20


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
async def test_what_is_no_json_is_refused(told, sql, content):
    assert await told(content) == 400
    assert stored(sql) == []


@pytest.mark.parametrize(
    "content", [b"[]", b"7", b"{}", b'{"update_id": 5, "message": 7}'], ids=str
)
async def test_what_is_no_update_is_passed_over_for_it_would_be_none_the_next_time(
    told, sql, content
):
    assert await told(content) == 200
    assert stored(sql) == []


async def test_an_update_that_cannot_be_stored_is_to_come_again(told, sql, counted):
    with no_queue(sql):
        assert await told(UPDATE) == 503
        assert counted == []
    assert await told(UPDATE) == 200
    assert stored(sql) == [1]


async def test_neither_a_refusal_nor_a_trouble_tells_a_word_of_a_learners(
    told, sql, caplog, capsys
):
    with no_queue(sql):
        await told({"update_id": 1, "message": message(text="my own words")})
        await told({"update_id": 2, "message": message(text=["my own words"])})
    assert "my own" not in caplog.text + str(capsys.readouterr())


def test_the_secret_made_from_a_token_is_one_that_telegram_takes_and_gives_nothing_away():
    secret = secret_of(TOKEN)
    assert secret == secret_of(TOKEN) != secret_of(TOKEN + "G")
    assert secret.isalnum()
    assert len(secret) == 64
    assert not any(part in secret for part in TOKEN.split(":"))
