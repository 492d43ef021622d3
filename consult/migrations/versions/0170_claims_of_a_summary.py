"""Claims of a summary with comments, and the summary in plain words for young people."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0170"
down_revision = "0151"
branch_labels = None
depends_on = None


def _key(name: str, target: str, table: str, *, cascade: bool = False) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{name}_{target}"),
        ondelete="CASCADE" if cascade else None,
    )


def upgrade() -> None:
    op.create_table(
        "summary_claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("claim", Json, nullable=False),
        sa.Column("wording", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        _key("summary_id", "summary", "summary_claim", cascade=True),
        _key("changed_by_id", "account", "summary_claim"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_claim")),
        sa.UniqueConstraint("summary_id", "key", name=op.f("uq_summary_claim_summary_id_key")),
    )
    op.create_table(
        "claim_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        _key("claim_id", "summary_claim", "claim_comment", cascade=True),
        _key("author_id", "account", "claim_comment"),
        _key("resolved_by_id", "account", "claim_comment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_comment")),
    )
    op.create_table(
        "young_summary",
        sa.Column("summary_id", sa.Uuid(), nullable=False),
        sa.Column("text", Json, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("approved_digest", sa.String(), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        _key("summary_id", "summary", "young_summary", cascade=True),
        _key("changed_by_id", "account", "young_summary"),
        _key("approved_by_id", "account", "young_summary"),
        sa.PrimaryKeyConstraint("summary_id", name=op.f("pk_young_summary")),
    )


def downgrade() -> None:
    op.drop_table("young_summary")
    op.drop_table("claim_comment")
    op.drop_table("summary_claim")
