"""The nouns of the Bot API that the local chat knows, and their JSON."""

import json
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Keyboard = tuple[tuple[Json, ...], ...]

_TOPIC_COLOUR = 7322096  # one of the six that Telegram has


def read_json(text: str | bytes) -> Any:  # noqa: ANN401 - whatever JSON there is
    """The value of a JSON text that can be written again.

    Raises:
        ValueError: no JSON, nested beyond reason, infinite, or with half of a surrogate pair.
    """
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError from None
    return value


def utf16_length(text: str) -> int:
    """The length by which Telegram counts: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class User:
    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def as_json(self) -> Json:
        known = {"username": self.username, "language_code": self.language_code}
        required: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        return required | {name: value for name, value in known.items() if value}


@dataclass(frozen=True)
class Chat:
    """A private chat (one member: the bot's partner) or a group; `members` leaves out the bot.

    A forum is a group with topics, each of which begins with a message that names it.
    """

    id: int
    type: Literal["private", "group", "supergroup"]
    members: tuple[User, ...]
    title: str | None = None
    is_forum: bool = False

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def as_json(self) -> Json:
        if not self.is_private:
            body: Json = {"id": self.id, "type": self.type, "title": self.title}
            return body | ({"is_forum": True} if self.is_forum else {})
        partner = self.members[0].as_json()
        names = {name: partner[name] for name in ("first_name", "username") if name in partner}
        return {"id": self.id, "type": self.type} | names


@dataclass(frozen=True)
class Entity:
    """A stretch of a text with a meaning; offset and length count UTF-16 units."""

    type: str
    offset: int
    length: int
    more: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> Json:
        return {"type": self.type, "offset": self.offset, "length": self.length, **dict(self.more)}


@dataclass(frozen=True)
class Formatted:
    text: str = ""
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True)
class Photo:
    """A photo or an animation that the server holds.

    Attributes:
        width, height: in pixels; size: in bytes.
        seconds: that an animation plays; None is a photo.
    """

    file_id: str
    unique_id: str
    width: int
    height: int
    size: int
    seconds: int | None = None

    @property
    def moves(self) -> bool:
        return self.seconds is not None

    def as_json(self) -> Json:
        known = {} if self.seconds is None else {"duration": self.seconds, "mime_type": "image/gif"}
        return known | {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "width": self.width,
            "height": self.height,
            "file_size": self.size,
        }


@dataclass(frozen=True)
class Poll:
    """A poll or a quiz, and how everyone has voted.

    Attributes:
        right: of a quiz, the right options, from 0.
        photo: in the question; explained: in the explanation.
        closes: Unix time, or None; period: seconds from the start until then.
        votes: who chose what, in order.
    """

    id: str
    question: str
    options: tuple[str, ...]
    type: Literal["quiz", "regular"] = "regular"
    right: tuple[int, ...] = ()
    explanation: Formatted = Formatted()
    photo: Photo | None = None
    explained: Photo | None = None
    is_anonymous: bool = True
    several: bool = False
    period: int | None = None
    closes: int | None = None
    is_closed: bool = False
    votes: tuple[tuple[User, tuple[int, ...]], ...] = ()

    def as_json(self) -> Json:
        """As a Poll object, which names no voters; its sender always learns what is right."""
        counts = [sum(n in chosen for _, chosen in self.votes) for n in range(len(self.options))]
        body: Json = {
            "id": self.id,
            "question": self.question,
            "options": [
                {"text": text, "voter_count": count, "persistent_id": str(number)}
                for number, (text, count) in enumerate(zip(self.options, counts, strict=True))
            ],
            "total_voter_count": len(self.votes),
            "is_closed": self.is_closed,
            "is_anonymous": self.is_anonymous,
            "type": self.type,
            "allows_multiple_answers": self.several,
            "allows_revoting": self.type == "regular",
            "members_only": False,
        }
        if self.period:
            body |= {"open_period": self.period, "close_date": self.closes}
        if self.photo:
            body["media"] = {"photo": [self.photo.as_json()]}
        return body | (self._solved() if self.type == "quiz" else {})

    def _solved(self) -> Json:
        body: Json = {"correct_option_ids": list(self.right)}
        if self.explanation.text:
            entities = [entity.as_json() for entity in self.explanation.entities]
            body |= {"explanation": self.explanation.text, "explanation_entities": entities}
        if self.explained:
            body["explanation_media"] = {"photo": [self.explained.as_json()]}
        return body


@dataclass(frozen=True)
class Message:
    """A message as everyone in its chat sees it.

    Attributes:
        content: the text, or under a photo or an animation the caption.
        spoiler: the photo is covered until it is tapped.
        thread: message_thread_id, the topic, or None.
        topic: the name of the topic that begins with this message, or None.
        edited: Unix time of the last edit, or None.
        inline: inline_message_id of what came by way of the bot, from an inline query or as a
            guest's answer: the bot knows it by this alone.
        via: the bot whose inline result the sender chose.
    """

    id: int
    chat: Chat
    sender: User
    date: int
    content: Formatted
    photo: Photo | None = None
    spoiler: bool = False
    poll: Poll | None = None
    keyboard: Keyboard = ()
    reply_to: "Message | None" = None
    thread: int | None = None
    topic: str | None = None
    edited: int | None = None
    inline: str | None = None
    via: User | None = None

    @property
    def text(self) -> str:
        return self.content.text

    def as_json(self, *, quoted: bool = False) -> Json:
        """As a Message object; `quoted` leaves out what it replied to, as Telegram does."""
        body: Json = {
            "message_id": self.id,
            "date": self.date,
            "chat": self.chat.as_json(),
            "from": self.sender.as_json(),
        }
        if self.thread is not None:
            body |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.reply_to and not quoted:
            body["reply_to_message"] = self.reply_to.as_json(quoted=True)
        if self.edited is not None:
            body["edit_date"] = self.edited
        if self.via:
            body["via_bot"] = self.via.as_json()
        if self.topic:
            body["forum_topic_created"] = {"name": self.topic, "icon_color": _TOPIC_COLOUR}
        body |= self._content_as_json()
        if self.keyboard:
            body["reply_markup"] = {"inline_keyboard": [list(row) for row in self.keyboard]}
        return body

    def _content_as_json(self) -> Json:
        text, entities = ("caption", "caption_entities") if self.photo else ("text", "entities")
        body: Json = {}
        if self.photo and self.photo.moves:
            # Also as a document, as it was before there were animations.
            body = dict.fromkeys(("animation", "document"), self.photo.as_json())
        elif self.photo:
            body = {"photo": [self.photo.as_json()]}
        if self.spoiler:
            body["has_media_spoiler"] = True
        if self.poll:
            body["poll"] = self.poll.as_json()
        if self.content.text:
            body[text] = self.content.text
        if self.content.entities:
            body[entities] = [entity.as_json() for entity in self.content.entities]
        return body
