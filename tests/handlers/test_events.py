"""Each row of telegram-events.jsonl happens, and what comes of it is what the row calls right."""

import asyncio
import json
import logging
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from harness import Harness
from serving import serving
from test_addressed import command, raw
from test_kinds import ANOTHER_BOT, DRESSED, UNSAID, WORDLESS, post
from test_serve import running
from test_taps import tap_unseen
from test_trouble import update_of
from watching import hurried

from bot.localchat.records import Chat, User
from bot.memory import open_memory
from bot.tutor.scene import Scene
from bot.tutor.turn import rehearse
from bot.workers import Limits, Workers
from handlers import Desk, Refused

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE = Path(__file__).with_name("telegram-events.jsonl")
ROWS = {row["id"]: row for row in map(json.loads, FILE.read_text("utf-8").splitlines())}

ASK, NEXT = "slope of 3a at 5", "slope of a^2 at 2"
LATE = 60.0  # seconds
HAPPENINGS = {}


@dataclass
class Play:
    """What a row may need: the bot that all tests share, or a world and a desk of its own."""

    row: dict[str, str]
    telegram: Harness
    alone: Harness
    desk: Desk
    memory: Any
    url: str
    log: Any

    async def asks(self, text=ASK, **more):
        self.telegram.say(text, **more)
        return await self.telegram.reply(more.get("chat"))

    async def silence(self, chat=None):
        """Nothing came of what was before."""
        chat = chat or self.telegram.private(self.telegram.ada)
        asked = self.telegram.say("/slope x^3 at 1", chat=chat)
        assert (await self.telegram.reply(chat)).reply_to.id == asked.id


def row(*names):
    def noted(happening):
        for name in names:
            HAPPENINGS[name] = happening
        return happening

    return noted


@pytest.fixture
def play(telegram, alone, desk, memory, url, caplog):  # noqa: PLR0913, PLR0917 - a row may need any
    return Play({}, telegram, alone, desk, memory, url, caplog)


@pytest.mark.parametrize("name", ROWS)
async def test_what_happens_is_met_as_the_row_says(name, play, caplog):
    caplog.set_level(logging.INFO)
    play.row = ROWS[name]
    async with asyncio.timeout(LATE):
        await HAPPENINGS[name](play)
    traces = [line for line in caplog.records if line.exc_info and "trouble" in line.getMessage()]
    assert not traces or name in EXPECTED_TROUBLE


# What nobody can mend: it is told with a number, and the story is in the log.
EXPECTED_TROUBLE = {"tg-flood-002", "tg-delivery-005"}


async def test_no_row_is_without_its_happening():
    assert set(HAPPENINGS) == set(ROWS)


@row("tg-callback-001", "tg-callback-002", "tg-callback-004")
async def forged_data(play):
    answer = await play.asks()
    # Half of a surrogate pair is no text; on its way through a server it becomes a question mark.
    data = json.loads(play.row["text"].partition("=")[2]).encode("utf-8", "replace").decode()
    play.telegram.forge(answer, data)
    assert "too old" in (await play.telegram.notice())["text"]
    assert play.telegram.current(answer) == answer


@row("tg-callback-003")
async def anothers_answer(play):
    telegram = play.telegram
    answer = await play.asks()
    telegram.say(ASK, user=telegram.lin)
    hers = await telegram.reply(telegram.private(telegram.lin))
    telegram.forge(hers, telegram.buttons(answer)[0]["callback_data"], user=telegram.lin)
    assert "too old" in (await telegram.notice(telegram.private(telegram.lin)))["text"]
    assert (telegram.current(answer), telegram.current(hers)) == (answer, hers)


@row("tg-callback-005")
async def unseen_message(play):
    answer = await play.asks(NEXT)
    data = play.telegram.buttons(answer)[0]["callback_data"]
    tap_unseen(play.telegram, play.telegram.ada, answer, data)
    assert "0.0001" in (await play.telegram.changed()).text


@row("tg-callback-006")
async def twenty_taps(play):
    answer = await play.asks(NEXT)
    data = play.telegram.buttons(answer)[0]["callback_data"]
    for _ in range(20):
        play.telegram.forge(answer, data)
    for _ in range(20):
        assert not (await play.telegram.notice())["text"]
    assert len(play.telegram.calls("editMessageMedia")) == 1


