"""What several machines share: the pace, allowances, what was replied, whose turn it is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    # What holds for a minute need not outlive a crash of PostgreSQL, and so waits for no disk.
    brief = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "replies",
        sa.Column("chat", ID, autoincrement=False, nullable=False),
        sa.Column("question", ID, autoincrement=False, nullable=False),
        sa.Column("learner", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reply", ID, nullable=False),
        sa.Column("said_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "question", name="pk_replies"),
    )
    op.create_index("ix_replies_said_at", "replies", ["said_at"])
    op.create_index("ix_replies_learner", "replies", ["learner"])
    op.create_table(
        "deeds",
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("before", sa.Double()),
        sa.Column("done_at", sa.Double(), nullable=False),
        sa.Column("message", ID),
        sa.PrimaryKeyConstraint("deed", name="pk_deeds"),
        prefixes=brief,
    )
    op.create_index("ix_deeds_done_at", "deeds", ["done_at"])
    op.create_table(
        "spent",
        sa.Column("place", ID, nullable=False),
        sa.Column("chat", ID, nullable=False),
        sa.Column("learner", ID, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_spent"),
        prefixes=brief,
    )
    op.create_index("ix_spent_chat", "spent", ["chat"])
    op.create_table(
        "slots",
        sa.Column("chat", ID, autoincrement=False, nullable=False),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "slot", name="pk_slots"),
        prefixes=brief,
    )
    op.create_table(
        "closed",
        sa.Column("chat", ID, autoincrement=False, nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_closed"),
        prefixes=brief,
    )
    op.create_table(
        "lines",
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("line", name="pk_lines"),
        prefixes=brief,
    )


def downgrade() -> None:
    for table in ("lines", "closed", "slots", "spent", "deeds", "replies"):
        op.drop_table(table)
