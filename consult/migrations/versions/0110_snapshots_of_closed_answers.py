"""Snapshots of closed answers, emptied by the database itself when an answer goes or changes."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0100"
branch_labels = None
depends_on = None

#: What an answer that goes, or one of whose counted columns changes, does to its snapshot.
SQLITE = (
    """
    CREATE TRIGGER forget_snapshot_on_delete AFTER DELETE ON response BEGIN
      INSERT INTO answer_snapshot (consultation_id, changes) VALUES (OLD.consultation_id, 1)
      ON CONFLICT (consultation_id)
      DO UPDATE SET changes = answer_snapshot.changes + 1, content = NULL, responses = NULL;
    END
    """,
    """
    CREATE TRIGGER forget_snapshot_on_change AFTER UPDATE OF
      answers, text_codes, language, mode, region, age_band, stratum, version_id
    ON response BEGIN
      INSERT INTO answer_snapshot (consultation_id, changes) VALUES (OLD.consultation_id, 1)
      ON CONFLICT (consultation_id)
      DO UPDATE SET changes = answer_snapshot.changes + 1, content = NULL, responses = NULL;
    END
    """,
)

#: Once a statement: the purge deletes all rows in one, and a row of its own for each would make the
#: database look through ever longer chains of the same row.
POSTGRESQL = (
    """
    CREATE FUNCTION forget_snapshot() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO answer_snapshot (consultation_id, changes)
      SELECT DISTINCT consultation_id, 1 FROM gone
      ON CONFLICT (consultation_id)
      DO UPDATE SET changes = answer_snapshot.changes + 1, content = NULL, responses = NULL;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER forget_snapshot_on_delete AFTER DELETE ON response
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_snapshot()
    """,
    """
    CREATE TRIGGER forget_snapshot_on_change AFTER UPDATE ON response
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_snapshot()
    """,
)

SQLITE_GONE = (
    "DROP TRIGGER forget_snapshot_on_delete",
    "DROP TRIGGER forget_snapshot_on_change",
)
POSTGRESQL_GONE = (
    "DROP TRIGGER forget_snapshot_on_delete ON response",
    "DROP TRIGGER forget_snapshot_on_change ON response",
    "DROP FUNCTION forget_snapshot()",
)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    op.create_table(
        "answer_snapshot",
        sa.Column("consultation_id", sa.Uuid(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("responses", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_answer_snapshot_consultation_id_consultation"),
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_answer_snapshot")),
        sqlite_with_rowid=False,
    )
    for statement in POSTGRESQL if _is_postgresql() else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    for statement in POSTGRESQL_GONE if _is_postgresql() else SQLITE_GONE:
        op.execute(statement)
    op.drop_table("answer_snapshot")
