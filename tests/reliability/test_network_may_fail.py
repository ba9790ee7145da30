"""Between us and Telegram anything may break: nothing is lost, and nobody waits for another."""

import asyncio
import gc
import random
import time
from collections import Counter
from itertools import count
from statistics import median, quantiles

import pytest
from bad_network import BadNetwork, through
from harness import Harness
from stage import LATE, bot_beside_us, listening, said_by_bot, the_desk, until
from watching import say

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 8
WRONG = "went wrong on my side"
BLOCKED = "Forbidden: bot was blocked by the user"
SECONDS = 2  # that Telegram asks a chat to wait


# An upload that is broken off leaves the test's server a file that only the collector closes.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("questions", "network"),
    [
        (4, {"delay": 0.2, "reset": 0.04}),
        pytest.param(25, {"delay": 0.2, "reset": 0.04, "swallow": 0.005}, marks=pytest.mark.soak),
    ],
)
async def test_through_a_bad_network_each_question_has_its_reply_and_no_second_picture(
    workers, tmp_path, questions, network
):
    bad = BadNetwork(random.Random(8), **network)
    async with the_desk(tmp_path, workers=workers) as desk, Harness() as telegram:
        people = [telegram.world.person(f"P{number}") for number in range(PEOPLE)]
        chats = [telegram.private(person) for person in people]

        def replies():
            said = (answer for chat in chats for answer in said_by_bot(telegram, chat))
            return Counter((one.chat.id, one.reply_to.id, WRONG in one.text) for one in said)

        def asked():
            return {(chat, question) for chat, question, _ in replies()}

        telegram.faults.refuse("sendPhoto", 502, "Bad Gateway", times=questions)
        telegram.faults.drop("sendPhoto", carried_out=True, times=2)
        async with (
            through(bad, telegram.server.port) as port,
            listening(desk, telegram.token, f"http://127.0.0.1:{port}/bot"),
        ):
            for number in range(questions):
                for person in people:
                    telegram.say(f"slope of a^2 at {number}", user=person)
            await until(lambda: len(asked()) == questions * PEOPLE, within=5 * LATE)
        told, pictures = replies(), [key for key in replies() if not key[2]]
    gc.collect()
    say(f"{bad.happened}: {len(pictures)} answered, {len(asked()) - len(pictures)} told of trouble")
    assert all(told[key] == 1 for key in pictures)
    assert bad.happened["reset"] > 0


@pytest.mark.parametrize(
    ("rounds", "slower"), [(3, None), pytest.param(30, 1.2, marks=pytest.mark.quiet)]
)
async def test_chats_in_trouble_wait_as_long_as_asked_and_no_other_chat_waits_for_them(
    workers, tmp_path, rounds, slower
):
    """Rounds with trouble and without take turns, so that the machine's moods meet both alike."""
    waits = {True: [], False: []}
    async with bot_beside_us(tmp_path, workers=workers) as (telegram, _desk):
        others = [telegram.world.person(f"P{number}") for number in range(PEOPLE)]
        points = count()

        def ask(person):
            telegram.say(f"slope of a^2 at {next(points)}", user=person)

        async def wait_for(person):
            began = time.monotonic()
            ask(person)
            await telegram.reply(telegram.private(person), within=LATE)
            return time.monotonic() - began

        await asyncio.gather(*map(wait_for, others))  # it is not a bot's first minute
        for number in range(2 * rounds):
            in_trouble = [telegram.world.person(f"T{number}.{each}") for each in range(4)]
            asked_to_wait, unheard, hanging, blocking = in_trouble
            troubled = number % 2 == 1
            if troubled:
                telegram.faults.too_many_requests("sendPhoto", 1, chat=asked_to_wait.id)
                telegram.faults.refuse("sendPhoto", 502, "Bad Gateway", chat=unheard.id, times=2)
                gate = telegram.faults.hold("sendPhoto", chat=hanging.id)
                telegram.faults.refuse("sendPhoto", 403, BLOCKED, chat=blocking.id)
            for each in in_trouble:
                ask(each)
            for person in others:
                waits[troubled].append(await wait_for(person))
            if troubled:
                gate.open.set()
            for each in in_trouble[: 3 if troubled else 4]:
                await telegram.reply(telegram.private(each), within=LATE)
            tries = [calls_to(telegram, each) for each in in_trouble]
            assert tries == ([2, 3, 1, 1] if troubled else [1, 1, 1, 1])
    usual, beside = p95(waits[False]), p95(waits[True])
    say(f"others' 95th percentile: {usual:.3f} s without, {beside:.3f} s beside the trouble")
    say(f"medians {median(waits[False]):.3f} s and {median(waits[True]):.3f} s")
    assert slower is None or beside <= slower * usual


async def test_a_chat_that_telegram_tells_to_wait_hears_nothing_before_its_time(workers, tmp_path):
    async with bot_beside_us(tmp_path, workers=workers) as (telegram, _desk):
        telegram.faults.too_many_requests("sendPhoto", SECONDS, chat=telegram.ada.id)
        telegram.say("slope of 3a at 5")
        await telegram.reply(within=LATE)
        refused, heard = telegram.calls("sendPhoto")
        assert heard.at - refused.at >= SECONDS


def p95(values):
    return quantiles(values, n=20)[-1]


def calls_to(telegram, person):
    return sum(call.given.text("chat_id") == str(person.id) for call in telegram.calls("sendPhoto"))
