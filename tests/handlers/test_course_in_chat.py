"""The course in a chat: one message turned in place, guesses, and a place that is kept."""

import pytest
from serving import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEXT = {"en": "next", "zh": "下一步"}
LESSON = {"en": "What a derivative is", "zh": "什么是导数"}
GUESSED = {"en": "Right: after the nudge f(a) is 6.003.", "zh": "对！挪动之后，f(a) 等于 6.003。"}


async def opened(telegram, user=None, chat=None):
    user = user or telegram.ada
    telegram.say("/lesson", user=user, chat=chat)
    return await telegram.reply(chat or telegram.private(user))


async def turned(telegram, page, label, user=None):
    telegram.tap(page, label, user=user)
    return await telegram.changed(page.chat)


@pytest.mark.parametrize(("name", "language"), [("ada", "en"), ("lin", "zh")])
async def test_cards_are_turned_in_place_and_a_right_guess_goes_on(telegram, name, language):
    user = getattr(telegram, name)
    page = await opened(telegram, user)
    assert page.text.startswith(f"{LESSON[language]} · 1/")
    for number in (2, 3):
        card = await turned(telegram, page, NEXT[language], user)
        assert (card.id, f"· {number}/" in card.text) == (page.id, True)
        assert card.photo
    card = await turned(telegram, page, "6.003", user)
    assert (card.id, "· 4/" in card.text, GUESSED[language] in card.text) == (page.id, True, True)


async def test_a_guess_may_be_typed_and_the_second_wrong_one_is_told(telegram):
    page = await opened(telegram)
    for _ in range(2):
        await turned(telegram, page, "next")
    for text, number, told in (
        ("idk", 3, "costs nothing"),
        ("6", 3, "before the nudge"),
        ("?", 3, "does not count"),
        ("12", 4, "After the nudge f(a) is 6.003."),
    ):
        asked = telegram.say(text)
        card = await telegram.reply()
        assert (f"· {number}/" in card.text, told in card.text) == (True, True)
        assert card.reply_to.id == asked.id


async def test_skip_goes_on_whether_it_is_tapped_or_typed(telegram):
    page = await opened(telegram)
    for _ in range(2):
        await turned(telegram, page, "next")
    assert "· 4/" in (await turned(telegram, page, "skip")).text
    await turned(telegram, page, "back")
    telegram.say("skip")
    assert "· 4/" in (await telegram.reply()).text


async def test_the_first_card_of_the_second_chapter_leads_back_to_the_first_chapter(telegram):
    page = await opened(telegram)
    while "13/13" not in page.text:
        label = "skip" if "skip" in telegram.labels(page) else "next"
        page = await turned(telegram, page, label)
    page = await turned(telegram, page, "on to")
    assert "Where the slope changes · 1/" in page.text
    assert "13/13" in (await turned(telegram, page, "back")).text


async def test_a_question_of_ones_own_keeps_the_place(telegram):
    page = await opened(telegram)
    for _ in range(2):
        await turned(telegram, page, "next")
    telegram.say("slope of x^2 at 3")
    assert "slope 6" in (await telegram.reply()).text
    telegram.say("6.003")
    assert "· 4/" in (await telegram.reply()).text


async def test_the_place_is_kept_across_a_restart_and_old_buttons_work(alone, desk):
    async with serving(alone, desk):
        page = await opened(alone)
        for _ in range(2):
            page = await turned(alone, page, "next")
    desk.memory.scenes.lately.clear()
    async with serving(alone, desk):
        assert "· 3/" in (await opened(alone)).text
        alone.say("6")
        assert "before the nudge" in (await alone.reply()).text
        assert "· 4/" in (await turned(alone, page, "6.003")).text


async def test_without_pictures_the_cards_are_words(telegram):
    telegram.say("/settings")
    await turned(telegram, await telegram.reply(), "none")
    page = await opened(telegram)
    card = await turned(telegram, page, "next")
    assert (page.photo, card.photo, card.id) == (None, None, page.id)


async def test_in_a_group_the_course_is_for_who_opened_it(telegram):
    page = await opened(telegram, chat=telegram.group)
    telegram.tap(page, "next", user=telegram.lin)
    assert "发命令的人" in (await telegram.notice(telegram.group))["text"]
    assert telegram.current(page) == page
    assert "· 2/" in (await turned(telegram, page, "next")).text
    theirs = await opened(telegram, telegram.lin, telegram.group)
    assert theirs.text.startswith(f"{LESSON['zh']} · 1/")
