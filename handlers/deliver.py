"""A reply becomes calls to Telegram: words, picture and buttons, as a new message or in place."""

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from html import escape
from typing import Any, TypeVar

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaAnimation,
    InputMediaPhoto,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from handlers.commands import COMMANDS
from handlers.pace import patiently
from handlers.place import Place

log = logging.getLogger(__name__)

Result = TypeVar("Result")

# What holds a slash with which a command begins in Telegram's eyes (match_bot_commands in tdlib):
# df(a)/da, (a + 1)/a. It reaches back over whole parentheses and not over a sentence's marks.
# Our own commands that need no more words, /settings for one, are there to be tapped.
_GROUP = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
# The other notation, d/da f(a), makes no command, but stands beside df(a)/da as its equal.
_OPERATOR = r"\bd[²³⁰-⁹]*/d\w[²³⁰-⁹]* \w\(\w\)"
_PIECE = r"[^\s()“”\u3000-\u9fff\uff00-\uffef]"
_OURS = rf"(?:{'|'.join(name for name in COMMANDS if name not in {'slope', 'guess'})})(?!\w)"
_COMMAND = re.compile(
    rf"({_OPERATOR}|(?:{_GROUP}|{_PIECE})*(?<![\w/<>])/(?!{_OURS})[a-zA-Z0-9_](?:(?![,;:.](?:\s|$)){_PIECE})*)"
)

_SLASH = re.compile(r"/(?=\w)")

# By its ending Telegram knows what it is.
FILENAME = "shrinking.gif"

# A picture as Telegram's file_id, or as a file.
Picture = str | bytes


@dataclass(frozen=True)
class Parcel:
    """A reply, ready to go.

    Attributes:
        words: plain text, its first line the headline; at most 1,000 UTF-16 units.
        keyboard: the buttons below.
        picture: goes with the words as its caption, or None.
        redraw: draws the picture anew, where its file_id turns out to be dead.
        moving: the picture is an animation, without which the parcel does not go.
        styled: the headline is bold, where more follows.
        covered: all but the headline is under a spoiler, the picture too.
    """

    words: str
    keyboard: InlineKeyboardMarkup | None = None
    picture: Picture | None = None
    redraw: Callable[[], Awaitable[bytes | None]] | None = None
    moving: bool = False
    styled: bool = True
    covered: bool = False

    @property
    def text(self) -> str:
        if not self.styled:
            return self.words
        headline, line_end, rest = self.words.partition("\n")
        if not rest.strip():
            return _html(headline, "{}")  # a whole message in bold would shout
        if self.covered:
            # Code would be a hole in the cover; a word joiner in a slash's lee makes no command.
            hidden = escape(_SLASH.sub("/\u2060", rest), quote=False)
            return f"{_html(headline, '<b>{}</b>')}{line_end}<tg-spoiler>{hidden}</tg-spoiler>"
        return _html(headline, "<b>{}</b>") + line_end + _html(rest, "{}")

    @property
    def parse_mode(self) -> ParseMode | None:
        return ParseMode.HTML if self.styled else None


def _html(text: str, style: str) -> str:
    # Telegram makes a command of the /da in df(a)/da, blue and sent by a tap, but not within code.
    # Quotes need no escape outside attributes, and Telegram knows only four named entities.
    pieces = [escape(piece, quote=False) for piece in _COMMAND.split(text)]
    pieces[::2] = [piece and style.format(piece) for piece in pieces[::2]]
    pieces[1::2] = [f"<code>{piece}</code>" for piece in pieces[1::2]]
    return "".join(pieces)


@dataclass(frozen=True)
class Sent:
    """A message that shows a parcel, and the file_id of its picture where that is a new one."""

    message: int
    file_id: str | None = None


async def send(bot: Bot, place: Place, parcel: Parcel) -> Sent:
    """Send a parcel as a new message: in the question's topic, as a reply to it if it is there.

    Raises:
        TelegramError: it did not go out, or (a time-out) nobody knows.
    """
    return await mended(parcel, lambda mended: _send(bot, place, mended))


async def change(bot: Bot, place: Place, message: int, parcel: Parcel) -> Sent:
    """Put a parcel in the place of a message of ours, or into a new one where that cannot be.

    Raises:
        TelegramError: as with `send`.
    """
    try:
        return await mended(parcel, lambda mended: _change(bot, place, message, mended))
    except BadRequest as error:
        if says(error, "message is not modified"):
            return Sent(message)
        if not says(error, "message to edit not found", "no text in the message", "can't be edit"):
            raise
    # The learner has deleted it, or it shows a picture and a picture cannot become a text.
    await _remove(bot, place, message)
    return await send(bot, place, parcel)


