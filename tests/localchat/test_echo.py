"""A real python-telegram-bot Application lives with the local server, over HTTP."""

import io
from contextlib import asynccontextmanager

import pytest
from harness import Harness
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Update
from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters
from telegram.request import HTTPXRequest

BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("again", callback_data="v1|again|7")]])


def picture(width=40, height=30, form="PNG"):
    data = io.BytesIO()
    Image.new("RGB", (width, height)).save(data, form)
    return data.getvalue()


@asynccontextmanager
async def echo_bot(telegram):
    request = lambda: HTTPXRequest(httpx_kwargs={"trust_env": False})  # noqa: E731 - one per use
    builder = Application.builder().token(telegram.token).base_url(telegram.base_url)
    builder = builder.base_file_url(telegram.server.base_file_url)
    app = builder.request(request()).get_updates_request(request()).build()

    async def echo(update: Update, _):
        await update.message.reply_html(f"<b>{update.message.text}</b>", reply_markup=BUTTONS)

    async def draw(update: Update, _):
        await update.message.reply_photo(picture(), "a <i>caption</i>", parse_mode="HTML")

    async def tapped(update: Update, _):
        await update.callback_query.answer("here you are", show_alert=True)
        await update.callback_query.edit_message_media(InputMediaPhoto(picture(), "drawn"))

    app.add_handler(CommandHandler("draw", draw, filters=filters.UpdateType.MESSAGE))
    app.add_handler(MessageHandler(filters.TEXT & filters.UpdateType.MESSAGE, echo))
    app.add_handler(CallbackQueryHandler(tapped))
    async with app:
        await app.start()
        await app.updater.start_polling()
        yield app
        await app.updater.stop()
        await app.stop()


@pytest.fixture
async def telegram():
    async with Harness() as harness:
        yield harness


@pytest.fixture
async def app(telegram):
    async with echo_bot(telegram) as app:
        yield app


async def test_a_message_is_polled_and_answered_with_entities_and_buttons(telegram, app):
    telegram.say("hello 🙂")
    answer = await telegram.reply()
    assert answer.text == "hello 🙂"
    assert [e.as_json() for e in answer.content.entities] == [
        {"type": "bold", "offset": 0, "length": 8}
    ]
    assert telegram.labels(answer) == ["again"]


async def test_a_photo_is_uploaded_with_its_caption_and_can_be_fetched_again(telegram, app):
    telegram.say("/draw")
    answer = await telegram.reply()
    assert (answer.photo.width, answer.photo.height, answer.text) == (40, 30, "a caption")
    file = await app.bot.get_file(answer.photo.file_id)
    assert bytes(await file.download_as_bytearray()) == telegram.picture(answer) == picture()
    again = await app.bot.send_photo(telegram.ada.id, answer.photo.file_id)
    assert again.photo[-1].file_id == answer.photo.file_id


async def test_a_tap_is_answered_once_and_the_text_becomes_a_photo(telegram, app):
    telegram.say("hello")
    answer = await telegram.reply()
    query = telegram.tap(answer, "again")
    notice = await telegram.notice()
    assert (notice["text"], notice["alert"]) == ("here you are", True)
    changed = await telegram.changed()
    assert (changed.id, changed.text, changed.keyboard) == (answer.id, "drawn", ())
    assert telegram.picture(changed) == picture()
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await app.bot.answer_callback_query(query)


async def test_bad_html_arrives_as_the_library_s_bad_request(telegram, app):
    with pytest.raises(BadRequest, match=r"(?i)can't parse entities: unsupported start tag"):
        await app.bot.send_message(telegram.ada.id, "a<3 and b>c", parse_mode="HTML")


async def test_an_edit_that_changes_nothing_is_refused(telegram, app):
    sent = await app.bot.send_message(telegram.ada.id, "same")
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await sent.edit_text("same")


async def test_faults_reach_the_library_as_its_own_errors(telegram, app, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # the library warns of its old way otherwise
    telegram.faults.too_many_requests("sendMessage", 3)
    with pytest.raises(RetryAfter):
        await app.bot.send_message(telegram.ada.id, "one")
    telegram.faults.drop("sendMessage", carried_out=True)
    with pytest.raises(NetworkError):
        await app.bot.send_message(telegram.ada.id, "two")
    assert [message.text for message in telegram.transcript()] == ["two"]
    assert [call.status for call in telegram.calls("sendMessage")] == [429, 200]
