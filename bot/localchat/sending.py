"""Bot API methods that put something new into a chat."""

from typing import Any

from bot.localchat.entities import message_text
from bot.localchat.errors import refuse
from bot.localchat.keyboards import keyboard
from bot.localchat.parameters import Parameters, nested
from bot.localchat.records import Chat, Formatted, Json, Message, Photo, utf16_length
from bot.localchat.world import World

_LONGEST_CAPTION = 1024  # UTF-16 units, without the tags
_ACTIONS = frozenset({"typing", "choose_sticker", "find_location"}) | {
    f"{doing}_{what}"
    for what in ("photo", "video", "voice", "document", "video_note")
    for doing in ("upload", "record")
}


def send_message(world: World, given: Parameters) -> Json:
    content = text(given)
    return send(world, given, {"content": content}).as_json()


def send_photo(world: World, given: Parameters) -> Json:
    content = caption(given)
    world.open_chat(given.text("chat_id"))
    picture = photo(world, given, given.text("photo"), upload="photo")
    spoiler = given.boolean("has_spoiler")
    return send(world, given, {"content": content, "photo": picture, "spoiler": spoiler}).as_json()


def send_animation(world: World, given: Parameters) -> Json:
    content = caption(given)
    world.open_chat(given.text("chat_id"))
    picture = animation(world, given, given.text("animation"), upload="animation")
    return send(world, given, {"content": content, "photo": picture}).as_json()


def send_chat_action(world: World, given: Parameters) -> bool:
    chat = world.open_chat(given.text("chat_id"))
    action = given.text("action").lower()
    if action not in _ACTIONS:
        refuse("wrong parameter action in request")
    world.history.add("action", chat.id, by_bot=True, detail={"action": action})
    return True


def text(given: Parameters) -> Formatted:
    """The message text of a call, within its limits."""
    if not given.has("text"):
        refuse("message text is empty")
    return message_text(given.formatted("text", "entities"))


def caption(given: Parameters) -> Formatted:
    """The caption of a call, within its limits; it may be empty."""
    content = given.formatted("caption", "caption_entities")
    if utf16_length(content.text) > _LONGEST_CAPTION:
        refuse("message caption is too long")
    return content


def photo(world: World, given: Parameters, named: str, upload: str = "") -> Photo:
    """The photo that a call uploads, under its own name or attach://, or names by file_id."""
    if data := _uploaded(given, named, upload):
        return world.pictures.keep(data)
    if not named:
        refuse("there is no photo in the request")
    return world.pictures.find(named)


def animation(world: World, given: Parameters, named: str, upload: str = "") -> Photo:
    """The same for an animation."""
    if data := _uploaded(given, named, upload):
        return world.pictures.keep_animation(data)
    if not named:
        refuse("there is no animation in the request")
    return world.pictures.find(named, moves=True)


def _uploaded(given: Parameters, named: str, upload: str) -> bytes | None:
    attached = named.removeprefix("attach://") if named.startswith("attach://") else upload
    return given.files.get(attached)


def send(world: World, given: Parameters, content: dict[str, Any]) -> Message:
    """A new message of the bot's, with what every sending method takes."""
    chat = world.open_chat(given.text("chat_id"))
    content["keyboard"] = keyboard(given.text("reply_markup"))
    content["reply_to"] = _replied_to(world, chat, given)
    content["thread"] = _thread(world, chat, given)
    return world.add(chat, world.bot, content)


def _thread(world: World, chat: Chat, given: Parameters) -> int | None:
    """The topic to write in; here a topic begins with whoever speaks in it first."""
    thread = given.integer("message_thread_id") or None
    if thread and all(message.thread != thread for message in world.transcript(chat)):
        refuse("message thread not found")
    return thread


def _replied_to(world: World, chat: Chat, given: Parameters) -> Message | None:
    """The message that is answered: by reply_parameters, or by the two older parameters."""
    if given.has("reply_parameters"):
        asked = nested(given.json("reply_parameters", dict))
        if not asked.has("message_id"):
            refuse('can\'t find field "message_id"')
    elif given.has("reply_to_message_id"):
        asked = Parameters(
            {
                "message_id": given.text("reply_to_message_id"),
                "allow_sending_without_reply": given.text("allow_sending_without_reply"),
            }
        )
    else:
        return None
    there = world.chat(asked.text("chat_id") or chat.id)
    found = world.find(there, asked.integer("message_id"))
    if found is None and not asked.boolean("allow_sending_without_reply"):
        refuse("message to be replied not found")
    if found and asked.text("quote") not in found.text:
        refuse("QUOTE_TEXT_INVALID")
    return found
