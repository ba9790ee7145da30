"""Telegram and a crowd that asks, in a process of its own: `python tests/benchmarks/crowd.py PORT`.

A Bot API server that answers at once and checks nothing, so that a bot's speed is the bot's own.
GET /crowd?chats=200&rate=15&seconds=60 has the crowd ask, and tells in JSON how it was answered;
with &inline=5 others type five requests a second behind the bot's name meanwhile.
"""

import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import count, cycle
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

TOKEN = "123456:AAF-token_of_nobody"
ME = {
    "id": 123456,
    "is_bot": True,
    "first_name": "Nudge",
    "username": "nudge_bot",
    "supports_inline_queries": True,
}
SIDES = ((72, 90), (267, 320), (667, 800), (1080, 1296))  # of the pictures that Telegram makes

SHAPES = (
    "{k}*a",
    "a^2 + {k}",
    "a^3 - {k}*a",
    "sin({k}*a)",
    "ln(a + {k})",
    "1/(a + {k})",
    "sqrt(a + {k})",
    "{k}*exp(-a/{k})",
    "{k}*a^2 - 3*a + 1",
    "a/(1 + {k}*a^2)",
)
REPEATED = "slope of 3a at 5"
BATCH = 100  # updates that Telegram gives at once
STRAGGLERS = 30.0  # seconds for what is unanswered when nobody asks any more

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
FIELD = re.compile(rb'name="(\w+)"\r\n(?:content-type: [^\r]*\r\n)?\r\n([^\r]*)\r\n', re.IGNORECASE)

Json = Any


class Crowd:
    """Chats that ask, and what the bot says to them."""

    def __init__(self) -> None:
        self._questions = map(different, count())
        self._ids = count(1)
        self._updates: list[Json] = []
        self._came = asyncio.Event()
        self._asked: dict[tuple[int, int], float] = {}
        self.answered: Callable[[int, str], None] = lambda _chat, _method: None
        self._typed: dict[str, float] = {}
        self.times: list[float] = []
        self.inline: list[float] = []
        self.methods: Counter[str] = Counter()

    def ask(self, chat: int, text: str | None = None) -> None:
        number, now = next(self._ids), time.monotonic()
        self._asked[chat, number] = now
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "Ada"},
            "from": _person(chat),
            "text": text or next(self._questions),
        }
        self._come(number, message=message)

    def type(self) -> None:
        """Somebody whom the bot has not met types a request that is like no other."""
        number = next(self._ids)
        self._typed[str(number)] = time.monotonic()
        person, text = _person(1_000_000 + number), next(self._questions)
        query = {"id": str(number), "from": person, "query": text, "offset": ""}
        self._come(number, inline_query=query)

    def _come(self, number: int, **update: Json) -> None:
        self._updates.append({"update_id": number, **update})
        self._came.set()

    async def run(
        self, *, chats: int, rate: float, seconds: float, inline: float, repeated: bool
    ) -> Json:
        """Ask at a rate, or (rate 0) once more in a chat as soon as it is answered."""
        self.times, self.inline, self.methods = [], [], Counter()
        text = REPEATED if repeated else None
        start = time.monotonic()
        end = start + seconds
        typing = asyncio.create_task(_regularly(self.type, inline, seconds))
        if rate:
            turns = cycle(range(1000, 1000 + chats))
            await _regularly(lambda: self.ask(next(turns), text), rate, seconds)
        else:

            def again(chat: int, _: str) -> None:
                if time.monotonic() < end:
                    self.ask(chat, text)

            self.answered = again
            for chat in range(chats):
                self.ask(1000 + chat, text)
            await asyncio.sleep(seconds)
        await typing
        within = len(self.times)
        while (self._asked or self._typed) and time.monotonic() < end + STRAGGLERS:  # noqa: ASYNC110 - no hurry
            await asyncio.sleep(0.05)
        self.answered = lambda _chat, _method: None
        open_, self._asked = len(self._asked), {}
        open_inline, self._typed = len(self._typed), {}
        return {
            "rate": within / seconds,
            "seconds": sorted(self.times),
            "methods": dict(self.methods),
            "unanswered": open_,
            "inline": sorted(self.inline),
            "inline unanswered": open_inline,
        }

    async def updates(self, offset: int, seconds: float) -> Json:
        self._updates = [each for each in self._updates if each["update_id"] >= offset]
        if not self._updates:
            self._came.clear()
            try:
                async with asyncio.timeout(seconds):
                    await self._came.wait()
            except TimeoutError:
                return []
        return self._updates[:BATCH]

    def offered(self, given: dict[str, str]) -> None:
        """Results for what somebody types."""
        if typed := self._typed.pop(given["inline_query_id"], None):
            self.inline.append(time.monotonic() - typed)

    def sent(self, method: str, given: dict[str, str]) -> Json:
        """The message as Telegram tells it, with all that was given with it."""
        chat = int(given["chat_id"])
        question = json.loads(given.get("reply_parameters", "{}")).get("message_id")
        if asked := self._asked.pop((chat, question), None):
            self.times.append(time.monotonic() - asked)
            self.methods[method] += 1
            self.answered(chat, method)
        number = next(self._ids)
        where = {"id": chat, "type": "private", "first_name": "Ada"}
        message = {"message_id": number, "date": int(time.time()), "chat": where, "from": ME}
        if markup := given.get("reply_markup"):
            message["reply_markup"] = json.loads(markup)
        if method != "sendphoto":
            return message | {"text": given.get("text", "")}
        message["photo"] = [
            {
                "file_id": f"{number}-{w}",
                "file_unique_id": f"u{number}-{w}",
                "width": w,
                "height": h,
            }
            for w, h in SIDES
        ]
        return message | {"caption": given.get("caption", "")}


