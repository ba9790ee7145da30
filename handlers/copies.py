"""Copies: whoever may not tap an answer in a group gets one of their own, in private."""

from telegram import Bot, Message
from telegram.helpers import create_deep_linked_url

from bot.memory import Answer
from bot.tutor.scene import Event, Tapped
from handlers.commands import command
from handlers.desk import Desk
from handlers.intake import unharmed

# What the deep link's payload begins with; the answer's id follows.
COPY = "c_"


def link(bot: Bot, kept: Answer) -> str:
    """Opens our private chat with a copy of the answer; a tap may open no other kind of link."""
    return create_deep_linked_url(bot.username, f"{COPY}{kept.id}")


async def copy_asked(desk: Desk, message: Message, bot: Bot) -> Event | None:
    """What a message asks that came by such a link; None: it did not, or there is no answer.

    Only what everyone in a group could see anyway is copied.
    """
    name, payload = command(message, bot) or ("", "")
    if name != "start" or not payload.startswith(COPY):
        return None
    with unharmed("an answer to be copied could not be looked up"):
        kept = await desk.memory.answers.find(payload.removeprefix(COPY))
        if kept and kept.chat is not None and kept.chat < 0:
            locale = message.from_user.language_code if message.from_user else None
            return Tapped("back", kept.request, locale)
    return None
