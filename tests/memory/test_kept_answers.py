"""What a message of ours answers, found by its id, its question or itself."""

import re

import pytest

from bot.memory import NOBODY, Answer, open_memory
from bot.tutor.reading.request import Request

FIRST = Request(formulas=("3*a",), variable="a", points=("5",))
SECOND = Request(formulas=("3*a",), variable="a", points=("5",), run="1/10000")


async def test_an_answer_is_found_after_a_restart_in_every_way(url):
    async with open_memory(url) as memory:
        id_ = await memory.answers.keep(FIRST, chat=-100, thread=3, learner=7, question=41)
        await memory.answers.sent(id_, message=42)
    answer = Answer(
        id=id_,
        request=FIRST,
        chat=-100,
        thread=3,
        learner=7,
        question=41,
        message=42,
        inline_message=None,
    )
    async with open_memory(url) as memory:
        assert await memory.answers.find(id_) == answer
        assert await memory.answers.of_question(-100, 41) == answer
        assert await memory.answers.of_message(-100, 42) == answer


async def test_an_answer_is_kept_before_it_is_sent(memory):
    id_ = await memory.answers.keep(FIRST, chat=1, learner=7, question=41)
    assert (await memory.answers.find(id_)).message is None


async def test_a_question_that_is_handled_again_keeps_its_id_and_message(memory):
    id_ = await memory.answers.keep(FIRST, chat=1, learner=7, question=41)
    await memory.answers.sent(id_, message=42)
    assert await memory.answers.keep(SECOND, chat=1, learner=7, question=41) == id_
    answer = await memory.answers.find(id_)
    assert (answer.request, answer.message) == (SECOND, 42)


async def test_answers_to_no_question_are_each_their_own(memory):
    ids = {await memory.answers.keep(FIRST, chat=1, learner=7) for _ in range(20)}
    assert len(ids) == 20


async def test_what_is_offered_for_any_chat_is_kept_once_and_is_nobody_s(memory):
    id_ = await memory.answers.offer(FIRST)
    assert await memory.answers.offer(FIRST) == id_
    assert await memory.answers.offer(SECOND) != id_
    answer = await memory.answers.find(id_)
    assert (answer.request, answer.learner, answer.chat) == (FIRST, NOBODY, None)
    assert answer.inline_message is None


async def test_each_inline_message_shows_what_it_was_changed_to_and_the_offer_stays(url):
    async with open_memory(url) as memory:
        offered = await memory.answers.offer(FIRST)
        for request in (FIRST, SECOND):
            await memory.answers.show("AgAAABcD", request)
    async with open_memory(url) as memory:
        id_ = memory.answers.id_of_inline("AgAAABcD")
        changed = await memory.answers.find(id_)
        assert (changed.request, changed.inline_message) == (SECOND, "AgAAABcD")
        assert await memory.answers.find(memory.answers.id_of_inline("AgAAABcE")) is None
        assert (await memory.answers.find(offered)).request == FIRST


async def test_an_id_for_any_chat_fits_the_longest_button(memory):
    for id_ in (await memory.answers.offer(FIRST), memory.answers.id_of_inline("A" * 200)):
        assert re.fullmatch(r"[\w-]{11}", id_, re.ASCII)
        assert len(f"v1|{'x' * 24}|{id_}.abcdef.zhBD+".encode()) <= 64


async def test_a_message_may_show_another_request(memory):
    id_ = await memory.answers.keep(FIRST, chat=1, learner=7, question=41)
    await memory.answers.sent(id_, message=42)
    await memory.answers.change(id_, SECOND)
    answer = await memory.answers.of_message(1, 42)
    assert (answer.id, answer.request) == (id_, SECOND)


async def test_an_id_fits_the_longest_button(memory):
    for _ in range(50):
        id_ = await memory.answers.keep(FIRST, chat=1, learner=7)
        assert re.fullmatch(r"[\w-]{11}", id_, re.ASCII)
        assert len(f"v1|{'x' * 24}|{id_}".encode()) <= 64


FORGED = ["", "AAAAAAAAAAA", "' OR 1=1 --", "%", "\x00", "导" * 100]


@pytest.mark.parametrize("id_", FORGED)
async def test_a_forged_id_finds_and_changes_nothing(memory, id_):
    kept = await memory.answers.keep(FIRST, chat=1, learner=7)
    await memory.answers.change(id_, SECOND)
    await memory.answers.sent(id_, message=1)
    assert await memory.answers.find(id_) is None
    assert (await memory.answers.find(kept)).request == FIRST


async def test_another_chat_s_message_of_the_same_number_is_another(memory):
    id_ = await memory.answers.keep(FIRST, chat=1, learner=7, question=41)
    await memory.answers.sent(id_, message=42)
    assert await memory.answers.of_question(2, 41) is None
    assert await memory.answers.of_message(2, 42) is None


async def test_a_request_that_cannot_be_read_is_no_answer_and_never_quoted(memory, sql, caplog):
    id_ = await memory.answers.keep(FIRST, chat=1, learner=7)
    sql("UPDATE answers SET request = :text", text='{"points": ["secret"]}')
    assert await memory.answers.find(id_) is None
    assert id_ in caplog.text
    assert "secret" not in caplog.text
