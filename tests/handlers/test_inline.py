"""Inline: what is typed behind our name is answered while it is typed, in any chat."""

import asyncio
from dataclasses import replace

import pytest
from harness import PATIENCE
from serving import serving
from watching import hurried

from handlers.links import text_of
from handlers.shelf import Shelf

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("unseen")]

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def typed(telegram, text, **where):
    """The results of what is typed."""
    return await telegram.results(telegram.look_up(text, **where))


async def known(telegram, text):
    """An answer whose picture is remembered: the same comes twice."""
    for _ in range(2):
        telegram.say(text)
        answer = await telegram.reply()
    return answer


async def called(telegram, method):
    async with asyncio.timeout(PATIENCE):
        while not any(call.status for call in telegram.calls(method)):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.01)


def titles(offered):
    return [result["title"] for result in offered["results"]]


@pytest.mark.parametrize(
    ("text", "title", "description"),
    [
        pytest.param(
            "slope of 3a at 5",
            "f(a) = 3a at a = 5: slope 3",
            "At a = 5, f is 15. Nudge a to 5.001 and f is 15.003.",
            id="english",
        ),
        pytest.param(
            "3a在5处的斜率",
            "f(a) = 3a，a = 5 处：斜率 3",
            "a = 5 时，f 是 15；把 a 挪到 5.001，f 就变成 15.003。",
            id="chinese",
        ),
        pytest.param(
            "  Slope of 3a at 5 ",
            "f(a) = 3a at a = 5: slope 3",
            "At a = 5, f is 15. Nudge a to 5.001 and f is 15.003.",
            id="spaces and capitals",
        ),
    ],
)
async def test_what_is_typed_is_answered_as_a_text_with_buttons(telegram, text, title, description):
    query = telegram.look_up(text)
    offered = await telegram.results(query)
    assert titles(offered) == [title]
    assert offered["results"][0]["description"] == description
    assert offered["personal"]
    assert offered["button"] is None
    sent = telegram.choose(query)
    assert sent.text.startswith(title)
    assert "15.003" in sent.text
    assert (sent.content.entities[0].type, sent.content.entities[0].length) == ("bold", len(title))
    assert telegram.buttons(sent)


async def test_our_own_result_that_comes_back_from_a_group_gets_no_answer(telegram):
    telegram.world.privacy = False
    query = telegram.look_up("slope of 3a at 5")
    await telegram.results(query)
    telegram.choose(query)
    asked = telegram.say("/slope 3a at 6", chat=telegram.group)
    assert (await telegram.reply(telegram.group)).reply_to.id == asked.id


async def test_a_picture_that_telegram_has_is_offered_first_and_the_text_stays(telegram):
    answer = await known(telegram, "slope of 3a at 21")
    query = telegram.look_up("3a at 21")
    first, second = (await telegram.results(query))["results"]
    assert first["photo"]["file_id"] == answer.photo.file_id
    assert second["photo"] is None
    assert second["description"] == f"Words only: {first['description']}"
    assert telegram.choose(query, first["id"]).text == answer.text
    assert telegram.choose(query, second["id"]).text == answer.text


async def test_a_picture_that_telegram_has_lost_is_left_out_and_forgotten(telegram):
    answer = await known(telegram, "slope of 3a at 22")
    del telegram.world.pictures._photos[answer.photo.file_id]
    for _ in range(2):
        (only,) = (await typed(telegram, "slope of 3a at 22"))["results"]
        assert only["photo"] is None
    assert [call.status for call in telegram.calls("answerInlineQuery")] == [400, 200, 200]


@pytest.mark.parametrize(
    ("text", "results"),
    [
        pytest.param(
            "x2 at 3", ["f(x) = x² at x = 3: slope 6", "f(x) = 2x at x = 3: slope 2"], id="x2"
        ),
        pytest.param(
            "1/2x在4处的斜率",
            ["f(x) = (1/2)·x，x = 4 处：斜率 0.5", "f(x) = 1/(2x)，x = 4 处：斜率 −0.03125"],
            id="chinese",
        ),
        pytest.param(
            "x^2",
            [
                "f(x) = x² at x = 1: slope 2",
                "f(x) = x² at x = 2: slope 4",
                "f(x) = x²: derivative 2x",
            ],
            id="a function of which nothing is asked",
        ),
    ],
)
async def test_what_may_have_been_meant_as_well_comes_behind(telegram, text, results):
    assert titles(await typed(telegram, text)) == results


