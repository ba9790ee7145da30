"""What people do in the chats: say, edit, delete, tap; and what of it the bot hears."""

import secrets

from bot.localchat.entities import formatted, message_text
from bot.localchat.errors import refuse
from bot.localchat.records import Chat, Entity, Message, User
from bot.localchat.world import World


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


def edit(world: World, message: Message, text: str) -> Message:
    """The same message with another text; the bot is told as of a new one."""
    if message.sender.is_bot:
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
    body = {
        "id": query,
        "from": user.as_json(),
        "message": message.as_json(),
        "chat_instance": str(abs(message.chat.id) * 7919),
        "data": data,
    }
    world.updates.add("callback_query", body)
    return query


def heard(world: World, message: Message) -> bool:
    """Whether the bot gets this message (https://core.telegram.org/bots/features#privacy-mode).

    A command without a name counts as meant for the bot: it is the only one in its groups.
    """
    chat = message.chat
    if chat.id in world.left:
        return False
    if chat.is_private or not world.privacy or chat.id in world.administers:
        return True
    if message.reply_to and message.reply_to.sender.is_bot:
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
