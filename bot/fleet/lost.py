"""The jobs of a lost machine are taken over, by any other one."""

import asyncio
import logging
from collections.abc import Callable, Collection

from sqlalchemy import text

from bot.fleet.patience import waited_out
from bot.memory.database import Database
from bot.memory.inbox import TRIES
from handlers.intake import SUSPECT

log = logging.getLogger(__name__)

BEAT = 2.5  # seconds between two signs of life, and between two looks for such as show none
SILENCE = 9.0  # seconds without one, after which a machine counts as lost

# Of all that a lost machine had in hand nobody knows what ended it, if anything of it did: each
# has one more try against it. What two have ended on is set aside: it runs when nothing else
# waits, one such at a time, and in no chat's way. Where a third ends on it, it is given up.
#
# A database that has just come back has heard of nobody for a while: that is no silence of theirs.
# Two machines that look at once do not take over twice: the second one's row has changed.
_TAKE_OVER = text(
    """
    WITH lost AS (
        SELECT job.id, CAST(job.args->>'update_id' AS bigint) AS update_id
        FROM procrastinate_jobs AS job
        LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
        WHERE job.status = 'doing'
        AND (
            worker.id IS NULL
            OR worker.last_heartbeat < now() - make_interval(secs => :silence)
            AND pg_postmaster_start_time() < now() - make_interval(secs => :silence)
        )
        FOR UPDATE OF job SKIP LOCKED
    ), tried AS (
        UPDATE inbox SET tries = tries + 1 FROM lost
        WHERE inbox.update_id = lost.update_id AND inbox.body IS NOT NULL
        RETURNING inbox.update_id, inbox.tries
    )
    SELECT lost.update_id, coalesce(tried.tries, 0) AS tries,
        CASE
        WHEN tried.tries >= :given_up
        THEN CAST(procrastinate_finish_job_v1(lost.id, 'failed', true) AS text)
        WHEN tried.tries >= :suspect
        THEN CAST(procrastinate_retry_job_v2(lost.id, now(), -1, NULL, 'set aside') AS text)
        ELSE CAST(procrastinate_retry_job_v2(lost.id, now(), NULL, NULL, NULL) AS text)
        END
    FROM lost LEFT JOIN tried USING (update_id)
    """
)

# Procrastinate's workers show no life any more while they drain, and take up to ten seconds.
_BEAT = text("UPDATE procrastinate_workers SET last_heartbeat = now() WHERE id = ANY(:workers)")

# Given to one of our workers, where the connection ended before it heard so.
_UNHEARD = text(
    """
    SELECT id FROM procrastinate_jobs
    WHERE status = 'doing' AND worker_id = ANY(:workers) AND NOT id = ANY(:in_hand)
    """
)
_GIVE_BACK = text(
    """
    SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs
    WHERE status = 'doing' AND id = ANY(:unheard)
    """
)


class Lost:
    """Looks for lost jobs, and shows that ours are not.

    Args:
        database: the memory's.
        in_hand: gives the ids of the jobs that this process is at, and of its workers so far.
    """

    def __init__(
        self, database: Database, in_hand: Callable[[], tuple[Collection[int], Collection[int]]]
    ) -> None:
        self._database = database
        self._in_hand = in_hand
        self._unheard: set[int] = set()

    async def look_out(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            await waited_out(self.beat)
            await waited_out(self.take_over)
            await waited_out(self.give_back)

    async def beat(self) -> None:
        """Show that this machine is not lost."""
        _, workers = self._in_hand()
        await self._database.write(_BEAT, {"workers": list(workers)})

    async def take_over(self) -> None:
        """Let the jobs of lost machines begin anew."""
        limits = {"silence": SILENCE, "suspect": SUSPECT, "given_up": TRIES}
        for job in await self._database.write(_TAKE_OVER, limits):
            if job.tries >= TRIES:
                log.error("update %d ended %d machines and is given up", job.update_id, job.tries)
            elif job.tries >= SUSPECT:
                log.error("update %d ended %d machines and is set aside", job.update_id, job.tries)
            else:
                log.warning("update %d is taken over from a lost machine", job.update_id)

    async def give_back(self) -> None:
        """Let jobs begin anew that were ours twice in a row, and of which we never heard."""
        in_hand, workers = self._in_hand()
        here = {"workers": list(workers), "in_hand": list(in_hand)}
        unheard = {job.id for job in await self._database.read(_UNHEARD, here)}
        if twice := unheard & self._unheard:
            await self._database.write(_GIVE_BACK, {"unheard": list(twice)})
        self._unheard = unheard - twice