async def test_before_anything_is_typed_there_are_examples_in_the_learner_s_language(telegram):
    offered = await typed(telegram, "")
    assert titles(offered)[0] == "f(a) = 3a at a = 5: slope 3"
    assert len(titles(offered)) == 3
    assert offered["button"]["text"] == "Open the chat with Nudge"
    telegram.say(f"/start {offered['button']['start_parameter']}")
    assert "Hello" in (await telegram.reply()).text
    chinese = await typed(telegram, " ", user=telegram.lin)
    assert titles(chinese)[0] == "f(a) = 3a，a = 5 处：斜率 3"
    assert chinese["button"]["text"] == "打开和 Nudge 的聊天"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("s", "I find the slope of a function at a point.", id="one letter"),
        pytest.param("slope of", "Of which function?", id="half a request"),
        pytest.param("求", "我会求函数在一点的斜率。", id="chinese"),
        pytest.param("what is a derivative", "Ask me this in our own chat", id="a long reply"),
        pytest.param("slope of ln(x", "I stumble here: ln⟦(⟧x", id="half a formula"),
        pytest.param("求 ln(x 的导数", "这里没看懂：ln⟦(⟧x", id="half a formula in chinese"),
        pytest.param("how is the weather", "I find the slope of a function at a point.", id="chat"),
        pytest.param("slope of 9^9^9^9 x at 2", "Ask me this in our own chat", id="too costly"),
    ],
)
async def test_what_could_not_be_read_is_said_on_the_way_to_our_chat(telegram, text, label):
    offered = await typed(telegram, text)
    assert offered["results"] == []
    assert offered["button"]["text"] == label


async def test_the_way_to_our_chat_takes_along_what_was_typed(telegram):
    offered = await typed(telegram, "slope of foo(x) at 2")
    assert text_of(offered["button"]["start_parameter"]) == "slope of foo(x) at 2"


async def test_the_newest_of_what_one_types_wins_and_no_one_else_s(telegram):
    gate = telegram.faults.hold("answerInlineQuery")
    telegram.look_up("slope of a^2 at 2")
    await gate.arrived.wait()
    other = telegram.look_up("slope of a^2 at 3", user=telegram.lin)
    assert titles(await telegram.results(other)) == ["f(a) = a² at a = 3: slope 6"]
    newer = telegram.look_up("slope of a^2 at 23")
    assert titles(await telegram.results(newer)) == ["f(a) = a² at a = 23: slope 46"]


async def test_what_waits_for_a_worker_is_dropped_when_one_types_on(telegram, workers):
    slow = telegram.look_up("slowly: slope of a^2 at 2")
    waiting = telegram.look_up("slowly: slope of a^2 at 3")
    newest = telegram.look_up("slope of a^2 at 4")
    assert titles(await telegram.results(newest)) == ["f(a) = a² at a = 4: slope 8"]
    answered = {call.given.text("inline_query_id") for call in telegram.calls("answerInlineQuery")}
    assert answered == {newest}
    assert {slow, waiting}.isdisjoint(answered)


async def test_a_crowd_that_types_leaves_room_for_a_message(telegram, tmp_path, unhurried):
    gate = tmp_path / "gate"
    crowd = [telegram.world.person(f"Typist {number}") for number in range(60)]
    for typist in crowd:
        telegram.look_up(f"until {gate}: slope of a^2 at 2", user=typist)
    telegram.say("slope of a^2 at 24")
    assert "slope 48" in (await telegram.reply()).text
    assert not telegram.calls("answerInlineQuery")[10:]  # most of the crowd still waits
    gate.touch()
    rest = [telegram.look_up("", user=typist) for typist in crowd]
    await asyncio.gather(*map(telegram.results, rest))


async def test_an_answer_that_comes_too_late_is_silence(telegram, caplog):
    telegram.faults.refuse("answerInlineQuery", 400, TOO_OLD)
    telegram.look_up("slope of 3a at 5")
    await called(telegram, "answerInlineQuery")
    assert titles(await typed(telegram, "slope of 3a at 25")) == ["f(a) = 3a at a = 25: slope 3"]
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]


async def test_a_wait_that_telegram_asks_for_is_kept_and_holds_up_nobody_else(telegram):
    telegram.faults.too_many_requests("answerInlineQuery", retry_after=1)
    waiting = telegram.look_up("slope of a^2 at 2")
    await called(telegram, "answerInlineQuery")
    other = await typed(telegram, "slope of a^2 at 3", user=telegram.lin)
    assert titles(other) == ["f(a) = a² at a = 3: slope 6"]
    assert titles(await telegram.results(waiting))[0] == "f(a) = a² at a = 2: slope 4"


async def test_html_that_telegram_refuses_goes_as_plain_text(telegram):
    telegram.faults.refuse(
        "answerInlineQuery", 400, "Bad Request: can't parse entities: unsupported start tag"
    )
    query = telegram.look_up("slope of 3a at 5")
    await telegram.results(query)
    assert "bold" not in {mark.type for mark in telegram.choose(query).content.entities}


