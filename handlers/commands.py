"""The commands: what each means, and what the menu says of it."""

import logging
from collections.abc import Callable

from telegram import Bot, BotCommand, Message, MessageEntity
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.tutor.languages import LANGUAGES, words
from bot.tutor.scene import Event, Opened, Said

log = logging.getLogger(__name__)

# From what follows the command's name, and the learner's locale.
COMMANDS: dict[str, Callable[[str, str | None], Event]] = {
    "start": lambda _, locale: Opened("start", locale),
    "help": lambda _, locale: Opened("help", locale),
    # Alone it asks for nothing yet: the help shows how to go on.
    "slope": lambda rest, locale: (
        Said(rest, locale, explicit=True) if rest else Opened("help", locale)
    ),
}


def command(message: Message, bot: Bot) -> tuple[str, str] | None:
    """The command for us that a message begins with, and what follows it; None: it has none.

    A command is one that Telegram marked as such; `/slope@another_bot` is not for us.
    One that we do not know, but that was surely meant for us, gets the help.
    """
    text = message.text or ""
    mark = next(iter(message.entities), None)
    if mark is None or mark.type != MessageEntity.BOT_COMMAND or mark.offset != 0:
        return None
    name, _, owner = text[1 : mark.length].partition("@")
    name = name.lower()
    if owner and owner.lower() != bot.username.lower():
        return None
    if name not in COMMANDS:
        return ("help", "") if owner or message.chat.type == ChatType.PRIVATE else None
    return name, text[mark.length :].strip()


async def introduce(bot: Bot) -> None:
    """Tell Telegram the menu and who we are, in every language; nothing depends on it."""
    for language in LANGUAGES:
        menu = words(language)["notices"]["menu"]
        # English stands for every language that we do not speak.
        code = None if language == "en" else language
        try:
            await bot.set_my_commands(
                [BotCommand(name, menu[name]) for name in COMMANDS], language_code=code
            )
            await bot.set_my_description(menu["description"], language_code=code)
            await bot.set_my_short_description(menu["short-description"], language_code=code)
        except TelegramError as error:
            log.warning("the menu could not be set: %s", error)
            return
