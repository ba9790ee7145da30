"""Between us and Telegram anything may break: nothing is lost, and nobody waits for another."""

import gc
import random
import time
from collections import Counter
from statistics import median, quantiles

import pytest
from bad_network import BadNetwork, through
from harness import Harness
from stage import LATE, bot_beside_us, listening, said_by_bot, the_desk, until
from watching import say

PEOPLE = 8
WRONG = "went wrong on my side"


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
    tmp_path, questions, network
):
    bad = BadNetwork(random.Random(8), **network)
    async with the_desk(tmp_path) as desk, Harness() as telegram:
        people = [telegram.world.person(f"P{number}") for number in range(PEOPLE)]
        chats = [telegram.private(person) for person in people]

        def replies():
            said = (answer for chat in chats for answer in said_by_bot(telegram, chat))
            return Counter((one.chat.id, one.reply_to.id, WRONG in one.text) for one in said)

        def asked():
            return {(chat, question) for chat, question, _ in replies()}

        telegram.faults.refuse("sendPhoto", 502, "Bad Gateway", times=questions)
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
    ("rounds", "slower"), [(4, 5.0), pytest.param(40, 1.2, marks=pytest.mark.soak)]
)
async def test_a_chat_that_has_to_wait_waits_as_long_as_asked_and_no_other_does(
    tmp_path, rounds, slower
):
    async with bot_beside_us(tmp_path) as (telegram, _desk):
        others = [telegram.world.person(f"P{number}") for number in range(PEOPLE)]

        async def waits(beside=lambda: None):
            found = []
            for number in range(rounds):
                beside()
                for person in others:
                    began = time.monotonic()
                    telegram.say(f"slope of a^2 at {number}", user=person)
                    await telegram.reply(telegram.private(person), within=LATE)
                    found.append(time.monotonic() - began)
            return found

        def troubled():
            kim = telegram.kim.id
            telegram.faults.too_many_requests("sendPhoto", 3, chat=kim)
            telegram.faults.refuse("sendPhoto", 403, "Forbidden: bot was blocked", chat=lin)
            telegram.say("slope of 3a at 5", user=telegram.kim)
            telegram.say("slope of 3a at 5", user=telegram.lin)

        lin = telegram.lin.id
        await waits()
        usual = await waits()
        beside = await waits(troubled)
        # And by itself: nothing is sent to that chat before its time.
        telegram.faults.too_many_requests("sendPhoto", 2, chat=telegram.ada.id)
        telegram.say("slope of 3a at 5")
        await until(lambda: calls_to(telegram, telegram.ada))
        refused = time.monotonic()
        await telegram.reply(within=LATE)
        assert time.monotonic() - refused >= 2.0
        assert calls_to(telegram, telegram.ada) == 2
    before, after = p95(usual), p95(beside)
    say(f"others' 95th percentile: {before:.3f} s alone, {after:.3f} s beside 429 and 403")
    say(f"medians {median(usual):.3f} s and {median(beside):.3f} s")
    assert after <= slower * before


def p95(values):
    return quantiles(values, n=20)[-1]


def calls_to(telegram, person):
    return sum(call.given.text("chat_id") == str(person.id) for call in telegram.calls("sendPhoto"))
