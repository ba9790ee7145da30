"""Pages: /settings and its like, one message turned in place, and what a tap decides is kept."""

import time

import pytest
from serving import serving
from test_addressed import command, raw

from bot.tutor.scene import Scene, Settings
from handlers.links import payload

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of a^2 at 2"

# What is tapped by whom, and what is kept.
CHOICES = [
    ("ada", "English", Settings(language="en")),
    ("ada", "中文", Settings(language="zh")),
    ("ada", "0.01", Settings(nudge="0.01")),
    ("ada", "brief", Settings(style="brief")),
    ("ada", "dark", Settings(look="dark")),
    ("ada", "none", Settings(pictures=False)),
    ("lin", "只说要点", Settings(style="brief")),
    ("lin", "深色", Settings(look="dark")),
]


@pytest.mark.parametrize(("name", "label", "chosen"), CHOICES, ids=lambda value: str(value)[:9])
async def test_a_tap_turns_the_page_in_place_and_is_kept(telegram, memory, name, label, chosen):
    user = getattr(telegram, name)
    chat = telegram.private(user)
    asked = telegram.say("/settings", user=user)
    page = await telegram.reply(chat)
    assert page.reply_to.id == asked.id
    telegram.tap(page, label, user=user)
    turned = await telegram.changed(chat)
    assert turned.id == page.id
    assert any(line.endswith(label) for line in turned.text.splitlines())
    assert f"✓ {label}" in telegram.labels(turned)
    assert (await telegram.notice(chat))["text"] == ""
    memory.settings.lately.clear()
    assert await memory.settings.load(user.id) == chosen


async def test_settings_hold_for_what_is_asked_next_and_across_a_restart(alone, desk):
    async with serving(alone, desk):
        alone.say("/settings")
        page = await alone.reply()
        for label in ("brief", "0.01", "中文"):
            alone.tap(page, label)
            await alone.changed()
    desk.memory.settings.lately.clear()
    async with serving(alone, desk):
        alone.say(ASK)
        answer = await alone.reply()
        first, second = answer.text.splitlines()
        assert first.startswith("斜率 4")
        assert "2.01" in second
        assert answer.photo
        alone.say("/settings")
        labels = alone.labels(await alone.reply())
        assert {"✓ 中文", "✓ 0.01", "✓ 只说要点"} < set(labels)


async def test_without_pictures_no_picture_is_drawn_and_nudges_still_shrink(telegram):
    telegram.say("/settings")
    page = await telegram.reply()
    telegram.tap(page, "none")
    await telegram.changed()
    telegram.say(ASK)
    answer = await telegram.reply()
    assert answer.photo is None
    telegram.tap(answer, "÷")
    changed = await telegram.changed()
    assert (changed.id, changed.photo) == (answer.id, None)
    assert "0.0001" in changed.text
    assert not telegram.calls("sendPhoto")


async def test_there_and_back_in_a_moment_ends_where_it_began(telegram, memory):
    telegram.say("/settings")
    page = await telegram.reply()
    for label in ("brief", "the whole lesson", "brief"):
        telegram.tap(page, label)
        page = await telegram.changed()
    assert (await memory.settings.load(telegram.ada.id)).style == "brief"


async def test_what_is_chosen_already_may_be_tapped_and_nothing_happens(telegram):
    telegram.say("/language")
    page = await telegram.reply()
    telegram.tap(page, "as you write")
    assert (await telegram.notice())["text"] == ""
    assert telegram.current(page) == page


@pytest.mark.parametrize(
    "change",
    [
        "settings-nudge-99",
        "settings-voice-calm",
        "language-",
        "forget-yes",
        "settings",
    ],
)
async def test_a_choice_that_the_page_does_not_offer_is_refused(telegram, memory, change):
    telegram.say("/settings")
    page = await telegram.reply()
    telegram.forge(page, f"v1|{change}|-")
    assert "too old" in (await telegram.notice())["text"]
    assert telegram.current(page) == page
    assert await memory.settings.load(telegram.ada.id) == Settings()


