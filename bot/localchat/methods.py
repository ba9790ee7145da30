"""The Bot API's methods by name, and how one is called."""

from collections.abc import Callable

from bot.localchat import editing, inline, membership, polls, profile, sending
from bot.localchat.errors import Refused
from bot.localchat.parameters import Parameters
from bot.localchat.records import Json
from bot.localchat.world import World

METHODS: dict[str, Callable[[World, Parameters], object]] = {
    "answerCallbackQuery": editing.answer_callback_query,
    "answerGuestQuery": inline.answer_guest_query,
    "answerInlineQuery": inline.answer_inline_query,
    "close": profile.close,
    "deleteMessage": editing.delete_message,
    "deleteMyCommands": profile.delete_my_commands,
    "deleteWebhook": profile.delete_webhook,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageText": editing.edit_message_text,
    "getChat": membership.get_chat,
    "getChatAdministrators": membership.get_chat_administrators,
    "getChatMember": membership.get_chat_member,
    "getChatMemberCount": membership.get_chat_member_count,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getFile": lambda world, given: world.pictures.as_file(given.text("file_id")),
    "getMe": profile.get_me,
    "getMyCommands": profile.get_my_commands,
    "getMyDescription": profile.get_my_description,
    "getMyName": profile.get_my_name,
    "getMyShortDescription": profile.get_my_short_description,
    "getWebhookInfo": profile.get_webhook_info,
    "leaveChat": membership.leave_chat,
    "logOut": profile.log_out,
    "sendAnimation": sending.send_animation,
    "sendChatAction": sending.send_chat_action,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendPoll": polls.send_poll,
    "setChatMenuButton": profile.set_chat_menu_button,
    "setMyCommands": profile.set_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyName": profile.set_my_name,
    "setMyShortDescription": profile.set_my_short_description,
    "setWebhook": profile.set_webhook,
    "stopPoll": polls.stop_poll,
}
_BY_LOWER_NAME = {name.lower(): method for name, method in METHODS.items()}


async def call(world: World, name: str, given: Parameters) -> object:
    """What a method of this name, in any case, returns as `result`.

    Raises:
        Refused: with the status and the text that Telegram has for it.
    """
    if name.lower() == "getupdates":
        return await _get_updates(world, given)
    method = _BY_LOWER_NAME.get(name.lower())
    if method is None:
        raise Refused(404, "Not Found: method not found")
    return method(world, given)


async def _get_updates(world: World, given: Parameters) -> list[Json]:
    if given.has("allowed_updates"):
        world.updates.allow(given.json("allowed_updates", list))
    limit = min(max(given.integer("limit", 100), 1), 100)
    return await world.updates.take(given.integer("offset"), limit, given.integer("timeout"))