@row("tg-callback-007")
async def old_button(play):
    answer = await play.asks()
    play.telegram.forge(answer, "v0|smaller|AAAAAAAAAAA")
    assert "ask again" in (await play.telegram.notice())["text"]


@row("tg-callback-008")
async def tap_too_old(play):
    answer = await play.asks(NEXT)
    text = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    play.telegram.faults.refuse("answerCallbackQuery", 400, text)
    play.telegram.tap(answer, "÷")
    assert "0.0001" in (await play.telegram.changed()).text


@row("tg-message-001")
async def correction(play):
    asked = play.telegram.say("slope of x^2 at 3")
    answer = await play.telegram.reply()
    play.telegram.edit(asked, "slope of x^3 at 3")
    changed = await play.telegram.changed()
    assert changed.id == answer.id
    assert "slope 27" in changed.text


@row("tg-message-002")
async def no_correction(play):
    asked = play.telegram.say(ASK)
    await play.telegram.reply()
    play.telegram.edit(asked, ASK)
    await play.silence()
    assert not play.telegram.calls("editMessageMedia")


@row("tg-message-003")
async def deleted_question(play):
    gate = play.telegram.faults.hold("sendPhoto")
    asked = play.telegram.say(ASK)
    await gate.arrived.wait()
    play.telegram.delete(asked)
    gate.open.set()
    assert (await play.telegram.reply()).reply_to is None


@row("tg-message-004")
async def deleted_reply(play):
    asked = play.telegram.say(ASK)
    play.telegram.world.remove(await play.telegram.reply(), by_bot=False)
    play.telegram.edit(asked, NEXT)
    assert "slope 4" in (await play.telegram.reply()).text


@row("tg-message-005", "tg-message-007", "tg-message-008", "tg-message-010")
async def no_text(play):
    kind = {"5": "photo", "7": "sticker", "8": "voice", "0": "document"}[play.row["id"][-1]]
    telegram = play.telegram
    for _ in range(2):
        post(telegram, telegram.ada, telegram.private(telegram.ada), WORDLESS[kind])
    assert "text only" in (await telegram.reply()).text
    await play.silence()
    assert not telegram.calls("getFile")


@row("tg-message-006", "tg-message-011", "tg-message-021")
async def unusual_dress(play):
    dress = {
        "6": "caption of a photo",
        "11": "forwarded from a hidden user",
        "21": "a field of tomorrow",
    }[play.row["id"].rpartition("-")[2].lstrip("0")]
    telegram = play.telegram
    post(telegram, telegram.ada, telegram.private(telegram.ada), DRESSED[dress])
    assert "slope 3" in (await telegram.reply()).text


@row("tg-message-009")
async def other_kinds(play):
    telegram = play.telegram
    private = telegram.private(telegram.ada)
    for kind in ("location", "contact", "poll", "dice", "game"):
        post(telegram, telegram.ada, private, WORDLESS[kind])
    for kind in ("a web app's data", "somebody was shared"):
        post(telegram, telegram.ada, private, UNSAID[kind])
    assert "text only" in (await telegram.reply()).text
    await play.silence()


@row("tg-message-012")
async def another_bot(play):
    for sender in (ANOTHER_BOT, play.telegram.world.bot.as_json()):
        body = raw(play.telegram) | {"text": ASK, "from": sender}
        play.telegram.world.updates.add("message", body)
    await play.silence()


@row("tg-message-013")
async def channel_post(play):
    play.telegram.world.updates._allowed |= {"channel_post"}
    chat = {"id": -1005, "type": "channel", "title": "News"}
    body = {"message_id": 1, "date": 0, "chat": chat, "text": ASK}
    play.telegram.world.updates.add("channel_post", body)
    await play.silence()


@row("tg-message-014")
async def anonymous_senders(play):
    group = play.telegram.group
    for sender, chat in ((1087968824, group.id), (136817688, -1007)):
        user = {"id": sender, "is_bot": True, "first_name": "x"}
        spoken = {"id": chat, "type": "supergroup", "title": "x"}
        body = raw(play.telegram, group) | command("/slope 3a at 5")
        play.telegram.world.updates.add("message", body | {"from": user, "sender_chat": spoken})
        await play.telegram.reply(group)
        assert (await play.memory.scenes.load(group.id, 0, chat)).last
        assert await play.memory.scenes.load(group.id, 0, sender) == Scene()


