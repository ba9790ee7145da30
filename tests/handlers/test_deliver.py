"""What goes wrong between us and Telegram, and what the learner sees of it."""

import logging
import re
from dataclasses import replace

import pytest
import trial
from serving import serving
from watching import hurried

from handlers.deliver import Parcel

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of 3a at 5"
NEXT = "slope of a^2 at 2"


async def test_html_that_telegram_refuses_goes_out_as_plain_text(telegram, caplog):
    text = "Bad Request: can't parse entities: unsupported start tag at byte offset 3"
    telegram.faults.refuse("sendPhoto", 400, text)
    telegram.say(ASK)
    answer = await telegram.reply()
    assert answer.photo
    assert "bold" not in [entity.type for entity in answer.content.entities]
    assert "our HTML was refused" in caplog.text


async def test_formulas_with_angle_brackets_arrive_as_they_are(telegram):
    telegram.say("<b>slope</b> of &lt;3a at 5")
    answer = await telegram.reply()
    assert "&amp;" not in answer.text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("slope of 3a at 5", id="df(a)/da"),
        pytest.param("slope of (a+1)/a at 2", id="a quotient in the headline"),
        pytest.param("slope of |a|/2 at 1", id="a quotient by a number"),
    ],
)
async def test_no_part_of_a_formula_becomes_a_command_to_tap(telegram, text):
    telegram.say(text)
    answer = await telegram.reply()
    assert "df(a)/da" in answer.text
    kinds = {entity.type for entity in answer.content.entities}
    assert kinds == {"bold", "code"}


@pytest.mark.parametrize(
    ("text", "coded"),
    [
        ("df(a)/da = 3, also written d/da f(a) = 3.", ["df(a)/da", "d/da f(a)"]),
        ("also written d²/dθ² f(θ) = 2", ["d²/dθ² f(θ)"]),
        ("dy/dx = 2x, also written d/dx y = 2x", []),
        ("也就是df(a)/da，等于 3", ["df(a)/da"]),
        ("1/x − (x + 1)/x², and so on", ["(x + 1)/x²"]),
        ("(x + 1)/x: derivative", ["(x + 1)/x"]),
        ("as in “slope of ln((x + 1)(x − 1))/2.5”.", ["ln((x + 1)(x − 1))/2.5"]),
        ("((((x))))/2 is too deep", ["/2"]),
        ("/slope 3a at 5", ["/slope"]),
        ("/starter", ["/starter"]),
        ("what I remember is under /privacy; 看 /settings。", []),
        ("0.003/0.001 = 3, a/b and 1/(a + 1)", []),
        ("(" * 900, []),
    ],
)
async def test_the_whole_quotient_is_in_code_and_nothing_else(text, coded):
    shown = Parcel(f"headline\n{text}").text.partition("\n")[2]
    assert re.findall("<code>(.*?)</code>", shown) == coded
    assert shown.replace("<code>", "").replace("</code>", "") == text


@pytest.mark.parametrize(
    ("words", "styled"),
    [("Hello! Try: slope of 3a at 5", ""), ("slope 3\nThe smaller the nudge", "<b>slope 3</b>")],
)
async def test_a_headline_is_bold_and_no_whole_message_is(words, styled):
    assert "".join(re.findall("<b>.*?</b>", Parcel(words).text)) == styled


async def test_a_dead_file_id_is_healed_by_drawing_anew(telegram):
    telegram.say("slope of 3a at 7")
    first = await telegram.reply()
    text = "Bad Request: wrong file identifier/HTTP URL specified"
    telegram.faults.refuse("sendPhoto", 400, text)
    telegram.say("slope of 3a at 7")
    healed = await telegram.reply()
    assert healed.photo
    assert [bool(call.given.files) for call in telegram.calls("sendPhoto")] == [True, False, True]
    assert healed.text == first.text


