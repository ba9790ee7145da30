"""A request that was answered lately: the same words, without thinking and with few queries."""

import pytest
import trial

from bot.tutor.scene import Said, Scene, Settings
from handlers.desk import Desk
from handlers.place import Place
from handlers.turns import Turns

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = Said("slope of a^2 at 2", "en")
ADA = Place(chat=1, thread=0, learner=1, question=None, private=True)
LIN = Place(chat=2, thread=0, learner=2, question=None, private=True)


def without_thought(desk):
    """The same desk, whose tutor answers nothing any more."""
    return Desk(desk.workers, desk.memory, turn=trial.thoughtless, turns=desk.turns)


async def test_what_was_answered_one_learner_is_known_for_the_next(desk):
    turn = await desk.ask(ASK, Scene(), ADA)
    assert await without_thought(desk).ask(ASK, Scene(), LIN) == turn


@pytest.mark.parametrize(
    ("event", "scene"),
    [
        (ASK, Scene(Settings(language="zh"))),
        (ASK, Scene(Settings(look="dark"))),
        (ASK, Scene(Settings(nudge="0.1"))),
        (ASK, Scene(Settings(style="brief"))),
        (ASK, Scene(Settings(pictures=False))),
        (ASK, Scene(spoken="zh")),
        (Said("slope of a^2 at 3", "en"), Scene()),
        (Said("slope of a^2 at 2", "zh"), Scene()),
        (Said("slope of a^2 at 2", "en", explicit=True), Scene()),
    ],
)
async def test_whatever_else_holds_it_is_another_request(desk, event, scene):
    await desk.ask(ASK, Scene(), ADA)
    with pytest.raises(AssertionError):
        await without_thought(desk).ask(event, scene, ADA)


async def test_what_was_not_understood_is_not_remembered(desk):
    said = Said("slope of my secret at 5")
    await desk.ask(said, Scene(), ADA)
    with pytest.raises(AssertionError):
        await without_thought(desk).ask(said, Scene(), ADA)


async def test_the_oldest_is_forgotten_first(desk):
    desk = Desk(desk.workers, desk.memory, turns=Turns(size=2))
    first, second, third = (Said(f"slope of a^2 at {at}") for at in (1, 2, 3))
    for said in (first, second, first, third):
        await desk.ask(said, Scene(), ADA)
    for known in (first, third):
        await without_thought(desk).ask(known, Scene(), ADA)
    with pytest.raises(AssertionError):
        await without_thought(desk).ask(second, Scene(), ADA)


async def test_a_repeated_request_asks_the_database_for_nothing_that_is_known(
    telegram, memory, monkeypatch
):
    for _ in range(2):
        telegram.say("slope of a^2 at 44")
        await telegram.reply()
    telegram.say("/help")  # so that what follows the answer is done
    await telegram.reply()
    asked, engine = [], memory.scenes._database._engine
    read, commit = engine.read, engine.commit

    def note_read(statement, values):
        asked.append(str(statement))
        return read(statement, values)

    def note_commit(batch):
        asked.extend(str(each.statement) for each in batch)
        return commit(batch)

    monkeypatch.setattr(engine, "read", note_read)
    monkeypatch.setattr(engine, "commit", note_commit)
    telegram.say("slope of a^2 at 44")
    await telegram.reply()
    # The bot may have just started, and note of what it has told Telegram of itself.
    asked = [one for one in asked if "menus" not in one]
    assert not [one for one in asked if "scenes" in one or "settings" in one or "pictures" in one]
    assert len(asked) <= 5
