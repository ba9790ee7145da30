"""The allowance: how much is answered in a minute, in a group and to one learner."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.memory.spent import MINUTE, Verdict

REMEMBERED = 10_000  # groups and learners, the ones that asked last

Key = tuple[int, ...]


@dataclass
class _Spent:
    """When a group or a learner was answered in the last minute, and told that it was enough."""

    answered: deque[float] = field(default_factory=deque)
    told: float = float("-inf")


class Allowance:
    """Counts answers; whatever is not answered costs nothing.

    Where several machines answer, memory.spent stands in its place.

    Args:
        group: answers in a minute in one group.
        learner: answers in a minute to one learner in one group.
        now: any clock, in seconds.
    """

    def __init__(
        self, group: int = 15, learner: int = 6, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.group = group
        self.learner = learner
        self._now = now
        self._spent: OrderedDict[Key, _Spent] = OrderedDict()

    async def spend(self, group: int, learner: int) -> Verdict:
        """One answer more, if there is one left."""
        now = self._now()
        accounts = [(self.group, self._of(group)), (self.learner, self._of(group, learner))]
        for most, spent in accounts:
            while spent.answered and spent.answered[0] <= now - MINUTE:
                spent.answered.popleft()
            if len(spent.answered) < most:
                continue
            if spent.told > now - MINUTE:
                return "silence"
            spent.told = now
            return "tell"
        for _, spent in accounts:
            spent.answered.append(now)
        return "answer"

    def _of(self, *key: int) -> _Spent:
        spent = self._spent.setdefault(key, _Spent())
        self._spent.move_to_end(key)
        while len(self._spent) > REMEMBERED:
            self._spent.popitem(last=False)
        return spent
