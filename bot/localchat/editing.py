"""Bot API methods that change or remove what stands in a chat, or answer a tap on it."""

from dataclasses import replace

from bot.localchat.errors import refuse
from bot.localchat.keyboards import keyboard
from bot.localchat.parameters import Parameters, nested
from bot.localchat.records import Json, Message
from bot.localchat.sending import animation, caption, photo, text
from bot.localchat.world import World

_LONGEST_ANSWER = 200  # characters
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def edit_message_text(world: World, given: Parameters) -> Json | bool:
    content = text(given)
    message = _editable(world, given)
    if message.photo or message.poll:
        refuse("there is no text in the message to edit")
    return _edited(world, given, replace(message, content=content))


def edit_message_caption(world: World, given: Parameters) -> Json | bool:
    content = caption(given)
    message = _editable(world, given)
    if not message.photo:
        refuse("there is no caption in the message to edit")
    return _edited(world, given, replace(message, content=content))


def edit_message_media(world: World, given: Parameters) -> Json | bool:
    """Another photo or animation, and its caption; a text message may become one, too."""
    media = given.json("media", dict)
    if not media:
        refuse("media is empty")
    kinds = {"photo": photo, "animation": animation}
    if media.get("type") not in kinds:
        refuse("can't parse InputMedia: the local chat shows photos and animations only")
    content = caption(nested(media))
    message = _editable(world, given)
    if message.inline and given.files:
        refuse("wrong file identifier/HTTP URL specified")  # these take no uploads
    picture = kinds[media["type"]](world, given, str(media.get("media", "")))
    wanted = replace(message, content=content, photo=picture)
    return _edited(world, given, replace(wanted, spoiler=nested(media).boolean("has_spoiler")))


def edit_message_reply_markup(world: World, given: Parameters) -> Json | bool:
    return _edited(world, given, _editable(world, given))


def delete_message(world: World, given: Parameters) -> bool:
    """The bot's own messages, and in private chats its partner's."""
    chat = world.open_chat(given.text("chat_id"))
    message = world.find(chat, given.integer("message_id"))
    if message is None:
        refuse("message to delete not found")
    free = chat.is_private or chat.id in world.administers
    if not message.sender.is_bot and not free:
        refuse("message can't be deleted")
    world.remove(message, by_bot=True)
    return True


def answer_callback_query(world: World, given: Parameters) -> bool:
    """Each query is answered once."""
    words = given.text("text")
    if len(words) > _LONGEST_ANSWER:
        refuse("MESSAGE_TOO_LONG")
    if given.text("callback_query_id") not in world.taps:
        refuse(TOO_OLD)
    user, message = world.taps.pop(given.text("callback_query_id"))
    answer = {
        "query": given.text("callback_query_id"),
        "user": user.id,
        "text": words,
        "alert": given.boolean("show_alert"),
        "url": given.text("url"),
    }
    world.history.add("answer", message.chat.id, by_bot=True, message=message, detail=answer)
    return True


def _editable(world: World, given: Parameters) -> Message:
    if given.has("inline_message_id"):
        return world.find_inline(given.text("inline_message_id")) or refuse("MESSAGE_ID_INVALID")
    chat = world.open_chat(given.text("chat_id"))
    if not given.has("message_id"):
        refuse("message identifier is not specified")
    message = world.find(chat, given.integer("message_id"))
    if message is None:
        refuse("message to edit not found")
    if not message.sender.is_bot:
        refuse("message can't be edited")
    return message


def _edited(world: World, given: Parameters, wanted: Message) -> Json | bool:
    """The message as wanted and with the call's keyboard: one that is not given goes away.

    Of an inline message the bot is not told more than that it was done.
    """
    current = world.find(wanted.chat, wanted.id)
    wanted = replace(wanted, keyboard=keyboard(given.text("reply_markup")))
    if wanted == current:
        refuse(_NOT_MODIFIED)
    changed = world.change(wanted)
    return True if given.has("inline_message_id") else changed.as_json()
