"""Text and its entities: Telegram's strict HTML, and what it recognises by itself."""

import re
from dataclasses import replace

from bot.localchat.errors import refuse
from bot.localchat.markup import parse_html
from bot.localchat.records import Entity, Formatted, Json, utf16_length

_COMMAND = re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")
_MENTION = re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w)")
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_RECOGNISED = (("bot_command", _COMMAND), ("mention", _MENTION), ("url", _URL))
_OPAQUE = frozenset({"code", "pre", "text_link", "url"})


def formatted(text: str, parse_mode: str = "", entities: list[Json] | None = None) -> Formatted:
    """Text as a sender gave it, with its entities and with those that Telegram finds by itself.

    The local chat reads HTML and plain text; Markdown is refused as an unknown mode is.

    Raises:
        Refused: HTML that Telegram would not accept, or another parse_mode.
    """
    if parse_mode.lower() == "html":
        given = parse_html(text)
    elif parse_mode:
        refuse("unsupported parse_mode")
    else:
        given = Formatted(text, tuple(_explicit(entity) for entity in entities or []))
    trimmed = _trim(given)
    return replace(trimmed, entities=_in_order(trimmed.entities + _recognised(trimmed)))


def _explicit(entity: Json) -> Entity:
    try:
        more = {k: str(v) for k, v in entity.items() if k not in {"type", "offset", "length"}}
        return Entity(
            str(entity["type"]),
            int(entity["offset"]),
            int(entity["length"]),
            tuple(more.items()),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        refuse("can't parse MessageEntity")


def _trim(given: Formatted) -> Formatted:
    """Without blanks at either end; at the beginning only as far as the first entity."""
    text = given.text.rstrip(" \n\r\t")
    first = min((entity.offset for entity in given.entities), default=utf16_length(text))
    lead = min(utf16_length(text) - utf16_length(text.lstrip(" \n\r\t")), first)
    text = text[lead:]  # blanks are one unit each
    end = utf16_length(text)
    moved = [
        replace(e, offset=e.offset - lead, length=min(e.length, end - e.offset + lead))
        for e in given.entities
    ]
    return Formatted(text, tuple(e for e in moved if e.length > 0 and e.offset >= 0))


def _recognised(given: Formatted) -> tuple[Entity, ...]:
    opaque = [e for e in given.entities if e.type in _OPAQUE]
    found: list[Entity] = []
    for kind, pattern in _RECOGNISED:
        for match in pattern.finditer(given.text):
            start = utf16_length(given.text[: match.start()])
            entity = Entity(kind, start, utf16_length(match.group()))
            if not any(_overlap(entity, other) for other in opaque):
                found.append(entity)
    return tuple(found)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length


def _in_order(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda e: (e.offset, -e.length)))
