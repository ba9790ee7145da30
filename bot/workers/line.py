"""Who is next: a short queue that goes round the learners, one job at a time each.

It has two lanes, because nobody can tell a hang from a hard question before it has run.
Everyone begins in the usual lane, and a job may run to its limit as long as no one waits there.
Where someone does, a job that has overrun its first slice is put back, into the slow lane.
There it begins again when no usual one waits, and then runs to its limit; half of the workers
are never there.
So a crowd of hangs costs the others one slice each; a learner whose last job overran has the slow
lane at once, until one is answered.
"""

import math
from asyncio import Future
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

REMEMBERED = 1000  # learners whose last job overran
CROWD = 20  # waiting jobs for each seat; then an answer that is only of use soon is not begun
PATIENCE = 2  # limits that a job waits in the slow lane


@dataclass(frozen=True)
class Limits:
    """What a question may cost, and how many may wait.

    Attributes:
        count: workers that work at the same time; None is as many as there are cores.
        seconds: for one job, from the start of its work.
        mebibytes: of address space for one job, beyond what its worker has mapped before it.
        waiting: jobs that wait in a lane, of all learners together.
        waiting_per_learner: jobs of one learner that wait while another of theirs is worked on.
    """

    count: int | None = None
    seconds: float = 2.5
    mebibytes: int = 512
    waiting: int = 300
    waiting_per_learner: int = 3


class Busy(Exception):  # noqa: N818 - the house's name for it
    """Too many are waiting, or too many of this learner."""


@dataclass(eq=False)
class Job:
    """A question on its way.

    Attributes:
        number: its own, for good: an answer is taken only under the number of its question.
        call: the pickled function and its arguments.
        learner: whose it is; None is nobody's, without an allowance.
        near: what an earlier job on the same worker may have left for it, as a key.
        until: when its answer is of no use any more, by the loop's clock.
        answer: the kind and the body of the frame that answers it.
        began: a worker has said that it works on it.
        losses: workers that were lost before they began it.
        slow: it belongs into the slow lane.
    """

    number: int
    call: bytes
    learner: Hashable | None
    near: Hashable | None
    until: float
    answer: "Future[tuple[bytes, bytes]]"
    began: bool = field(default=False, init=False)
    losses: int = field(default=0, init=False)
    slow: bool = field(default=False, init=False)


Lane = dict[Hashable | None, deque[Job]]  # whose turn it is goes round in the order of the dict


class Line:
    """The jobs that wait.

    Args:
        limits: how many may wait.
        seats: how many can be at work.
    """

    def __init__(self, limits: Limits, seats: int) -> None:
        self._slow_seats = max(1, seats // 2)
        self._limits = limits
        self._seats = seats
        self._usual: Lane = {}
        self._slow: Lane = {}
        self._at_work: set[Hashable] = set()
        self._overran: dict[Hashable, None] = {}  # whose last job did, the latest of them last

    def join(self, job: Job) -> None:
        job.slow = job.learner in self._overran
        self._lane(job).setdefault(job.learner, deque()).append(job)

    def check(self, job: Job) -> None:
        """Send a job that has just joined away again if it has to wait and too many do.

        Raises:
            Busy: the job is no longer in the line.
        """
        lane = self._lane(job)
        theirs = lane.get(job.learner, ())
        most = self._limits.waiting
        if job.until < math.inf:
            most = min(most, CROWD * self._seats)
        too_many = sum(map(len, lane.values())) > most
        too_many_of_theirs = len(theirs) > self._limits.waiting_per_learner
        if job in theirs and (too_many or (too_many_of_theirs and job.learner is not None)):
            self.leave(job)
            raise Busy

    def leave(self, job: Job) -> bool:
        """Take a job out, wherever it stands; False where it does not wait, and is left alone."""
        lane = self._lane(job)
        theirs = lane.get(job.learner, deque())
        waited = job in theirs
        if waited:
            theirs.remove(job)
        if not theirs:
            lane.pop(job.learner, None)
        return waited

    def presses(self) -> bool:
        """Whether a usual job waits that might be at work."""
        return any(learner not in self._at_work for learner in self._usual)

    def next(self, slow: int) -> Job | None:
        """Take out the job whose turn it is; None where nobody who waits may have one.

        Args:
            slow: how many jobs of the slow lane are at work.
        """
        job = self._take(self._usual)
        if job is None and slow < self._slow_seats:
            job = self._take(self._slow)
        return job

    def _take(self, lane: Lane) -> Job | None:
        for learner, theirs in lane.items():
            if learner not in self._at_work:
                del lane[learner]
                job = theirs.popleft()
                if theirs:
                    lane[learner] = theirs
                if learner is not None:
                    self._at_work.add(learner)
                return job
        return None

    def done(self, job: Job, *, overran: bool) -> None:
        """Let the learner's next job have its turn."""
        if job.learner is None:
            return
        self._at_work.discard(job.learner)
        self._overran.pop(job.learner, None)
        if overran:
            self._overran[job.learner] = None
            if len(self._overran) > REMEMBERED:
                del self._overran[next(iter(self._overran))]

    def rejoin(self, job: Job) -> None:
        """Put a job before all others of its lane."""
        lane = self._lane(job)
        theirs = lane.pop(job.learner, deque())
        theirs.appendleft(job)
        others = list(lane.items())
        lane.clear()
        lane.update([(job.learner, theirs), *others])

    def clear(self) -> list[Job]:
        """Send all home."""
        lanes = (self._usual, self._slow)
        jobs = [job for lane in lanes for theirs in lane.values() for job in theirs]
        for lane in lanes:
            lane.clear()
        return jobs

    def _lane(self, job: Job) -> Lane:
        return self._slow if job.slow else self._usual
