"""Until when a consultation takes answers with an invitation code alone."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import UtcDateTime

revision = "0100"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultation", sa.Column("invited_only_until", UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("consultation", "invited_only_until")
