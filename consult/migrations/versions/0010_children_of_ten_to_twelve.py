"""A consultation tells whether children of 10 to 12 may write in their own words."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite would make the table anew, and answers point at its rows. What stands now was
    # opened under the rule that everybody but the youngest may write.
    op.add_column(
        "consultation",
        sa.Column(
            "ten_to_twelve_may_write", sa.Boolean(), nullable=False, server_default=sa.true()
        ),
    )


def downgrade() -> None:
    op.drop_column("consultation", "ten_to_twelve_may_write")
