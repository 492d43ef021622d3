"""Quotes beside signed papers, earlier papers, drafts of what follows a signed paper."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0130"
down_revision = "0111"
branch_labels = None
depends_on = None


def _key(name: str, target: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}_{target}")
    )


def upgrade() -> None:
    op.create_table(
        "signed_quote",
        sa.Column("seal", sa.String(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seal", name=op.f("pk_signed_quote")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_signed_quote_response_id"), "signed_quote", ["response_id"])
    op.create_table(
        "earlier_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("frozen_digest", sa.String(), nullable=False),
        sa.Column("signed_at", UtcDateTime(), nullable=False),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        _key("summary_id", "summary", "earlier_paper"),
        _key("document_id", "document", "earlier_paper"),
        _key("signed_by_id", "account", "earlier_paper"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_paper")),
        sa.UniqueConstraint("document_id", name=op.f("uq_earlier_paper_document_id")),
    )
    op.create_table(
        "summary_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", Json, nullable=False),
        sa.Column("abstract", Json, nullable=False),
        sa.Column("narrative", Json, nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("reason", Json, nullable=False),
        sa.Column("left_out", Json, nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        _key("summary_id", "summary", "summary_revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_revision")),
        sa.UniqueConstraint("summary_id", name=op.f("uq_summary_revision_summary_id")),
    )


def downgrade() -> None:
    op.drop_table("summary_revision")
    op.drop_table("earlier_paper")
    op.drop_table("signed_quote")
