"""What people do in the chats: say, edit, delete, tap, look up; and what of it the bot hears."""

import secrets
from dataclasses import replace

from bot.localchat.entities import formatted, message_text
from bot.localchat.errors import refuse
from bot.localchat.inline import message_of, new_inline_id
from bot.localchat.records import Chat, Entity, Formatted, Message, User
from bot.localchat.world import World

_LONGEST_QUERY = 256  # characters
_LONGEST_TOPIC = 128


def say(  # noqa: PLR0913 - a message has this many parts
    world: World,
    user: User,
    chat: Chat,
    text: str,
    *,
    reply_to: Message | None = None,
    thread: int | None = None,
) -> Message:
    """A text message; in a group it reaches the bot only where privacy mode lets it.

    Raises:
        Refused: an empty or overlong text, or a user who is not in the chat.
    """
    if user not in chat.members:
        refuse("user is not a member of the chat")
    content = message_text(formatted(text))
    message = world.add(chat, user, {"content": content, "reply_to": reply_to, "thread": thread})
    if heard(world, message):
        world.updates.add("message", message.as_json())
    return message


def open_topic(world: World, user: User, chat: Chat, name: str) -> Message:
    """A new topic of a group, which is a forum from then on; the message that it begins with."""
    if user not in chat.members or chat.is_private:
        refuse("not enough rights to create a topic")
    name = name.strip()
    if not 1 <= len(name) <= _LONGEST_TOPIC:
        refuse("TOPIC_TITLE_INVALID")
    forum = world.chats[chat.id] = replace(world.chats[chat.id], is_forum=True)
    message = world.add(forum, user, {"content": Formatted(), "topic": name})
    if chat.id not in world.left:
        world.updates.add("message", message.as_json())
    return message


def edit(world: World, message: Message, text: str) -> Message:
    """The same message with another text; the bot is told as of a new one."""
    if message.sender.is_bot or message.via:
        refuse("message can't be edited")
    changed = world.change(message, content=message_text(formatted(text)))
    if heard(world, changed):
        world.updates.add("edited_message", changed.as_json())
    return changed


def delete(world: World, message: Message) -> None:
    """The message goes; Telegram does not tell bots."""
    world.remove(message, by_bot=False)


def tap(world: World, user: User, message: Message, data: str) -> str:
    """A button under a message is pressed; the id of the callback query.

    Any data of a message's bot can be sent, as any client may forge it.
    """
    query = secrets.token_hex(8)
    world.taps[query] = (user, message)
    of_chat = {"message": message.as_json()}
    body = {
        "id": query,
        "from": user.as_json(),
        **({"inline_message_id": message.inline} if message.inline else of_chat),
        "chat_instance": str(abs(message.chat.id) * 7919),
        "data": data,
    }
    world.updates.add("callback_query", body)
    return query


def look_up(world: World, user: User, chat: Chat, text: str) -> str:
    """Something typed behind the bot's name and not sent yet; the id of the inline query."""
    query = secrets.token_hex(8)
    world.typed[query] = (user, chat)
    kind = "sender" if chat.id == user.id else chat.type
    body = {"id": query, "from": user.as_json(), "query": text[:_LONGEST_QUERY], "offset": ""}
    world.updates.add("inline_query", body | {"chat_type": kind})
    return query


def choose(world: World, query: str, result: str, *, thread: int | None = None) -> Message:
    """One of the results of an inline query, sent by the one who typed it, by way of the bot."""
    user, chat, results = world.offered.get(query) or refuse("there are no such results")
    for offered in results:
        if offered["id"] == result:
            content = message_of(world, offered) | {"inline": new_inline_id(), "via": world.bot}
            message = world.add(chat, user, content | {"thread": thread})
            if heard(world, message):
                world.updates.add("message", message.as_json())
            return message
    return refuse("there is no such result")


def call(
    world: World, user: User, chat: Chat, text: str, *, reply_to: Message | None = None
) -> Message:
    """The bot is called by its name in a chat that it is not in, as a guest."""
    content = message_text(formatted(text))
    message = world.add(chat, user, {"content": content, "reply_to": reply_to})
    query = secrets.token_hex(8)
    world.called[query] = message
    world.updates.add("guest_message", message.as_json() | {"guest_query_id": query})
    return message


def heard(world: World, message: Message) -> bool:
    """Whether the bot gets this message (https://core.telegram.org/bots/features#privacy-mode).

    A command without a name counts as meant for the bot: it is the only one in its groups.
    """
    chat = message.chat
    if chat.id in world.left:
        return False
    if chat.is_private or not world.privacy or chat.id in world.administers:
        return True
    if message.via or (message.reply_to and message.reply_to.sender.is_bot):
        return True
    return any(_calls(world, message, entity) for entity in message.content.entities)


def _calls(world: World, message: Message, entity: Entity) -> bool:
    said = _part(message.text, entity).lower()
    name = f"@{world.bot.username}".lower()
    if entity.type == "bot_command":
        return "@" not in said or said.endswith(name)
    return entity.type == "mention" and said == name and world.mentions_delivered


def _part(text: str, entity: Entity) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    part = units[2 * entity.offset : 2 * (entity.offset + entity.length)]
    return part.decode("utf-16-le", "surrogatepass")