async def test_where_pictures_are_forbidden_the_words_go_alone(telegram):
    text = "Bad Request: not enough rights to send photos to the chat"
    telegram.faults.refuse("sendPhoto", 400, text)
    telegram.say(ASK)
    answer = await telegram.reply()
    assert answer.photo is None
    assert "slope 3" in answer.text
    assert telegram.buttons(answer)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(trial.no_picture, id="drawing fails"),
        pytest.param(trial.endless_picture, id="drawing overruns"),
    ],
)
async def test_without_a_picture_the_words_go_alone(alone, desk, picture):
    async with serving(alone, replace(desk, picture=trial.no_picture)):
        alone.say(ASK, user=alone.lin)  # from now on the words are known and take no time
        await alone.reply(alone.private(alone.lin))
    async with serving(alone, replace(desk, picture=picture)):
        with hurried(desk.workers):
            alone.say(ASK)
            answer = await alone.reply()
    assert answer.photo is None
    assert "slope 3" in answer.text
    assert alone.buttons(answer)


async def test_a_picture_is_not_left_under_words_that_it_does_not_show(alone, desk):
    async with serving(alone, desk):
        alone.say(ASK)
        answer = await alone.reply()
    async with serving(alone, replace(desk, picture=trial.no_picture)):
        alone.tap(answer, "÷")
        words = await alone.reply()
    assert words.photo is None
    assert answer.id not in [message.id for message in alone.transcript()]


async def test_a_wait_that_telegram_asks_for_is_kept_for_that_chat_alone(telegram):
    telegram.faults.too_many_requests("sendPhoto", 1, chat=telegram.ada.id)
    gate = telegram.faults.hold("sendPhoto", chat=telegram.ada.id)
    telegram.say(ASK)
    lin = telegram.private(telegram.lin)
    telegram.say(ASK, user=telegram.lin)
    await telegram.reply(lin)
    assert len(telegram.transcript()) == 1  # Ada still waits
    gate.open.set()
    assert (await telegram.reply()).photo
    assert len(telegram.transcript()) == 2


async def test_a_wait_that_is_too_long_is_given_up_and_holds_nobody(telegram):
    telegram.faults.too_many_requests("sendPhoto", 86_400)
    telegram.say(ASK)
    telegram.say(NEXT)
    assert "went wrong" in (await telegram.reply()).text
    assert "slope 4" in (await telegram.reply()).text


async def test_an_answer_that_got_lost_on_the_way_is_never_sent_twice(telegram):
    telegram.faults.drop("sendPhoto", carried_out=True)
    telegram.say(ASK)
    assert (await telegram.reply()).photo
    assert "went wrong" in (await telegram.reply()).text
    assert len(telegram.calls("sendPhoto")) == 1


async def test_an_edit_that_got_lost_on_the_way_is_made_again(telegram):
    telegram.say(NEXT)
    answer = await telegram.reply()
    telegram.faults.drop("editMessageMedia")
    telegram.tap(answer, "÷")
    assert "0.0001" in (await telegram.changed()).text
    assert len(telegram.transcript()) == 2


async def test_a_bad_gateway_is_tried_again(telegram):
    telegram.faults.refuse("sendPhoto", 502, "Bad Gateway")
    telegram.say(ASK)
    assert (await telegram.reply()).photo
    assert len(telegram.transcript()) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Forbidden: bot was blocked by the user",
        "Forbidden: bot was kicked from the supergroup chat",
        "Forbidden: user is deactivated",
    ],
)
async def test_who_blocks_us_is_left_alone_quietly(telegram, caplog, text):
    caplog.set_level(logging.INFO)
    telegram.faults.refuse("sendPhoto", 403, text)
    telegram.say(ASK)
    telegram.say(NEXT)
    assert "slope 4" in (await telegram.reply()).text
    assert len(telegram.calls("sendPhoto")) == 2
    assert not [line for line in caplog.records if line.levelno >= logging.WARNING]