async def test_a_question_that_takes_too_long_says_so_in_a_line(telegram, workers):
    with hurried(workers):
        offered = await typed(telegram, "hang", user=telegram.lin)
    assert offered["results"] == []
    assert offered["button"]["text"] == "这个太难算了，换个简单些的？"
    assert offered["cache_time"] == 0


async def test_the_learner_s_own_settings_hold_and_so_results_are_theirs_alone(telegram, memory):
    usual = await memory.settings.load(telegram.ada.id)
    await memory.settings.save(telegram.ada.id, replace(usual, language="zh"))
    offered = await typed(telegram, "slope of 3a at 5")
    assert titles(offered) == ["f(a) = 3a，a = 5 处：斜率 3"]
    assert offered["personal"]


async def test_nothing_of_what_is_typed_reaches_the_disk(alone, desk, tmp_path):
    async with serving(alone, desk):
        await typed(alone, "slope of 3a at 5")
        await typed(alone, "slope of kangaroo at 5")
    assert await desk.memory.inbox.unanswered() == []
    assert not any(b"kangaroo" in file.read_bytes() for file in tmp_path.rglob("nudge.db*"))


async def test_with_a_cache_chat_a_new_picture_is_there_in_time_and_is_uploaded_once(
    alone, desk, unhurried
):
    shelf = alone.world.gather("Pictures", (alone.ada,))
    async with serving(alone, replace(desk, shelf=Shelf(shelf.id))):
        for _ in range(2):
            first, second = (await typed(alone, "slope of 3a at 5"))["results"]
            assert first["photo"]
            assert second["photo"] is None
    (upload,) = alone.calls("sendPhoto")
    assert upload.given.text("chat_id") == str(shelf.id)


@pytest.mark.parametrize(
    ("code", "description"),
    [
        pytest.param(403, "Forbidden: bot is not a member of the channel chat", id="put out"),
        pytest.param(400, "Bad Request: chat not found", id="wrong id"),
        pytest.param(500, "Internal Server Error", id="trouble at Telegram's"),
    ],
)
async def test_a_cache_chat_that_takes_no_picture_costs_no_answer(
    alone, desk, unhurried, code, description
):
    alone.faults.refuse("sendPhoto", code, description)
    async with serving(alone, replace(desk, shelf=Shelf(alone.group.id))):
        offered = await typed(alone, "slope of 3a at 5")
    assert titles(offered) == ["f(a) = 3a at a = 5: slope 3"]
    assert offered["cache_time"] == 0


async def test_a_cache_chat_that_asks_to_wait_gets_no_picture_meanwhile(alone, desk, unhurried):
    alone.faults.too_many_requests("sendPhoto", retry_after=60)
    async with serving(alone, replace(desk, shelf=Shelf(alone.group.id))):
        for point in (5, 6):
            assert len((await typed(alone, f"slope of 3a at {point}"))["results"]) == 1
    assert len(alone.calls("sendPhoto")) == 1


async def test_a_picture_that_is_late_is_there_the_next_time(alone, desk):
    gate = alone.faults.hold("sendPhoto")
    async with serving(alone, replace(desk, shelf=Shelf(alone.group.id))):
        offered = await typed(alone, "slope of 3a at 5")
        assert [bool(result["photo"]) for result in offered["results"]] == [False]
        assert offered["cache_time"] == 0
        gate.open.set()
        while len(offered["results"]) == 1:
            offered = await typed(alone, "slope of 3a at 5")
    assert offered["results"][0]["photo"]
    assert len(alone.calls("sendPhoto")) == 1


async def test_where_botfather_has_not_switched_inline_mode_on_no_button_needs_it(alone, desk):
    alone.world.inline = False
    async with serving(alone, desk):
        alone.say("derivative of x^3")
        labels = alone.labels(await alone.reply())
    assert "not what I meant?" in labels
    assert "try your own" not in labels


@pytest.mark.parametrize(
    ("text", "fills"),
    [
        pytest.param("derivative of x^3", "derivative of x³ with respect to x", id="an answer"),
        pytest.param("求 x^2 的导数", "x² 对 x 求导", id="chinese"),
        pytest.param("/start", "slope of 3a at 5", id="start"),
        pytest.param("/help", "slope of 3a at 5", id="help"),
    ],
)
async def test_try_your_own_fills_the_input_with_what_can_be_changed(telegram, text, fills):
    telegram.say(text)
    answer = await telegram.reply()
    *_, last = telegram.buttons(answer)
    assert last["switch_inline_query_current_chat"] == fills
    assert (await typed(telegram, fills))["results"]
