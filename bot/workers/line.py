"""Who is next: a short queue that goes round the learners, one job at a time each."""

from asyncio import Future
from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field

REMEMBERED = 1000  # learners whose last job overran


@dataclass(frozen=True)
class Limits:
    """What a question may cost, and how many may wait.

    Attributes:
        count: workers that work at the same time; None is as many as there are cores.
        seconds: for one job, from the start of its work.
        mebibytes: of address space for one job, beyond what its worker has mapped before it.
        waiting: jobs that wait, of all learners together.
        waiting_per_learner: jobs of one learner that wait while another of theirs is worked on.
    """

    count: int | None = None
    seconds: float = 2.5
    mebibytes: int = 512
    waiting: int = 40
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
        answer: the kind and the body of the frame that answers it.
        began: a worker has said that it works on it.
        losses: workers that were lost before they began it.
    """

    number: int
    call: bytes
    learner: Hashable | None
    near: Hashable | None
    answer: "Future[tuple[bytes, bytes]]"
    began: bool = field(default=False, init=False)
    losses: int = field(default=0, init=False)


class Line:
    """The jobs that wait; whose turn it is goes round the learners, in the order of a dict.

    Learners whose last job overran never hold all seats: one is left for the others.

    Args:
        limits: how many may wait.
        seats: how many can be at work.
    """

    def __init__(self, limits: Limits, seats: int) -> None:
        self._limits = limits
        self._seats = seats
        self._waiting: dict[Hashable | None, deque[Job]] = {}
        self._at_work: set[Hashable] = set()
        self._slow: dict[Hashable, None] = {}  # whose last job overran, the latest of them last

    def join(self, job: Job) -> None:
        self._waiting.setdefault(job.learner, deque()).append(job)

    def check(self, job: Job) -> None:
        """Send a job that has just joined away again if it has to wait and too many do.

        Raises:
            Busy: the job is no longer in the line.
        """
        theirs = self._waiting.get(job.learner, ())
        too_many = sum(map(len, self._waiting.values())) > self._limits.waiting
        too_many_of_theirs = len(theirs) > self._limits.waiting_per_learner
        if job in theirs and (too_many or (too_many_of_theirs and job.learner is not None)):
            self.leave(job)
            raise Busy

    def leave(self, job: Job) -> None:
        """Take a job out, wherever it stands; one that does not wait is left alone."""
        theirs = self._waiting.get(job.learner, deque())
        if job in theirs:
            theirs.remove(job)
        if not theirs:
            self._waiting.pop(job.learner, None)

    def next(self) -> Job | None:
        """Take out the job whose turn it is; None where nobody who waits may have one."""
        for learner, theirs in self._waiting.items():
            if learner not in self._at_work and not self._leaves_a_seat(learner):
                del self._waiting[learner]
                job = theirs.popleft()
                if theirs:
                    self._waiting[learner] = theirs
                if learner is not None:
                    self._at_work.add(learner)
                return job
        return None

    def _leaves_a_seat(self, learner: Hashable | None) -> bool:
        slow_at_work = len(self._at_work & self._slow.keys())
        return learner in self._slow and 1 <= self._seats - 1 <= slow_at_work

    def done(self, job: Job, *, overran: bool) -> None:
        """Let the learner's next job have its turn."""
        if job.learner is None:
            return
        self._at_work.discard(job.learner)
        self._slow.pop(job.learner, None)
        if overran:
            self._slow[job.learner] = None
            if len(self._slow) > REMEMBERED:
                del self._slow[next(iter(self._slow))]

    def rejoin(self, job: Job) -> None:
        """Put a job before all others."""
        theirs = self._waiting.pop(job.learner, deque())
        theirs.appendleft(job)
        self._waiting = {job.learner: theirs, **self._waiting}

    def clear(self) -> list[Job]:
        """Send all home."""
        jobs = [job for theirs in self._waiting.values() for job in theirs]
        self._waiting.clear()
        return jobs
