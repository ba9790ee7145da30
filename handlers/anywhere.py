"""Anywhere: a reply for chats that we know nothing of, as a result to choose or in place."""

from dataclasses import replace
from functools import partial

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InputTextMessageContent,
)

from bot.tutor.languages import Language
from bot.tutor.scene import Choice, Reply
from bot.tutor.telling.length import LONGEST, fit, units
from handlers.buttons import keyboard
from handlers.deliver import Parcel, media_of
from handlers.desk import Desk
from handlers.pace import patiently
from handlers.trouble import notice

# In a button's look: the message shows a picture.
PICTURED = "+"

Result = InlineQueryResultArticle | InlineQueryResultCachedPhoto


def labelled(  # noqa: PLR0913 - what is said, and how it is shown
    desk: Desk, bot: Bot, reply: Reply, kept: str | None, parcel: Parcel, *, pictured: bool
) -> Parcel:
    """A parcel with the reply's buttons, whose taps tell how the message looks."""
    look = reply.language + (PICTURED if pictured else "")
    if not pictured or desk.shelf.chat is None:  # what moves is new, mostly
        reply = replace(reply, choices=_without_motion(reply))
    buttons = keyboard(reply, kept, inline=bot.supports_inline_queries, look=look)
    return replace(parcel, keyboard=buttons)


def _without_motion(reply: Reply) -> tuple[tuple[Choice, ...], ...]:
    rows = (tuple(one for one in row if one.change != "motion") for row in reply.choices)
    return tuple(row for row in rows if row)


def as_result(parcel: Parcel, identity: str) -> Result:
    """A parcel as something that a learner may choose, or that goes out as a guest's answer."""
    title, *rest = filter(None, parcel.words.splitlines())
    description = rest[0] if rest else None
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
