"""The button ▶ over HTTP: a picture becomes an animation and a picture again."""

from dataclasses import replace

import pytest
import trial
from serving import serving
from watching import hurried

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = "slope of a^2 at 2"
PLAY = "▶"
BACK = "back"


async def test_the_picture_is_set_in_motion_and_comes_to_rest_again(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.tap(answer, PLAY)
    moving = await telegram.changed()
    assert moving.id == answer.id
    assert moving.photo.moves
    assert telegram.picture(moving).startswith(b"GIF89a")
    assert moving.text == answer.text
    assert (await telegram.notice())["text"] == ""
    telegram.tap(moving, BACK)
    still = await telegram.changed()
    assert (still.photo, still.text, still.keyboard) == (answer.photo, answer.text, answer.keyboard)


async def test_what_telegram_has_is_not_made_again(telegram):
    for uploads in (1, 0):
        telegram.say("slope of a^2 at 7")
        telegram.tap(await telegram.reply(), PLAY)
        moving = await telegram.changed()
        assert moving.photo.moves
        call = telegram.calls("editMessageMedia")[-1]
        assert len(call.given.files) == uploads
        await telegram.notice()
        telegram.say("hello?")  # so that what follows the edit is done
        await telegram.reply()


async def test_a_double_tap_makes_one_animation(telegram):
    telegram.say("slope of a^2 at 8")
    answer = await telegram.reply()
    for _ in range(2):
        telegram.tap(answer, PLAY)
    for _ in range(2):
        assert (await telegram.notice())["text"] == ""
    assert telegram.current(answer).photo.moves
    assert [bool(call.given.files) for call in telegram.calls("editMessageMedia")] == [True, False]


async def test_the_other_buttons_go_on_from_an_animation(telegram):
    telegram.say(ASK)
    telegram.tap(await telegram.reply(), PLAY)
    moving = await telegram.changed()
    telegram.tap(moving, "a = 3")
    further = await telegram.changed()
    assert "slope 6" in further.text
    assert not further.photo.moves


async def test_where_the_ratio_has_nothing_to_head_to_there_is_no_such_button(telegram):
    telegram.say("1/a at 0")
    answer = await telegram.reply()
    assert not any(PLAY in label for label in telegram.labels(answer))


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(trial.no_motion, id="making it fails"),
        pytest.param(trial.endless_motion, id="making it overruns"),
    ],
)
async def test_an_animation_that_cannot_be_made_leaves_the_answer_as_it_is(alone, desk, picture):
    async with serving(alone, replace(desk, picture=picture)):
        alone.say(ASK)
        answer = await alone.reply()
        with hurried(desk.workers, 2):  # in which the words are told
            alone.tap(answer, PLAY)
            assert "stays as it is" in (await alone.notice())["text"]
        assert alone.current(answer) == answer
        alone.tap(answer, "÷")
        assert "0.0001" in (await alone.changed()).text


async def test_an_animation_that_telegram_refuses_leaves_the_answer_as_it_is(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    text = "Bad Request: not enough rights to send animations to the chat"
    telegram.faults.refuse("editMessageMedia", 400, text)
    telegram.tap(answer, PLAY)
    assert "stays as it is" in (await telegram.notice())["text"]
    assert telegram.current(answer) == answer
    assert len(telegram.calls("editMessageMedia")) == 1


async def test_a_dead_file_id_of_an_animation_is_healed_by_making_it_anew(telegram):
    telegram.say("slope of a^2 at 9")
    answer = await telegram.reply()
    telegram.tap(answer, PLAY)
    moving = await telegram.changed()
    telegram.tap(moving, BACK)
    still = await telegram.changed()
    text = "Bad Request: wrong file identifier/HTTP URL specified"
    telegram.faults.refuse("editMessageMedia", 400, text)
    telegram.tap(still, PLAY)
    assert (await telegram.changed()).photo.moves
    uploads = [bool(call.given.files) for call in telegram.calls("editMessageMedia")]
    assert uploads == [True, False, False, True]


async def test_an_answer_that_was_deleted_comes_anew_and_moves(telegram):
    telegram.say(ASK)
    answer = await telegram.reply()
    telegram.world.remove(answer, by_bot=False)
    play = next(one for one in telegram.buttons(answer) if PLAY in one["text"])
    telegram.forge(answer, play["callback_data"])
    assert (await telegram.reply()).photo.moves


async def test_in_a_group_only_the_one_who_asked_sets_it_in_motion(telegram):
    telegram.say(f"/slope {ASK}", chat=telegram.group)
    answer = await telegram.reply(telegram.group)
    telegram.tap(answer, PLAY, user=telegram.lin)
    assert (await telegram.notice(telegram.group))["text"]
    assert telegram.current(answer) == answer
    telegram.tap(answer, PLAY)
    assert (await telegram.changed(telegram.group)).photo.moves
