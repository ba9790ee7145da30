"""Bot API methods about the bot itself: its name, its descriptions, its commands, its menu."""

import json
import re
from dataclasses import replace

from bot.localchat.errors import Refused, refuse
from bot.localchat.parameters import Parameters
from bot.localchat.records import Chat, Json, User
from bot.localchat.world import World

_COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")
_MOST_COMMANDS = 100
_LONGEST_COMMAND_DESCRIPTION = 256
_LONGEST = {"name": 64, "description": 512, "short_description": 120}  # characters
_DEFAULT_SCOPE = {"type": "default"}


def get_me(world: World, _: Parameters) -> Json:
    return world.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": world.inline,
        "supports_guest_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, given: Parameters) -> bool:
    commands = given.json("commands", list)
    if len(commands) > _MOST_COMMANDS:
        refuse("BOT_COMMANDS_TOO_MUCH")
    world.profile.commands[_scope(given)] = [_command(command) for command in commands]
    world.history.add("profile", 0, by_bot=True)
    return True


def get_my_commands(world: World, given: Parameters) -> list[Json]:
    return world.profile.commands.get(_scope(given), [])


def delete_my_commands(world: World, given: Parameters) -> bool:
    world.profile.commands.pop(_scope(given), None)
    world.history.add("profile", 0, by_bot=True)
    return True


def commands_for(world: World, chat: Chat, user: User) -> list[Json]:
    """The commands that Telegram offers this user in this chat: the narrowest scope wins.

    https://core.telegram.org/bots/api#determining-list-of-commands, without the scopes of a
    single chat, member or its administrators.
    """
    kinds = ["all_private_chats" if chat.is_private else "all_group_chats", "default"]
    if not chat.is_private and user == chat.members[0]:  # its owner
        kinds = ["all_chat_administrators", *kinds]
    for scope in ({"type": kind} for kind in kinds):
        for language in ((user.language_code or "").partition("-")[0], ""):
            commands = world.profile.commands.get((json.dumps(scope), language))
            if commands:
                return commands
    return []


def set_my_name(world: World, given: Parameters) -> bool:
    _set_text(world, given, "name")
    if given.has("name") and not given.has("language_code"):
        world.bot = replace(world.bot, first_name=given.text("name"))
        world.history.add("profile", 0, by_bot=True)
    return True


def get_my_name(world: World, given: Parameters) -> Json:
    return {"name": _text(world, given, "name") or world.bot.first_name}


def set_my_description(world: World, given: Parameters) -> bool:
    return _set_text(world, given, "description")


def get_my_description(world: World, given: Parameters) -> Json:
    return {"description": _text(world, given, "description")}


def set_my_short_description(world: World, given: Parameters) -> bool:
    return _set_text(world, given, "short_description")


def get_my_short_description(world: World, given: Parameters) -> Json:
    return {"short_description": _text(world, given, "short_description")}


def set_chat_menu_button(world: World, given: Parameters) -> bool:
    world.profile.menu_button = given.json("menu_button", dict) or {"type": "default"}
    return True


def get_chat_menu_button(world: World, _: Parameters) -> Json:
    return world.profile.menu_button


def set_webhook(world: World, given: Parameters) -> bool:
    """Only its removal: this server is asked, it calls nobody."""
    if given.has("url"):
        refuse("bad webhook: the local chat delivers by getUpdates only")
    return delete_webhook(world, given)


def delete_webhook(world: World, given: Parameters) -> bool:
    if given.boolean("drop_pending_updates"):
        world.updates.forget()
    return True


def get_webhook_info(world: World, _: Parameters) -> Json:
    return {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }


def log_out(_: World, __: Parameters) -> bool:
    raise Refused(400, "Bad Request: the local chat has no cloud server to log out to")


def close(_: World, __: Parameters) -> bool:
    """Telegram asks for this before a bot moves to another server; here nothing is to be done."""
    return True


def _scope(given: Parameters) -> tuple[str, str]:
    scope = given.json("scope", dict) or _DEFAULT_SCOPE
    return json.dumps(scope, sort_keys=True), given.text("language_code")


def _command(command: Json) -> Json:
    if not isinstance(command, dict):
        refuse("can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).removeprefix("/")
    description = str(command.get("description", ""))
    if not _COMMAND_NAME.fullmatch(name):
        refuse("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _LONGEST_COMMAND_DESCRIPTION:
        refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _set_text(world: World, given: Parameters, name: str) -> bool:
    if len(given.text(name)) > _LONGEST[name]:
        refuse(f"bot {name.replace('_', ' ')} is too long")
    world.profile.texts[name, given.text("language_code")] = given.text(name)
    return True


def _text(world: World, given: Parameters, name: str) -> str:
    """In the language asked for, else in that for everyone."""
    texts = world.profile.texts
    return texts.get((name, given.text("language_code"))) or texts.get((name, ""), "")
