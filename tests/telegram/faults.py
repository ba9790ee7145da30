"""What goes wrong between a bot and Telegram, on purpose: an ASGI layer around the server."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.localchat.errors import Refused
from bot.localchat.parameters import Parameters, parameters

_METHOD = re.compile(r"/bot[^/]+/(\w+)")


@dataclass
class Call:
    """A call that the bot made: the method's name, what it gave, the status it got, and when."""

    method: str
    given: Parameters
    status: int = 0
    at: float = field(default_factory=time.monotonic)


Fault = Callable[[ASGIApp, Scope, Receive, Send], Awaitable[None]]


@dataclass
class _Due:
    method: str
    chat: int | None
    times: int
    fault: Fault


@dataclass
class Gate:
    """Calls wait here: `arrived` is set by the first, `open` lets all go."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    open: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """Each fault meets the next `times` calls of a method (in a chat, where one is given).

    Attributes:
        calls: every call the bot made but getUpdates, in order of arrival.
        open: how many of them are not carried out yet.
        moved: groups that became supergroups, and the new ones' ids.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.calls: list[Call] = []
        self.open = 0
        self.moved: dict[str, int] = {}
        self._app = app
        self._due: list[_Due] = []
        self._gates: list[Gate] = []

    @property
    def pending(self) -> int:
        """How many calls are still to meet a fault."""
        return sum(due.times for due in self._due)

    def clear(self) -> None:
        """Forget the calls so far, and the faults still to come; whoever waits at a gate goes."""
        self.calls.clear()
        self._due.clear()
        self.let_go()

    def refuse(self, method, code, description, *, chat=None, times=1) -> None:
        """Telegram says no, e.g. 403, "Forbidden: bot was blocked by the user"."""
        self._refuse(method, Refused(code, description), chat, times)

    def too_many_requests(self, method, retry_after, *, chat=None, times=1) -> None:
        text = f"Too Many Requests: retry after {retry_after}"
        self._refuse(method, Refused(429, text, {"retry_after": retry_after}), chat, times)

    def interject(self, method, code, body, *, chat=None, times=1) -> None:
        """Something on the way answers in Telegram's place: a proxy with its page, half a JSON."""

        async def fault(app, scope, receive, send) -> None:
            await Response(body, code)(scope, receive, send)

        self._due.append(_Due(method.lower(), chat, times, fault))

    def hold(self, method, *, chat=None, times=1) -> Gate:
        """The call waits at the gate before it is carried out: a slow server without a clock."""
        gate = Gate()
        self._gates.append(gate)

        async def fault(app, scope, receive, send) -> None:
            gate.arrived.set()
            await gate.open.wait()
            await app(scope, receive, send)

        self._due.append(_Due(method.lower(), chat, times, fault))
        return gate

    def let_go(self) -> None:
        """Open every gate: a test that failed before it did so must not hold up what follows."""
        for gate in self._gates:
            gate.open.set()
        self._gates.clear()

    def delay(self, method, seconds, *, chat=None, times=1) -> None:
        async def fault(app, scope, receive, send) -> None:
            await asyncio.sleep(seconds)
            await app(scope, receive, send)

        self._due.append(_Due(method.lower(), chat, times, fault))

    def drop(self, method, *, carried_out=False, chat=None, times=1) -> None:
        """The connection breaks before the answer is whole; the call may have been carried out."""

        async def fault(app, scope, receive, send) -> None:
            if carried_out:
                await app(scope, receive, _nowhere)
            headers = [(b"content-length", b"1000")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"{", "more_body": True})

        self._due.append(_Due(method.lower(), chat, times, fault))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        match = _METHOD.fullmatch(scope.get("path", ""))
        if match is None:
            await self._app(scope, receive, send)
            return
        if (again := await _repeatable(receive)) is None:
            return  # whoever called is gone
        call = Call(match.group(1), await parameters(Request(scope, again())))
        if call.method.lower() == "getupdates":
            await self._carry_out(call, scope, again(), send)
            return
        self.calls.append(call)
        self.open += 1
        try:
            await self._carry_out(call, scope, again(), send)
        finally:
            self.open -= 1

    async def _carry_out(self, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        async def noting(message: Message) -> None:
            call.status = message.get("status", call.status)
            await send(message)

        fault = self._fault(call)
        if fault:
            await fault(self._app, scope, receive, noting)
        else:
            await self._app(scope, receive, noting)

    def _refuse(self, method, refusal, chat, times) -> None:
        self._due.append(_Due(method.lower(), chat, times, _refusing(refusal)))

    def _fault(self, call: Call) -> Fault | None:
        if new_chat := self.moved.get(call.given.text("chat_id")):
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            return _refusing(Refused(400, text, {"migrate_to_chat_id": new_chat}))
        for due in self._due:
            here = due.chat is None or str(due.chat) == call.given.text("chat_id")
            if due.times > 0 and due.method == call.method.lower() and here:
                due.times -= 1
                return due.fault
        return None


def _refusing(refusal: Refused) -> Fault:
    async def fault(app, scope, receive, send) -> None:
        await JSONResponse(refusal.as_json(), refusal.code)(scope, receive, send)

    return fault


async def _repeatable(receive: Receive) -> Callable[[], Receive] | None:
    """A request's body, read to its end, as a channel that can be read from the start again.

    None: it was broken off, and half a call is none.
    """
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)

    def again() -> Receive:
        whole = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return whole.pop() if whole else await receive()

        return replay

    return again


async def _nowhere(message: Message) -> None:
    """An answer that nobody gets."""
