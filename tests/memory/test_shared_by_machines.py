"""Two memories on one PostgreSQL: the pace, the allowance and whose turn it is hold over both."""

import asyncio
from contextlib import closing

import psycopg
import pytest

from bot.memory import open_memory
from bot.memory.lines import Lines
from bot.memory.pace import MINUTE, PER_GROUP, Pace, TooSoon
from bot.memory.replies import Replies
from bot.memory.spent import Spent

GROUP, ADA, LIN = -100, 1, 2
NEVER = 3600.0  # seconds that nobody waits in a test

# Each use of a slot, as the database has given it out.
HISTORY = """
    CREATE TABLE uses (chat bigint, at double precision);
    CREATE FUNCTION note() RETURNS trigger AS
        'BEGIN INSERT INTO uses VALUES (NEW.chat, NEW.at); RETURN NULL; END' LANGUAGE plpgsql;
    CREATE TRIGGER note AFTER UPDATE ON slots FOR EACH ROW EXECUTE FUNCTION note();
"""


@pytest.fixture
async def two(postgres_url):
    """The databases of two machines."""
    async with open_memory(postgres_url) as one, open_memory(postgres_url) as other:
        yield one.database, other.database


@pytest.fixture
def sql(postgres_url):
    with closing(psycopg.connect(postgres_url, autocommit=True)) as connection:
        yield connection.execute


@pytest.fixture
def uses(sql):
    """When slots of a chat were, or will be, used; 0 is all chats."""
    sql(HISTORY)

    def of(chat):
        rows = sql(f"SELECT at FROM uses WHERE chat = {chat} ORDER BY at").fetchall()
        return [at for (at,) in rows]

    return of


def most_within(period, moments):
    """The most of them in any period, in seconds; what is given out is exact to a millionth."""
    return max(
        sum(start <= moment < start + period - 1e-5 for moment in moments) for start in moments
    )


async def test_two_machines_together_send_no_faster_than_telegram_allows(two, uses):
    paces = [Pace(database, 30) for database in two]
    # As many as 3 seconds take; nobody waits for them here.
    asked = [paces[number % 2]._among_all(number + 1, sends=True) for number in range(100)]
    turns = await asyncio.gather(*asked)
    assert len(uses(0)) == 100
    assert most_within(1.0, uses(0)) == 30
    # Those that could go at once went at once, and none was put off for longer than the rate says.
    waits = sorted(turn.wait for turn in turns)
    assert waits[0] == 0
    assert waits[-1] < 100 / 30 + 1


async def test_what_waits_at_the_same_moment_asks_with_one_statement(two, uses, monkeypatch):
    pace, asked = Pace(two[0], 1000), []
    taken = pace._taken
    monkeypatch.setattr(pace, "_taken", lambda *given: asked.append(given) or taken(*given))
    await asyncio.gather(*(pace._among_all(chat, sends=True) for chat in range(1, 201)))
    assert len(uses(0)) == 200
    assert len(asked) == 1


async def test_a_paid_bot_sends_as_many_as_it_pays_for(two, uses):
    paces = [Pace(database, 300) for database in two]
    await asyncio.gather(
        *(paces[number % 2]._among_all(number + 1, sends=True) for number in range(900))
    )
    assert most_within(1.0, uses(0)) == 300


async def test_a_slower_pace_holds_though_the_table_has_more_slots(two, uses):
    await Pace(two[0], 30).turn(ADA, sends=True, patience=NEVER)
    pace = Pace(two[1], 5)
    await asyncio.gather(*(pace._among_all(chat, sends=True) for chat in range(1, 21)))
    assert most_within(1.0, uses(0)[1:]) == 5


async def test_a_group_gets_twenty_messages_a_minute_from_all_machines(two, uses):
    paces = [Pace(database) for database in two]
    asked = [paces[number % 2]._in_group(GROUP, NEVER) for number in range(50)]
    waits = sorted(await asyncio.gather(*asked))
    assert most_within(MINUTE, uses(GROUP)) == PER_GROUP
    assert waits[PER_GROUP - 1] == 0
    assert 0 < waits[PER_GROUP] <= MINUTE
    assert await paces[0]._in_group(GROUP - 1, NEVER) == 0  # another group waits for nobody


async def test_whoever_would_wait_too_long_is_told_and_takes_nobody_s_turn(two, uses):
    one, other = (Pace(database) for database in two)
    for _ in range(PER_GROUP):
        await one.turn(GROUP, sends=True, patience=0)
    with pytest.raises(TooSoon) as told:
        await other.turn(GROUP, sends=True, patience=1)
    assert 1 < told.value.seconds <= MINUTE
    assert len(uses(GROUP)) == PER_GROUP


async def test_a_chat_that_telegram_closed_is_closed_for_every_machine(two):
    one, other = (Pace(database) for database in two)
    await one.close(ADA, 60)
    await one.close(ADA, 1)  # an older word does not open it
    for sends in (True, False):
        with pytest.raises(TooSoon) as told:
            await other.turn(ADA, sends=sends, patience=10)
        assert 10 < told.value.seconds <= 60
    await other.turn(LIN, sends=True, patience=0)


async def test_when_the_chat_is_open_again_the_message_goes(two, sql):
    one, other = (Pace(database) for database in two)
    await one.close(ADA, 0.2)
    assert sql("SELECT count(*) FROM closed").fetchone() == (1,)
    await other.turn(ADA, sends=True, patience=10)
    now = "extract(epoch FROM clock_timestamp())"
    assert sql(f"SELECT count(*) FROM closed WHERE until > {now}").fetchone() == (0,)


