"""Inline keyboards: what Telegram accepts as buttons under a message."""

from typing import NoReturn

from bot.localchat.errors import refuse
from bot.localchat.links import link_fault
from bot.localchat.records import Json, Keyboard, read_json

_MOST_BUTTONS = 100
_LONGEST_DATA = 64  # bytes
_LONGEST_COPY = 256  # characters


def keyboard(markup: str) -> Keyboard:
    """The rows of buttons that `reply_markup` describes; none for an empty string.

    The local chat shows inline keyboards only and says so of the others.

    Raises:
        Refused: with Telegram's own texts.
    """
    if not markup:
        return ()
    rows = _rows(markup)
    buttons = tuple(tuple(_button(button) for button in row) for row in rows)
    if sum(map(len, buttons)) > _MOST_BUTTONS:
        refuse("REPLY_MARKUP_TOO_LONG")
    return tuple(row for row in buttons if row)


def _rows(markup: str) -> list[list[Json]]:
    try:
        given = read_json(markup)
    except ValueError:
        refuse("can't parse reply keyboard markup JSON object")
    if not isinstance(given, dict):
        refuse("object expected as reply markup")
    if given and "inline_keyboard" not in given:
        refuse("the local chat shows inline keyboards only")
    rows = given.get("inline_keyboard", [])
    if not isinstance(rows, list):
        refuse('field "inline_keyboard" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        refuse("can't parse inline keyboard: row must be an Array")
    return rows


def _button(button: Json) -> Json:
    if not isinstance(button, dict):
        _unparsable("Inline keyboard button must be an Object")
    if not isinstance(button.get("text"), str):
        _unparsable('Can\'t find field "text"')
    if not button["text"].strip():
        refuse("inline keyboard button text must be non-empty")
    if any(button.get(action) for action in ("pay", "callback_game")):
        refuse("BUTTON_TYPE_INVALID")
    match button:
        case {"callback_data": str(data)} if data:
            if len(data.encode()) > _LONGEST_DATA:
                refuse("BUTTON_DATA_INVALID")
        case {"url": str(url)} if url:
            if fault := link_fault(url):
                refuse(f"inline keyboard button URL '{url}' is invalid: {fault}")
        case {"copy_text": {"text": str(copied)}}:
            if not 1 <= len(copied) <= _LONGEST_COPY:
                refuse("BUTTON_COPY_TEXT_INVALID")
        case {"switch_inline_query": str()} | {"switch_inline_query_current_chat": str()}:
            pass
        case _:
            _unparsable("Text buttons are unallowed in the inline keyboard")
    return button


def _unparsable(reason: str) -> NoReturn:
    refuse(f"can't parse inline keyboard button: {reason}")
