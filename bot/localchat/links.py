"""Which addresses Telegram accepts as links."""

import re

_PROTOCOLS = frozenset({"http", "https", "tg", "ton", "tonsite"})
_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]+", re.ASCII)


def link_fault(url: str) -> str | None:
    """What Telegram has against this address, in its words; None where it takes it."""
    protocol, separator, rest = url.partition("://")
    if not separator:
        protocol, rest = "http", url
    if protocol.lower() not in _PROTOCOLS:
        return "Unsupported URL protocol"
    host = re.split(r"[/?#:]", rest, maxsplit=1)[0].rpartition("@")[2]
    if not host:
        return "URL host is empty"
    if protocol.lower().startswith("http") and not _HOST.fullmatch(host):
        return "Wrong HTTP URL"
    return None
