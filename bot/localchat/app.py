"""The server's addresses: the Bot API, its files, and the page."""

import secrets
from pathlib import PurePosixPath

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.localchat.errors import Refused
from bot.localchat.methods import call
from bot.localchat.page import page_routes
from bot.localchat.parameters import parameters
from bot.localchat.pictures import media_type
from bot.localchat.world import World


def application(world: World, token: str, key: str, host: str = "127.0.0.1") -> Starlette:
    """The ASGI application; it answers only under this machine's own names, and under `host`.

    A web page of another site can make a browser call 127.0.0.1 under a name of its own
    (DNS rebinding); the Host header gives that away.
    """
    bot_api = _BotApi(world, token)
    routes = [
        Route("/bot{token}/{method}", bot_api.method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", bot_api.file),
        *page_routes(world, key),
    ]
    local = Middleware(
        TrustedHostMiddleware,
        allowed_hosts=["127.0.0.1", "localhost", host],
        www_redirect=False,
    )
    return Starlette(routes=routes, middleware=[local])


class _BotApi:
    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token

    async def method(self, request: Request) -> Response:
        try:
            self._admit(request)
            given = await parameters(request)
            result = await call(self._world, request.path_params["method"], given)
        except Refused as refusal:
            return JSONResponse(refusal.as_json(), refusal.code)
        return JSONResponse({"ok": True, "result": result})

    async def file(self, request: Request) -> Response:
        try:
            self._admit(request)
        except Refused as refusal:
            return JSONResponse(refusal.as_json(), refusal.code)
        data = self._world.pictures.data(PurePosixPath(request.path_params["path"]).stem)
        if data is None:
            return JSONResponse(Refused(404, "Not Found").as_json(), 404)
        return Response(data, media_type=media_type(data))

    def _admit(self, request: Request) -> None:
        token = request.path_params["token"]
        if not secrets.compare_digest(token.encode(), self._token.encode()):
            raise Refused(401, "Unauthorized")
