"""Snapshots of closed answers, emptied by the database itself when an answer goes or changes."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0100"
branch_labels = None
depends_on = None

#: What of a response is in a snapshot.
COUNTED = "answers, text_codes, language, mode, region, age_band, stratum, version_id"

FORGET = """
ON CONFLICT (consultation_id)
DO UPDATE SET changes = answer_snapshot.changes + 1, content = NULL, responses = NULL
"""


def _forgetting(rows: str) -> str:
    return f"INSERT INTO answer_snapshot (consultation_id, changes) {rows} {FORGET}"


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
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def _on_sqlite() -> None:
    for name, event in (("delete", "DELETE"), ("change", f"UPDATE OF {COUNTED}")):
        op.execute(
            f"CREATE TRIGGER forget_snapshot_on_{name} AFTER {event} ON response BEGIN "
            + _forgetting("VALUES (OLD.consultation_id, 1)")
            + "; END"
        )


def _on_postgresql() -> None:
    # Once a statement: the purge deletes all rows in one, and a row of its own for each would
    # make the database look through ever longer chains of the same row.
    body = _forgetting("SELECT DISTINCT consultation_id, 1 FROM gone")
    op.execute(
        "CREATE FUNCTION forget_snapshot() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN {body}; RETURN NULL; END $$"
    )
    for name, event in (("delete", "DELETE"), ("change", "UPDATE")):
        op.execute(
            f"CREATE TRIGGER forget_snapshot_on_{name} AFTER {event} ON response "
            "REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_snapshot()"
        )


def downgrade() -> None:
    on = " ON response" if op.get_bind().dialect.name == "postgresql" else ""
    for name in ("delete", "change"):
        op.execute(f"DROP TRIGGER forget_snapshot_on_{name}{on}")
    if on:
        op.execute("DROP FUNCTION forget_snapshot()")
    op.drop_table("answer_snapshot")
