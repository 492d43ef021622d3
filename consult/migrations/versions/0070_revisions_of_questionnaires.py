"""Each change of a questionnaire is kept, and a version may mend the words of another."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0070"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "questionnaire", sa.Column("revision", sa.Integer(), server_default="1", nullable=False)
    )
    op.add_column("questionnaire_version", sa.Column("corrects", sa.Integer(), nullable=True))
    made = op.create_table(
        "questionnaire_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", Json, nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("about", Json, nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_questionnaire_revision_questionnaire_id_questionnaire"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_revision")),
        sa.UniqueConstraint(
            "questionnaire_id",
            "number",
            name=op.f("uq_questionnaire_revision_questionnaire_id_number"),
        ),
    )
    asked = sa.table(
        "questionnaire",
        sa.column("id", sa.Uuid()),
        sa.column("content", Json),
        sa.column("changed_at", UtcDateTime()),
    )
    # What is there already can be gone back to as well.
    for one in op.get_bind().execute(sa.select(asked)).all():
        row = {
            "id": uuid4(),
            "questionnaire_id": one.id,
            "number": 1,
            "content": one.content,
            "act": "add",
            "about": {},
            "made_by": "",
            "made_at": one.changed_at,
            "restores": None,
        }
        op.execute(sa.insert(made).values(row))


def downgrade() -> None:
    op.drop_table("questionnaire_revision")
    op.drop_column("questionnaire_version", "corrects")
    op.drop_column("questionnaire", "revision")
