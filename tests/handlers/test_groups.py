"""In a group: silent unless addressed, greeted once, and no more than Telegram allows."""

from dataclasses import replace

import pytest
from serving import serving

from bot.tutor.scene import Settings
from handlers import Allowance

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of 3a at 5"
ADDRESSED = {
    "command": "/slope 3a at 5",
    "command with our name": "/slope@nudge_local_bot 3a at 5",
}
MENTIONED = {
    "mention first": "@nudge_local_bot slope of 3a at 5",
    "mention last": "slope of 3a at 5 @Nudge_Local_Bot",
}
CHATTER = ["what a day", ASK, "/slope@another_bot 3a at 5", "ask @another_bot about 3a at 5"]


@pytest.mark.parametrize("delivered", [True, False], ids=["delivered", "not delivered"])
@pytest.mark.parametrize("text", [*ADDRESSED.values(), *MENTIONED.values()])
async def test_who_addresses_us_is_answered_as_far_as_telegram_tells_us(telegram, text, delivered):
    telegram.world.mentions_delivered = delivered
    telegram.say(text, chat=telegram.group)
    last = telegram.say("/slope a^2 at 2", chat=telegram.group, user=telegram.lin)
    answer = await telegram.reply(telegram.group)
    heard = delivered or text in ADDRESSED.values()
    assert answer.reply_to.text == (text if heard else last.text)


@pytest.mark.parametrize("text", CHATTER)
@pytest.mark.parametrize("how", ["privacy off", "administrator"])
async def test_to_all_else_we_are_silent_though_we_hear_it(telegram, text, how):
    telegram.world.privacy = how != "privacy off"
    if how == "administrator":
        telegram.world.administers.add(telegram.group.id)
    telegram.say(text, chat=telegram.group)
    assert await first_answered(telegram) != text


async def test_each_learner_s_follow_ups_go_on_from_their_own_last_request(telegram):
    telegram.say("/slope a^2 at 2", chat=telegram.group)
    ada_s = await telegram.reply(telegram.group)
    telegram.say("/slope x^3 at 1", chat=telegram.group, user=telegram.lin)
    lin_s = await telegram.reply(telegram.group)
    telegram.say("and at 5?", chat=telegram.group, reply_to=ada_s)
    assert "f(a) = a² at a = 5" in (await telegram.reply(telegram.group)).text
    telegram.say("/slope at 2", chat=telegram.group, user=telegram.lin)
    assert "f(x) = x³" in (await telegram.reply(telegram.group)).text
    telegram.say("那在3呢", chat=telegram.group, user=telegram.kim, reply_to=lin_s)
    assert "x³" in (await telegram.reply(telegram.group)).text


async def test_topics_have_their_own_follow_ups(telegram):
    for thread, text in ((41, "/slope a^2 at 2"), (42, "/slope x^3 at 1"), (41, "/slope at 5")):
        telegram.say(text, chat=telegram.group, thread=thread)
        answer = await telegram.reply(telegram.group)
        assert answer.thread == thread
    assert "f(a) = a² at a = 5" in answer.text


async def test_whoever_adds_us_is_greeted_once_in_their_language(telegram):
    group = telegram.world.gather("Lerngruppe", (telegram.lin, telegram.ada))
    telegram.add(group)
    greeting = await telegram.reply(group)
    assert "大家好" in greeting.text
    assert "/slope" in greeting.text
    telegram.add(group, "administrator")  # from outside again, as after a removal
    await telegram.reply(group)
    telegram._member(telegram.lin, group, "member", "administrator")  # only promoted
    telegram.say("/slope a^2 at 2", chat=group)
    assert (await telegram.reply(group)).photo


async def test_a_channel_is_not_greeted(telegram):
    channel = replace(telegram.world.gather("News", (telegram.ada,)), type="channel")
    telegram._member(telegram.ada, channel, "left", "administrator")
    telegram.say(ASK)
    await telegram.reply()
    assert not telegram.calls("sendMessage")


async def test_who_puts_us_out_is_remembered_until_we_are_back(telegram, memory):
    telegram.say("/slope a^2 at 2", chat=telegram.group)
    await telegram.reply(telegram.group)
    telegram.remove(telegram.group)
    telegram.block(telegram.ada)
    telegram.say(ASK, user=telegram.lin)
    await telegram.reply(telegram.private(telegram.lin))
    assert await memory.chats.gone(telegram.group.id)
    assert await memory.chats.gone(telegram.ada.id)
    telegram.add(telegram.group)
    await telegram.reply(telegram.group)
    telegram.unblock(telegram.ada)
    telegram.say(ASK)
    await telegram.reply()
    assert not await memory.chats.gone(telegram.group.id)
    assert not await memory.chats.gone(telegram.ada.id)


