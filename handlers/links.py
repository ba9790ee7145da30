"""Deep links: a request in the 64 characters that a link to the bot's chat may carry."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

LONGEST = 64  # characters of A-Z, a-z, 0-9, - and _


def payload(text: str) -> str | None:
    """What stands behind `?start=` to open the chat with an answer; None: the text is too long."""
    packed = urlsafe_b64encode(text.encode()).decode().rstrip("=")
    return packed if 0 < len(packed) <= LONGEST else None


def text_of(packed: str) -> str:
    """The request of a payload; empty where there is none: links come from anyone."""
    try:
        text = urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except (binascii.Error, UnicodeError, ValueError):
        return ""
    return text if text.isprintable() and payload(text) == packed else ""
