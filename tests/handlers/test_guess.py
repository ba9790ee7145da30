"""/guess: the question can be seen, and the answer and its picture are under a spoiler."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

# What is asked, and what is shown before anyone taps.
SHOWN = {
    "3a at 5": "Your guess? f(a) = 3a. What is its slope at a = 5?",
    "3a在5处的斜率": "先猜猜看：f(a) = 3a。它在 a = 5 处的斜率是多少？",
    "x^3": "Your guess? f(x) = x³. What is its derivative, as a function of x?",
    "|a| at 0": "Your guess? f(a) = |a|. What is its slope at a = 0?",
    "where is the slope of a^2 10?": "Your guess? f(a) = a². At which a is its slope 10?",
    "a^2 at 2 and 5": "Your guess? a²: tap to see what comes out.",
    "tangent to x^2 at 1": "Your guess? x²: tap to see what comes out.",
    "second derivative of x^3 at 2": "Your guess? x³: tap to see what comes out.",
    "a x^2 at x = 2 with a = 3": "Your guess? ax²: tap to see what comes out.",
}


def covered(message):
    """What is under the spoiler."""
    (mark,) = [one for one in message.content.entities if one.type == "spoiler"]
    units = message.text.encode("utf-16-le")
    return units[2 * mark.offset : 2 * (mark.offset + mark.length)].decode("utf-16-le")


@pytest.mark.parametrize("asked", SHOWN)
async def test_only_the_question_can_be_seen(telegram, asked):
    telegram.say(f"/guess {asked}", chat=telegram.group)
    said = await telegram.reply(telegram.group)
    assert said.text == f"{SHOWN[asked]}\n{covered(said)}"
    assert said.photo
    assert said.spoiler
    assert not said.keyboard
    assert not [mark for mark in said.content.entities if mark.type in {"bot_command", "code"}]


async def test_in_private_it_is_the_same(telegram):
    telegram.say("/guess 3a at 5")
    said = await telegram.reply()
    assert "slope 3" in covered(said)
    assert said.spoiler


async def test_an_edited_guess_is_corrected_under_its_cover(telegram):
    asked = telegram.say("/guess 3a at 5", chat=telegram.group)
    said = await telegram.reply(telegram.group)
    telegram.edit(asked, "/guess 4a at 5")
    changed = await telegram.changed(telegram.group)
    assert changed.id == said.id
    assert "slope 4" in covered(changed)
    assert changed.spoiler
    telegram.edit(asked, "/slope 4a at 5")
    assert not (await telegram.changed(telegram.group)).spoiler


async def test_whoever_has_guessed_may_go_on_from_it(telegram):
    telegram.say("/guess 3a at 5", chat=telegram.group)
    said = await telegram.reply(telegram.group)
    telegram.say("and at 2?", chat=telegram.group, reply_to=said)
    assert "at a = 2: slope 3" in (await telegram.reply(telegram.group)).text


async def test_without_a_picture_the_words_are_covered_all_the_same(telegram):
    telegram.faults.refuse("sendPhoto", 400, "Bad Request: not enough rights to send photos")
    telegram.say("/guess 3a at 5", chat=telegram.group)
    said = await telegram.reply(telegram.group)
    assert said.photo is None
    assert "slope 3" in covered(said)


@pytest.mark.parametrize("text", ["/guess", "/guess ", "/guess@nudge_local_bot"])
async def test_alone_it_gets_the_help(telegram, text):
    telegram.say(text, chat=telegram.group)
    assert "/guess 3a at 5" in (await telegram.reply(telegram.group)).text


async def test_what_cannot_be_read_is_said_openly(telegram):
    telegram.say("/guess the number of my cats", chat=telegram.group)
    said = await telegram.reply(telegram.group)
    assert not [mark for mark in said.content.entities if mark.type == "spoiler"]
