"""E-mail addresses left to hear what came of a consultation, and whether it asks for them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column(
            "approval",
            sa.Enum(
                "not-needed",
                "waiting",
                "given",
                name="approval",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ticket_digest", sa.String(), nullable=False),
        sa.Column("withdraw_digest", sa.String(), nullable=False),
        sa.Column("guardian_digest", sa.String(), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_contact_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("guardian_digest", name=op.f("uq_contact_guardian_digest")),
        sa.UniqueConstraint("ticket_digest", name=op.f("uq_contact_ticket_digest")),
        sa.UniqueConstraint("withdraw_digest", name=op.f("uq_contact_withdraw_digest")),
        sqlite_with_rowid=False,
    )
    op.add_column(
        "consultation",
        sa.Column("contact_offered", sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("consultation", "contact_offered")
    op.drop_table("contact")
