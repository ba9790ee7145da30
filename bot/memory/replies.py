"""What was replied lately, for several machines: a repeat or a correction may come to any."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Double, cast, delete, extract, func, select

from bot.memory.database import Database
from bot.memory.tables import deeds, replies

# A deed is told from another by what it is made of.
Deed = tuple[str | int, ...]

HELD = 3 * 24 * 3600.0  # seconds; a message can be edited for two days
# The database's clock, which is the same for all machines, in seconds since 1970.
NOW: Any = cast(extract("epoch", func.clock_timestamp()), Double)


@dataclass(frozen=True)
class Said:
    """A digest of a question's text and the message that replied to it."""

    digest: bytes
    reply: int

    def is_about(self, text: str | None) -> bool:
        return self.digest == digest(text)


def digest(text: str | None) -> bytes:
    """Tells one text from another without holding what a learner wrote; None: it had none."""
    return sha256((text or "").encode("utf-8", "surrogatepass")).digest()


class Replies:
    """As `handlers.recent.Recent`, in tables of PostgreSQL."""

    def __init__(self, database: Database) -> None:
        self._database = database
        row = database.insert(replies)
        again = {name: row.excluded[name] for name in ("digest", "reply", "said_at")}
        self._note = row.on_conflict_do_update(index_elements=replies.primary_key, set_=again)

    async def note(
        self, chat: int, question: int, text: str | None, reply: int, *, learner: int
    ) -> None:
        """A message of ours replies to a learner's question, which had this text."""
        row = {"chat": chat, "question": question, "learner": learner, "reply": reply}
        said = self._note.values(digest=digest(text).hex(), said_at=NOW, **row)
        await self._database.write(said)

    async def find(self, chat: int, question: int) -> Said | None:
        wanted = select(replies).where(replies.c.chat == chat, replies.c.question == question)
        rows = await self._database.read(wanted)
        return Said(bytes.fromhex(rows[0].digest), rows[0].reply) if rows else None

    async def first_of_album(self, album: str, message: int) -> bool:
        """Whether a message is the first that was seen of its album."""
        name = _name(("album", album))
        row = self._database.insert(deeds).values(deed=name, done_at=NOW, message=message)
        # An update of nothing, for the row that is there already is returned only then.
        kept = row.on_conflict_do_update(
            index_elements=deeds.primary_key, set_={"deed": row.excluded.deed}
        )
        [found] = await self._database.write(kept.returning(deeds.c.message))
        return bool(found.message == message)

    async def again(self, deed: Deed, within: float) -> bool:
        """Whether the same was done within so many seconds."""
        row = self._database.insert(deeds).values(deed=_name(deed), done_at=NOW)
        after = {"before": deeds.c.done_at, "done_at": row.excluded.done_at}
        done = row.on_conflict_do_update(index_elements=deeds.primary_key, set_=after)
        # Done twice it would have been done before.
        moments = done.returning(deeds.c.before, deeds.c.done_at)
        [found] = await self._database.write(moments, again=False)
        return found.before is not None and found.done_at - found.before < within

    async def forget_old(self) -> None:
        await self._database.write(delete(replies).where(replies.c.said_at < NOW - HELD))
        await self._database.write(delete(deeds).where(deeds.c.done_at < NOW - HELD))


def _name(deed: Deed) -> str:
    return digest(repr(deed)).hex()
