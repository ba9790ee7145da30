"""A quiz in a group: five polls one at a time, one score, and nothing left of it afterwards."""

import asyncio
import json
from dataclasses import replace

import pytest
from harness import PATIENCE
from serving import LATE, nudge, serving
from sqlalchemy import select, update

from bot.localchat import people
from bot.memory import open_memory
from bot.memory.tables import quizzes
from bot.tutor.languages import words
from handlers.rounds import Rounds

pytestmark = pytest.mark.asyncio(loop_scope="session")

SAY = words("en")["quiz"]


async def begun(telegram, text="/quiz", user=None, thread=None):
    """A round: the message with the score, and its first question."""
    telegram.say(text, user=user, chat=telegram.group, thread=thread)
    score = await telegram.reply(telegram.group)
    return score, await telegram.reply(telegram.group)


async def next_question(telegram, question):
    telegram.time_is_up(question)
    return await telegram.reply(telegram.group)


def right(question):
    return question.poll.right[0]


def wrong(question):
    return (right(question) + 1) % len(question.poll.options)


async def answered(telegram, question, *votes):
    """Each votes, by the name of the harness, and whether rightly."""
    for name, rightly in votes:
        option = right(question) if rightly else wrong(question)
        telegram.vote(question, option, user=getattr(telegram, name))


async def over(telegram, score, text=SAY["over"], *, asked=True):
    """Wait until the score says that it is over, and again below what was asked; the score."""
    while text not in telegram.current(score).text:
        await telegram.changed(telegram.group)
    said = telegram.current(score).text
    while asked and (await telegram.reply(telegram.group)).text != said:
        pass
    return said


async def stop(telegram, score):
    """So that the next test finds no clock running."""
    telegram.say("/cancel", chat=telegram.group)
    await over(telegram, score)


async def kept(memory, chat):
    """What is on disk of a chat's rounds."""
    return await memory.quizzes._database.read(select(quizzes).where(quizzes.c.chat == chat.id))


async def forgotten(memory, chat):
    """Wait until nothing is left; it is deleted right after its end was shown."""
    async with asyncio.timeout(PATIENCE):
        while await kept(memory, chat):  # noqa: ASYNC110 - the disk tells nobody
            await asyncio.sleep(0.01)


async def noted(memory, chat):
    """Wait until somebody's answer is: what is said at the same moment does not wait for it."""
    async with asyncio.timeout(PATIENCE):
        while not await players(memory, chat):  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)


async def players(memory, chat):
    (row,) = await kept(memory, chat)
    return [player["name"] for player in json.loads(row.quiz)["players"]]


async def test_a_round_of_five_with_three_members_ends_with_the_score(telegram, memory):
    score, question = await begun(telegram)
    assert score.text.startswith(SAY["heading"].format(number=1, all=5))
    for number in range(1, 6):
        assert question.poll.question.startswith(f"{number} of 5. ")
        await answered(telegram, question, ("ada", True), ("lin", number % 2 == 1), ("kim", False))
        if number < 5:
            question = await next_question(telegram, question)
    telegram.time_is_up(question)
    said = await over(telegram, score)
    assert said == "\n".join(
        [SAY["over"], "• Ada: 5 right", "• Lin: 3 right", "• Kim: 0 right", SAY["done"]]
    )
    assert len(telegram.calls("sendPoll")) == 5
    ours = [m for m in telegram.transcript(telegram.group) if m.sender.is_bot]
    assert len(ours) == 7
    assert ours[-1].text == said  # where everyone looks, below the last question
    # Telegram allows twenty messages a minute in a group: some three calls a question.
    group = str(telegram.group.id)
    calls = [call for call in telegram.faults.calls if call.given.text("chat_id") == group]
    assert len(calls) <= 2 + 3 * 5
    await forgotten(memory, telegram.group)


async def test_a_question_is_a_native_quiz_with_pictures_that_closes_by_itself(telegram):
    score, question = await begun(telegram)
    given = telegram.calls("sendPoll")[-1].given
    assert given.text("type") == "quiz"
    assert given.text("is_anonymous").lower() == "false"
    assert 5 <= given.integer("open_period") <= 60
    poll = question.poll
    assert poll.photo
    assert poll.explained
    assert poll.photo.unique_id != poll.explained.unique_id
    assert 0 < len(poll.explanation.text) <= 200
    assert not question.reply_to
    await stop(telegram, score)