@row("tg-message-015")
async def topic(play):
    answer = await play.asks("/slope 3a at 5", chat=play.telegram.group)
    play.telegram.say("/slope 3a at 5", chat=play.telegram.group, thread=42)
    answer = await play.telegram.reply(play.telegram.group)
    assert answer.thread == 42


@row("tg-message-016")
async def album(play):
    telegram = play.telegram
    for number in range(10):
        body = {"media_group_id": f"row {telegram.ada.id}", "caption": f"slope of 3a at {number}"}
        private = telegram.private(telegram.ada)
        post(telegram, telegram.ada, private, WORDLESS["photo"] | body)
    assert "slope 3" in (await telegram.reply()).text
    await play.silence()


@row("tg-message-017")
async def many_emoji(play):
    answer = await play.asks("🙂" * 2048)
    assert answer.photo is None
    assert answer.text


@row("tg-message-018", "tg-message-019")
async def long_answers(play):
    long = "+".join(f"sin({n}x)*cos(x^{n})*exp(x/{n})" for n in range(2, 9))
    for text in (
        f"slope of {long} at 1",
        f"why is the slope of {long} at 1",
        f"derivative of {long}",
    ):
        answer = await play.asks(text)
        assert len(answer.text.encode("utf-16-le")) // 2 <= 1000
    assert len(play.telegram.transcript()) == 6


@row("tg-message-020")
async def picture_s_size(play):
    for text in (ASK, "slope of 10^30*x at 10^9", "slope of 1/x at 10^-9", "sin(x) at 0, 1, 2, 3"):
        photo = (await play.asks(text)).photo
        assert photo.width + photo.height <= 10_000
        assert max(photo.width, photo.height) <= 20 * min(photo.width, photo.height)


@row("tg-message-022")
async def late(play):
    alone = play.alone
    asked = alone.say(ASK)
    alone.world.updates.forget()
    alone.world.updates.add("message", asked.as_json() | {"date": asked.date - 2 * 86_400})
    async with serving(alone, play.desk):
        assert (await alone.reply()).photo


@row("tg-chat-001")
async def moved_while_sending(play):
    telegram = play.telegram
    new = telegram.world.gather("Study group", telegram.group.members)
    telegram.faults.moved[str(telegram.group.id)] = new.id
    telegram.say("/slope 3a at 5", chat=telegram.group)
    assert (await telegram.reply(new)).photo
    assert await play.memory.chats.before(new.id) == telegram.group.id
    assert len(telegram.transcript(new)) == 1


@row("tg-chat-002")
async def moved(play):
    await play.asks("/slope a^2 at 2", chat=play.telegram.group)
    new = play.telegram.migrate(play.telegram.group)
    assert "a = 6" in (await play.asks("/slope at 6", chat=new)).text
    assert not play.telegram.calls("sendMessage")


@row("tg-chat-003", "tg-chat-004", "tg-chat-006")
async def gone(play):
    telegram = play.telegram
    text = play.row["text"].removeprefix("Forbidden: ").partition(" / ")[0].partition(" (")[0]
    group = "kicked" in text
    chat = telegram.group if group else telegram.private(telegram.ada)
    telegram.faults.refuse("sendPhoto", 403, f"Forbidden: {text}")
    telegram.say("/slope 3a at 5", chat=chat)
    answer_to_the_tap = telegram.faults.hold("answerCallbackQuery")
    telegram.forge(telegram.transcript(chat)[-1], "x")  # stands behind it in the chat's line
    await answer_to_the_tap.arrived.wait()
    assert await play.memory.chats.gone(chat.id)
    answer_to_the_tap.open.set()
    assert len(telegram.calls("sendPhoto")) == 1
    assert not telegram.calls("sendMessage")


@row("tg-chat-005")
async def unblocked(play):
    play.telegram.block(play.telegram.ada)
    play.telegram.unblock(play.telegram.ada)
    await play.asks()
    assert not await play.memory.chats.gone(play.telegram.ada.id)


