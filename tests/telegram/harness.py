"""A bot is driven from here as by the people who talk to it, over HTTP, without a mock.

    from harness import Harness

    async with Harness() as telegram:
        # any bot that polls telegram.base_url with telegram.token: in this loop or a process
        telegram.say("slope of 3a at 5")                    # Ada, in her private chat
        answer = await telegram.reply()                     # the bot's next new message there
        telegram.tap(answer, "÷10")                         # the button with this label
        changed = await telegram.changed()                  # the bot's next edit there
        notice = await telegram.notice()                    # {"text", "alert", "url", ...}

        telegram.vote(poll, 0, user=telegram.lin)           # its first option, from 0
        telegram.time_is_up(poll)                           # its open_period is over

        query = telegram.look_up("slope of 3a at 5")        # Ada types, in the group
        offered = await telegram.results(query)             # {"results": [{"title", ...}], ...}
        sent = telegram.choose(query)                       # and sends the first
        telegram.call("@nudge_local_bot 3a at 5", group)    # where the bot is not a member

        group = telegram.group                              # "Study group": Ada (owner) and Lin
        telegram.say("just chatting", user=telegram.lin, chat=group)
        asked = telegram.say("/slope 3a at 5", chat=group)  # user is Ada where not said
        answer = await telegram.reply(group)
        assert answer.reply_to.id == asked.id               # and so: silence before it

        telegram.faults.too_many_requests("sendPhoto", retry_after=1)
        telegram.faults.refuse("sendPhoto", 403, "Forbidden: bot was blocked by the user")
        gate = telegram.faults.hold("sendPhoto")
        await gate.arrived.wait()                           # the bot is sending now
        gate.open.set()                                     # and now it may

        telegram.block(telegram.ada)                        # and unblock
        telegram.add(group)                                 # Ada adds the bot; remove(group)
        supergroup = telegram.migrate(group)

`reply`, `changed` and `notice` hand out each event once, in order, chat by chat; they fail after
`within` seconds with the chat's transcript in the error.
A `Message` (bot.localchat.records) has `.text` (or caption), `.content.entities`, `.photo`,
`.keyboard` (rows of button objects), `.reply_to`, `.thread`, `.edited`.
`telegram.calls("sendPhoto")` lists what the bot called, with parameters and status.
`telegram.world.mentions_delivered`, `.privacy` and `.administers` are the group's switches.
"""

import asyncio
from collections import Counter
from types import TracebackType
from typing import Self

import pytest
from faults import Call, Faults

from bot.localchat import LocalChat, people, polls
from bot.localchat.history import Event, Kind
from bot.localchat.membership import _RIGHTS
from bot.localchat.records import Chat, Formatted, Json, Message, User

PATIENCE = 60.0  # seconds; long, for a busy machine: only what fails waits for so long


