"""Themes of open answers: codebooks, themes, examples, readings and codes."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0080"
down_revision = "0070"
branch_labels = None
depends_on = None


def _key(name: str, target: str, table: str, *, cascade: bool = True) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{name}_{target}"),
        ondelete="CASCADE" if cascade else None,
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "theme_codebook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("text_code", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("proposer", sa.String(), nullable=True),
        _key("consultation_id", "consultation", "theme_codebook", cascade=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_codebook")),
        sa.UniqueConstraint(
            "consultation_id",
            "text_code",
            "number",
            name=op.f("uq_theme_codebook_consultation_id_text_code_number"),
        ),
    )
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", Json, nullable=False),
        sa.Column("definition", sa.String(), nullable=False),
        sa.Column("included", sa.String(), nullable=False),
        sa.Column("excluded", sa.String(), nullable=False),
        _key("codebook_id", "theme_codebook", "theme"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_table(
        "theme_example",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        _key("theme_id", "theme", "theme_example"),
        _key("review_id", "text_review", "theme_example"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_example")),
    )
    op.create_table(
        "theme_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("text_code", sa.String(), nullable=False),
        sa.Column("coder_id", sa.Uuid(), nullable=False),
        sa.Column("queue", _one_of("queue", "audit", "active"), nullable=False),
        sa.Column("outcome", _one_of("outcome", "themes", "none", "unclear"), nullable=False),
        _key("codebook_id", "theme_codebook", "theme_reading"),
        _key("response_id", "response", "theme_reading"),
        _key("coder_id", "account", "theme_reading", cascade=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_reading")),
        sa.UniqueConstraint(
            "codebook_id",
            "response_id",
            "coder_id",
            name=op.f("uq_theme_reading_codebook_id_response_id_coder_id"),
        ),
    )
    op.create_table(
        "theme_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("stance", _one_of("stance", "for", "against", "mixed"), nullable=True),
        sa.Column("spans", Json, nullable=False),
        _key("reading_id", "theme_reading", "theme_code"),
        _key("theme_id", "theme", "theme_code"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_code")),
        sa.UniqueConstraint(
            "reading_id", "theme_id", name=op.f("uq_theme_code_reading_id_theme_id")
        ),
    )


def downgrade() -> None:
    for table in ("theme_code", "theme_reading", "theme_example", "theme", "theme_codebook"):
        op.drop_table(table)
