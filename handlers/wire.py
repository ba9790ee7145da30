"""The wire: how a call reaches Telegram, over HTTP."""

import ssl
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import certifi
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTING = 5.0  # seconds until we believe that a server is not there
# A hundred replies at once may have to wait for a connection; failing would lose them.
WAITING = 20.0  # seconds for a connection, and again for an answer
UPLOADING = 20.0  # seconds more for an answer to a file
# We hang up before the server does, since a request that meets its hanging up is lost. Telegram's
# waits longer, as many have tried; the local chat's hangs up after 5 seconds.
IDLE, IDLE_HERE = 5.0, 3.0  # seconds


class Unsent(NetworkError):  # noqa: N818 - what happened, as the library's own names say it
    """It failed before a byte of the request had left us."""


class Wire(BaseRequest):
    """The library's calls over aiohttp, which costs a fifth of what its usual client costs."""

    def __init__(self, base_url: str, connections: int) -> None:
        self._base_url = base_url
        self._connections = connections
        self._ready = False
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return WAITING

    async def initialize(self) -> None:
        # The library shuts nothing down where it was broken off in here: so nothing is open yet.
        self._ready = True

    async def shutdown(self) -> None:
        self._ready = False
        if self._session:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - or a float, or None
        write_timeout: object = None,  # noqa: ARG002 - as it is read_timeout
        connect_timeout: object = None,  # noqa: ARG002 - nobody asks for another
        pool_timeout: object = None,  # noqa: ARG002 - the same
    ) -> tuple[int, bytes]:
        """The status and the body that came back.

        Raises:
            Unsent: there was no connection.
            TimedOut: nobody knows whether it was done.
            NetworkError: the same.
        """
        assert self._ready  # noqa: S101 - the library initializes first
        self._session = self._session or self._opened()
        patience = WAITING if read_timeout is self.DEFAULT_NONE else read_timeout
        if request_data and request_data.contains_files and patience:
            patience += UPLOADING
        try:
            async with self._session.request(
                method,
                url,
                **_body(request_data) if request_data else {},
                timeout=aiohttp.ClientTimeout(
                    connect=WAITING, sock_connect=CONNECTING, sock_read=patience
                ),
                allow_redirects=False,
            ) as response:
                return response.status, await response.read()
        except aiohttp.ClientConnectorError as error:
            raise Unsent(str(error)) from error
        # The texts of the others may hold the URL, and so the token.
        except aiohttp.ConnectionTimeoutError as error:
            raise Unsent(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error

    def _opened(self) -> aiohttp.ClientSession:
        here = _is_here(self._base_url)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                limit=self._connections,
                keepalive_timeout=IDLE_HERE if here else IDLE,
                ssl=_trusted() if self._base_url.startswith("https") else True,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self.USER_AGENT},
            # One of the environment leads to Telegram and never back to this machine.
            proxy=None if here else _proxy(self._base_url),
        )


def _body(given: RequestData) -> dict[str, Any]:
    if not given.contains_files:
        return {"json": given.parameters}
    form = aiohttp.FormData(given.json_parameters)
    for name, (filename, content, kind) in given.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}


def _is_here(base_url: str) -> bool:
    return base_url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))


def _proxy(base_url: str) -> str | None:
    """The environment's proxy for a server, as HTTPS_PROXY, ALL_PROXY and NO_PROXY name it."""
    url = urlsplit(base_url)
    if proxy_bypass(url.hostname or ""):
        return None
    proxies = getproxies()
    return proxies.get(url.scheme) or proxies.get("all")


def _trusted() -> ssl.SSLContext:
    """Whom the machine trusts, and for machines that know nobody Mozilla's list."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