async def test_a_picture_that_telegram_has_goes_by_its_file_id(telegram, unseen):
    for uploads in (2, 0):
        telegram.faults.calls.clear()
        telegram.say("/quiz", chat=telegram.group)
        score, _ = await telegram.reply(telegram.group), await telegram.reply(telegram.group)
        assert len(telegram.calls("sendPoll")[0].given.files) in {uploads, 2}
        await stop(telegram, score)


async def test_where_media_are_refused_the_words_go_alone(telegram, monkeypatch, unseen):
    monkeypatch.setattr(telegram.world, "poll_pictures", False)
    score, question = await begun(telegram)
    assert [call.status for call in telegram.calls("sendPoll")] == [400, 200]
    assert question.poll.photo is None
    assert question.poll.explained is None
    assert question.poll.explanation.text
    assert "picture" not in question.poll.explanation.text
    await stop(telegram, score)


async def test_where_polls_are_forbidden_it_says_so_and_is_over(telegram, memory):
    text = "Bad Request: not enough rights to send polls to the chat"
    telegram.faults.refuse("sendPoll", 400, text, times=2)
    telegram.say("/quiz", chat=telegram.group)
    score = await telegram.reply(telegram.group)
    assert SAY["no-polls"] in await over(telegram, score, asked=False)
    await forgotten(memory, telegram.group)


@pytest.mark.parametrize("user", ["ada", "lin", "kim"])
@pytest.mark.parametrize("how", ["/cancel", "/quiz stop", "button"])
async def test_any_member_may_stop_and_what_was_answered_counts(telegram, memory, user, how):
    score, question = await begun(telegram)
    await answered(telegram, question, ("lin", True))
    await noted(memory, telegram.group)
    member = getattr(telegram, user)
    if how == "button":
        telegram.tap(question, SAY["stop"], user=member)
    else:
        telegram.say(how, user=member, chat=telegram.group)
    said = await over(telegram, score)
    assert said.endswith(SAY["stopped"])
    assert telegram.current(question).poll.is_closed
    assert not telegram.current(question).keyboard
    await forgotten(memory, telegram.group)
    assert "• Lin: 1 right" in said


async def test_a_button_of_a_round_that_is_over_gets_a_notice(telegram):
    score, question = await begun(telegram)
    await stop(telegram, score)
    telegram.forge(question, "v1|quiz-stop|-")
    assert (await telegram.notice(telegram.group))["text"].startswith("This button is too old")


async def test_after_two_questions_without_an_answer_nothing_more_is_posted(telegram):
    score, question = await begun(telegram)
    question = await next_question(telegram, question)
    telegram.time_is_up(question)
    assert (await over(telegram, score)).endswith(SAY["unanswered"])
    assert len(telegram.calls("sendPoll")) == 2


async def test_one_answer_in_between_keeps_the_round_going(telegram):
    score, question = await begun(telegram)
    question = await next_question(telegram, question)
    await answered(telegram, question, ("kim", False))
    question = await next_question(telegram, question)
    question = await next_question(telegram, question)
    assert question.poll.question.startswith("4 of 5.")
    await stop(telegram, score)


async def test_one_round_at_a_time_in_a_topic(telegram):
    score, _ = await begun(telegram)
    telegram.say("/quiz", user=telegram.kim, chat=telegram.group)
    assert (await telegram.reply(telegram.group)).text == SAY["running"]
    assert len(telegram.calls("sendPoll")) == 1
    await stop(telegram, score)


async def test_topics_have_rounds_of_their_own(telegram):
    topic = people.open_topic(telegram.world, telegram.ada, telegram.group, "Limits")
    score, _ = await begun(telegram)
    there, question = await begun(telegram, thread=topic.id)
    assert (there.thread, question.thread) == (topic.id, topic.id)
    telegram.say("/cancel", chat=telegram.group, thread=topic.id)
    await over(telegram, there)
    assert SAY["over"] not in telegram.current(score).text
    await stop(telegram, score)


async def test_cancel_without_a_round_puts_aside_what_it_always_did(telegram):
    telegram.say("/cancel", chat=telegram.group)
    assert "put aside" in (await telegram.reply(telegram.group)).text
    telegram.say("/quiz stop", chat=telegram.group)
    assert (await telegram.reply(telegram.group)).text == SAY["none"]