async def _send(bot: Bot, place: Place, parcel: Parcel) -> Sent:
    text, picture = parcel.text, parcel.picture
    given: dict[str, Any] = {
        "chat_id": place.chat,
        "parse_mode": parcel.parse_mode,
        "message_thread_id": place.thread or None,
        # Learners delete their questions while we draw.
        "reply_parameters": place.question
        and {"message_id": place.question, "allow_sending_without_reply": True},
        "reply_markup": parcel.keyboard,
    }
    if picture is None:
        return await _told(bot, "sendMessage", given | {"text": text})
    method, kind, filename = (
        ("sendAnimation", "animation", FILENAME) if parcel.moving else ("sendPhoto", "photo", None)
    )
    file = picture if isinstance(picture, str) else InputFile(picture, filename)
    given |= {"caption": text, kind: file, "has_spoiler": parcel.covered or None}
    return await _told(bot, method, given, picture)


async def _change(bot: Bot, place: Place, message: int, parcel: Parcel) -> Sent:
    given: dict[str, Any] = {
        "chat_id": place.chat,
        "message_id": message,
        "reply_markup": parcel.keyboard,
    }
    picture = parcel.picture
    if picture is None:
        given |= {"text": parcel.text, "parse_mode": parcel.parse_mode}
        return await _told(bot, "editMessageText", given)
    return await _told(
        bot, "editMessageMedia", given | {"media": media_of(parcel, picture)}, picture
    )


async def _told(
    bot: Bot, method: str, given: dict[str, Any], picture: Picture | None = None
) -> Sent:
    """Call a method, and what Telegram says of the message; an edit can be repeated.

    The library takes a method in lower case for one that it does not know, and does not make its
    objects of the answer: they would cost as much again as the call.
    """
    message: dict[str, Any] = await patiently(
        lambda: bot.do_api_request(method.lower(), api_kwargs=given),
        repeatable=method.startswith("edit"),
    )
    if not isinstance(picture, bytes):
        return Sent(message["message_id"])
    shown = message.get("animation") or message.get("photo", [{}])[-1]
    return Sent(message["message_id"], shown.get("file_id"))


def media_of(parcel: Parcel, picture: Picture) -> InputMediaPhoto | InputMediaAnimation:
    """The picture with its caption, to be put in another one's place."""
    if parcel.moving:
        return InputMediaAnimation(
            picture, caption=parcel.text, parse_mode=parcel.parse_mode, filename=FILENAME
        )
    return InputMediaPhoto(
        picture,
        caption=parcel.text,
        parse_mode=parcel.parse_mode,
        has_spoiler=parcel.covered or None,
    )


async def _remove(bot: Bot, place: Place, message: int) -> None:
    try:
        await patiently(lambda: bot.delete_message(place.chat, message), repeatable=True)
    except (BadRequest, Forbidden) as error:
        log.info("an old reply stays: %s", error.message)


async def mended(parcel: Parcel, attempt: Callable[[Parcel], Awaitable[Result]]) -> Result:
    """Try a parcel, and while Telegram refuses it, with less: the words go out in any case."""
    while True:
        try:
            return await attempt(parcel)
        except BadRequest as error:
            parcel = await _without_what_was_refused(parcel, error)


async def _without_what_was_refused(parcel: Parcel, error: BadRequest) -> Parcel:
    """A parcel with less in it; raises the error where it is about something else."""
    if parcel.styled and says(error, "can't parse entities"):
        log.error("our HTML was refused: %s", error.message)
        return replace(parcel, styled=False)
    if isinstance(parcel.picture, str) and says(error, "file identifier", "file_id", "file id"):
        log.info("a file_id is dead, the picture is drawn anew: %s", error.message)
        picture = await parcel.redraw() if parcel.redraw else None
        if picture or not parcel.moving:
            return replace(parcel, picture=picture)
    elif parcel.picture and not parcel.moving and says(error, "photo", "image", "media"):
        log.warning("a picture was refused, its words go alone: %s", error.message)
        return replace(parcel, picture=None)
    raise error


def says(error: TelegramError, *phrases: str) -> bool:
    """Whether a refusal has one of these in its text, which is compared in lower case."""
    # The library changes the case of Telegram's texts.
    return any(phrase in error.message.lower() for phrase in phrases)
