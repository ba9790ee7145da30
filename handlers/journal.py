"""The journal: a line of log for each request, with what it was and what it took; no words."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import Literal

from telegram import Update

from bot.tutor.scene import Reply

log = logging.getLogger(__name__)

# What came of a request: an answer, a page, words of another kind; that we were too busy, that it
# took too long, a mistake of ours or the network's; or nothing, since it was not meant for us.
Outcome = Literal["answer", "page", "words", "busy", "too-long", "trouble", "silence"]


@dataclass
class Entry:
    """What a request was, and its steps in seconds; 0: there was no such step.

    Attributes:
        kind: as Telegram calls it: message, callback_query, inline_query, and so on.
        language: of the reply; empty: there was none.
        read, taught: in the worker; taught is told, too.
        drawn, sent: waiting included.
        took: all of it, from its turn in the chat's line.
        outcome: what came of it; counted, and not in the log.
    """

    kind: str
    language: str = ""
    read: float = 0.0
    taught: float = 0.0
    drawn: float = 0.0
    sent: float = 0.0
    took: float = 0.0
    outcome: Outcome = field(default="silence", repr=False)

    def __str__(self) -> str:
        return " ".join(
            f"{name}={value}" if isinstance(value, str) else f"{name}={value:.3f}"
            for name, value in asdict(self).items()
            if name != "outcome"
        )


_entry: ContextVar[Entry | None] = ContextVar("_entry", default=None)


@contextmanager
def entered(update: object) -> Iterator[None]:
    """Around the handling of an update: what had a reply is written down."""
    entry, began = Entry(kind_of(update)), time.monotonic()
    token = _entry.set(entry)
    try:
        yield
    finally:
        _entry.reset(token)
        entry.took = time.monotonic() - began
        if entry.language:
            log.info("request %s", entry)
        for reader in _readers:
            reader(entry)


@contextmanager
def read_by(reader: Callable[[Entry], None]) -> Iterator[None]:
    """Meanwhile each request is told to a reader, when it is done."""
    _readers.append(reader)
    try:
        yield
    finally:
        _readers.remove(reader)


_readers: list[Callable[[Entry], None]] = []


def turned(reply: Reply, read: float = 0.0, taught: float = 0.0) -> None:
    """The tutor has replied; without seconds: it was remembered."""
    ended("answer" if reply.answers else "page" if reply.page else "words")
    if entry := _entry.get():
        entry.language = reply.language
        entry.read += read
        entry.taught += taught


def replied(language: str) -> None:
    """There is a reply, be it a sentence of ours."""
    if entry := _entry.get():
        entry.language = language
        if entry.outcome == "silence":
            entry.outcome = "words"


def ended(outcome: Outcome) -> None:
    """What came of the request, as far as is known by now."""
    if entry := _entry.get():
        entry.outcome = outcome


@contextmanager
def taking(step: Literal["drawn", "sent"]) -> Iterator[None]:
    """Around a step of our own."""
    began = time.monotonic()
    try:
        yield
    finally:
        if entry := _entry.get():
            setattr(entry, step, getattr(entry, step) + time.monotonic() - began)


def kind_of(update: object) -> str:
    """As Telegram calls it: message, callback_query, and so on."""
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind, None)), "unknown")
