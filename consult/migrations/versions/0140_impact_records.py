"""The child-rights impact record of a consultation."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json

revision = "0140"
down_revision = "0130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "impact_record",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("answers", Json, nullable=False),
        sa.Column("inventory_digest", sa.String(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_impact_record_consultation_id_consultation"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_impact_record_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_impact_record")),
    )


def downgrade() -> None:
    op.drop_table("impact_record")
