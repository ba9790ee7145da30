"""Who waits long in private sees that we are at it; usual answers come without, groups too."""

from dataclasses import replace

import pytest
import trial
from serving import serving

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of 3a at 5"
AT_ONCE, NEVER = 0.0, 600.0  # seconds of patience


def actions(telegram):
    return [call.given.text("action") for call in telegram.calls("sendChatAction")]


async def test_a_long_thought_shows_that_we_are_typing(alone, desk):
    async with serving(alone, replace(desk, patience=AT_ONCE)):
        alone.say(f"slowly: {ASK}")
        assert (await alone.reply()).photo
    assert actions(alone)[0] == "typing"
    methods = [call.method.lower() for call in alone.faults.calls]
    assert methods[-2:] == ["sendchataction", "sendphoto"]


async def test_a_long_drawing_shows_that_a_picture_comes(alone, desk):
    async with serving(alone, replace(desk, patience=AT_ONCE, picture=trial.slow_picture)):
        alone.say(ASK)
        assert (await alone.reply()).photo
    assert actions(alone)[-1] == "upload_photo"


async def test_a_usual_answer_is_just_the_answer(alone, desk):
    async with serving(alone, replace(desk, patience=NEVER)):
        alone.say(ASK)
        alone.tap(await alone.reply(), "÷")
        await alone.changed()
    methods = {call.method.lower() for call in alone.faults.calls}
    assert methods & {"sendchataction", "sendmessage"} == set()
    assert len(alone.transcript()) == 2


async def test_in_a_group_nothing_is_shown_however_long_it_takes(alone, desk):
    async with serving(alone, replace(desk, patience=AT_ONCE, picture=trial.slow_picture)):
        alone.say(f"/slope slowly: {ASK}", chat=alone.group)
        assert (await alone.reply(alone.group)).photo
    assert not actions(alone)


async def test_an_action_that_telegram_refuses_costs_no_answer(alone, desk):
    alone.faults.too_many_requests("sendChatAction", 60)
    async with serving(alone, replace(desk, patience=AT_ONCE)):
        alone.say(f"slowly: {ASK}")
        assert (await alone.reply()).photo
