"""Text and its entities: Telegram's strict HTML, and what it recognises by itself."""

import re
from dataclasses import replace
from typing import NoReturn

from bot.localchat.errors import refuse
from bot.localchat.links import link_fault
from bot.localchat.markup import TYPES, parse_html
from bot.localchat.records import Entity, Formatted, Json, utf16_length

LONGEST_TEXT = 4096  # UTF-16 units, without the tags
_COMMAND = re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")
_MENTION = re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w)")
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_RECOGNISED = (("bot_command", _COMMAND), ("mention", _MENTION), ("url", _URL))
_FOUND_BY_ITSELF = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
)
_LISTED = frozenset(TYPES.values()) | {"expandable_blockquote", "text_mention"} | _FOUND_BY_ITSELF
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
        listed = tuple(_explicit(text, entity) for entity in entities or [])
        given = Formatted(text, tuple(e for e in listed if e.type not in _FOUND_BY_ITSELF))
    trimmed = _trim(given)
    return replace(trimmed, entities=_in_order(trimmed.entities + _recognised(trimmed)))


def message_text(content: Formatted) -> Formatted:
    """The text of a message, which is neither empty nor too long.

    Raises:
        Refused: it is.
    """
    if not content.text:
        refuse("text must be non-empty")
    if utf16_length(content.text) > LONGEST_TEXT:
        refuse("message is too long")
    return content


def _explicit(text: str, entity: Json) -> Entity:
    """An entity as the sender lists it."""
    if not isinstance(entity, dict):
        _unparsable("expected an Object")
    numbers = {name: entity.get(name) for name in ("offset", "length")}
    for name, number in numbers.items():
        if not isinstance(number, int):
            _unparsable(f'Can\'t find field "{name}"')
        if number < 0:
            refuse(f"receive an entity with incorrect {name} {number}")
    if entity.get("type") not in _LISTED:
        _unparsable("Unsupported type specified")
    start, length = entity["offset"], entity["length"]
    if start > utf16_length(text):
        refuse(f"entity begins after the end of the text at UTF-16 offset {start}")
    if start + length > utf16_length(text):
        refuse(
            f"entity beginning at UTF-16 offset {start} ends after the end of the text"
            f" at UTF-16 offset {start + length}"
        )
    return Entity(entity["type"], start, length, _more(entity))


def _more(entity: Json) -> tuple[tuple[str, str], ...]:
    match entity:
        case {"type": "text_link", "url": str(url)}:
            if fault := link_fault(url):
                refuse(f"entity URL '{url}' is invalid: {fault}")
            return (("url", url),)
        case {"type": "text_link"}:
            return _unparsable('Can\'t find field "url"')
        case {"type": "pre", "language": str(language)}:
            return (("language", language),)
        case {"type": "custom_emoji"}:
            return (("custom_emoji_id", str(entity.get("custom_emoji_id", ""))),)
        case _:
            return ()


def _unparsable(reason: str) -> NoReturn:
    refuse(f"can't parse MessageEntity: {reason}")


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