@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param((403, "Forbidden: bot was blocked by the user"), id="blocked"),
        pytest.param((403, "Forbidden: user is deactivated"), id="deactivated"),
        pytest.param((403, "Forbidden: bot was kicked from the supergroup chat"), id="kicked"),
        pytest.param((400, "Bad Request: chat not found"), id="no such chat"),
    ],
)
async def test_who_cannot_be_written_to_is_marked_and_unmarked_when_they_write(
    telegram, memory, refusal
):
    telegram.faults.refuse("sendPhoto", *refusal)
    telegram.say(ASK)
    telegram.say(ASK, user=telegram.lin)
    await telegram.reply(telegram.private(telegram.lin))
    telegram.say("what a day")
    await telegram.reply()
    assert len(telegram.calls("sendPhoto")) == 2
    telegram.faults.refuse("sendPhoto", *refusal)
    gate = telegram.faults.hold("answerCallbackQuery")
    telegram.say(ASK)
    telegram.forge(telegram.transcript()[-1], "nonsense")  # stands behind it in the chat's line
    await gate.arrived.wait()
    assert await memory.chats.gone(telegram.ada.id)
    gate.open.set()
    telegram.say(ASK)
    await telegram.reply()
    assert not await memory.chats.gone(telegram.ada.id)


async def test_a_group_that_moves_goes_on_where_it_was(telegram, memory):
    await memory.settings.save(telegram.group.id, Settings(language="zh"))
    telegram.say("/slope a^2 at 2", chat=telegram.group)
    await telegram.reply(telegram.group)
    new = telegram.migrate(telegram.group)
    telegram.say("/slope at 7", chat=new)
    answer = await telegram.reply(new)
    assert "a = 7" in answer.text
    assert "斜率" in answer.text
    telegram.add(new)  # Telegram tells of that, too
    telegram.say("/slope at 8", chat=new)
    assert "a = 8" in (await telegram.reply(new)).text  # and no greeting
    assert await memory.chats.gone(telegram.group.id)


async def test_an_answer_that_meets_the_move_on_its_way_arrives_in_the_new_group(telegram, memory):
    telegram.say("/slope a^2 at 2", chat=telegram.group)
    await telegram.reply(telegram.group)
    new = telegram.world.gather("Study group", telegram.group.members)
    telegram.faults.moved[str(telegram.group.id)] = new.id
    telegram.say("/slope at 7", chat=telegram.group)
    answer = await telegram.reply(new)
    assert "a = 7" in answer.text
    telegram.tap(answer, "÷")
    assert "0.0001" in (await telegram.changed(new)).text
    telegram.say("/slope at 9", chat=new)
    assert "a = 9" in (await telegram.reply(new)).text


