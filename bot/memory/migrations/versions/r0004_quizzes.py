"""The rounds of a quiz that are running, one in a topic."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "quizzes",
        sa.Column("chat", ID, autoincrement=False, nullable=False),
        sa.Column("thread", ID, autoincrement=False, nullable=False),
        sa.Column("asked", ID, nullable=False),
        sa.Column("score", ID),
        sa.Column("message", ID),
        sa.Column("poll", sa.Text()),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("quiz", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "thread", name="pk_quizzes"),
        sa.UniqueConstraint("poll", name="uq_quizzes_poll"),
    )


def downgrade() -> None:
    op.drop_table("quizzes")
