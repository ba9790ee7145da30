"""Scenes, answers, pictures, the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "scenes",
        sa.Column("chat", ID, autoincrement=False, nullable=False),
        sa.Column("thread", ID, autoincrement=False, nullable=False),
        sa.Column("learner", ID, autoincrement=False, nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "thread", "learner", name="pk_scenes"),
    )
    op.create_table(
        "answers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("chat", ID),
        sa.Column("thread", ID, nullable=False),
        sa.Column("learner", ID, nullable=False),
        sa.Column("question", ID),
        sa.Column("message", ID),
        sa.Column("inline_message", sa.Text()),
        sa.Column("kept_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.UniqueConstraint("chat", "question", name="uq_answers_chat_question"),
    )
    op.create_index("ix_answers_chat_message", "answers", ["chat", "message"])
    op.create_table(
        "pictures",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_pictures"),
    )
    op.create_table(
        "inbox",
        sa.Column("place", ID, nullable=False),
        sa.Column("update_id", ID, nullable=False),
        sa.Column("stored_at", sa.Double(), nullable=False),
        sa.Column("chat", ID),
        sa.Column("body", sa.Text()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_inbox"),
        sa.UniqueConstraint("update_id", name="uq_inbox_update_id"),
    )
    op.create_index("ix_inbox_stored_at", "inbox", ["stored_at"])


def downgrade() -> None:
    for table in ("inbox", "pictures", "answers", "scenes"):
        op.drop_table(table)
