"""Telegram's webhook: an ASGI layer around the server that brings updates to whoever set one.

It keeps to what Telegram does: the updates of a chat come one after the other, those of different
chats at the same time; what is not answered 2xx comes again; getUpdates is refused meanwhile.
"""

import asyncio
import json
import re
from collections import deque

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.localchat.errors import Refused
from bot.localchat.parameters import parameters

_METHOD = re.compile(r"/bot[^/]+/(\w+)")
_BUSY = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
PAUSE = 0.2  # seconds until what was refused comes again


class Webhook:
    """The layer.

    Attributes:
        given: the parameters of the last setWebhook.
        answers: the statuses that it got, in order.
    """

    def __init__(self, app, updates) -> None:
        self.given = {}
        self.answers = []
        self._app = app
        self._updates = updates
        self._lines = {}
        self._tasks = set()
        self._pumping = None

    async def __call__(self, scope, receive, send) -> None:
        match = _METHOD.fullmatch(scope.get("path", ""))
        method = match.group(1).lower() if match else ""
        if method == "getupdates" and self.given:
            await _answer(Refused(409, _BUSY).as_json(), 409)(scope, receive, send)
        elif method == "setwebhook":
            given = await parameters(Request(scope, receive))
            self._updates.allow(given.json("allowed_updates", list))
            self.given = dict(given.values)
            self._pumping = self._pumping or asyncio.create_task(self._pump())
            await _answer({"ok": True, "result": True})(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def stop(self) -> None:
        tasks = [*self._tasks, *([self._pumping] if self._pumping else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pump(self) -> None:
        limits = httpx.Limits(max_connections=40)
        async with httpx.AsyncClient(trust_env=False, timeout=10, limits=limits) as client:
            offset = 0
            while True:
                for update in await self._updates.take(offset, 100, 50):
                    offset = update["update_id"] + 1
                    self._line_up(client, update)

    def _line_up(self, client, update) -> None:
        line = _line_of(update)
        if waiting := self._lines.get(line):
            waiting.append(update)
            return
        self._lines[line] = deque([update])
        task = asyncio.create_task(self._bring(client, line))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring(self, client, line) -> None:
        waiting = self._lines[line]
        while waiting:
            while not await self._brought(client, waiting[0]):  # noqa: ASYNC110 - it knocks again
                await asyncio.sleep(PAUSE)
            waiting.popleft()
        del self._lines[line]

    async def _brought(self, client, update) -> bool:
        secret = {"X-Telegram-Bot-Api-Secret-Token": self.given.get("secret_token", "")}
        try:
            answer = await client.post(self.given["url"], json=update, headers=secret)
        except httpx.HTTPError:
            return False
        self.answers.append(answer.status_code)
        return answer.is_success


def _line_of(update) -> str:
    [body] = (value for key, value in update.items() if key != "update_id")
    chat = body.get("chat") or body.get("message", {}).get("chat") or {}
    return f"{chat['id']}" if chat else json.dumps(update["update_id"])


def _answer(body, status=200):
    return JSONResponse(body, status)
