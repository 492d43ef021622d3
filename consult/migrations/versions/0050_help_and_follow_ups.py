"""Help lines that staff keep; what young people are told afterwards."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0050"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "help_country",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("lines", Json, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_help_country")),
    )
    op.create_table(
        "follow_up",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("heard", Json, nullable=False),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("archived_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_follow_up_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_follow_up")),
    )
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("asked", Json, nullable=False),
        sa.Column("reason", Json, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "accepted",
                "partly",
                "not-accepted",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("paragraph", sa.String(), nullable=False),
        sa.CheckConstraint("position > 0", name=op.f("ck_recommendation_position")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["follow_up.consultation_id"],
            name=op.f("fk_recommendation_consultation_id_follow_up"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_recommendation_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )


def downgrade() -> None:
    op.drop_table("recommendation")
    op.drop_table("follow_up")
    op.drop_table("help_country")
