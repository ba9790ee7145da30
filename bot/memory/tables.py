"""Every table: all that is remembered of anyone, at a glance."""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# Telegram's ids have up to 52 bits; SQLite's INTEGER has 64, and is the only key it numbers itself.
Id = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# What a conversation has to remember; thread 0 is a chat without topics.
scenes = Table(
    "scenes",
    metadata,
    Column("chat", Id, primary_key=True, autoincrement=False),
    Column("thread", Id, primary_key=True, autoincrement=False),
    Column("learner", Id, primary_key=True, autoincrement=False),
    Column("scene", Text, nullable=False),
    # Seconds since 1970, as are all moments below.
    Column("saved_at", Double, nullable=False, server_default="0", index=True),
)

# What was chosen for a chat; a private chat's id is its learner's.
settings = Table(
    "settings",
    metadata,
    Column("chat", Id, primary_key=True, autoincrement=False),
    Column("settings", Text, nullable=False),
)

# The chats that we have been in, and which of them do not want us any more.
chats = Table(
    "chats",
    metadata,
    Column("chat", Id, primary_key=True, autoincrement=False),
    Column("gone_at", Double),  # seconds since 1970; NULL: we are welcome
    Column("moved_to", Id, index=True),  # the supergroup that it became
)

# A digest of the menus and descriptions that Telegram has of us, by the bot's id.
menus = Table(
    "menus",
    metadata,
    Column("bot", Id, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
)

# The request that a message of ours answers; the id is in the message's buttons.
answers = Table(
    "answers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("request", Text, nullable=False),
    Column("chat", Id),
    Column("thread", Id, nullable=False),
    Column("learner", Id, nullable=False),
    Column("question", Id),
    Column("message", Id),
    Column("inline_message", Text),
    Column("kept_at", Double, nullable=False, index=True),  # seconds since 1970
    UniqueConstraint("chat", "question"),
    Index(None, "chat", "message"),
)

# Rounds of a quiz that are running, with who plays; a round that is over leaves nothing.
quizzes = Table(
    "quizzes",
    metadata,
    Column("chat", Id, primary_key=True, autoincrement=False),
    Column("thread", Id, primary_key=True, autoincrement=False),
    Column("asked", Id, nullable=False),
    Column("score", Id),
    Column("message", Id),
    Column("poll", Text, unique=True),  # NULL: still to be posted
    Column("due_at", Double, nullable=False),  # seconds since 1970
    Column("quiz", Text, nullable=False),
)

# What Telegram calls a picture that it has already.
pictures = Table(
    "pictures",
    metadata,
    Column("key", Text, primary_key=True),
    Column("file_id", Text, nullable=False),
)

# The updates in order of arrival; once answered, only the id is left, so that a repeat is known.
inbox = Table(
    "inbox",
    metadata,
    Column("place", Id, primary_key=True),
    Column("update_id", Id, nullable=False, unique=True),
    Column("stored_at", Double, nullable=False, index=True),  # seconds since 1970
    Column("chat", Id),
    Column("body", Text),  # NULL: answered
    Column("tries", Integer, nullable=False),
)

# The tables below are for several machines that answer together; one machine alone has the same in
# its own memory, and writes nothing here. All but `replies` hold for seconds or minutes.

# The message of ours that replies to a question, with a digest of the question's text.
replies = Table(
    "replies",
    metadata,
    Column("chat", Id, primary_key=True, autoincrement=False),
    Column("question", Id, primary_key=True, autoincrement=False),
    Column("learner", Id, nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("reply", Id, nullable=False),
    Column("said_at", Double, nullable=False, index=True),
)

# What must not be done twice within seconds, as a digest; of an album, its first message.
deeds = Table(
    "deeds",
    metadata,
    Column("deed", Text, primary_key=True),
    Column("before", Double),  # when it was done the time before
    Column("done_at", Double, nullable=False, index=True),
    Column("message", Id),
)

# What was answered in a group in the last minute, and who was told that it was enough.
spent = Table(
    "spent",
    metadata,
    Column("place", Id, primary_key=True),
    Column("chat", Id, nullable=False, index=True),
    Column("learner", Id, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("at", Double, nullable=False),
)

# Places in Telegram's limits: each lets one message through in a period; chat 0 is all of them.
slots = Table(
    "slots",
    metadata,
    Column("chat", Id, primary_key=True, autoincrement=False),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),  # when it was, or will be, used last
)

# Chats to which Telegram lets nothing pass for a while.
closed = Table(
    "closed",
    metadata,
    Column("chat", Id, primary_key=True, autoincrement=False),
    Column("until", Double, nullable=False),
)

# Who is first in a line of machines, until when if it is not heard of again.
lines = Table(
    "lines",
    metadata,
    Column("line", Text, primary_key=True),
    Column("first", Text, nullable=False),
    Column("until", Double, nullable=False),
)