@row("tg-chat-007")
async def no_photos(play):
    text = "Bad Request: not enough rights to send photos to the chat"
    play.telegram.faults.refuse("sendPhoto", 400, text)
    answer = await play.asks("/slope 3a at 5", chat=play.telegram.group)
    assert answer.photo is None
    assert "slope 3" in answer.text


@row("tg-chat-008")
async def closed_topic(play):
    telegram = play.telegram
    for text in ("Bad Request: TOPIC_CLOSED", "Bad Request: message thread not found"):
        telegram.faults.refuse("sendPhoto", 400, text)
        telegram.say("/slope 3a at 5", chat=telegram.group, thread=42)
    await play.silence(telegram.group)
    assert "topic" in play.log.text
    assert not telegram.calls("sendMessage")


@row("tg-flood-001")
async def wait_a_moment(play):
    telegram = play.telegram
    telegram.faults.too_many_requests("sendPhoto", 1, chat=telegram.ada.id)
    gate = telegram.faults.hold("sendPhoto", chat=telegram.ada.id)
    telegram.say(ASK)
    telegram.say(ASK, user=telegram.lin)
    await telegram.reply(telegram.private(telegram.lin))
    assert len(telegram.transcript()) == 1
    gate.open.set()
    assert (await telegram.reply()).photo
    assert len(telegram.transcript()) == 2


@row("tg-flood-002")
async def wait_a_day(play):
    play.telegram.faults.too_many_requests("sendPhoto", 86_400)
    play.telegram.say(ASK)
    assert "went wrong" in (await play.telegram.reply()).text
    assert (await play.asks(NEXT)).photo


@row("tg-flood-003")
async def one_learner_s_flood(play):
    telegram = play.telegram
    for number in range(100):
        telegram.say(f"/slope 3a at {number}", chat=telegram.group)
    telegram.say(ASK, user=telegram.lin)
    assert (await telegram.reply(telegram.private(telegram.lin))).photo
    last = telegram.say("/slope 3a at 5", chat=telegram.group, user=telegram.lin)
    while (answer := await telegram.reply(telegram.group)).reply_to.id != last.id:
        assert answer.reply_to
    said = [m for m in telegram.transcript(telegram.group) if m.sender.is_bot]
    assert [bool(m.photo) for m in said] == [True] * 6 + [False, True]


@row("tg-flood-004")
async def a_crowd_of_hangs(play):
    people = [play.alone.world.person(f"P{number}") for number in range(20)]
    limits = Limits(count=1, waiting=1, seconds=10)
    async with (
        Workers(limits, warm=rehearse, preload=("trial",)) as few,
        serving(play.alone, replace(play.desk, workers=few)),
    ):
        chats = [play.alone.private(person) for person in people]
        with hurried(few):
            for person in people:
                play.alone.say("hang", user=person)
            told = await asyncio.gather(*(play.alone.reply(chat, LATE) for chat in chats))
        play.alone.say(ASK)
        assert "slope 3" in (await play.alone.reply()).text
    texts = {answer.text.split(".")[0] for answer in told}
    assert len(texts) == 2  # busy, or not finished: each has one clear sentence


@row("tg-flood-005")
async def a_group_s_minute(play):
    telegram = play.telegram
    members = tuple(telegram.world.person(f"P{number}") for number in range(10))
    group = telegram.world.gather("Crowd", members)
    for number in range(3):
        for person in members:
            telegram.say(f"/slope 3a at {number}", user=person, chat=group)
    for _ in range(16):
        await telegram.reply(group)
    here = [call for call in telegram.faults.calls if call.given.text("chat_id") == str(group.id)]
    assert len(here) == 16  # of the 20 that Telegram allows


@row("tg-delivery-001")
async def twice(play):
    play.telegram.say(ASK)
    updates = play.telegram.world.updates
    updates._queue.append(updates._queue[-1])
    await play.telegram.reply()
    await play.silence()
    assert len(play.telegram.calls("sendPhoto")) == 2


@row("tg-delivery-002")
async def killed_before_it_was_noted(play):
    alone = play.alone
    asked = alone.say(ASK)
    async with serving(alone, play.desk):
        await alone.reply()
    body = json.dumps({"update_id": 77, "message": asked.as_json()})
    await play.desk.memory.inbox.store(77, alone.ada.id, body)
    async with serving(alone, play.desk):
        alone.say(NEXT)
        assert "slope 4" in (await alone.reply()).text


