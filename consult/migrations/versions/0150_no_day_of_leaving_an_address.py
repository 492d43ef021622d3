"""An address does not tell on which day it was left: that was the day of the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0150"
down_revision = "0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("contact", "left_on")


def downgrade() -> None:
    # The days are gone for good.
    op.add_column(
        "contact", sa.Column("left_on", sa.Date(), nullable=False, server_default="1970-01-01")
    )
