"""Working: jobs are done, each as on one machine, and those of a lost machine are taken over."""

import asyncio
import logging
import time
from collections.abc import Collection, Coroutine, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from procrastinate import App as Jobs
from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job
from telegram import Update

from bot.fleet.lost import BEAT, Lost
from bot.fleet.patience import Connector, first_line, waited_out
from bot.fleet.queue import FIRST, MESSAGES, TASK, Queue, Waiting
from bot.memory.inbox import Inbox
from handlers import Desk, application, tending
from handlers.door import ARRIVAL, App
from handlers.intake import Intake, read
from handlers.journal import entered
from handlers.serve import reach

log = logging.getLogger(__name__)

# Services are killed ten seconds after they were asked to stop. What is in hand has the first so
# many of them; what is being sent then, another second or two; and all must be given back by LAST.
DRAIN, LAST = 5.5, 9.0  # seconds
# Seconds. Procrastinate tells of a new job at once, but for one that comes just while it looks.
LOOK = 0.5
# Seconds after which nobody looks at the answer to what was typed any more.
TYPED = 8.0
# A job that fails by a mistake of ours is begun so often in all; its chat must not wait for ever.
ATTEMPTS = 3
HOUR = 3600.0


async def work(desk: Desk, *, token: str, base_url: str, url: str, at_once: int) -> None:
    """Do the queue's jobs, until cancelled; then what is in hand is finished or given back.

    Args:
        desk: workers that have been started, and an open memory.
        token: the bot's.
        base_url: of the Bot API, ending in /bot.
        url: the memory's.
        at_once: how many updates are in hand at the same time; taps have as many places again.

    Raises:
        Refused: Telegram knows no such token.
    """
    inbox = _Inbox(desk)
    desk = replace(desk, memory=replace(desk.memory, inbox=inbox))
    built = application(desk, token=token, base_url=base_url)
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # else three lines for each job
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # patience.py says it once
    jobs = Jobs(connector=Connector(url))
    answers = _Answers(desk, inbox, built)
    jobs.task(name=TASK, pass_context=True, retry=_Again())(answers.answer)
    lost = Lost(desk.memory.database, answers.in_hand)
    try:
        await reach(built.bot, built.initialize)
        async with jobs.open_async(), tending(desk, built.bot):
            lanes = (_lane(jobs, queue, at_once) for queue in (FIRST, MESSAGES))
            await _until_stopped(lanes, lost)
    finally:
        await desk.close(ARRIVAL)
        await built.shutdown()
        # An application that never reached Telegram shuts nothing down.
        await built.bot.shutdown()


async def _until_stopped(lanes: Iterable[Coroutine[Any, Any, None]], lost: Lost) -> None:
    """Both lanes and the lookout; at the end the lanes drain while we still show life."""
    async with asyncio.TaskGroup() as looking_out:
        looking = looking_out.create_task(lost.look_out())
        working = [asyncio.create_task(lane) for lane in lanes]
        try:
            # Cancelled twice, as gather would do, a lane would break off instead of draining.
            await asyncio.wait(working)
        finally:
            for lane in working:
                lane.cancel()
            # A database that is away must not keep us from stopping.
            await asyncio.wait(working, timeout=LAST)
            looking.cancel()


async def _lane(jobs: Jobs, queue: str, at_once: int) -> None:
    """One of Procrastinate's workers; it drains when it is cancelled, and ends at no error."""
    while True:
        try:
            await jobs.run_worker_async(
                queues=[queue],
                name=queue,
                concurrency=at_once,
                fetch_job_polling_interval=LOOK,
                abort_job_polling_interval=HOUR,
                shutdown_graceful_timeout=DRAIN,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=BEAT,
                stalled_worker_timeout=HOUR,  # it would forget the living after a long absence
            )
        except Exception as error:
            if (task := asyncio.current_task()) and task.cancelling():
                cause = first_line(error)
                log.warning("what is left of the queue %s is for other machines: %s", queue, cause)
                return
            log.exception("the worker of the queue %s ended and is started anew", queue)
        await asyncio.sleep(1)


class _Answers:
    """What this process has in hand."""

    def __init__(self, desk: Desk, inbox: "_Inbox", built: App) -> None:
        self._desk = desk
        self._inbox = inbox
        self._app = built
        self._queue = Queue(desk.memory.database, inbox)
        self._jobs: set[int] = set()
        self._workers: set[int] = set()

    def in_hand(self) -> tuple[Collection[int], Collection[int]]:
        """The ids of the jobs, and of the workers that have had any."""
        return self._jobs, self._workers

    async def answer(self, context: JobContext, update_id: int) -> None:
        """Answer an update, unless it is answered; a job once more is no answer once more."""
        job = context.job
        assert job.id is not None  # noqa: S101 - it has been fetched
        self._jobs.add(job.id)
        if job.worker_id is not None:
            self._workers.add(job.worker_id)
        try:
            waiting = await waited_out(lambda: self._queue.take(update_id))
            if waiting is None:
                return
            if waiting.tries or job.attempts:
                self._inbox.left.add(update_id)
            await self._answer(update_id, waiting)
        finally:
            self._inbox.left.discard(update_id)
            self._jobs.discard(job.id)

    async def _answer(self, update_id: int, waiting: Waiting) -> None:
        update = read(waiting.body, self._app.bot)
        if update is None or (update.inline_query and waiting.age > TYPED):
            await self._inbox.answered(update_id)
            return
        try:
            await self._handle(update)
        except asyncio.CancelledError:
            # What is on its way arrives, and is noted, before another machine begins anew.
            with suppress(asyncio.CancelledError):
                await self._desk.close(ARRIVAL)
            raise

    async def _handle(self, update: Update) -> None:
        intake = self._app.update_queue
        assert isinstance(intake, Intake)  # noqa: S101 - see door.py
        async with intake.handling(update):
            with entered(update):
                await self._app.process_update(update)


class _Inbox(Inbox):
    """That an update is answered is noted, however long the database is away.

    Attributes:
        left: what has been in other hands before.
    """

    def __init__(self, desk: Desk) -> None:
        memory = desk.memory
        super().__init__(memory.database, time.time, memory.inbox.at_work)
        self.left: set[int] = set()

    async def answered(self, update_id: int) -> None:
        once = super().answered
        await waited_out(lambda: once(update_id))

    def was_left(self, update_id: int) -> bool:
        return update_id in self.left


class _Again(BaseRetryStrategy):
    """A job that is broken off at the end of a process is begun anew, by another one."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if isinstance(exception, asyncio.CancelledError):
            return RetryDecision()
        if job.attempts + 1 < ATTEMPTS:
            return RetryDecision(retry_in={"seconds": 1})
        log.error("update %s failed %d times and is given up", job.task_kwargs, ATTEMPTS)
        return None
