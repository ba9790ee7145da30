"""Polls and quizzes: posted by the bot, answered by members, closed by hand or by time."""

import asyncio
import secrets
import time
from dataclasses import replace
from typing import Any

from bot.localchat.entities import formatted
from bot.localchat.errors import refuse
from bot.localchat.keyboards import keyboard
from bot.localchat.parameters import Parameters, nested
from bot.localchat.records import Json, Message, Photo, Poll, User
from bot.localchat.sending import photo, send
from bot.localchat.world import World

_LONGEST_QUESTION = 300  # characters
_LONGEST_OPTION = 100
_LONGEST_EXPLANATION = 200
_MOST_LINES = 2  # line feeds in an explanation
_MOST_OPTIONS = 12
_PERIODS = range(5, 2_628_001)  # seconds that a poll may be open


def send_poll(world: World, given: Parameters) -> Json:
    world.open_chat(given.text("chat_id"))
    poll = _poll(world, given)
    message = send(world, given, {"content": formatted(""), "poll": poll})
    if poll.period:
        _close_later(world, message, poll.period)
    return message.as_json()


def stop_poll(world: World, given: Parameters) -> Json:
    chat = world.open_chat(given.text("chat_id"))
    message = world.find(chat, given.integer("message_id"))
    if message is None or message.poll is None:
        refuse("message with poll to stop not found")
    if message.poll.is_closed:
        refuse("poll has already been closed")
    closed = replace(message.poll, is_closed=True)
    markup = keyboard(given.text("reply_markup"))
    _changed(world, replace(message, keyboard=markup), closed, by_bot=True)
    return closed.as_json()


def vote(world: World, user: User, message: Message, options: list[int]) -> Message:
    """A member answers; no options take the answer back, which a quiz does not allow.

    Raises:
        Refused: the poll is closed, answered already, or has no such option.
    """
    message = world.find(message.chat, message.id) or message
    poll = message.poll
    if poll is None or user not in message.chat.members:
        refuse("message with poll to answer not found")
    if poll.is_closed:
        refuse("POLL_CLOSED")
    before = dict(poll.votes)
    if user in before and poll.type == "quiz":
        refuse("REVOTE_NOT_ALLOWED")
    wrong = any(option not in range(len(poll.options)) for option in options)
    if wrong or (len(options) > 1 and not poll.several):
        refuse("OPTION_INVALID")
    before.pop(user, None)
    votes = (*before.items(), *([(user, tuple(options))] if options else []))
    message = _changed(world, message, replace(poll, votes=votes), by_bot=False)
    if not poll.is_anonymous:
        body = {"poll_id": poll.id, "user": user.as_json(), "option_ids": options}
        body["option_persistent_ids"] = [str(number) for number in options]
        world.updates.add("poll_answer", body)
    return message


def time_is_up(world: World, message: Message) -> None:
    """The poll closes by itself; nothing happens where it is closed or gone."""
    now = world.find(message.chat, message.id)
    if now and now.poll and not now.poll.is_closed:
        _changed(world, now, replace(now.poll, is_closed=True), by_bot=False)


def _changed(world: World, message: Message, poll: Poll, *, by_bot: bool) -> Message:
    """The message with its poll as it is now, of which the bot that sent it is told."""
    world.updates.add("poll", poll.as_json())
    return world.renew(replace(message, poll=poll), by_bot=by_bot)


def _close_later(world: World, message: Message, seconds: int) -> None:
    def close() -> None:
        world.alarms.discard(alarm)
        time_is_up(world, message)

    alarm = asyncio.get_running_loop().call_later(seconds, close)
    world.alarms.add(alarm)


def _poll(world: World, given: Parameters) -> Poll:
    options = tuple(_option(option) for option in given.json("options", list))
    if not given.has("question"):
        refuse("poll question must be non-empty")
    if len(given.text("question")) > _LONGEST_QUESTION:
        refuse("poll question length must not exceed 300")
    if not 1 <= len(options) <= _MOST_OPTIONS:
        refuse("poll must have at least 1 option and at most 12 options")
    if len(set(options)) < len(options):
        refuse("poll options must be unique")
    period = given.integer("open_period") or None
    if period and period not in _PERIODS:
        refuse("poll open period is out of range")
    is_quiz = given.text("type") == "quiz"
    return Poll(
        id=str(secrets.randbits(62)),
        question=given.text("question"),
        options=options,
        is_anonymous=not given.has("is_anonymous") or given.boolean("is_anonymous"),
        several=given.boolean("allows_multiple_answers"),
        period=period,
        closes=int(time.time()) + period if period else None,
        photo=_picture(world, given, "media"),
        **(_quiz(world, given, len(options)) if is_quiz else {}),
    )


def _quiz(world: World, given: Parameters, options: int) -> dict[str, Any]:
    """What only a quiz has."""
    right = given.json("correct_option_ids", list)
    if not right or not all(isinstance(one, int) and 0 <= one < options for one in right):
        refuse("wrong correct option ID specified")
    told = formatted(given.text("explanation"), given.text("explanation_parse_mode"))
    if len(told.text) > _LONGEST_EXPLANATION or told.text.count("\n") > _MOST_LINES:
        refuse("message is too long")
    picture = _picture(world, given, "explanation_media")
    return {"type": "quiz", "right": tuple(right), "explanation": told, "explained": picture}


def _option(option: object) -> str:
    text = option.get("text") if isinstance(option, dict) else option
    if not isinstance(text, str) or not text.strip():
        refuse("poll options must be non-empty")
    if len(text) > _LONGEST_OPTION:
        refuse("poll options length must not exceed 100")
    return text


def _picture(world: World, given: Parameters, name: str) -> Photo | None:
    media = nested(given.json(name, dict))
    if not media.values:
        return None
    if not world.poll_pictures:
        refuse("POLL_MEDIA_INVALID")
    if media.text("type") != "photo":
        refuse("can't parse InputPollMedia: the local chat shows photos only")
    return photo(world, given, media.text("media"))
