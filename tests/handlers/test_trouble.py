"""Whatever goes wrong, a learner gets a sentence in their language, and the log the story."""

import asyncio
import json

import pytest
from serving import serving
from watching import hurried, whole

from bot.tutor.scene import Scene, Settings
from bot.workers import Limits, Workers
from handlers import Desk
from handlers.trouble import language_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of 3a at 5"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("hang", "I did not finish that one", id="overrun"),
        pytest.param("die", "I did not finish that one", id="a worker's death"),
        pytest.param("死", "没能在限度之内算完", id="a worker's death, in Chinese"),
        pytest.param("raise", "went wrong on my side", id="a mistake of ours"),
    ],
)
async def test_a_question_that_ends_badly_gets_a_sentence_and_the_next_an_answer(
    telegram, workers, text, sentence
):
    with hurried(workers):
        asked = telegram.say(text)
        answer = await telegram.reply()
    assert sentence in answer.text
    assert answer.reply_to.id == asked.id
    telegram.say(ASK)
    assert "slope 3" in (await telegram.reply()).text


async def test_a_mistake_of_ours_is_numbered_and_its_story_is_in_the_log_alone(telegram, caplog):
    telegram.say("raise")
    answer = await telegram.reply()
    number = answer.text.partition("(")[2].partition(")")[0]
    assert f"trouble {number}" in caplog.text
    assert "ValueError: on purpose" in caplog.text
    assert "ValueError" not in answer.text


async def test_others_have_their_answers_while_a_worker_dies(telegram):
    telegram.say("die")
    telegram.say(ASK, user=telegram.lin)
    assert "slope 3" in (await telegram.reply(telegram.private(telegram.lin))).text
    assert "I did not finish that one" in (await telegram.reply()).text


async def test_when_too_many_wait_the_rest_is_told_so_at_once(alone, memory, desk, tmp_path):
    gate = tmp_path / "gate"
    limits = Limits(count=1, waiting=1, seconds=60)
    async with Workers(limits, preload=("trial",)) as few:
        await whole(few)  # where no worker is there yet, the first waits, too
        crowded = Desk(few, memory, turn=desk.turn, picture=desk.picture)
        people = [alone.world.person(f"P{number}") for number in range(4)]
        async with serving(alone, crowded):
            for person in people:
                # The first works until the others have been told, however long that takes.
                alone.say(f"until {gate}: {ASK}", user=person)
            chats = [alone.private(person) for person in people]
            coming = asyncio.as_completed([alone.reply(chat, within=60) for chat in chats])
            told = [(await next(coming)).text for _ in range(2)]
            gate.touch()
            answered = [(await answer).text for answer in coming]
    assert not [text for text in told if "Many questions" not in text]
    assert not [text for text in answered if "slope 3" not in text]


async def test_what_was_asked_while_we_were_away_waits_its_turn_and_is_answered(alone, desk):
    people = [alone.world.person(f"P{number}") for number in range(12)]
    async with Workers(Limits(count=1, waiting=8), preload=("trial",)) as few:
        crowded = Desk(few, desk.memory, turn=desk.turn, picture=desk.picture)
        for person in people:
            asked = alone.say(ASK, user=person)
            await desk.memory.inbox.store(asked.id, person.id, update_of(asked))
        alone.world.updates.forget()
        async with serving(alone, crowded):
            chats = [alone.private(person) for person in people]
            answers = await asyncio.gather(*map(alone.reply, chats))
    assert all("slope 3" in answer.text for answer in answers)


def update_of(message):
    return json.dumps({"update_id": message.id, "message": message.as_json()})


CHOSEN = Scene(Settings(language="zh"))


@pytest.mark.parametrize(
    ("scene", "text", "locale", "language"),
    [
        pytest.param(CHOSEN, "slope", "en", "zh", id="chosen"),
        pytest.param(Scene(), "斜率", "en", "zh", id="the text's"),
        pytest.param(Scene(spoken="zh"), "3a at 5", "en", "zh", id="the last one spoken"),
        pytest.param(Scene(), "3a at 5", "zh-hans", "zh", id="Telegram's"),
        pytest.param(Scene(), None, "de", "en", id="one that we do not speak"),
        pytest.param(Scene(), None, None, "en", id="none known"),
    ],
)
async def test_the_language_of_a_sentence(scene, text, locale, language):
    assert language_of(scene, text, locale) == language