class Harness:
    def __init__(self) -> None:
        self.server = LocalChat(port=0)
        self.faults = Faults(self.server.app)
        self.server.app = self.faults
        self.world = self.server.world
        self.ada, self.lin, self.kim = self.world.ada, self.world.lin, self.world.kim
        self.group = self.world.group
        self._read: Counter[tuple[Kind, int]] = Counter()

    async def __aenter__(self) -> Self:
        await self.server.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.faults.let_go()
        await self.server.stop()

    async def hung_up(self) -> None:
        """After a bot's death: wait until the last bytes that it sent have been heard and done."""
        async with asyncio.timeout(PATIENCE):
            while self.server._server.server_state.connections:  # noqa: ASYNC110 - none is told
                await asyncio.sleep(0.01)
            await asyncio.sleep(0)  # the call that came with the end begins
            while self.faults.open:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.01)

    @property
    def base_url(self) -> str:
        return self.server.base_url

    @property
    def token(self) -> str:
        return self.server.token

    def private(self, user: User) -> Chat:
        return self.world.chat(user.id)

    def say(
        self,
        text: str,
        *,
        user: User | None = None,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        thread: int | None = None,
    ) -> Message:
        user = user or self.ada
        chat = chat or self.private(user)
        return people.say(self.world, user, chat, text, reply_to=reply_to, thread=thread)

    def edit(self, message: Message, text: str) -> Message:
        return people.edit(self.world, message, text)

    def delete(self, message: Message) -> None:
        people.delete(self.world, message)

    def tap(self, message: Message, label: str, *, user: User | None = None) -> str:
        """Press the button whose label contains `label`; the callback query's id."""
        for button in self.buttons(message):
            if label in button["text"]:
                return self.forge(message, button["callback_data"], user=user)
        return pytest.fail(f"no button {label!r} among {self.labels(message)}")

    def forge(self, message: Message, data: str, *, user: User | None = None) -> str:
        """A tap with any data at all, as a hostile client may send."""
        return people.tap(self.world, user or self.ada, self.current(message), data)

    def vote(self, message: Message, *options: int, user: User | None = None) -> None:
        """Answer a poll with these options, from 0."""
        polls.vote(self.world, user or self.ada, message, list(options))

    def time_is_up(self, message: Message) -> None:
        """A poll closes by itself, without the wait."""
        polls.time_is_up(self.world, message)

    def look_up(self, text: str, *, user: User | None = None, chat: Chat | None = None) -> str:
        """What stands behind the bot's name in the input, by now; the inline query's id."""
        user = user or self.ada
        return people.look_up(self.world, user, chat or self.group, text)

    async def results(self, query: str, within: float = PATIENCE) -> Json:
        """How an inline query was answered: `results`, `button`, `cache_time`, `personal`."""

        def wanted(event: Event) -> bool:
            return event.kind == "inline" and event.detail["query"] == query

        async with asyncio.timeout(within):
            return (await self.world.history.first(wanted)).detail

    def choose(self, query: str, result: str = "0") -> Message:
        """Send one of the results, by its id."""
        return people.choose(self.world, query, result)

    def call(
        self,
        text: str,
        chat: Chat,
        *,
        user: User | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """The bot's name in a chat that it is not in."""
        self.world.left.add(chat.id)
        return people.call(self.world, user or self.ada, chat, text, reply_to=reply_to)

    def block(self, user: User) -> None:
        """The user blocks the bot; to send to them is forbidden from now on."""
        self.world.left.add(user.id)
        self._member(user, self.private(user), "member", "kicked")

    def unblock(self, user: User) -> None:
        self.world.left.discard(user.id)
        self._member(user, self.private(user), "kicked", "member")

    def add(self, chat: Chat, status: str = "member") -> None:
        """The group's owner adds the bot."""
        self.world.left.discard(chat.id)
        self._member(chat.members[0], chat, "left", status)

    def remove(self, chat: Chat, status: str = "kicked") -> None:
        """The group's owner puts the bot out."""
        self.world.left.add(chat.id)
        self._member(chat.members[0], chat, "member", status)

    def migrate(self, chat: Chat) -> Chat:
        """The group becomes a supergroup: both are told, and calls to the old one are refused."""
        new = self.world.gather(chat.title or "", chat.members)
        self.faults.moved[str(chat.id)] = new.id
        for here, what in (
            (chat, {"migrate_to_chat_id": new.id}),
            (new, {"migrate_from_chat_id": chat.id}),
        ):
            said = self.world.add(here, chat.members[0], {"content": Formatted()})
            self.world.updates.add("message", said.as_json() | what)
        return new

    def _member(self, user: User, chat: Chat, before: str, now: str) -> None:
        def member(status: str) -> Json:
            until = {"until_date": 0} if status == "kicked" else {}
            rights = dict.fromkeys(_RIGHTS, False) if status == "administrator" else {}
            return {"user": self.world.bot.as_json(), "status": status} | until | rights

        body = {"chat": chat.as_json(), "from": user.as_json(), "date": 1_767_225_600}
        body |= {"old_chat_member": member(before), "new_chat_member": member(now)}
        self.world.updates.add("my_chat_member", body)

    def buttons(self, message: Message) -> list[Json]:
        return [button for row in self.current(message).keyboard for button in row]

    def labels(self, message: Message) -> list[str]:
        return [button["text"] for button in self.buttons(message)]

    def current(self, message: Message) -> Message:
        """The message as it is now, after edits; as it was, where it is gone."""
        return self.world.find(message.chat, message.id) or message

    def picture(self, message: Message) -> bytes:
        """The bytes of the message's photo."""
        assert message.photo, f"no photo in {message}"
        data = self.world.pictures.data(message.photo.unique_id)
        assert data
        return data

    def transcript(self, chat: Chat | None = None) -> list[Message]:
        """Everything in a chat as it is now (Ada's where none is given)."""
        return self.world.transcript(chat or self.private(self.ada))

    def calls(self, method: str) -> list[Call]:
        return [call for call in self.faults.calls if call.method.lower() == method.lower()]

    async def reply(self, chat: Chat | None = None, within: float = PATIENCE) -> Message:
        """The bot's next new message in a chat."""
        event = await self._next("message", chat, within)
        assert event.message
        return event.message

    async def changed(self, chat: Chat | None = None, within: float = PATIENCE) -> Message:
        """The next message in a chat that the bot edits, as edited."""
        event = await self._next("edited", chat, within)
        assert event.message
        return event.message

    async def notice(self, chat: Chat | None = None, within: float = PATIENCE) -> Json:
        """What the bot's next answer to a tap in a chat says."""
        return (await self._next("answer", chat, within)).detail

    async def _next(self, kind: Kind, chat: Chat | None, within: float) -> Event:
        chat = chat or self.private(self.ada)

        def wanted(event: Event) -> bool:
            return event.by_bot and event.kind == kind and event.chat == chat.id

        try:
            async with asyncio.timeout(within):
                event = await self.world.history.first(wanted, after=self._read[kind, chat.id])
        except TimeoutError:
            said = "\n".join(f"{m.sender.first_name}: {m.text}" for m in self.transcript(chat))
            pytest.fail(f"no {kind} from the bot within {within} s after\n{said}")
        self._read[kind, chat.id] = event.number
        return event