async def test_a_setting_that_cannot_be_kept_is_never_shown_as_kept(telegram, memory, monkeypatch):
    telegram.say("/settings")
    page = await telegram.reply()

    async def full(*_):
        raise ValueError  # whatever goes wrong with the disk

    monkeypatch.setattr(memory.settings, "save", full)
    telegram.tap(page, "brief")
    assert "Something went wrong" in (await telegram.notice())["text"]
    assert telegram.current(page) == page


@pytest.mark.parametrize("user", ["ada", "lin"])
async def test_privacy_tells_for_how_many_days(telegram, user):
    person = getattr(telegram, user)
    telegram.say("/privacy", user=person)
    page = await telegram.reply(telegram.private(person))
    assert "90 天" in page.text if user == "lin" else "90 days" in page.text


async def test_forgetting_asks_first_and_then_leaves_nothing(telegram, memory):
    telegram.say("/settings")
    page = await telegram.reply()
    telegram.tap(page, "brief")
    await telegram.changed()
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.say(f"/slope {ASK}", chat=telegram.group)
    in_group = await telegram.reply(telegram.group)

    telegram.say("/forget")
    asked = await telegram.reply()
    telegram.tap(asked, "No")
    assert "forget nothing" in (await telegram.changed()).text
    assert (await memory.scenes.load(telegram.ada.id, 0, telegram.ada.id)).last

    telegram.say("/forget")
    asked = await telegram.reply()
    telegram.tap(asked, "Forget everything")
    forgotten = await telegram.changed()
    assert "everything is forgotten" in forgotten.text
    assert not telegram.labels(forgotten)
    assert await memory.settings.load(telegram.ada.id) == Settings()
    for chat in (telegram.ada.id, telegram.group.id):
        assert await memory.scenes.load(chat, 0, telegram.ada.id) == Scene()
    for message in (answer, in_group):
        telegram.tap(message, "÷")
        assert "too old" in await told(telegram, message.chat)


async def told(telegram, chat):
    """The next answer to a tap that says anything."""
    while not (text := (await telegram.notice(chat))["text"]):
        pass
    return text


async def test_another_s_memory_stays(telegram, memory):
    lin = telegram.private(telegram.lin)
    telegram.say(ASK, user=telegram.lin)
    hers = await telegram.reply(lin)
    telegram.say("/forget")
    telegram.tap(await telegram.reply(), "Forget everything")
    await telegram.changed()
    telegram.tap(hers, "÷", user=telegram.lin)
    assert "0.0001" in (await telegram.changed(lin)).text


async def test_in_a_group_nobody_forgets_for_another(telegram, memory):
    telegram.say("/forget", chat=telegram.group)
    page = await telegram.reply(telegram.group)
    telegram.tap(page, "Forget everything", user=telegram.lin)
    assert "发命令的人" in (await telegram.notice(telegram.group))["text"]
    assert telegram.current(page) == page
    telegram.tap(page, "Forget everything", user=telegram.ada)
    assert "everything is forgotten" in (await telegram.changed(telegram.group)).text


async def test_cancel_ends_a_question_of_ours(telegram):
    telegram.say("derivative of ab at 3")
    assert "Which letter" in (await telegram.reply()).text
    telegram.say("/cancel")
    assert "put aside" in (await telegram.reply()).text
    telegram.say("b")
    assert (await telegram.reply()).photo is None


@pytest.mark.parametrize(
    ("user", "label", "headline"),
    [("ada", "where is the slope of a^2 10?", "a = 5"), ("lin", "x^3的导数", "3x²")],
)
async def test_the_help_s_examples_are_answered(telegram, user, label, headline):
    person = getattr(telegram, user)
    telegram.say("/help", user=person)
    page = await telegram.reply(telegram.private(person))
    telegram.tap(page, label, user=person)
    assert headline in (await telegram.reply(telegram.private(person))).text


