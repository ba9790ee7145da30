"""One at a time in a chat, no chat waits for another, and a long queue holds one slot."""

import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Bot, Chat, Message, Update

from handlers.intake import Intake
from handlers.order import Order, line_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

LATE = 60.0  # seconds


def said(number, chat):
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return Update(number, message=Message(number, moment, Chat(chat, "private")))


class Handling:
    """Updates that are handled when their gate opens, and a record of the order."""

    def __init__(self, memory, slots=256):
        self.intake = Intake(memory.inbox)
        self.order = Order(self.intake, slots)
        self.gates = {}
        self.begun = asyncio.Queue()
        self.tasks = []

    def put(self, number, chat):
        self.gates[number] = asyncio.Event()
        work = self.order.process_update(said(number, chat), self._handle(number))
        self.tasks.append(asyncio.create_task(work))

    async def _handle(self, number):
        self.begun.put_nowait(number)
        await self.gates[number].wait()

    async def next(self):
        async with asyncio.timeout(LATE):
            return await self.begun.get()

    async def finish(self):
        for gate in self.gates.values():
            gate.set()
        await asyncio.gather(*self.tasks)


async def test_a_chat_s_updates_are_handled_in_the_order_of_their_arrival(memory):
    handling = Handling(memory)
    for number in range(20):
        handling.put(number, chat=1)
    for number in range(20):
        assert await handling.next() == number
        assert handling.begun.empty()
        handling.gates[number].set()
    await handling.finish()


async def test_a_chat_does_not_wait_for_another(memory):
    handling = Handling(memory)
    for number in range(20):
        handling.put(number, chat=1)
    handling.put(99, chat=2)
    assert {await handling.next(), await handling.next()} == {0, 99}
    await handling.finish()


async def test_a_chat_s_long_queue_holds_one_slot(memory):
    handling = Handling(memory, slots=2)
    for number in range(50):
        handling.put(number, chat=1)
    handling.put(99, chat=2)
    assert {await handling.next(), await handling.next()} == {0, 99}
    await handling.finish()


async def test_no_more_than_the_slots_are_handled_at_once(memory):
    handling = Handling(memory, slots=2)
    for number in range(3):
        handling.put(number, chat=number)
    assert {await handling.next(), await handling.next()} == {0, 1}
    assert handling.begun.empty()
    handling.gates[0].set()
    assert await handling.next() == 2
    await handling.finish()


async def test_what_comes_again_after_a_crash_is_handled_a_few_at_a_time(desk):
    for number in range(9):
        await desk.memory.inbox.store(number, number, said(number, chat=number).to_json())
    handling = Handling(desk.memory)
    await handling.intake.replay(Bot("1:x"))
    for number in (*range(9), 99):
        handling.put(number, chat=number)
    assert {await handling.next() for _ in range(9)} == {*range(8), 99}
    assert handling.begun.empty()
    handling.gates[1].set()
    assert await handling.next() == 8
    await handling.finish()


async def test_a_line_is_forgotten_when_nobody_stands_in_it(memory):
    handling = Handling(memory)
    for number in range(20):
        handling.put(number, chat=number)
    await handling.finish()
    assert not handling.order._lines


async def test_what_is_in_hand_at_the_end_is_given_up_and_not_answered(memory):
    handling = Handling(memory)
    await memory.inbox.store(7, 7, "{}")
    handling.put(7, chat=7)
    handling.put(8, chat=7)  # given up before its turn came
    await handling.next()
    await handling.order.shutdown()
    assert 7 in [waiting.update_id for waiting in await memory.inbox.unanswered()]
    await memory.inbox.answered(7)
    assert handling.tasks[0].cancelled()


async def test_updates_without_a_chat_stand_in_their_sender_s_line_or_alone():
    user = {"id": 5, "is_bot": False, "first_name": "Ada"}
    query = {"id": "1", "from": user, "chat_instance": "1", "inline_message_id": "abc"}
    assert line_of(Update.de_json({"update_id": 1, "callback_query": query})) == "inline abc"
    inline = {"id": "1", "from": user, "query": "", "offset": ""}
    assert line_of(Update.de_json({"update_id": 1, "inline_query": inline})) == "user 5"
    assert line_of(Update.de_json({"update_id": 1, "tomorrow_s_kind": {}})) == "update 1"