async def _regularly(do: Callable[[], None], rate: float, seconds: float) -> None:
    start = time.monotonic()
    for number in range(int(rate * seconds)):
        await asyncio.sleep(start + number / rate - time.monotonic())
        do()


def _person(number: int) -> Json:
    return {"id": number, "is_bot": False, "first_name": "Ada", "language_code": "en"}


def different(number: int) -> str:
    """A request that no other number has."""
    k, shape = divmod(number, len(SHAPES))
    return f"slope of {SHAPES[shape].format(k=k + 2)} at {k % 9 + 1}/2"


class Connection(asyncio.Protocol):
    """One of the bot's, kept alive; one request at a time."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._received = bytearray()
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            length = LENGTH.search(self._received, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._received) < whole:
                return
            path = self._received[:end].split(b" ", 2)[1].decode()
            body = bytes(self._received[end + 4 : whole])
            del self._received[:whole]
            self._answer(path, body)

    def _answer(self, path: str, body: bytes) -> None:
        method = path.rpartition("/")[2].lower()
        if method == "getupdates" or method.startswith("crowd?"):
            task = asyncio.create_task(self._later(method, body))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        elif method == "getme":
            self._write(ME)
        elif method.startswith("send") and method != "sendchataction":
            self._write(self._crowd.sent(method, fields(body)))
        else:
            if method == "answerinlinequery":
                self._crowd.offered(fields(body))
            self._write(result=True)

    async def _later(self, method: str, body: bytes) -> None:
        if method == "getupdates":
            given = fields(body)
            offset, seconds = int(given.get("offset", 0)), float(given.get("timeout", 0))
            self._write(await self._crowd.updates(offset, seconds))
        else:
            given = dict(parse_qsl(urlsplit(method).query))
            chats, repeated = int(given["chats"]), "repeated" in given
            rate, seconds, inline = (
                float(given.get(name, 0)) for name in ("rate", "seconds", "inline")
            )
            run = self._crowd.run(
                chats=chats, rate=rate, seconds=seconds, inline=inline, repeated=repeated
            )
            self._write(await run)

    def _write(self, result: Json) -> None:
        body = json.dumps({"ok": True, "result": result}).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
        self._transport.write(head.encode() + b"\r\n\r\n" + body)


def fields(body: bytes) -> dict[str, str]:
    """What a body gives, in each encoding; a file is left out."""
    if body.startswith(b"{"):
        given = json.loads(body)
        return {name: v if isinstance(v, str) else json.dumps(v) for name, v in given.items()}
    if body.startswith(b"--"):
        # The fields come before the file.
        found = FIELD.findall(body[: body.find(b"filename=")] if b"filename=" in body else body)
        return {name.decode(): value.decode() for name, value in found}
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


async def main(port: int) -> None:
    crowd = Crowd()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(crowd), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
