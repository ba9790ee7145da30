"""Menus and descriptions: in every language and scope, and told only when they changed."""

import json
import logging

import pytest
from serving import serving

from bot.tutor.languages import LANGUAGES, words

pytestmark = pytest.mark.asyncio(loop_scope="session")

SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
TELLING = ("setMyCommands", "setMyDescription", "setMyShortDescription")


async def a_start(telegram, desk):
    """The bot starts, answers and stops; how often it told Telegram about itself.

    Its stop waits for what it tells.
    """
    telegram.faults.calls.clear()
    async with serving(telegram, desk):
        telegram.say("/start")
        await telegram.reply()
    return sum(len(telegram.calls(method)) for method in TELLING)


async def test_each_language_and_scope_has_its_menu(alone, desk):
    await a_start(alone, desk)
    menus = {
        (json.loads(scope)["type"], language): [command["command"] for command in menu]
        for (scope, language), menu in alone.world.profile.commands.items()
    }
    assert menus.keys() == {(scope, language) for scope in SCOPES for language in ("", "zh")}
    for language in ("", "zh"):
        assert menus["all_private_chats", language] == [
            *("slope", "guess", "lesson", "practice", "progress", "help"),
            *("settings", "language", "cancel", "privacy", "forget"),
        ]
        assert "settings" not in menus["all_group_chats", language]
        for scope in ("all_group_chats", "all_chat_administrators"):
            assert {"slope", "guess", "quiz", "cancel"} < set(menus[scope, language])
        assert {"slope", "settings"} < set(menus["all_chat_administrators", language])
    assert alone.world.profile.texts["description", "zh"].startswith("我教你")


async def test_they_are_told_again_only_when_they_changed(alone, desk, monkeypatch):
    assert await a_start(alone, desk) == len(LANGUAGES) * (len(SCOPES) + 2)
    assert await a_start(alone, desk) == 0
    monkeypatch.setitem(words("zh")["notices"]["menu"], "help", "怎么问都行")
    assert await a_start(alone, desk) > 0
    assert await a_start(alone, desk) == 0


async def test_what_could_not_be_told_is_a_line_in_the_log_and_told_at_the_next_start(
    alone, desk, caplog
):
    caplog.set_level(logging.WARNING)
    alone.faults.refuse("setMyCommands", 400, "Bad Request: BOT_COMMAND_INVALID")
    await a_start(alone, desk)
    assert "menu could not be set" in caplog.text
    assert await a_start(alone, desk) == len(LANGUAGES) * (len(SCOPES) + 2)
    assert await a_start(alone, desk) == 0
