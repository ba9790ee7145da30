"""The pace towards Telegram, held by several machines together."""

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import text

from bot.memory.database import Database

ALL = 0  # stands for every chat; no chat has this number
SECOND, MINUTE = 1.0, 60.0
PER_GROUP = 20  # messages a minute: Telegram's limit for groups and channels

# Each slot lets one message through and then none for a period, so that as many slots as Telegram
# allows messages keep its limit in whatever period one looks at. Whoever comes takes those that
# were used longest ago, and passes over those that another machine is just taking.
_TAKE = text("""
WITH moment AS MATERIALIZED (
    SELECT CAST(extract(epoch FROM clock_timestamp()) AS double precision) AS now
), free AS MATERIALIZED (
    SELECT slot, at FROM slots, moment
    WHERE chat = :ring AND slot < :size AND at + :period <= now + :patience
    ORDER BY at, slot LIMIT :wanted FOR UPDATE OF slots SKIP LOCKED
), taken AS (
    UPDATE slots SET at = greatest(now, free.at + :period) FROM free, moment
    WHERE slots.chat = :ring AND slots.slot = free.slot RETURNING slots.at - now AS wait
)
SELECT
    (SELECT array_agg(wait ORDER BY wait) FROM taken) AS waits,
    (SELECT min(at + :period - now) FROM slots, moment WHERE chat = :ring AND slot < :size) AS next,
    (SELECT json_object_agg(chat, until - now) FROM closed, moment
     WHERE chat = ANY(CAST(:chats AS bigint[])) AND until > now) AS closed
""")

# The first may be used at once, the others one after the other in the next `spread` seconds: where
# PostgreSQL has crashed the table is empty, and what was used just before is not known.
_LAY_OUT = text("""
INSERT INTO slots (chat, slot, at)
SELECT :ring, number, extract(epoch FROM clock_timestamp()) - :period + number * :spread / :size
FROM generate_series(0, :size - 1) AS number ON CONFLICT DO NOTHING
""")

_CLOSE = text("""
INSERT INTO closed (chat, until)
VALUES (:chat, extract(epoch FROM clock_timestamp()) + :seconds)
ON CONFLICT (chat) DO UPDATE SET until = greatest(closed.until, excluded.until)
""")

_OLD = (
    text("DELETE FROM closed WHERE until < extract(epoch FROM clock_timestamp())"),
    text("DELETE FROM slots WHERE chat <> 0 AND at < extract(epoch FROM clock_timestamp()) - 3600"),
)

# Seconds until another look, where all free slots are just being taken.
_SOON = 0.01
# Seconds: with so many waiting over all chats, one more is better told that it is too soon.
_BACKLOG = 60.0


