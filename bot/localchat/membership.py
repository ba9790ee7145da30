"""Bot API methods about chats and who is in them."""

from bot.localchat.errors import refuse
from bot.localchat.parameters import Parameters
from bot.localchat.records import Chat, Json, User
from bot.localchat.world import World

_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_chat(world: World, given: Parameters) -> Json:
    chat = world.open_chat(given.text("chat_id"))
    return chat.as_json() | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


def get_chat_member(world: World, given: Parameters) -> Json:
    chat = world.open_chat(given.text("chat_id"))
    people = {user.id: user for user in (*chat.members, world.bot)}
    user = people.get(given.integer("user_id"))
    if user is None:
        refuse("PARTICIPANT_ID_INVALID")
    return _member(world, chat, user)


def get_chat_administrators(world: World, given: Parameters) -> list[Json]:
    chat = world.open_chat(given.text("chat_id"))
    if chat.is_private:
        refuse("there are no administrators in the private chat")
    members = [_member(world, chat, user) for user in (*chat.members, world.bot)]
    return [member for member in members if member["status"] != "member"]


def get_chat_member_count(world: World, given: Parameters) -> int:
    return len(world.open_chat(given.text("chat_id")).members) + 1


def leave_chat(world: World, given: Parameters) -> bool:
    chat = world.open_chat(given.text("chat_id"))
    if chat.is_private:
        refuse("chat member status can't be changed in private chats")
    world.left.add(chat.id)
    return True


def _member(world: World, chat: Chat, user: User) -> Json:
    """As a ChatMember object; a group's first member owns it."""
    body: Json = {"user": user.as_json(), "status": "member"}
    if not chat.is_private and user == chat.members[0]:
        return body | {"status": "creator", "is_anonymous": False}
    if user == world.bot and chat.id in world.administers:
        return body | {"status": "administrator"} | dict.fromkeys(_RIGHTS, False)
    return body
