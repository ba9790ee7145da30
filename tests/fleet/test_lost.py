"""The jobs of a machine that shows no life are taken over, and what ends machines is set aside."""

import asyncio

import pytest
from procrastinate.exceptions import ConnectorException
from updates import message

from bot.fleet import lost
from bot.fleet.lost import Lost
from bot.fleet.work import _lane

JOB = "SELECT * FROM procrastinate_jobs"


@pytest.fixture(autouse=True)
def _an_old_server(monkeypatch):
    """One that has just started is not believed."""
    monkeypatch.setattr(lost, "SILENCE", 0.3)


@pytest.fixture
def machine(sql):
    """A machine that takes the next job; it was last heard of so many seconds ago."""

    def fetched(silent):
        [machine] = sql(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            silent,
        )
        sql("SELECT procrastinate_fetch_job_v2(NULL, %s)", machine.id)
        return machine.id

    return fetched


def looking_out(memory, jobs=(), workers=()):
    return Lost(memory.database, lambda: (jobs, workers))


async def test_the_job_of_a_lost_machine_begins_anew_in_its_chats_line(store, memory, machine, sql):
    await store(1, message=message(5))
    machine(silent=60)
    await looking_out(memory).take_over()
    [job] = sql(JOB)
    assert (job.status, job.lock, job.priority) == ("todo", "chat 5", 0)
    assert sql("SELECT tries FROM inbox") == [(1,)]


async def test_the_job_of_a_machine_that_shows_life_stays_with_it(store, memory, machine, sql):
    await store(1, message=message(5))
    machine(silent=-60)
    await looking_out(memory).take_over()
    assert sql(JOB)[0].status == "doing"
    assert sql("SELECT tries FROM inbox") == [(0,)]


async def test_a_server_that_has_just_come_back_suspects_nobody(
    store, memory, machine, sql, monkeypatch
):
    await store(1, message=message(5))
    machine(silent=10**6)
    monkeypatch.setattr(lost, "SILENCE", 10**5)  # it started later than that
    await looking_out(memory).take_over()
    assert sql(JOB)[0].status == "doing"


async def test_a_machine_shows_life_for_all_its_workers_also_while_they_drain(
    store, memory, machine, sql
):
    await store(1, message=message(5))
    ours = machine(silent=60)
    looking = looking_out(memory, workers=[ours])
    await looking.beat()
    lately = sql("SELECT last_heartbeat > now() - interval '30 s' FROM procrastinate_workers")
    assert lately == [(True,)]


async def test_what_two_machines_ended_on_is_set_aside_and_what_three_did_is_given_up(
    store, memory, machine, sql, caplog
):
    await store(1, message=message(5))
    await store(2, message=message(5))
    looking = looking_out(memory)
    for _ in range(2):
        machine(silent=60)
        await looking.take_over()
    aside, following = sorted(sql(JOB), key=lambda job: job.args["update_id"])
    assert (aside.status, aside.lock, aside.priority) == ("todo", "set aside", -1)
    assert (following.status, following.lock) == ("todo", "chat 5")
    machine(silent=-60)  # the chat goes on with its next message
    machine(silent=60)  # and nobody has anything better to do
    await looking.take_over()
    [job] = sql(JOB)
    assert (job.args["update_id"], job.status) == (2, "doing")
    assert sql("SELECT tries, body IS NULL AS empty FROM inbox WHERE update_id = 1") == [(3, False)]
    told = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert told == [
        "update 1 ended 2 machines and is set aside",
        "update 1 ended 3 machines and is given up",
    ]


async def test_an_answered_update_has_nothing_against_it(store, memory, machine, sql):
    await store(1, message=message(5))
    machine(silent=60)
    await memory.inbox.answered(1)
    await looking_out(memory).take_over()
    assert sql(JOB)[0].status == "todo"  # it is found to be answered when it is taken
    assert sql("SELECT tries FROM inbox") == [(0,)]


async def test_a_job_that_was_given_to_us_and_that_we_never_heard_of_begins_anew(
    store, memory, machine, sql
):
    await store(1, message=message(5))
    ours = machine(silent=-60)
    [job] = sql(JOB)
    ignorant = looking_out(memory, workers=[ours])
    await ignorant.give_back()
    assert sql(JOB)[0].status == "doing"  # we may be just about to hear of it
    await ignorant.give_back()
    assert sql(JOB)[0].status == "todo"

    sql("SELECT procrastinate_fetch_job_v2(NULL, %s)", ours)
    knowing = looking_out(memory, jobs=[job.id], workers=[ours])
    for _ in range(3):
        await knowing.give_back()
    assert sql(JOB)[0].status == "doing"


async def test_who_is_stopped_and_cannot_give_back_says_so_and_starts_nothing_anew(caplog):
    begun = asyncio.Event()

    class Jobs:
        async def run_worker_async(self, **given):
            begun.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                message = "PostgreSQL is away"
                raise ConnectorException(message) from None

    lane = asyncio.create_task(_lane(Jobs(), "messages", 1))
    async with asyncio.timeout(60):
        await begun.wait()
        lane.cancel()
        await lane
    [record] = caplog.records
    assert record.levelname == "WARNING"
    assert "is for other machines: PostgreSQL is away" in record.getMessage()
