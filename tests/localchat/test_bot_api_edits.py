"""The Bot API's photos and edits: what becomes of a message, and what is refused."""

import io

import pytest
from in_memory import TOKEN
from PIL import Image

ADA = 1001
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def image(width=40, height=30, form="PNG"):
    data = io.BytesIO()
    Image.new("RGB", (width, height)).save(data, form)
    return data.getvalue()


def upload(**options):
    return {"photo": ("lesson.png", image(**options))}


def buttons(*data):
    return {"inline_keyboard": [[{"text": "x", "callback_data": d} for d in data]]}


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
async def test_a_photo_gets_a_file_id_of_its_own_and_its_size(api, form):
    one, two = [
        (await api("sendPhoto", upload(width=300, height=200, form=form), chat_id=ADA))["photo"][-1]
        for _ in range(2)
    ]
    assert (one["width"], one["height"]) == (300, 200)
    assert one["file_id"] != two["file_id"]
    again = await api("sendPhoto", chat_id=ADA, photo=one["file_id"])
    assert again["photo"] == [one]


@pytest.mark.parametrize(
    ("data", "reason"),
    {
        "no picture": (b"hello", "IMAGE_PROCESS_FAILED"),
        "half a header": (image()[:18], "IMAGE_PROCESS_FAILED"),
        "half a JPEG": (image(form="JPEG")[:30], "IMAGE_PROCESS_FAILED"),
        "a ribbon": (image(width=2001, height=100), "PHOTO_INVALID_DIMENSIONS"),
        "a wall": (image(width=5001, height=5000), "PHOTO_INVALID_DIMENSIONS"),
    }.values(),
)
async def test_a_photo_is_refused(api, data, reason):
    assert await api("sendPhoto", {"photo": ("a", data)}, chat_id=ADA) == f"Bad Request: {reason}"


async def test_a_caption_has_1024_units_after_parsing(api):
    whole = await api(
        "sendPhoto", upload(), chat_id=ADA, caption=f"<b>{'a' * 1024}</b>", parse_mode="HTML"
    )
    assert len(whole["caption"]) == 1024
    refused = await api("sendPhoto", upload(), chat_id=ADA, caption="a" * 1025)
    assert refused == "Bad Request: message caption is too long"


async def test_a_text_becomes_a_photo_and_no_text_again(api):
    sent = await api("sendMessage", chat_id=ADA, text="soon", reply_markup=buttons("a"))
    this = {"chat_id": ADA, "message_id": sent["message_id"]}
    media = {"type": "photo", "media": "attach://p", "caption": "<b>now</b>", "parse_mode": "HTML"}
    edited = await api("editMessageMedia", {"p": ("p", image())}, **this, media=media)
    assert (edited["caption"], edited["photo"][0]["width"]) == ("now", 40)
    assert "reply_markup" not in edited
    assert "edit_date" in edited
    refused = await api("editMessageText", **this, text="back")
    assert refused == "Bad Request: there is no text in the message to edit"
    captioned = await api("editMessageCaption", **this, caption="later")
    assert captioned["caption"] == "later"


async def test_a_text_has_no_caption_to_edit(api):
    sent = await api("sendMessage", chat_id=ADA, text="a")
    refused = await api(
        "editMessageCaption", chat_id=ADA, message_id=sent["message_id"], caption="b"
    )
    assert refused == "Bad Request: there is no caption in the message to edit"


async def test_an_edit_must_change_something(api):
    sent = await api("sendMessage", chat_id=ADA, text="a", reply_markup=buttons("a"))
    this = {"chat_id": ADA, "message_id": sent["message_id"]}
    same = await api(
        "editMessageText", **this, text="<i></i>a", parse_mode="HTML", reply_markup=buttons("a")
    )
    assert same == NOT_MODIFIED
    assert await api("editMessageReplyMarkup", **this, reply_markup=buttons("a")) == NOT_MODIFIED
    bare = await api("editMessageReplyMarkup", **this)
    assert "reply_markup" not in bare