async def test_a_tap_that_meets_the_move_brings_the_answer_into_the_new_group(telegram):
    telegram.say("/slope a^2 at 2", chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    new = telegram.world.gather("Study group", telegram.group.members)
    telegram.faults.moved[str(telegram.group.id)] = new.id
    telegram.tap(answer, "÷")
    again = await telegram.reply(new)
    assert "0.0001" in again.text
    telegram.tap(again, "÷")
    assert "0.00001" in (await telegram.changed(new)).text


async def test_a_chat_outside_the_list_is_left_and_not_answered(alone, desk):
    ours, other = alone.group, alone.world.gather("Others", (alone.lin,))
    async with serving(alone, replace(desk, listed=frozenset({ours.id}))):
        alone.add(other)
        alone.say("/slope 3a at 5", chat=ours)
        assert (await alone.reply(ours)).photo
        alone.say(ASK)
        assert (await alone.reply()).photo  # a private chat is nobody's but its learner's
        alone.world.left.discard(other.id)
        alone.say("/slope 3a at 5", chat=other, user=alone.lin)  # a member since before the list
        moved = alone.migrate(ours)
        alone.say("/slope 3a at 5", chat=moved)
        assert (await alone.reply(moved)).photo
    assert not [message for message in alone.transcript(other) if message.sender.is_bot]
    left = [call.given.text("chat_id") for call in alone.calls("leaveChat")]
    assert left == [str(other.id)] * 2


async def test_without_a_list_no_chat_is_left(telegram):
    telegram.add(telegram.group)
    await telegram.reply(telegram.group)
    assert not telegram.calls("leaveChat")


async def test_a_learner_s_allowance_is_theirs_in_that_group_alone_and_told_once(alone, desk):
    async with serving(alone, replace(desk, allowance=Allowance(group=20, learner=2))):
        for number in range(5):
            alone.say(f"/slope a^2 at {number}", chat=alone.group)
        alone.say("/slope a^2 at 9", chat=alone.group, user=alone.lin)
        answers = [await alone.reply(alone.group) for _ in range(4)]
        alone.say(ASK)
        assert (await alone.reply()).photo
    assert [bool(answer.photo) for answer in answers] == [True, True, False, True]
    assert "quiet for a moment" in answers[2].text
    assert "a = 9" in answers[3].text
    assert len(alone.transcript(alone.group)) == 6 + 4


async def test_a_group_s_allowance_holds_for_all_its_members_together(alone, desk):
    async with serving(alone, replace(desk, allowance=Allowance(group=2, learner=20))):
        for user in (alone.ada, alone.lin, alone.kim, alone.ada, alone.lin):
            alone.say("/slope 3a在5处的斜率", chat=alone.group, user=user)
        alone.say(ASK)
        await alone.reply()
        answers = [await alone.reply(alone.group) for _ in range(3)]
    assert [bool(answer.photo) for answer in answers] == [True, True, False]
    assert "歇一会儿" in answers[2].text
    assert len(alone.transcript(alone.group)) == 5 + 3


async def test_corrections_and_taps_are_edits_and_cost_no_message(alone, desk):
    async with serving(alone, replace(desk, allowance=Allowance(group=1, learner=1))):
        asked = alone.say("/slope a^2 at 2", chat=alone.group)
        answer = await alone.reply(alone.group)
        alone.edit(asked, "/slope a^2 at 3")
        changed = await alone.changed(alone.group)
        alone.tap(changed, "÷")
        assert "0.0001" in (await alone.changed(alone.group)).text
    assert changed.id == answer.id
    assert len(alone.transcript(alone.group)) == 2
    assert not alone.calls("sendChatAction")


OVERHEARD = ["slope of 3a at 5", "3a在5处的斜率"]
NOT_OVERHEARD = {
    "chatter": "what a day",
    "a statement": "the slope of 3a at 5 is 3",
    "a formula": "3a at 5",
    "to somebody": "@lin slope of 3a at 5",
    "another bot's command": "/slope@another_bot 3a at 5",
    "a follow-up": "and at 6?",
}


@pytest.mark.parametrize("text", OVERHEARD)
async def test_a_group_that_wants_it_is_overheard(telegram, memory, text):
    telegram.world.privacy = False
    await memory.settings.save(telegram.group.id, Settings(overhear=True))
    asked = telegram.say(text, chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    assert answer.reply_to.id == asked.id
    assert answer.photo
    telegram.edit(asked, text.replace("5", "6"))
    assert "6" in (await telegram.changed(telegram.group)).text


@pytest.mark.parametrize("text", NOT_OVERHEARD.values(), ids=NOT_OVERHEARD)
async def test_only_what_surely_asks_is_overheard(telegram, memory, text):
    telegram.world.privacy = False
    await memory.settings.save(telegram.group.id, Settings(overhear=True))
    telegram.say(text, chat=telegram.group)
    assert await first_answered(telegram) != text


async def test_what_members_say_to_each_other_in_a_reply_is_not_overheard(telegram, memory):
    telegram.world.privacy = False
    await memory.settings.save(telegram.group.id, Settings(overhear=True))
    before = telegram.say("I am stuck", chat=telegram.group, user=telegram.lin)
    telegram.say(ASK, chat=telegram.group, reply_to=before)
    assert await first_answered(telegram) != ASK


@pytest.mark.parametrize("ruling", [False, True], ids=["a member", "an administrator"])
async def test_who_wants_it_is_told_where_privacy_mode_keeps_it_from_us(telegram, ruling):
    if ruling:
        telegram.world.administers.add(telegram.group.id)
    telegram.say("/settings", chat=telegram.group)
    page = await telegram.reply(telegram.group)
    telegram.tap(page, "I answer")
    assert "✓ I answer" in telegram.labels(await telegram.changed(telegram.group))
    told = (await telegram.notice(telegram.group))["text"]
    assert ("privacy mode" in told) is not ruling
    telegram.tap(page, "dark")
    await telegram.changed(telegram.group)
    assert (await telegram.notice(telegram.group))["text"] == ""


async def first_answered(telegram):
    """The text of the first message in the group that we answered, the last of them in any case."""
    telegram.say("/slope a^2 at 2", chat=telegram.group)
    return (await telegram.reply(telegram.group)).reply_to.text


async def test_the_allowance_is_full_again_a_minute_later_and_told_again():
    moments = iter((0, 1, 2, 3, 59, 60.5, 61.5, *[62.5] * 4))
    allowance = Allowance(group=3, learner=2, now=lambda: next(moments))
    verdicts = [await allowance.spend(-1, 7) for _ in range(8)]
    first, later = ["answer", "answer", "tell", "silence", "silence"], ["answer", "answer", "tell"]
    assert verdicts == first + later
    assert await allowance.spend(-1, 8) == "answer"
    assert await allowance.spend(-1, 9) == "tell"
    assert await allowance.spend(-2, 7) == "answer"
