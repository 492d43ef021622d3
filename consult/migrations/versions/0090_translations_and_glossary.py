"""Translations are signed and known to be stale; the language they are made from; a glossary."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0090"
down_revision = "0080"
branch_labels = None
depends_on = None

_OFFICIAL = ("ar", "zh", "en", "fr", "ru", "es")


def upgrade() -> None:
    op.add_column(
        "questionnaire",
        sa.Column("source_language", sa.String(), server_default="en", nullable=False),
    )
    op.add_column("questionnaire", sa.Column("translator", sa.String(), nullable=True))
    op.create_table(
        "questionnaire_translation",
        sa.Column("questionnaire_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source_digest", sa.String(), nullable=False),
        sa.Column("translator", sa.String(), nullable=True),
        sa.Column("signed_by", sa.String(), nullable=True),
        sa.Column("signed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_questionnaire_translation_questionnaire_id_questionnaire"),
        ),
        sa.PrimaryKeyConstraint(
            "questionnaire_id",
            "key",
            "language",
            "digest",
            name=op.f("pk_questionnaire_translation"),
        ),
    )
    op.create_table(
        "glossary_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_glossary_term")),
        sa.UniqueConstraint(
            "term", "language", "text", name=op.f("uq_glossary_term_term_language_text")
        ),
    )
    asked = sa.table(
        "questionnaire",
        sa.column("id", sa.Uuid()),
        sa.column("content", Json),
        sa.column("source_language", sa.String()),
    )
    # As the workshop chose it until now: English, else the first.
    for one in op.get_bind().execute(sa.select(asked.c.id, asked.c.content)).all():
        known = [tag for tag in one.content.get("languages", []) if tag in _OFFICIAL]
        source = "en" if "en" in known or not known else known[0]
        op.execute(sa.update(asked).where(asked.c.id == one.id).values(source_language=source))


def downgrade() -> None:
    op.drop_table("glossary_term")
    op.drop_table("questionnaire_translation")
    op.drop_column("questionnaire", "translator")
    op.drop_column("questionnaire", "source_language")