class TooSoon(Exception):  # noqa: N818 - the pace's no, not a mistake in the program
    """It would have to wait longer than it is worth; `seconds` tells how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.1f} seconds")
        self.seconds = seconds


class Narrow(Protocol):
    """Where the messages of one process pass one by one."""

    async def enter(self) -> object:
        """Wait until nobody is in it."""

    def leave(self) -> None:
        """Let the next one in."""


class _Wide:
    async def enter(self) -> None:
        """There is room for everybody."""

    def leave(self) -> None:
        """Nobody waits."""


@dataclass(frozen=True)
class _Turn:
    """Seconds until it comes, and seconds for which the chat is closed, when it does not."""

    wait: float = 0.0
    closed: float = 0.0


@dataclass(frozen=True, eq=False)
class _Asking:
    chat: int
    sends: bool
    turn: "asyncio.Future[_Turn]"


class Pace:
    """Slots in a table of PostgreSQL, and its clock.

    All that waits in a process at the same moment asks with one statement.

    Args:
        database: PostgreSQL.
        per_second: messages that Telegram takes from the bot in a second, over all chats.
    """

    def __init__(self, database: Database, per_second: int = 30) -> None:
        self._database = database
        self._per_second = per_second
        self._laid_out = False
        self._asking: list[_Asking] = []
        self._answering: asyncio.Task[None] | None = None

    async def turn(
        self,
        chat: int,
        *,
        sends: bool,
        patience: float,
        narrow: Narrow = _Wide(),  # noqa: B008 - it has no state
    ) -> None:
        """Wait until a call about a chat may be made.

        What concerns this chat alone is waited for before the narrow, in which nobody may be held
        up for it; the turn among all chats is waited for in it, so that the process never has more
        than one turn ahead, and is taken only where it is used at once.

        Args:
            chat: its id; below 0 it is a group or a channel.
            sends: a new message; anything else only waits while the chat is closed.
            patience: seconds that it may have to wait for this chat.
            narrow: entered, and not left.

        Raises:
            TooSoon: it would have to wait longer.
        """
        if sends and chat < 0:
            await asyncio.sleep(await self._in_group(chat, patience))
        await narrow.enter()
        while (turn := await self._among_all(chat, sends=sends)).closed:
            narrow.leave()
            if turn.closed > patience:
                raise TooSoon(turn.closed)
            await asyncio.sleep(turn.closed)
            await narrow.enter()
        await asyncio.sleep(turn.wait)

    async def close(self, chat: int, seconds: float) -> None:
        """Telegram lets nothing pass to this chat for so long."""
        await self._database.write(_CLOSE, {"chat": chat, "seconds": seconds})

    async def forget_old(self) -> None:
        """Chats that are open again, and groups that nobody asks in any more."""
        for statement in _OLD:
            await self._database.write(statement)

    async def _in_group(self, chat: int, patience: float) -> float:
        """Seconds until the group's next slot, which is taken now."""
        ring = {"ring": chat, "size": PER_GROUP, "period": MINUTE, "patience": patience}
        while True:
            found = await self._taken(ring, 1, [])
            if found.waits:
                return float(found.waits[0])
            if found.next is None:
                await self._lay_out(ring, spread=0.0)  # a new group is not kept waiting
            elif found.next > patience:
                raise TooSoon(found.next)
            else:
                await asyncio.sleep(_SOON)

    async def _among_all(self, chat: int, *, sends: bool) -> _Turn:
        asking = _Asking(chat, sends, asyncio.get_running_loop().create_future())
        self._asking.append(asking)
        if self._answering is None:
            self._answering = asyncio.create_task(self._answer_all())
        return await asking.turn

    async def _answer_all(self) -> None:
        while self._asking:
            batch, self._asking = self._asking, []
            try:
                self._asking[:0] = await self._answer(batch)
            except Exception as error:  # noqa: BLE001 - it is raised again where the turn is awaited
                for asking in batch:
                    if not asking.turn.done():
                        asking.turn.set_exception(error)
        self._answering = None

    async def _answer(self, batch: list[_Asking]) -> list[_Asking]:
        """Give turns out, first come, first served; those for whom no slot could be taken yet."""
        ring = {"ring": ALL, "size": self._per_second, "period": SECOND, "patience": _BACKLOG}
        if not self._laid_out:
            await self._lay_out(ring, spread=SECOND)
            self._laid_out = True
        sending = sum(asking.sends for asking in batch)
        found = await self._taken(ring, sending, [asking.chat for asking in batch])
        if found.next is None:  # the table is empty after a crash of PostgreSQL
            self._laid_out = False
            return batch
        closed, waits, left = found.closed or {}, list(found.waits or ())[::-1], []
        for asking in batch:
            if str(asking.chat) in closed:
                _settle(asking, _Turn(closed=closed[str(asking.chat)]))
            elif not asking.sends:
                _settle(asking, _Turn())
            elif waits:
                _settle(asking, _Turn(waits.pop()))
            elif found.next > _BACKLOG:
                raise TooSoon(found.next)
            else:
                left.append(asking)
        if left:
            await asyncio.sleep(_SOON)
        return left

    async def _lay_out(self, ring: dict[str, Any], *, spread: float) -> None:
        size = {name: ring[name] for name in ("ring", "size", "period")}
        await self._database.write(_LAY_OUT, {**size, "spread": spread})

    async def _taken(self, ring: dict[str, Any], wanted: int, chats: list[int]) -> Any:  # noqa: ANN401 - a row
        [found] = await self._database.write(_TAKE, {**ring, "wanted": wanted, "chats": chats})
        return found


def _settle(asking: _Asking, turn: _Turn) -> None:
    if not asking.turn.done():  # it is, where whoever asked is cancelled
        asking.turn.set_result(turn)