@row("tg-delivery-003")
async def killed_while_computing(play):
    alone = play.alone
    asked = alone.say(ASK)
    alone.world.updates.forget()
    await play.desk.memory.inbox.store(asked.id, alone.ada.id, update_of(asked))
    async with serving(alone, play.desk):
        assert (await alone.reply()).photo
    assert len(alone.transcript()) == 2


@row("tg-delivery-004", "tg-delivery-011")
async def ids_that_fall(play):
    alone = play.alone
    ada = User(2**52 - 1, "Far Ada")
    alone.world.chats[ada.id] = Chat(ada.id, "private", (ada,))
    async with serving(alone, play.desk) as app:
        for number in (2**31, 7):
            body = alone.say(f"slope of 3a at {number}", user=ada).as_json()
            alone.world.updates.forget()
            await app.update_queue.take([{"update_id": number, "message": body}], app.bot)
            answer = await alone.reply(alone.private(ada))
            assert f"a = {number}" in answer.text
    assert (await play.desk.memory.scenes.load(ada.id, 0, ada.id)).last


@row("tg-delivery-005")
async def lost_on_the_way(play):
    play.telegram.faults.drop("sendPhoto", carried_out=True)
    play.telegram.say(ASK)
    assert (await play.telegram.reply()).photo
    assert "went wrong" in (await play.telegram.reply()).text
    assert len(play.telegram.calls("sendPhoto")) == 1


@row("tg-delivery-006")
async def bad_gateway(play):
    play.telegram.faults.refuse("sendPhoto", 502, "Bad Gateway")
    assert (await play.asks()).photo
    assert len(play.telegram.transcript()) == 2


@row("tg-delivery-007", "tg-delivery-008")
async def no_way_in(play):
    code, text, told = {
        "7": (409, "Conflict: terminated by other getUpdates request", "Another program"),
        "8": (401, "Unauthorized", "does not know the bot's token"),
    }[play.row["id"][-1]]
    play.alone.faults.refuse("getupdates", code, text, times=1000)
    async with running(play.alone, play.desk) as task:
        with pytest.raises(Refused, match=told) as refused:
            await task
    assert play.alone.token not in str(refused.value)


@row("tg-delivery-012")
async def disk_full(play):
    async with serving(play.alone, play.desk):
        with closing(sqlite3.connect(play.url.partition("///")[2])) as other:
            for table in ("inbox", "answers", "scenes", "pictures"):
                other.execute(
                    f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table}"
                    " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
                )
        play.alone.say(ASK)
        assert "slope 3" in (await play.alone.reply()).text
    assert "disk is full" in play.log.text


@row("tg-delivery-013")
async def disk_locked(play):
    async with serving(play.alone, play.desk):
        other = sqlite3.connect(play.url.partition("///")[2], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        play.alone.say(ASK)
        await asyncio.sleep(0.3)
        assert len(play.alone.transcript()) == 1
        other.execute("ROLLBACK")
        other.close()
        assert (await play.alone.reply()).photo


@row("tg-delivery-014")
async def clock_jumps(play):
    moment = [1_800_000_000.0]
    async with (
        open_memory(f"{play.url}.2", now=lambda: moment[0]) as memory,
        serving(play.alone, replace(play.desk, memory=memory)),
    ):
        play.alone.say(ASK)
        answer = await play.alone.reply()
        moment[0] -= 3600
        play.alone.tap(answer, "÷")
        await play.alone.changed()
        play.alone.say(NEXT)
        assert (await play.alone.reply()).photo


@row("tg-delivery-015")
async def stopped_with_twenty_in_hand(play):
    alone = play.alone
    people = [alone.world.person(f"P{number}") for number in range(20)]
    gate = alone.faults.hold("sendPhoto")
    async with serving(alone, play.desk):
        for person in people:
            alone.say(ASK, user=person)
        await gate.arrived.wait()
        gate.open.set()
    async with serving(alone, play.desk):
        chats = [alone.private(person) for person in people]
        await asyncio.gather(*map(alone.reply, chats))
    assert [len(alone.transcript(chat)) for chat in chats] == [2] * 20