async def test_what_a_crash_of_the_database_has_emptied_is_laid_out_anew(two, sql):
    pace = Pace(two[0])
    await pace.turn(GROUP, sends=True, patience=0)
    sql("TRUNCATE slots")  # as PostgreSQL does with unlogged tables
    await pace.turn(GROUP, sends=True, patience=0)
    assert sql("SELECT count(*) FROM slots WHERE chat = 0").fetchone() == (30,)


async def test_old_groups_and_open_chats_are_forgotten(two, sql):
    pace = Pace(two[0])
    await pace.turn(GROUP, sends=True, patience=0)
    await pace.close(ADA, -1)
    sql(f"UPDATE slots SET at = 0 WHERE chat = {GROUP}")
    await pace.forget_old()
    assert sql("SELECT DISTINCT chat FROM slots").fetchall() == [(0,)]
    assert sql("SELECT chat FROM closed").fetchall() == []


def a_minute_passes(sql, seconds=60):
    sql(f"UPDATE spent SET at = at - {seconds}")


async def test_the_allowance_is_one_for_all_machines(two, sql):
    one, other = (Spent(database, group=3, learner=2) for database in two)
    assert await one.spend(GROUP, ADA) == "answer"
    assert await other.spend(GROUP, ADA) == "answer"
    assert await one.spend(GROUP, ADA) == "tell"
    assert await other.spend(GROUP, ADA) == "silence"
    assert await other.spend(GROUP, LIN) == "answer"
    assert await one.spend(GROUP, LIN) == "tell"  # the group has had its three
    assert await other.spend(GROUP, LIN) == "silence"
    assert await one.spend(GROUP - 1, ADA) == "answer"
    a_minute_passes(sql, 59)
    assert await one.spend(GROUP, ADA) == "silence"
    a_minute_passes(sql, 1)
    assert [await one.spend(GROUP, ADA) for _ in range(3)] == ["answer", "answer", "tell"]


async def test_of_a_group_that_asks_no_more_nothing_is_left(two, sql):
    spent = Spent(two[0], group=3, learner=2)
    await spent.spend(GROUP, ADA)
    await spent.forget_old()
    assert sql("SELECT count(*) FROM spent").fetchone() == (1,)
    a_minute_passes(sql)
    await spent.forget_old()
    assert sql("SELECT count(*) FROM spent").fetchone() == (0,)


async def test_what_one_machine_replied_another_one_knows(two, sql):
    one, other = (Replies(database) for database in two)
    assert await other.find(ADA, 10) is None
    await one.note(ADA, 10, "slope of my secret at 5", 11, learner=ADA)
    said = await other.find(ADA, 10)
    assert said.reply == 11
    assert said.is_about("slope of my secret at 5")
    assert not said.is_about("slope of 3a at 5")
    await other.note(ADA, 10, "slope of 3a at 5", 12, learner=ADA)
    assert (await one.find(ADA, 10)).reply == 12
    assert "secret" not in str(sql("SELECT * FROM replies").fetchall())
    sql("UPDATE replies SET said_at = said_at - 4 * 86400")
    await one.forget_old()
    assert await one.find(ADA, 10) is None


async def test_forgetting_a_learner_forgets_what_was_replied(postgres_url):
    async with open_memory(postgres_url) as memory:
        replies, spent = Replies(memory.database), Spent(memory.database, 3, 2)
        for learner in (ADA, LIN):
            await replies.note(GROUP, learner, "3a at 5", 11, learner=learner)
            await spent.spend(GROUP, learner)
        await memory.forgetting.learner(ADA)
        assert await replies.find(GROUP, ADA) is None
        assert (await replies.find(GROUP, LIN)).reply == 11


async def test_what_was_just_done_on_one_machine_is_not_done_again_on_another(two, sql):
    one, other = (Replies(database) for database in two)
    tap = ("tap", ADA, 0, "v1|smaller|id")
    assert not await one.again(tap, within=2)
    assert await other.again(tap, within=2)
    assert not await other.again(("tap", LIN, 0, "v1|smaller|id"), within=2)
    sql("UPDATE deeds SET done_at = done_at - 3")
    assert not await one.again(tap, within=2)
    assert [await each.first_of_album("a", 5) for each in (one, other)] == [True, True]
    assert not await other.first_of_album("a", 6)


async def test_machines_stand_in_line_one_behind_the_other(two):
    inside, most = 0, 0

    async def work(machine):
        nonlocal inside, most
        async with machine.first("quiz -100 0"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    one, other = (Lines(database) for database in two)
    async with one.first("quiz -200 0"):  # another line is nobody's here
        await asyncio.gather(*(work(machine) for machine in (one, other) * 4))
    assert most == 1


async def test_whoever_works_for_long_stays_first_and_who_is_lost_does_not(two, sql):
    one, other = (Lines(database, held=1.5) for database in two)

    def until():
        return sql("SELECT until FROM lines").fetchone()

    async with one.first("quiz"), asyncio.timeout(30):
        first = until()
        while until() == first:  # noqa: ASYNC110 - a table tells nobody
            await asyncio.sleep(0.05)
        assert until() > first
    assert until() is None
    assert await one._is_first("quiz")
    assert not await other._is_first("quiz")
    sql("UPDATE lines SET until = until - 60")  # one is not heard of any more
    async with other.first("quiz"):
        assert not await one._is_first("quiz")
