"""Telegram's HTML, as strict as its server: an unknown or unclosed tag refuses the message.

The rules, their order and the texts of the errors follow `parse_html` of tdlib
(td/telegram/MessageEntity.cpp); byte offsets count UTF-8, as there.
"""

import re
import sys
from dataclasses import dataclass, field
from typing import NoReturn

from bot.localchat.errors import refuse
from bot.localchat.links import link_fault
from bot.localchat.records import Entity, Formatted, utf16_length

TYPES = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-zA-Z]+));?")
_UNMATCHED = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)
_SURROGATES = range(0xD800, 0xE000)
_BLANK = " \t\r\n\v\f"


def parse_html(text: str) -> Formatted:
    """The text without its tags, and the entities that they stood for.

    Raises:
        Refused: "Bad Request: can't parse entities: ..." with the place, in bytes.
    """
    return _Reader(text).read()


@dataclass
class _Open:
    tag: str
    offset: int
    more: tuple[tuple[str, str], ...]


@dataclass
class _Reader:
    source: str
    at: int = 0
    begin: int = 0
    length: int = 0  # of the plain text so far, in UTF-16 units
    plain: list[str] = field(default_factory=list)
    nested: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> Formatted:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._put(self._character())
                continue
            self.begin = self.at
            self.at += 1
            if self._here() == "/":
                self._end_tag()
            else:
                self._start_tag()
        if self.nested:
            tag = self.nested[-1].tag
            _unparsable(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return Formatted("".join(self.plain), tuple(self.entities))

    def _here(self) -> str:
        """The character at hand; empty at the end of the text."""
        return self.source[self.at : self.at + 1]

    def _put(self, character: str) -> None:
        self.plain.append(character)
        self.length += utf16_length(character)

    def _character(self) -> str:
        """The next character, a reference such as &lt; decoded; an unknown one stays as it is."""
        reference = _REFERENCE.match(self.source, self.at)
        if reference and (meant := _decoded(reference)):
            self.at = reference.end()
            return meant
        self.at += 1
        return self.source[self.at - 1]

    def _start_tag(self) -> None:
        tag = self._until(_BLANK + ">").lower()
        self._must_not_end("Unclosed start tag")
        if tag not in TYPES:
            self._refuse(f'Unsupported start tag "{tag}"')
        attributes = self._attributes(tag)
        self.at += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse('Tag "span" must have class "tg-spoiler"')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdecimal():
            _unparsable("Invalid custom emoji identifier specified")
        self.nested.append(_Open(tag, self.length, _meaning(tag, attributes)))

    def _attributes(self, tag: str) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._blanks()
            if self._here() == ">":
                return found
            name = self._until(_BLANK + "=>/\"'").lower()
            if not name:
                self._refuse(f'Empty attribute name in the tag "{tag}"')
            self._blanks()
            self._must_not_end(f'Unclosed start tag "{tag}"')
            found[name] = self._value(tag) if self._here() == "=" else ""

    def _value(self, tag: str) -> str:
        self.at += 1
        self._blanks()
        self._must_not_end(f'Unclosed start tag "{tag}"')
        value = self._quoted() if self._here() in {"'", '"'} else self._bare()
        self._must_not_end("Unclosed start tag")
        return value

    def _quoted(self) -> str:
        quote, value = self._here(), ""
        self.at += 1
        while self._here() not in {quote, ""}:
            value += self._character()
        self.at += 1
        return value

    def _bare(self) -> str:
        """A name token: letters, digits, periods, hyphens."""
        start = self.at
        while self._here() and (
            self._here() in ".-" or (self._here().isalnum() and self._here().isascii())
        ):
            self.at += 1
        if self._here() not in {*_BLANK, ">", ""}:
            _unparsable(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return self.source[start : self.at].lower()

    def _end_tag(self) -> None:
        if not self.nested:
            self._refuse("Unexpected end tag")
        self.at += 1
        found = self._until(_BLANK + ">").lower()
        self._blanks()
        if self._here() != ">":
            self._refuse("Unclosed end tag")
        self.at += 1
        opened = self.nested.pop()
        if found not in {"", opened.tag}:
            place = self._byte(self.begin)
            _unparsable(
                f"Unmatched end tag at byte offset {place},"
                f' expected "</{opened.tag}>", found "</{found}>"'
            )
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        if self.length == opened.offset:
            return
        kind, more = TYPES[opened.tag], opened.more
        if opened.tag == "a":
            text = "".join(self.plain).encode("utf-16-le")[2 * opened.offset :].decode("utf-16-le")
            more = more or (("url", text),)  # a link without href is its own text
            if link_fault(dict(more)["url"]):
                return
        if opened.tag == "blockquote" and more:
            kind, more = "expandable_blockquote", ()
        self.entities.append(Entity(kind, opened.offset, self.length - opened.offset, more))

    def _until(self, ends: str) -> str:
        start = self.at
        while self._here() and self._here() not in ends:
            self.at += 1
        return self.source[start : self.at]

    def _blanks(self) -> None:
        while self._here() and self._here() in _BLANK:
            self.at += 1

    def _must_not_end(self, reason: str) -> None:
        if not self._here():
            self._refuse(reason)

    def _refuse(self, reason: str) -> NoReturn:
        _unparsable(f"{reason} at byte offset {self._byte(self.begin)}")

    def _byte(self, index: int) -> int:
        return len(self.source[:index].encode())


def _decoded(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return _NAMED.get(name, "")
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code in _SURROGATES:
        _unparsable(_UNMATCHED)
    return chr(code) if 0 < code <= sys.maxunicode else ""


def _meaning(tag: str, attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What an entity of this tag carries besides its place."""
    match tag:
        case "a" if attributes.get("href"):
            return (("url", attributes["href"]),)
        case "code" if attributes.get("class", "").startswith("language-"):
            return (("language", attributes["class"].removeprefix("language-")),)
        case "tg-emoji":
            return (("custom_emoji_id", attributes["emoji-id"]),)
        case "blockquote" if "expandable" in attributes:
            return (("expandable", "1"),)
        case _:
            return ()


def _unparsable(reason: str) -> NoReturn:
    refuse(f"can't parse entities: {reason}")
