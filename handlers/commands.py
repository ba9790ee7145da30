"""The commands: what each means, and what the menus say of them."""

import hashlib
import logging
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    Message,
    MessageEntity,
)
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.memory.menus import Menus
from bot.tutor.languages import LANGUAGES, Language, words
from bot.tutor.scene import Event, Opened, Said
from handlers.links import text_of

log = logging.getLogger(__name__)

# From what follows the command's name, and the learner's locale.
COMMANDS: dict[str, Callable[[str, str | None], Event]] = {
    "start": lambda rest, locale: Opened("start", locale, text=text_of(rest)),
    "help": lambda _, locale: Opened("help", locale),
    # Alone it asks for nothing yet: the help shows how to go on.
    "slope": lambda rest, locale: (
        Said(rest, locale, explicit=True) if rest else Opened("help", locale)
    ),
    "guess": lambda rest, locale: (
        Said(rest, locale, explicit=True, guess=True) if rest else Opened("help", locale)
    ),
    "lesson": lambda _, locale: Opened("lesson", locale),
    "practice": lambda _, locale: Opened("practice", locale),
    "progress": lambda _, locale: Opened("progress", locale),
    # In private; in a group quiz.py takes it up before the tutor is asked.
    "quiz": lambda _, locale: Opened("quiz", locale),
    "settings": lambda _, locale: Opened("settings", locale),
    "language": lambda _, locale: Opened("language", locale),
    "privacy": lambda _, locale: Opened("privacy", locale),
    "forget": lambda _, locale: Opened("forget", locale),
    "cancel": lambda _, locale: Opened("cancel", locale),
}

# What Telegram offers while one types "/"; a group's members see only what is for them.
_GROUP = ("slope", "guess", "quiz", "help", "cancel", "privacy", "forget")
MENUS: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), ("slope", "help")),
    (
        BotCommandScopeAllPrivateChats(),
        (
            *("slope", "guess", "lesson", "practice", "progress", "help"),
            *("settings", "language", "cancel", "privacy", "forget"),
        ),
    ),
    (BotCommandScopeAllGroupChats(), _GROUP),
    (BotCommandScopeAllChatAdministrators(), (*_GROUP, "settings", "language")),
)


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


async def introduce(bot: Bot, menus: Menus) -> None:
    """Tell Telegram our menus and who we are, where it has not heard it yet.

    Nothing depends on it: what fails is told at the next start.
    """
    facts = [_facts(language) for language in LANGUAGES]
    digest = hashlib.sha256(repr((facts, MENUS)).encode()).hexdigest()
    try:
        if await menus.told(bot.id) == digest:
            return
        for language, fact in zip(LANGUAGES, facts, strict=True):
            await _tell(bot, fact, language)
        await menus.note(bot.id, digest)
    except (TelegramError, SQLAlchemyError) as error:
        log.warning("the menu could not be set: %s", getattr(error, "orig", error))


def _facts(language: Language) -> dict[str, str]:
    facts: dict[str, str] = words(language)["notices"]["menu"]
    return facts


async def _tell(bot: Bot, facts: dict[str, str], language: Language) -> None:
    # English stands for every language that we do not speak.
    code = None if language == "en" else language
    for scope, names in MENUS:
        commands = [BotCommand(name, facts[name]) for name in names]
        await bot.set_my_commands(commands, scope, language_code=code)
    await bot.set_my_description(facts["description"], language_code=code)
    await bot.set_my_short_description(facts["short-description"], language_code=code)
