"""What was released, so that a later release gives nobody away."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "released_table",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("tables", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("snapshots", Json, nullable=False),
        sa.Column("shown", Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_released_table_meeting_id_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_table")),
        sa.UniqueConstraint(
            "meeting_id",
            "tables",
            "number",
            name=op.f("uq_released_table_meeting_id_tables_number"),
        ),
    )


def downgrade() -> None:
    op.drop_table("released_table")
