"""What staff say of a consultation, requirement by requirement."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0171"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "self_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("requirement", sa.String(), nullable=False),
        sa.Column("statement", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_self_assessment_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["account.id"], name=op.f("fk_self_assessment_changed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_assessment")),
        sa.UniqueConstraint(
            "consultation_id",
            "requirement",
            name=op.f("uq_self_assessment_consultation_id_requirement"),
        ),
    )


def downgrade() -> None:
    op.drop_table("self_assessment")
