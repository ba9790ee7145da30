"""Which worker does what, and what happens when one overruns, dies or grows old."""

import asyncio
import itertools
import logging
import math
import os
import pickle
import sys
from collections.abc import Callable, Hashable
from types import TracebackType
from typing import Self, TypeVar, TypeVarTuple

from bot.workers import wire
from bot.workers.inside import Plan
from bot.workers.line import PATIENCE, Busy, Job, Limits, Line
from bot.workers.nursery import Nursery
from bot.workers.worker import Worker

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")

log = logging.getLogger(__name__)

# The first slice of a job is so many times what answers usually take, for that is more where the
# machine is busy; at first, at least and at most so much of the limit.
SLICE, FIRST, SHORTEST, LONGEST = 5, 0.08, 0.04, 0.2
WEIGHT = 1 / 16  # of the last answer in what they usually take
PAUSE = 0.5  # seconds before another attempt, where workers or their nursery die at birth


class TooLong(Exception):  # noqa: N818 - the house's name for it
    """The job overran its time or its memory, or its worker was lost while it worked."""


class Elsewhere(Exception):  # noqa: N818 - the cause of an error, never raised by itself
    """The traceback of an error that was raised in a worker."""

    def __str__(self) -> str:
        return f"\n{super().__str__()}"


class Workers:
    """A pool: `async with Workers(limits) as workers: await workers.run(function, argument)`.

    One worker more than may work at a time is kept, so that a learner whose question comes after
    a kill does not wait for a fork.

    Attributes:
        restarts: how many workers were replaced since the start: killed, lost, or grown old.

    Args:
        limits: what a job may cost and how many may wait.
        warm: called once before the first fork, so that every worker is born with what it leaves
            in memory; like every function for a worker it is found by its module and name.
        preload: modules that are imported before the first fork.
    """

    def __init__(
        self,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        warm: Callable[[], object] | None = None,
        preload: tuple[str, ...] = ("bot.tutor.turn",),
    ) -> None:
        self.limits = limits
        self.restarts = 0
        self._usually = FIRST * limits.seconds / SLICE  # seconds that an answer takes
        self._count = limits.count or _cores()
        self._plan = Plan(preload, pickle.dumps(warm), limits.seconds, limits.mebibytes)
        self._line = Line(limits, self._count)
        self._numbers = itertools.count(1)
        self._open = False
        self._nursery: Nursery | None = None
        self._reopening: asyncio.Task[None] | None = None
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []  # the one that has rested longest comes first

    @property
    def alive(self) -> bool:
        """Whether there is a worker that can think."""
        return any(worker.was_ready for worker in self._workers)

    async def run(
        self,
        function: Callable[[*Arguments], Result],
        *arguments: *Arguments,
        learner: Hashable | None = None,
        near: Hashable | None = None,
        until: float = math.inf,
    ) -> Result:
        """Call a module's function in a worker and return what it returns.

        Args:
            function: found in the worker by its module and name.
            arguments: for the function; like its result they are pickled.
            learner: whose job this is: one at a time, a few waiting; None has no allowance.
            near: prefers the worker whose last job had the same key.
            until: when the answer is of no use any more, by the loop's clock (`time.monotonic`).

        Raises:
            Busy: at once, where too many wait; later, where its turn did not come in time for at
                least a slice.
            TooLong: the job overran its time or its memory, or its worker was lost while it worked.
            RuntimeError: the function raised what cannot travel, SystemExit for one; or the pool
                is closed.
            CancelledError: the pool was closed before there was an answer.
            Exception: whatever else the function raised, with its traceback as the cause.
        """
        if not self._open:
            message = "the workers are not there: use `async with`"
            raise RuntimeError(message)
        call = pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL)
        answer = asyncio.get_running_loop().create_future()
        job = Job(next(self._numbers), call, learner, near, until, answer)
        self._join(job)
        self._next()
        self._line.check(job)
        try:
            kind, body = await answer
        finally:
            self._line.leave(job)  # it may have been cancelled while it waited
        if kind == wire.OVER:
            raise TooLong
        if kind == wire.ERROR:
            error, story = pickle.loads(body)  # noqa: S301 - from our own worker
            raise error from Elsewhere(story)
        result: Result = pickle.loads(body)  # noqa: S301 - from our own worker
        return result

    async def __aenter__(self) -> Self:
        """Start, and return when the nursery is warm.

        Raises:
            RuntimeError: it could not be warmed.
        """
        self._nursery = await Nursery.open(self._plan, self._nursery_lost)
        self._open = True
        self._fill()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Kill all workers; what still waits or works is cancelled."""
        self._open = False
        if self._reopening:
            self._reopening.cancel()
            await asyncio.gather(self._reopening, return_exceptions=True)
        for worker in self._workers:
            if job := worker.stop():
                job.answer.cancel()
            worker.hang_up()
        for waiting in self._line.clear():
            waiting.answer.cancel()
        self._workers.clear()
        self._idle.clear()
        nursery, self._nursery = self._nursery, None
        if nursery:
            await nursery.close()

    @property
    def _slice(self) -> float:
        shortest, longest = SHORTEST * self.limits.seconds, LONGEST * self.limits.seconds
        return min(max(SLICE * self._usually, shortest), longest)

    def _join(self, job: Job) -> None:
        """Put a job into the line for as long as waiting makes sense.

        Raises:
            Busy: it makes none.
        """
        now = asyncio.get_running_loop().time()
        latest = job.until - self._slice
        if latest < now:
            raise Busy
        self._line.join(job)
        if job.slow:
            latest = min(latest, now + PATIENCE * self.limits.seconds)
        if latest < math.inf:
            asyncio.get_running_loop().call_at(latest, self._expire, job)

    def _expire(self, job: Job) -> None:
        if self._line.leave(job) and not job.answer.done():
            job.answer.set_exception(Busy())

    def _next(self) -> None:
        """Give jobs to workers while there are both; then whoever holds others up gives way."""
        loop = asyncio.get_running_loop()
        at_work = [worker for worker in self._workers if worker.job]
        while self._idle and len(at_work) < self._count:
            slow = sum(worker.job.slow for worker in at_work if worker.job)
            job = self._line.next(slow)
            if job is None:
                return
            worker = next(
                (idle for idle in self._idle if idle.near == job.near is not None), self._idle[0]
            )
            self._idle.remove(worker)
            worker.start(job, min(self.limits.seconds, job.until - loop.time()))
            at_work.append(worker)
            loop.call_later(self._slice, self._next)
        late = [worker for worker in at_work if self._is_late(worker, loop.time())]
        if late and len(at_work) == self._count and self._line.presses():
            self._give_way(late[0])

    def _is_late(self, worker: Worker, now: float) -> bool:
        """Whether its job has overrun its slice; what is slow or nobody's takes its time."""
        job = worker.job
        if job is None or job.slow or job.learner is None:
            return False
        return now >= worker.since + self._slice

    def _give_way(self, worker: Worker) -> None:
        """Put its job back, into the slow lane."""
        if job := worker.stop():
            job.began = False
            self._line.done(job, overran=True)
            if not job.answer.done():
                self._put_back(job)
        self._lost(worker)

    def _put_back(self, job: Job) -> None:
        try:
            self._join(job)
        except Busy as busy:
            job.answer.set_exception(busy)

    def _heard(self, worker: Worker, frame: wire.Frame) -> None:
        kind, number, body = frame
        job = worker.job
        if kind == wire.READY and job is None:
            worker.was_ready = True
            self._idle.append(worker)
        elif job is None or job.number != number:
            self._lost(worker)  # it speaks of another question: never trust it again
        elif kind == wire.BEGAN:
            job.began = True
        elif kind == wire.LAST:
            worker.leaves = True
        else:
            worker.stop()
            if not job.slow:
                taken = asyncio.get_running_loop().time() - worker.since
                self._usually += WEIGHT * (taken - self._usually)
            self._line.done(job, overran=kind == wire.OVER)
            _settle(job, kind, body)
            if worker.leaves:
                self._lost(worker)
            else:
                self._idle.append(worker)
        self._next()

    def _lost(self, worker: Worker) -> None:
        """Replace a worker that overran, died or was old."""
        if worker not in self._workers:
            return
        self._workers.remove(worker)
        self.restarts += 1
        if worker in self._idle:
            self._idle.remove(worker)
        worker.hang_up()
        if self._nursery:
            self._nursery.end(worker.number)
        if job := worker.stop():
            self._give_up(job)
        if worker.was_ready:
            self._fill()
        else:
            self._fill_later("it died before it was ready")
        self._next()

    def _give_up(self, job: Job) -> None:
        """Try again what was never begun; what was is lost with its worker."""
        self._line.done(job, overran=job.began)
        job.losses += 1
        # A job that has not begun has killed nobody, and all workers may be murdered together.
        if job.began or job.answer.done() or job.losses > self._count + 1:
            _settle(job, wire.OVER)
        else:
            self._line.rejoin(job)

    def _fill(self) -> None:
        """Have workers forked until there are as many as may work, and one."""
        while self._nursery and len(self._workers) <= self._count:
            number = next(self._numbers)
            try:
                channel = self._nursery.fork(number)
            except OSError as error:  # the nursery has died, or no file can be opened
                self._fill_later(error)
                return
            self._workers.add(Worker(number, channel, self._heard, self._lost))

    def _fill_later(self, reason: object) -> None:
        log.warning("a worker was not born: %s", reason)
        asyncio.get_running_loop().call_later(PAUSE, self._fill)

    def _nursery_lost(self) -> None:
        """Open another; the workers of the dead one go on, and the kernel ends those that hang."""
        if self._nursery and self._open:
            dead, self._nursery = self._nursery, None
            self._reopening = asyncio.create_task(self._reopen(dead))

    async def _reopen(self, dead: Nursery) -> None:
        log.warning("the workers' nursery died")
        await dead.close()
        while self._nursery is None:
            try:
                self._nursery = await Nursery.open(self._plan, self._nursery_lost)
            except (OSError, RuntimeError):
                log.exception("no worker can be started")
                for job in self._line.clear():
                    _settle(job, wire.OVER)
                await asyncio.sleep(PAUSE)
        self._fill()


def _settle(job: Job, kind: bytes, body: bytes = b"") -> None:
    if not job.answer.done():  # it is, where nobody waits for it any more
        job.answer.set_result((kind, body))


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))  # those that this process may use
    return os.cpu_count() or 1
