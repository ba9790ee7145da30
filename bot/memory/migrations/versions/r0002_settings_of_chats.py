"""Settings belong to a chat and no longer to a scene; who does not want us; what grows old."""

import json
import time

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    settings = op.create_table(
        "settings",
        sa.Column("chat", ID, autoincrement=False, nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chat", name="pk_settings"),
    )
    op.create_table(
        "chats",
        sa.Column("chat", ID, autoincrement=False, nullable=False),
        sa.Column("gone_at", sa.Double()),
        sa.PrimaryKeyConstraint("chat", name="pk_chats"),
    )
    op.create_table(
        "menus",
        sa.Column("bot", ID, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bot", name="pk_menus"),
    )
    op.add_column("scenes", sa.Column("saved_at", sa.Double(), nullable=False, server_default="0"))
    op.create_index("ix_scenes_saved_at", "scenes", ["saved_at"])
    op.create_index("ix_answers_kept_at", "answers", ["kept_at"])
    _take_settings_out_of_scenes(settings)


def downgrade() -> None:
    op.drop_index("ix_answers_kept_at", "answers")
    op.drop_index("ix_scenes_saved_at", "scenes")
    op.drop_column("scenes", "saved_at")
    for table in ("menus", "chats", "settings"):
        op.drop_table(table)


def _take_settings_out_of_scenes(settings: sa.Table) -> None:
    """A private chat's learner keeps them; in a group they were one member's, and go."""
    connection = op.get_bind()
    scenes = sa.table("scenes", *map(sa.column, ("chat", "thread", "learner", "scene", "saved_at")))
    kept = {}
    for row in connection.execute(sa.select(scenes)).all():
        try:
            scene = json.loads(row.scene)
            chosen = scene.pop("settings", None)
        except (ValueError, AttributeError, TypeError):
            continue  # it could not be read before either
        if row.chat == row.learner and chosen:
            kept[row.chat] = json.dumps(chosen)
        same = (scenes.c[name] == getattr(row, name) for name in ("chat", "thread", "learner"))
        text = json.dumps(scene, ensure_ascii=False)
        connection.execute(sa.update(scenes).where(*same).values(scene=text, saved_at=time.time()))
    for chat, text in kept.items():
        connection.execute(sa.insert(settings).values(chat=chat, settings=text))
