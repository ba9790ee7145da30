"""Bot API methods for chats that the bot is not in: results of inline queries, a guest's answer."""

import re
import secrets
from typing import Any

from bot.localchat.editing import TOO_OLD
from bot.localchat.entities import message_text
from bot.localchat.errors import refuse
from bot.localchat.keyboards import keyboard
from bot.localchat.parameters import Parameters, nested
from bot.localchat.records import Json
from bot.localchat.sending import caption
from bot.localchat.world import World

_MOST_RESULTS = 50
_LONGEST_ID = 64  # bytes
_START = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_inline_query(world: World, given: Parameters) -> bool:
    """Each query is answered once."""
    results = [_checked(world, result) for result in given.json("results", list)]
    if len(results) > _MOST_RESULTS:
        refuse("RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        refuse("RESULT_ID_DUPLICATE")
    button = _button(given.json("button", dict))
    query = given.text("inline_query_id")
    if query not in world.typed:
        refuse(TOO_OLD)
    user, chat = world.typed.pop(query)
    world.offered[query] = (user, chat, results)
    detail = {
        "query": query,
        "results": [_shown(world, result) for result in results],
        "button": button,
        "cache_time": given.integer("cache_time", 300),
        "personal": given.boolean("is_personal"),
    }
    world.history.add("inline", chat.id, by_bot=True, detail=detail)
    return True


def answer_guest_query(world: World, given: Parameters) -> Json:
    """One message in the chat from which the bot was called."""
    content = message_of(world, _checked(world, given.json("result", dict)))
    query = given.text("guest_query_id")
    if query not in world.called:
        refuse(TOO_OLD)
    if content.get("photo") and not world.guest_pictures:
        refuse("GUEST_CHAT_NO_MEDIA")
    asked = world.called.pop(query)
    content |= {"inline": new_inline_id(), "reply_to": asked}
    return {"inline_message_id": world.add(asked.chat, world.bot, content).inline}


def message_of(world: World, result: Json) -> dict[str, Any]:
    """What an inline result becomes when it is sent: the fields of a `Message` that it has."""
    given = nested(result)
    buttons = {"keyboard": keyboard(given.text("reply_markup"))}
    if result.get("type") == "article":
        if not given.has("title"):
            refuse("article title must be non-empty")
        said = nested(given.json("input_message_content", dict))
        return buttons | {"content": message_text(said.formatted("message_text", "entities"))}
    if result.get("type") == "photo":
        picture = world.pictures.find(given.text("photo_file_id"))
        return buttons | {"content": caption(given), "photo": picture}
    return refuse("the local chat shows articles and photos that the server has")


def new_inline_id() -> str:
    return secrets.token_urlsafe(20)


def _checked(world: World, result: Any) -> Json:  # noqa: ANN401 - whatever JSON there is
    if not isinstance(result, dict):
        refuse("expected an Object as inline query result")
    if not 1 <= len(str(result.get("id", "")).encode()) <= _LONGEST_ID:
        refuse("RESULT_ID_INVALID")
    message_of(world, result)
    return result


def _button(button: Json) -> Json | None:
    if not button:
        return None
    if not button.get("text"):
        refuse('can\'t find field "text"')
    if not _START.fullmatch(str(button.get("start_parameter", ""))):
        refuse("START_PARAM_INVALID")
    return button


def _shown(world: World, result: Json) -> Json:
    """As the list of results shows it."""
    content = message_of(world, result)
    picture = content.get("photo")
    return {
        "id": result["id"],
        "title": result.get("title", ""),
        "description": result.get("description", ""),
        "photo": picture.as_json() if picture else None,
    }
