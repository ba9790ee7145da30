"""The chat page: its files, and the calls that only it may make."""

import json
import secrets
from collections.abc import AsyncIterator, Callable
from importlib import resources

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.localchat import people, polls
from bot.localchat.errors import Refused, refuse
from bot.localchat.history import Event
from bot.localchat.pictures import media_type
from bot.localchat.profile import commands_for
from bot.localchat.records import Chat, Json, Message, User, read_json
from bot.localchat.world import World

_FILES = {
    "/": ("index.html", "text/html"),
    "/chat.css": ("chat.css", "text/css"),
    "/chat.js": ("chat.js", "text/javascript"),
    "/colours.js": ("colours.js", "text/javascript"),
    "/composer.js": ("composer.js", "text/javascript"),
    "/element.js": ("element.js", "text/javascript"),
    "/inline.js": ("inline.js", "text/javascript"),
    "/list.js": ("list.js", "text/javascript"),
    "/message.js": ("message.js", "text/javascript"),
    "/polls.js": ("polls.js", "text/javascript"),
    "/server.js": ("server.js", "text/javascript"),
    "/taps.js": ("taps.js", "text/javascript"),
    "/topics.js": ("topics.js", "text/javascript"),
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_routes(world: World, key: str) -> list[BaseRoute]:
    """The page's files, free to all on this machine, and its calls, for those with the key."""
    page = _Page(world, key)
    return [
        *(Route(path, _file(name, kind)) for path, (name, kind) in _FILES.items()),
        Route("/chat/events", page.events),
        Route("/chat/pictures/{unique_id}", page.picture),
        Route("/chat/{deed}", page.deed, methods=["POST"]),
    ]


def _file(name: str, kind: str) -> Callable[[Request], Response]:
    def serve(_: Request) -> Response:
        text = resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
        return Response(text, media_type=kind, headers=_HEADERS)

    return serve


class _Page:
    def __init__(self, world: World, key: str) -> None:
        self._world = world
        self._key = key

    async def events(self, request: Request) -> Response:
        """Server-sent events: the world as it is, then everything that happens."""
        if not self._admits(request):
            return _no_key()
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers=_HEADERS)

    async def picture(self, request: Request) -> Response:
        if not self._admits(request):
            return _no_key()
        data = self._world.pictures.data(request.path_params["unique_id"])
        if data is None:
            return JSONResponse({"error": "no such picture"}, 404)
        return Response(data, media_type=media_type(data), headers=_HEADERS)

    async def deed(self, request: Request) -> Response:
        """Something that a person does: say, edit, delete, tap, vote or look up."""
        if not self._admits(request):
            return _no_key()
        try:
            result = self._do(request.path_params["deed"], await _body(request))
        except Refused as refusal:
            return JSONResponse({"error": refusal.description}, refusal.code)
        return JSONResponse(result)

    def _do(self, deed: str, given: Json) -> Json:
        world = self._world
        chat = world.chat(given.get("chat", ""))
        match deed:
            case "say":
                reply_to = self._message(chat, given, "reply_to") if given.get("reply_to") else None
                text = str(given.get("text", ""))
                thread = self._message(chat, given, "thread").id if given.get("thread") else None
                speaker = _member(chat, given)
                said = people.say(world, speaker, chat, text, reply_to=reply_to, thread=thread)
                return {"message": said.as_json()}
            case "topic":
                name = str(given.get("name", ""))
                opened = people.open_topic(world, _member(chat, given), chat, name)
                return {"message": opened.as_json()}
            case "edit":
                edited = people.edit(world, self._message(chat, given), str(given.get("text", "")))
                return {"message": edited.as_json()}
            case "delete":
                people.delete(world, self._message(chat, given))
                return {}
            case "tap":
                message, data = self._message(chat, given), str(given.get("data", ""))
                return {"query": people.tap(world, _member(chat, given), message, data)}
            case "vote":
                member, options = _member(chat, given), given.get("options")
                if not isinstance(options, list):
                    refuse("option_ids must be an Array")
                polls.vote(world, member, self._message(chat, given), options)
                return {}
            case "look-up":
                text = str(given.get("text", ""))
                return {"query": people.look_up(world, _member(chat, given), chat, text)}
            case "choose":
                query, result = str(given.get("query", "")), str(given.get("result", ""))
                thread = self._message(chat, given, "thread").id if given.get("thread") else None
                return {"message": people.choose(world, query, result, thread=thread).as_json()}
            case _:
                raise Refused(404, f"Not Found: nobody can {deed}")

    def _message(self, chat: Chat, given: Json, name: str = "message") -> Message:
        number = given.get(name)
        message = self._world.find(chat, number) if isinstance(number, int) else None
        return message or refuse("message not found")

    def _admits(self, request: Request) -> bool:
        """Whether the caller knows the key and is no page of another site."""
        given = request.headers.get("x-chat-key") or request.query_params.get("key", "")
        origin = request.headers.get("origin")
        here = f"http://{request.headers.get('host', '')}"
        own = origin in {None, here} and request.headers.get("sec-fetch-site") != "cross-site"
        return own and secrets.compare_digest(given.encode(), self._key.encode())

    async def _stream(self) -> AsyncIterator[str]:
        seen = self._world.history.last
        yield _sent("world", self._as_json())
        while events := await self._world.history.after(seen):
            seen += len(events)
            for event in events:
                yield _sent("event", self._event(event))

    def _event(self, event: Event) -> Json:
        body: Json = {"kind": event.kind, "chat": event.chat, "by_bot": event.by_bot}
        if event.kind == "profile":
            return body | self._as_json(messages=False)
        message = _shown(event.message) if event.message else None
        return body | {"message": message, "detail": event.detail}

    def _as_json(self, *, messages: bool = True) -> Json:
        """Everyone and everything, as the page shows it."""
        world = self._world
        chats = [
            chat.as_json()
            | {"members": [user.as_json() for user in chat.members]}
            | {"commands": {user.id: commands_for(world, chat, user) for user in chat.members}}
            | ({"messages": [_shown(m) for m in world.transcript(chat)]} if messages else {})
            for chat in world.chats.values()
        ]
        return {"bot": world.bot.as_json(), "chats": chats}


def _shown(message: Message) -> Json:
    """A message as the page shows it: its people see who voted for what."""
    body = message.as_json()
    if message.poll:
        body["poll"]["votes"] = {user.id: options for user, options in message.poll.votes}
    return body


async def _body(request: Request) -> Json:
    try:
        given = read_json(await request.body())
    except ValueError:
        given = None
    return given if isinstance(given, dict) else refuse("the body is no JSON object")


def _member(chat: Chat, given: Json) -> User:
    for user in chat.members:
        if user.id == given.get("user"):
            return user
    return refuse("user is not a member of the chat")


def _no_key() -> Response:
    return JSONResponse({"error": "This needs the key in the address that `nudge` printed."}, 403)


def _sent(name: str, body: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n"
