"""Invitation codes, groups, and whether an answer came with an invitation."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consent_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("key_digest", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "AFR",
                "AMS",
                "ARB",
                "ASP",
                "CIS",
                "EUR",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("officer_role", sa.String(), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("attested_on", sa.Date(), nullable=False),
        sa.Column("code_digest", sa.String(), nullable=False),
        sa.Column("facilitator_digest", sa.String(), nullable=False),
        sa.Column("entered", sa.Integer(), nullable=False),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "entered >= 0 AND joined >= 0 AND entered + joined <= headcount",
            name=op.f("ck_consent_group_quota"),
        ),
        sa.CheckConstraint("headcount >= 1", name=op.f("ck_consent_group_headcount")),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consent_group_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_group")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_consent_group_code_digest")),
        sa.UniqueConstraint("facilitator_digest", name=op.f("uq_consent_group_facilitator_digest")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_consent_group_key_digest")),
    )
    op.create_table(
        "invitation_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("key_digest", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "AFR",
                "AMS",
                "ARB",
                "ASP",
                "CIS",
                "EUR",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_invitation_batch_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_batch")),
        sa.UniqueConstraint("key_digest", name=op.f("uq_invitation_batch_key_digest")),
    )
    op.create_table(
        "invitation_code",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= quota", name=op.f("ck_invitation_code_quota")),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["invitation_batch.id"],
            name=op.f("fk_invitation_code_batch_id_invitation_batch"),
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_invitation_code")),
        sqlite_with_rowid=False,
    )
    # Written out: SQLite takes a checked column only so, without making the table anew.
    op.execute(
        "ALTER TABLE response ADD COLUMN stratum VARCHAR(32) DEFAULT 'open' NOT NULL"
        " CONSTRAINT ck_response_stratum CHECK (stratum IN ('invited', 'open'))"
    )


def downgrade() -> None:
    op.drop_column("response", "stratum")
    op.drop_table("invitation_code")
    op.drop_table("invitation_batch")
    op.drop_table("consent_group")
