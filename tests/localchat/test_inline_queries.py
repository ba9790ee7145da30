"""Chats that the bot is not in: inline queries, the messages that come of them, guest calls."""

import pytest

from bot.localchat import people

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ARTICLE = {
    "type": "article",
    "id": "a",
    "title": "Title",
    "input_message_content": {"message_text": "<b>said</b>", "parse_mode": "HTML"},
    "reply_markup": {"inline_keyboard": [[{"text": "+", "callback_data": "more"}]]},
}


@pytest.fixture
def away(world):
    world.left.add(world.group.id)
    return world.group


async def updates(api):
    return await api("getUpdates")


async def answer(api, query, *results, **more):
    return await api("answerInlineQuery", inline_query_id=query, results=list(results), **more)


async def test_what_is_typed_reaches_the_bot_and_what_is_chosen_the_chat(api, world, away):
    query = people.look_up(world, world.lin, away, "slope of 3a at 5")
    (update,) = await updates(api)
    typed = update["inline_query"]
    assert (typed["id"], typed["query"], typed["chat_type"]) == (
        query,
        "slope of 3a at 5",
        "supergroup",
    )
    assert await answer(api, query, ARTICLE) is True
    assert world.history.events[-1].detail["results"][0]["title"] == "Title"
    sent = people.choose(world, query, "a")
    assert (sent.sender, sent.via, sent.text) == (world.lin, world.bot, "said")
    assert [entity.type for entity in sent.content.entities] == ["bold"]


async def test_the_bot_changes_what_was_sent_by_its_inline_message_id_alone(api, world, away):
    query = people.look_up(world, world.lin, away, "3a")
    await answer(api, query, ARTICLE)
    sent = people.choose(world, query, "a")
    people.tap(world, world.ada, sent, "more")
    tapped = (await updates(api))[-1]["callback_query"]
    assert "message" not in tapped
    changed = {"inline_message_id": tapped["inline_message_id"], "text": "changed"}
    assert await api("editMessageText", **changed) is True
    assert world.find(away, sent.id).text == "changed"
    assert "not modified" in await api("editMessageText", **changed)


async def test_what_was_sent_where_the_bot_is_comes_back_to_it(api, world):
    query = people.look_up(world, world.ada, world.group, "3a")
    await answer(api, query, ARTICLE)
    people.choose(world, query, "a")
    assert (await updates(api))[-1]["message"]["via_bot"]["id"] == world.bot.id


async def test_an_inline_message_takes_no_upload(api, world, away):
    query = people.look_up(world, world.lin, away, "3a")
    await answer(api, query, ARTICLE)
    sent = people.choose(world, query, "a")
    media = {"type": "photo", "media": "attach://new"}
    refused = await api(
        "editMessageMedia",
        files={"new": ("new.png", b"any")},
        inline_message_id=sent.inline,
        media=media,
    )
    assert "wrong file identifier" in refused


REFUSED = {
    "twice the same id": ([ARTICLE, ARTICLE], {}, "RESULT_ID_DUPLICATE"),
    "no id": ([ARTICLE | {"id": ""}], {}, "RESULT_ID_INVALID"),
    "a long id": ([ARTICLE | {"id": "a" * 65}], {}, "RESULT_ID_INVALID"),
    "no title": ([ARTICLE | {"title": ""}], {}, "title must be non-empty"),
    "no text": ([ARTICLE | {"input_message_content": {}}], {}, "must be non-empty"),
    "another type": ([{"type": "audio", "id": "a"}], {}, "articles and photos"),
    "a dead picture": ([{"type": "photo", "id": "a", "photo_file_id": "x"}], {}, "file identifier"),
    "no object": (["a"], {}, "expected an Object"),
    "many": ([ARTICLE | {"id": str(n)} for n in range(51)], {}, "RESULTS_TOO_MUCH"),
    "a bad deep link": ([], {"button": {"text": "go", "start_parameter": "a b"}}, "START_PARAM"),
    "a button without words": ([], {"button": {"start_parameter": "a"}}, 'find field "text"'),
}


@pytest.mark.parametrize(("results", "more", "why"), REFUSED.values(), ids=REFUSED)
async def test_results_that_telegram_refuses(api, world, results, more, why):
    query = people.look_up(world, world.ada, world.group, "3a")
    assert why in await answer(api, query, *results, **more)
    assert await answer(api, query, ARTICLE) is True  # and the query can still be answered


async def test_a_query_is_answered_once(api, world, away):
    query = people.look_up(world, world.ada, away, "3a")
    await answer(api, query)
    assert TOO_OLD in await answer(api, query)


async def test_a_guest_answers_once_where_it_was_called(api, world, away):
    said = people.call(world, world.ada, away, "@nudge_local_bot 3a at 5")
    called = (await updates(api))[-1]["guest_message"]
    assert called["message_id"] == said.id
    answered = {"guest_query_id": called["guest_query_id"], "result": ARTICLE}
    sent = await api("answerGuestQuery", **answered)
    assert world.find_inline(sent["inline_message_id"]).reply_to == said
    assert TOO_OLD in await api("answerGuestQuery", **answered)
