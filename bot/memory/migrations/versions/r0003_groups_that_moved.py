"""A group that becomes a supergroup has another id from then on: where it went."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("chats", sa.Column("moved_to", ID))
    op.create_index("ix_chats_moved_to", "chats", ["moved_to"])


def downgrade() -> None:
    op.drop_index("ix_chats_moved_to", "chats")
    op.drop_column("chats", "moved_to")
