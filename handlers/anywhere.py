"""Anywhere: a reply for chats that we know nothing of, as a result to choose or in place."""

from dataclasses import replace
from functools import partial

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
)

from bot.tutor.languages import LANGUAGES, Language
from bot.tutor.scene import Choice, Reply, Settings
from bot.tutor.telling.length import LONGEST, fit, units
from handlers.buttons import keyboard
from handlers.deliver import Parcel, media_of
from handlers.desk import Desk
from handlers.pace import patiently
from handlers.trouble import notice

# In a button's look, behind the language: what its sender chose, and that it shows a picture.
BRIEF, DARK, PICTURED = "B", "D", "+"

Result = InlineQueryResultArticle | InlineQueryResultCachedPhoto


def labelled(  # noqa: PLR0913 - what is said, and how it is shown
    desk: Desk,
    bot: Bot,
    reply: Reply,
    kept: str | None,
    parcel: Parcel,
    *,
    settings: Settings,
    pictured: bool,
) -> Parcel:
    """A parcel with the reply's buttons, whose taps tell how the message looks."""
    look = _look(replace(settings, language=reply.language), pictured=pictured)
    if not pictured or desk.shelf.chat is None:  # what moves is new, mostly
        reply = replace(reply, choices=_without_motion(reply))
    buttons = keyboard(reply, kept, inline=bot.supports_inline_queries, look=look)
    return replace(parcel, keyboard=buttons)


def _look(settings: Settings, *, pictured: bool) -> str:
    flags = {
        BRIEF: settings.style == "brief",
        DARK: settings.look == "dark",
        PICTURED: pictured,
    }
    return (settings.language or "") + "".join(flag for flag, holds in flags.items() if holds)


def looking(look: str) -> Settings:
    """The settings that a message was sent with, from its buttons' look; a stranger may forge it.

    The message is everybody's: whoever taps, it stays as it was chosen.
    """
    return Settings(
        language=next((one for one in LANGUAGES if look.startswith(one)), None),
        style="brief" if BRIEF in look else "full",
        look="dark" if DARK in look else "light",
    )


def _without_motion(reply: Reply) -> tuple[tuple[Choice, ...], ...]:
    rows = (tuple(one for one in row if one.change != "motion") for row in reply.choices)
    return tuple(row for row in rows if row)


def as_result(parcel: Parcel, identity: str, note: str = "") -> Result:
    """A parcel as something that a learner may choose, or that goes out as a guest's answer.

    The note stands before the line that describes it, and is not sent.
    """
    title, *rest = filter(None, parcel.words.splitlines())
    description = f"{note}{rest[0]}" if rest else note or None
    if isinstance(parcel.picture, str):
        return InlineQueryResultCachedPhoto(
            identity,
            parcel.picture,
            title=title,
            description=description,
            caption=parcel.text,
            parse_mode=parcel.parse_mode,
            reply_markup=parcel.keyboard,
        )
    return InlineQueryResultArticle(
        identity,
        title,
        InputTextMessageContent(parcel.text, parcel.parse_mode),
        description=description,
        reply_markup=parcel.keyboard,
    )


async def change(bot: Bot, message: str, parcel: Parcel, *, pictured: bool) -> None:
    """Put a parcel in the place of an inline message; what shows a picture keeps one.

    Raises:
        TelegramError: it was not changed.
    """
    if parcel.picture:
        edit = partial(bot.edit_message_media, media_of(parcel, parcel.picture))
    elif pictured:
        edit = partial(bot.edit_message_caption, caption=parcel.text, parse_mode=parcel.parse_mode)
    else:
        edit = partial(bot.edit_message_text, parcel.text, parse_mode=parcel.parse_mode)
    await patiently(
        lambda: edit(inline_message_id=message, reply_markup=parcel.keyboard), repeatable=True
    )


def under_old_picture(parcel: Parcel, language: Language) -> Parcel:
    """Words under a picture that has to stay; they say so."""
    note = notice("old-picture", language)
    words = fit(parcel.words.splitlines(), LONGEST - units(note) - 1)
    return replace(parcel, words=f"{words}\n{note}")
