"""Rounds of a quiz: one in a topic, found by its poll, gone when it is over."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.memory import Running, open_memory
from bot.memory.forgetting import DAY
from bot.memory.tables import quizzes
from bot.tutor.course.quiz import Player, Quiz

GROUP, NEW = -500, -1_001_500
QUIZ = Quiz(7, "zh", 3, 1, (Player(1, "Ada", 2, 1), Player(2, "Lin")), 1)
ROUND = Running(GROUP, 4, 10, QUIZ, score=11, message=12, poll="77", due_at=1000.0)


async def test_a_round_comes_back_as_it_was_saved(url):
    async with open_memory(url) as memory:
        await memory.quizzes.save(replace(ROUND, quiz=Quiz(7, "zh")))
        await memory.quizzes.save(ROUND)
    async with open_memory(url, now=lambda: 1000.0) as memory:
        quizzes = memory.quizzes
        assert await quizzes.all() == [ROUND]
        assert await quizzes.here(GROUP, 4) == ROUND
        assert await quizzes.of_poll("77") == ROUND
        assert await quizzes.of_message(GROUP, 12) == ROUND


@pytest.mark.parametrize("where", [(GROUP, 5), (GROUP - 1, 4)], ids=["topic", "group"])
async def test_another_topic_has_none(memory, where):
    await memory.quizzes.save(ROUND)
    assert await memory.quizzes.here(*where) is None
    assert await memory.quizzes.of_poll("78") is None
    assert await memory.quizzes.of_message(where[0], 13) is None


async def test_a_round_that_is_over_leaves_nothing(memory):
    await memory.quizzes.save(ROUND)
    await memory.quizzes.save(replace(ROUND, thread=5, poll="78"))
    await memory.quizzes.end(ROUND)
    assert [one.thread for one in await memory.quizzes.all()] == [5]


async def test_who_wants_to_be_forgotten_is_no_player_any_more(memory):
    await memory.quizzes.save(ROUND)
    await memory.forgetting.learner(1)
    (left,) = await memory.quizzes.all()
    assert [player.name for player in left.quiz.players] == ["Lin"]


async def test_a_vote_meanwhile_is_not_lost_and_who_is_forgotten_stays_so(memory, monkeypatch):
    await memory.quizzes.save(ROUND)
    read, voted = memory.database.read, replace(QUIZ, players=(*QUIZ.players, Player(3, "Kim")))

    async def vote_after(statement):
        monkeypatch.undo()
        rows = await read(statement)
        await memory.quizzes.save(replace(ROUND, quiz=voted))
        return rows

    monkeypatch.setattr(memory.database, "read", vote_after)
    await memory.quizzes.forget(1)
    (left,) = await memory.quizzes.all()
    assert [player.name for player in left.quiz.players] == ["Lin", "Kim"]


async def test_what_nobody_ended_goes_after_a_day(memory, clock):
    await memory.quizzes.save(replace(ROUND, due_at=clock.seconds))
    await memory.forgetting.old()
    assert await memory.quizzes.all()
    clock.seconds += 2 * DAY
    await memory.forgetting.old()
    assert not await memory.quizzes.all()


async def test_a_round_moves_with_its_group_but_not_onto_another(memory):
    await memory.quizzes.save(ROUND)
    await memory.quizzes.save(replace(ROUND, thread=0, poll="78"))
    there = replace(ROUND, chat=NEW, thread=0, poll="79")
    await memory.quizzes.save(there)
    await memory.chats.move(GROUP, NEW)
    moved = replace(ROUND, chat=NEW, score=None, message=None)
    assert await memory.quizzes.here(NEW, 4) == moved
    assert await memory.quizzes.here(NEW, 0) == there


async def test_one_that_cannot_be_read_is_over(memory, caplog):
    await memory.quizzes.save(ROUND)

    await memory.quizzes._database.write(update(quizzes).values(quiz='{"players": "Ada"}'))
    assert await memory.quizzes.all() == []
    assert "Ada" not in caplog.text
