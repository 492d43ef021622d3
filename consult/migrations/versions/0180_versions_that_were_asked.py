"""Which versions of its questionnaire a consultation put before young people."""

import sqlalchemy as sa
from alembic import op

revision = "0180"
down_revision = "0171"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_version",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_asked_version_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_asked_version_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", "version_id", name=op.f("pk_asked_version")),
    )
    op.execute(
        "INSERT INTO asked_version (consultation_id, version_id) "
        "SELECT id, version_id FROM consultation WHERE version_id IS NOT NULL "
        "UNION SELECT consultation_id, version_id FROM response"
    )


def downgrade() -> None:
    op.drop_table("asked_version")