async def test_the_same_photo_by_file_id_changes_nothing(api):
    sent = await api("sendPhoto", upload(), chat_id=ADA, caption="a")
    media = {"type": "photo", "media": sent["photo"][0]["file_id"], "caption": "a"}
    this = {"chat_id": ADA, "message_id": sent["message_id"]}
    assert await api("editMessageMedia", **this, media=media) == NOT_MODIFIED


def moving(seconds=3):
    data = io.BytesIO()
    frames = [Image.new("P", (40, 30), colour) for colour in (0, 255)]
    frames[0].save(
        data, "GIF", save_all=True, append_images=frames[1:], duration=500 * seconds, loop=0
    )
    return data.getvalue()


async def test_a_photo_becomes_an_animation_and_a_photo_again(api, client):
    sent = await api("sendPhoto", upload(), chat_id=ADA)
    this = {"chat_id": ADA, "message_id": sent["message_id"]}
    media = {"type": "animation", "media": "attach://m", "caption": "it moves"}
    edited = await api("editMessageMedia", {"m": ("m.gif", moving())}, **this, media=media)
    animation = edited["animation"]
    assert "photo" not in edited
    assert edited["document"] == animation
    assert (animation["width"], animation["height"], animation["duration"]) == (40, 30, 3)
    assert edited["caption"] == "it moves"
    path = (await api("getFile", file_id=animation["file_id"]))["file_path"]
    fetched = await client.get(f"/file/bot{TOKEN}/{path}")
    assert (fetched.content, fetched.headers["content-type"]) == (moving(), "image/gif")
    again = media | {"media": animation["file_id"]}
    assert await api("editMessageMedia", **this, media=again) == NOT_MODIFIED
    back = {"type": "photo", "media": sent["photo"][0]["file_id"]}
    assert (await api("editMessageMedia", **this, media=back))["photo"] == sent["photo"]


async def test_an_animation_is_sent_and_sent_again_by_its_file_id(api):
    sent = await api("sendAnimation", {"animation": ("m.gif", moving())}, chat_id=ADA, caption="a")
    again = await api("sendAnimation", chat_id=ADA, animation=sent["animation"]["file_id"])
    assert again["animation"] == sent["animation"]


@pytest.mark.parametrize(
    ("method", "values", "reason"),
    {
        "nothing": ("sendAnimation", {}, "there is no animation in the request"),
        "an id of nothing": (
            "sendAnimation",
            {"animation": "x"},
            "wrong file identifier/HTTP URL specified",
        ),
        "a photo's id": (
            "sendAnimation",
            {"animation": "a photo"},
            "can't use file of type Photo as Animation",
        ),
        "an animation's id": (
            "sendPhoto",
            {"photo": "an animation"},
            "can't use file of type Animation as Photo",
        ),
    }.values(),
)
async def test_what_is_no_animation_is_not_sent_as_one(api, method, values, reason):
    photo = await api("sendPhoto", upload(), chat_id=ADA)
    animation = await api("sendAnimation", {"animation": ("m.gif", moving())}, chat_id=ADA)
    ids = {
        "a photo": photo["photo"][0]["file_id"],
        "an animation": animation["animation"]["file_id"],
    }
    values = {name: ids.get(value, value) for name, value in values.items()}
    assert await api(method, chat_id=ADA, **values) == f"Bad Request: {reason}"


async def test_a_still_picture_is_no_animation(api):
    refused = await api("sendAnimation", {"animation": ("m.gif", image())}, chat_id=ADA)
    assert refused == "Bad Request: the local chat knows no other animations than GIF"


async def test_a_photo_s_file_can_be_fetched_with_the_token_only(api, client):
    sent = await api("sendPhoto", upload(), chat_id=ADA)
    path = (await api("getFile", file_id=sent["photo"][0]["file_id"]))["file_path"]
    assert (await client.get(f"/file/bot{TOKEN}/{path}")).content == image()
    assert (await client.get(f"/file/bot1:x/{path}")).status_code == 401
    assert (await client.get(f"/file/bot{TOKEN}/photos/none.png")).status_code == 404