@pytest.mark.parametrize(("user", "language"), [("ada", "en"), ("lin", "zh")])
async def test_alone_it_is_said_kindly_that_a_quiz_is_for_groups(telegram, user, language):
    member = getattr(telegram, user)
    private = telegram.private(member)
    telegram.say("/quiz", user=member)
    said = await telegram.reply(private)
    assert said.text == words(language)["quiz"]["for-groups"]
    assert "/practice" in said.text
    telegram.tap(said, words(language)["course"]["practice"], user=member)
    assert telegram.labels(await telegram.changed(private))
    assert not telegram.calls("sendPoll")


async def test_a_round_speaks_the_language_of_whoever_began_it(telegram):
    score, question = await begun(telegram, user=telegram.lin)
    say = words("zh")["quiz"]
    assert score.text.startswith(say["heading"].format(number=1, all=5))
    assert question.poll.question.startswith("第 1 题")
    assert telegram.labels(question) == [say["stop"]]
    telegram.say("/cancel", chat=telegram.group)
    await over(telegram, score, say["over"])


async def test_names_are_gone_with_the_round_and_with_forget(telegram, memory):
    score, question = await begun(telegram)
    await answered(telegram, question, ("ada", True), ("lin", True))
    question = await next_question(telegram, question)
    assert await players(memory, telegram.group) == ["Ada", "Lin"]
    await memory.forgetting.learner(telegram.ada.id)
    assert await players(memory, telegram.group) == ["Lin"]
    await stop(telegram, score)
    await forgotten(memory, telegram.group)


async def test_a_question_of_somebody_s_is_answered_while_a_round_runs(telegram):
    score, question = await begun(telegram)
    telegram.say("/slope 3a at 5", user=telegram.kim, chat=telegram.group)
    assert "slope 3" in (await telegram.reply(telegram.group)).text
    await answered(telegram, question, ("kim", True))
    await next_question(telegram, question)
    assert "• Kim: 1 right" in telegram.current(score).text
    await stop(telegram, score)


async def test_a_deleted_score_comes_again_in_a_new_message(telegram):
    score, question = await begun(telegram)
    telegram.delete(score)
    await answered(telegram, question, ("ada", True))
    telegram.time_is_up(question)
    again = await telegram.reply(telegram.group)
    assert "• Ada: 1 right" in again.text
    await telegram.reply(telegram.group)
    await stop(telegram, again)


async def test_a_restart_between_votes_loses_no_point(alone, desk):
    async with serving(alone, desk):
        score, question = await begun(alone)
        await answered(alone, question, ("ada", True), ("lin", True))
        question = await next_question(alone, question)
        alone.vote(question, right(question), user=alone.ada)
    # The bot is away; Telegram keeps what happens meanwhile.
    alone.vote(question, right(question), user=alone.kim)
    alone.time_is_up(question)
    async with serving(alone, desk):
        question = await alone.reply(alone.group)
        assert question.poll.question.startswith("3 of 5.")
        said = alone.current(score).text
        assert "• Ada: 2 right\n• Lin: 1 right\n• Kim: 1 right" in said


@pytest.mark.parametrize("crash", ["before the poll", "after the poll"])
async def test_a_crash_around_a_poll_costs_no_score_and_the_round_goes_on(alone, desk, crash):
    desk = replace(desk, rounds=Rounds(grace=0.2))
    async with serving(alone, desk):
        score, question = await begun(alone)
        await answered(alone, question, ("ada", True))
        await next_question(alone, question)
    # As a kill leaves it: the point is counted, and of the poll nothing is noted.
    if crash == "before the poll":
        write = desk.memory.quizzes._database.write
        now = desk.memory.quizzes.now()
        await write(update(quizzes).values(poll=None, message=None, due_at=now))
    else:
        await alone_closed_unheard(alone, desk)
    async with serving(alone, replace(desk, rounds=Rounds(grace=0.2))):
        question = await alone.reply(alone.group)
        number = 2 if crash == "before the poll" else 3
        assert question.poll.question.startswith(f"{number} of 5.")
        assert "• Ada: 1 right" in alone.current(score).text


async def alone_closed_unheard(telegram, desk):
    """The open poll closed while nobody listened, and Telegram no longer tells of it."""
    write = desk.memory.quizzes._database.write
    await write(update(quizzes).values(due_at=desk.memory.quizzes.now()))
    telegram.world.updates.forget()