@pytest.mark.parametrize(
    ("text", "headline"), [(ASK, "slope 4"), ("3a在5处的斜率", "斜率 3")], ids=["en", "zh"]
)
async def test_a_deep_link_opens_with_its_answer(telegram, text, headline):
    telegram.say(f"/start {payload(text)}")
    answer = await telegram.reply()
    assert headline in answer.text
    assert answer.photo


@pytest.mark.parametrize(
    ("text", "words"),
    [("slope of x^2+ at 3", "stops too early"), ("求 x^2+ 在3处的斜率", "x^2⟦+⟧")],
    ids=["en", "zh"],
)
async def test_a_deep_link_that_asks_what_cannot_be_read_opens_with_where(telegram, text, words):
    telegram.say(f"/start {payload(text)}")
    assert words in (await telegram.reply()).text


@pytest.mark.parametrize(
    "carried",
    ["spring-campaign", "%%%", "AGEA", payload("how is the weather"), payload("and at 2?"), "a b"],
)
async def test_any_other_link_opens_the_start_page(telegram, carried):
    telegram.say(ASK)
    await telegram.reply()
    telegram.say(f"/start {carried}")
    page = await telegram.reply()
    assert "I am Nudge" in page.text
    assert "slope of 3a at 5" in telegram.labels(page)


async def test_a_group_s_settings_are_its_administrators_and_hold_for_all_in_every_topic(
    telegram, memory
):
    group = telegram.group
    telegram.say("/settings", user=telegram.lin, chat=group)
    assert "管理员" in (await telegram.reply(group)).text
    telegram.say("/settings", chat=group)
    page = await telegram.reply(group)
    assert "for everyone in it" in page.text
    assert "✓ I stay silent" in telegram.labels(page)

    telegram.tap(page, "brief", user=telegram.lin)
    assert "管理员" in await told(telegram, group)
    assert await memory.settings.load(group.id) == Settings()
    telegram.tap(page, "brief")
    assert "✓ brief" in telegram.labels(await telegram.changed(group))

    telegram.say(f"/slope {ASK}", user=telegram.lin, chat=group, thread=42)
    assert (await telegram.reply(group)).text.startswith("slope 4")
    telegram.say(ASK, user=telegram.lin)
    assert "slope 4" in (await telegram.reply(telegram.private(telegram.lin))).text.splitlines()[0]
    assert await memory.settings.load(telegram.lin.id) == Settings()


async def test_who_writes_in_the_group_s_own_name_is_its_administrator_and_a_channel_is_not(
    telegram, memory
):
    group = telegram.group
    channel = {"id": -1007, "type": "channel", "title": "Elsewhere"}
    for sender, name, words in (
        (136817688, channel, "administrators"),
        (1087968824, channel, "administrators"),  # in another group's name
        (1087968824, group.as_json(), "for everyone in it"),
    ):
        spoken = {"from": {"id": sender, "is_bot": True, "first_name": "x"}, "sender_chat": name}
        telegram.world.updates.add("message", raw(telegram, group) | command("/settings") | spoken)
        page = await telegram.reply(group)
        assert words in page.text
    telegram.tap(page, "brief", user=telegram.lin)  # whoever taps does so in their own name
    assert "管理员" in await told(telegram, group)
    telegram.tap(page, "brief")
    assert "✓ brief" in telegram.labels(await telegram.changed(group))
    assert await memory.settings.load(group.id) == Settings(style="brief")


async def test_a_button_past_retention_says_that_it_is_too_old(telegram, memory, monkeypatch):
    telegram.say(ASK)
    answer = await telegram.reply()
    monkeypatch.setattr(memory.forgetting, "_now", lambda: time.time() + 91 * 24 * 3600)
    await memory.forgetting.old()
    telegram.tap(answer, "÷")
    assert "too old" in (await telegram.notice())["text"]
    assert telegram.current(answer) == answer
    telegram.say("and at 3?")  # the conversation is forgotten, too
    assert (await telegram.reply()).photo is None
