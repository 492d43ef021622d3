"""Reports of problems that may tell of harm stand apart, for safeguarding staff alone."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0151"
down_revision = "0150"
branch_labels = None
depends_on = None

_STATES = ("waiting", "opened", "resolved", "kept", "released")


def upgrade() -> None:
    op.create_table(
        "restricted_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("dangers", Json, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*_STATES, name="care", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["account.id"], name=op.f("fk_restricted_report_handler_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["problem_report.id"],
            name=op.f("fk_restricted_report_report_id_problem_report"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restricted_report")),
        sa.UniqueConstraint("report_id", name=op.f("uq_restricted_report_report_id")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("restricted_report")
