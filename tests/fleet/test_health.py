"""What an operator sees of a receiver and a worker: counts that move, and what is not well."""

import asyncio
import logging
import os
import re
from contextlib import asynccontextmanager

import httpx
import pytest
from harness import Harness
from prometheus_client.parser import text_string_to_metric_families

from bot.config import Config, Fleet, Telegram
from bot.fleet.health import watched
from bot.fleet.starting import receiving, working
from bot.memory import open_memory
from bot.tutor.turn import rehearse
from bot.workers import Limits, TooLong, Workers
from handlers import Desk

LISTENS = re.compile(r"http://127\.0\.0\.1:(\d+) has /healthz")


class Asked:
    """One process, asked over HTTP."""

    def __init__(self, client, port):
        self._client = client
        self._at = f"http://127.0.0.1:{port}"

    async def health(self):
        """The status, and the facts."""
        answer = await self._client.get(f"{self._at}/healthz")
        return answer.status_code, answer.json()

    async def metrics(self):
        """By name and labels, in the order of their names."""
        answer = await self._client.get(f"{self._at}/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=")
        families = text_string_to_metric_families(answer.text)
        return {
            (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
            for family in families
            for sample in family.samples
        }

    async def until(self, *sample, value):
        """Ask until a metric has a value."""
        async with asyncio.timeout(60):
            while (await self.metrics()).get(sample) != value:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.05)


@pytest.fixture
async def client():
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def asked(client, caplog):
    """A process while it runs: a coroutine that says in the log where it is asked."""
    caplog.set_level(logging.INFO, "bot.fleet.health")

    @asynccontextmanager
    async def started(work):
        caplog.clear()
        running = asyncio.create_task(work)
        try:
            async with asyncio.timeout(60):
                while not (found := LISTENS.search(caplog.text)):
                    assert not running.done(), running.exception()
                    await asyncio.sleep(0.02)
            yield Asked(client, found[1])
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    return started


async def test_what_came_what_became_of_it_and_what_is_not_well(mortal_postgres, asked):
    url = mortal_postgres.make()
    async with Harness() as telegram, open_memory(url) as memory:
        config = Config(
            memory={"url": url},
            fleet=Fleet(port=0),
            telegram=Telegram(base_url=telegram.base_url),
        )
        async with asked(receiving(config, memory, telegram.token)) as receiver:
            status, facts = await receiver.health()
            assert status == 200
            assert facts == {
                "ok": True,
                "database": True,
                "workers": None,
                "seconds_since_last_update": None,
            }
            for text in ("slope of 3a at 5", "how is the weather", "/help"):
                telegram.say(text)
            telegram.world.privacy = False  # it hears what is said to nobody
            telegram.say("just chatting", chat=telegram.group)
            await receiver.until("nudge_jobs", "messages", "todo", value=4)
            received = await receiver.metrics()
            assert received["nudge_updates_received_total", "message"] == 4
            assert received["nudge_last_update_timestamp_seconds",] > 1e9
            assert 0 <= (await receiver.health())[1]["seconds_since_last_update"] < 60
            await answered(config, memory, telegram, receiver, asked)
        async with asked(receiving(config, memory, telegram.token)) as receiver:
            mortal_postgres.kill()
            status, facts = await receiver.health()
            assert (status, facts["ok"], facts["database"]) == (503, False, False)
            assert "nudge_jobs" not in {name for name, *_ in await receiver.metrics()}
            await asyncio.to_thread(mortal_postgres.start)
            async with asyncio.timeout(60):
                while (await receiver.health())[0] != 200:  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.1)


async def answered(config, memory, telegram, receiver, asked):
    """A worker answers what the receiver has stored."""
    async with Workers(Limits(count=1, seconds=10), warm=rehearse) as workers:
        desk = Desk(workers, memory)
        telegram.faults.too_many_requests("sendPhoto", retry_after=1)
        async with asked(working(config, desk, telegram.token)) as worker:
            for _ in range(3):
                await telegram.reply()
            await receiver.until("nudge_jobs", "messages", "todo", value=0)
            for outcome in ("answer", "words", "page", "silence"):
                await worker.until("nudge_updates_handled_total", "message", outcome, value=1)
            told = await worker.metrics()
            assert told["nudge_telegram_refusals_total",] == 1
            assert told["nudge_worker_restarts_total",] == 0
            assert told["nudge_step_seconds_count", "took"] == 4
            assert told["nudge_step_seconds_count", "drawn"] == 1
            # It was told to wait a second, which is part of sending.
            assert told["nudge_step_seconds_sum", "sent"] >= 1
            assert (await worker.health())[1]["workers"] is True
            with pytest.raises(TooLong):
                await workers.run(os._exit, 1)
            await worker.until("nudge_worker_restarts_total", value=1)


async def test_a_worker_without_processes_that_think_is_not_well(memory, asked):
    workers = Workers(Limits(count=1))  # never entered
    desk = Desk(workers, memory)

    async def watch():
        async with watched(memory.database, "127.0.0.1", 0, desk):
            await asyncio.Event().wait()

    async with asked(watch()) as worker:
        status, facts = await worker.health()
        assert (status, facts["ok"], facts["workers"]) == (503, False, False)


async def test_a_port_that_is_taken_is_named(memory):
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(OSError, match=f"fleet.port {port}: "):
            async with watched(memory.database, "127.0.0.1", port):
                pass