async def test_after_a_long_absence_the_round_ends_with_its_score(alone, desk):
    async with serving(alone, desk):
        score, question = await begun(alone)
        await answered(alone, question, ("ada", True))
        await next_question(alone, question)
    write = desk.memory.quizzes._database.write
    await write(update(quizzes).values(due_at=desk.memory.quizzes.now() - 3600))
    async with serving(alone, replace(desk, rounds=Rounds(grace=0.1))):
        said = await over(alone, score)
        await forgotten(desk.memory, alone.group)
    assert said == "\n".join([SAY["over"], "• Ada: 1 right", SAY["late"]])


async def test_an_update_that_comes_again_counts_once(alone, desk):
    async with serving(alone, desk):
        score, question = await begun(alone)
        await answered(alone, question, ("ada", True))
        following = await next_question(alone, question)
        alone.world.updates.add("poll", alone.current(question).poll.as_json())
        await answered(alone, following, ("ada", True))
        third = await next_question(alone, following)
        assert third.poll.question.startswith("3 of 5.")
        assert "• Ada: 2 right" in alone.current(score).text


async def test_a_kill_between_two_polls_loses_no_score(alone, url, tmp_path):
    async with nudge(alone, url, tmp_path) as first:
        alone.say("/quiz", chat=alone.group)
        score = await alone.reply(alone.group, within=LATE)
        question = await alone.reply(alone.group, within=LATE)
        await answered(alone, question, ("ada", True), ("lin", False))
        gate = alone.faults.hold("sendPoll")
        alone.time_is_up(question)
        async with asyncio.timeout(LATE):
            await gate.arrived.wait()
        assert "• Ada: 1 right" in alone.current(score).text
        first.kill()
        await first.wait()
        gate.open.set()
    # Around a kill a question may have been posted that nobody noted; it comes again.
    async with nudge(alone, url, tmp_path) as second:
        while not alone.calls("sendPoll")[2:]:
            question = await alone.reply(alone.group, within=LATE)
        if question.id != alone.transcript(alone.group)[-1].id:
            question = await alone.reply(alone.group, within=LATE)
        assert question.poll.question.startswith("2 of 5.")
        await answered(alone, question, ("ada", True), ("lin", True))
        alone.time_is_up(question)
        following = await alone.reply(alone.group, within=LATE)
        assert following.poll.question.startswith("3 of 5.")
        assert "• Ada: 2 right\n• Lin: 1 right" in alone.current(score).text
        second.terminate()
        assert await second.wait() == 0


@pytest.mark.parametrize("method", ["sendMessage", "sendPoll"])
async def test_a_question_that_could_not_be_sent_is_tried_again(alone, desk, method):
    async with serving(alone, replace(desk, rounds=Rounds(grace=0.1))):
        alone.faults.drop(method)
        alone.say("/quiz", chat=alone.group)
        score = await alone.reply(alone.group)
        question = await alone.reply(alone.group)
        assert question.poll.question.startswith("1 of 5.")
        await stop(alone, score)


async def test_trouble_that_stays_ends_the_round_and_another_may_begin(telegram, memory):
    telegram.faults.refuse("sendPoll", 400, "Bad Request: something new", times=2)
    telegram.say("/quiz", chat=telegram.group)
    await telegram.reply(telegram.group)
    assert "Something went wrong" in (await telegram.reply(telegram.group)).text
    await forgotten(memory, telegram.group)
    score, _ = await begun(telegram)
    await stop(telegram, score)


async def test_who_has_used_up_the_allowance_begins_no_round(telegram):
    for _ in range(6):
        telegram.say("/help", chat=telegram.group)
        await telegram.reply(telegram.group)
    telegram.say("/quiz", chat=telegram.group)
    assert "a lot in one minute" in (await telegram.reply(telegram.group)).text
    assert not telegram.calls("sendPoll")


async def test_what_a_vote_of_no_round_says_is_passed_over(telegram):
    user = telegram.ada.as_json()
    body = {"poll_id": "7", "user": user, "option_ids": [0], "option_persistent_ids": ["0"]}
    telegram.world.updates.add("poll_answer", body)
    telegram.say("/slope 3a at 5", chat=telegram.group)
    assert "slope 3" in (await telegram.reply(telegram.group)).text


async def test_an_older_memory_gets_its_table(url):
    async with open_memory(url) as memory:
        assert await memory.quizzes.all() == []
