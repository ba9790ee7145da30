"""Newest: of what a learner types only the newest counts."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Newest:
    """Work by learner; what is newer ends what is older, wherever that stands."""

    def __init__(self) -> None:
        self._work: dict[int, asyncio.Task[None]] = {}

    async def do(self, learner: int, work: Coroutine[Any, Any, None]) -> None:
        """Do this to its end, or until something newer of the learner's comes."""
        if older := self._work.get(learner):
            older.cancel()
        task = self._work[learner] = asyncio.create_task(work)
        try:
            await asyncio.wait({task})
        finally:
            task.cancel()  # where we are cancelled ourselves
            if self._work.get(learner) is task:
                del self._work[learner]
        if not task.cancelled():
            task.result()
