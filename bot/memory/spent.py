"""What was answered in groups in the last minute, counted for several machines together."""

from typing import Literal

from sqlalchemy import text

from bot.memory.database import Database

MINUTE = 60.0  # seconds

# To be answered; over the allowance for the first time in a minute; over it again.
Verdict = Literal["answer", "tell", "silence"]

# The group's account comes first: where it is empty, the learner's is not looked at.
_SPEND = text("""
WITH moment AS MATERIALIZED (
    SELECT CAST(extract(epoch FROM clock_timestamp()) AS double precision) AS now
), lately AS (
    SELECT count(*) FILTER (WHERE verdict = 'answer') AS of_group,
           count(*) FILTER (WHERE verdict = 'answer' AND learner = :learner) AS of_learner,
           coalesce(bool_or(verdict = 'tell group'), false) AS told_group,
           coalesce(bool_or(verdict = 'tell' AND learner = :learner), false) AS told_learner
    FROM spent, moment WHERE chat = :chat AND at > now - :minute
), said AS (
    SELECT CASE
        WHEN of_group >= :group_most THEN CASE WHEN told_group THEN 'silence' ELSE 'tell group' END
        WHEN of_learner >= :learner_most THEN CASE WHEN told_learner THEN 'silence' ELSE 'tell' END
        ELSE 'answer' END AS verdict
    FROM lately
), old AS (
    DELETE FROM spent USING moment WHERE chat = :chat AND at <= now - :minute
), noted AS (
    INSERT INTO spent (chat, learner, verdict, at)
    SELECT :chat, :learner, verdict, now FROM said, moment WHERE verdict <> 'silence'
)
SELECT verdict FROM said
""")

_OLD = text("""
DELETE FROM spent WHERE at <= extract(epoch FROM clock_timestamp()) - :minute
""")


class Spent:
    """As `handlers.allowance.Allowance`, in a table of PostgreSQL.

    A group's messages are worked on one after the other, on whatever machine: two never count at
    the same moment.

    Args:
        database: PostgreSQL.
        group: answers in a minute in one group.
        learner: answers in a minute to one learner in one group.
    """

    def __init__(self, database: Database, group: int, learner: int) -> None:
        self._database = database
        self._most = {"group_most": group, "learner_most": learner, "minute": MINUTE}

    async def spend(self, group: int, learner: int) -> Verdict:
        """One answer more, if there is one left."""
        values = {"chat": group, "learner": learner, **self._most}
        [said] = await self._database.write(_SPEND, values)
        match said.verdict:
            case "answer":
                return "answer"
            case "silence":
                return "silence"
            case _:
                return "tell"

    async def forget_old(self) -> None:
        """Groups that nobody asks in any more."""
        await self._database.write(_OLD, {"minute": MINUTE})
