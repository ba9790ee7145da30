"""Which chats want us: who blocked us, where we were put out, which group moved where."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, select, update

from bot.memory.database import Database
from bot.memory.lately import Lately
from bot.memory.tables import answers, chats, quizzes, scenes, settings


class Chats:
    """On one machine, whoever is gone is known without a query, and so is who wants us."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], float],
        at_hand: tuple[Lately[Any, Any], ...],
    ) -> None:
        self._database = database
        self._now = now
        self._at_hand = at_hand
        self._gone: set[int] | None = None

    async def gone(self, chat: int) -> bool:
        """Whether a chat has blocked us, put us out or become another."""
        if not self._database.shared:
            return chat in await self._all_gone()
        wanted = select(chats.c.chat).where(chats.c.chat == chat, chats.c.gone_at.is_not(None))
        return bool(await self._database.read(wanted))

    async def mark_gone(self, chat: int) -> None:
        if not await self.gone(chat):
            await self._note(chat, gone_at=self._now())

    async def mark_back(self, chat: int) -> None:
        """The chat wants us again; nothing is written where it always did."""
        if await self.gone(chat):
            await self._note(chat, gone_at=None)

    async def move(self, old: int, new: int) -> None:
        """The group `old` is the supergroup `new`; doing it twice, or anew, is doing it once.

        What the new one has by itself stays. Messages have other numbers there: answers keep what
        their buttons need and no more.
        """
        write = self._database.write
        spoke = select(scenes.c.learner).where(scenes.c.chat == new)
        await write(delete(scenes).where(scenes.c.chat == old, scenes.c.learner.in_(spoke)))
        await write(update(scenes).where(scenes.c.chat == old).values(chat=new))
        chosen = select(settings.c.chat).where(settings.c.chat == new).exists()
        await write(update(settings).where(settings.c.chat == old, ~chosen).values(chat=new))
        moved = update(answers).where(answers.c.chat == old)
        await write(moved.values(chat=new, question=None, message=None))
        # A round goes on in the new group, where its messages cannot be edited any more.
        begun = select(quizzes.c.thread).where(quizzes.c.chat == new)
        rounds = update(quizzes).where(quizzes.c.chat == old, quizzes.c.thread.not_in(begun))
        await write(rounds.values(chat=new, score=None, message=None))
        for lately in self._at_hand:
            lately.clear()
        await self._note(old, gone_at=self._now(), moved_to=new)

    async def before(self, chat: int) -> int | None:
        """The group that this one was before it moved; None: it never has."""
        rows = await self._database.read(select(chats.c.chat).where(chats.c.moved_to == chat))
        return rows[0].chat if rows else None

    async def _all_gone(self) -> set[int]:
        if self._gone is None:
            wanted = select(chats.c.chat).where(chats.c.gone_at.is_not(None))
            self._gone = {row.chat for row in await self._database.read(wanted)}
        return self._gone

    async def _note(self, chat: int, **values: Any) -> None:  # noqa: ANN401 - columns of `chats`
        row = self._database.insert(chats).values(chat=chat, **values)
        await self._database.write(
            row.on_conflict_do_update(index_elements=chats.primary_key, set_=values)
        )
        if self._database.shared:
            return
        gone = await self._all_gone()
        if values["gone_at"] is None:
            gone.discard(chat)
        else:
            gone.add(chat)
