"""Restricted texts, a second reviewer, claims, safeguarding training and focal points."""

import sqlalchemy as sa
from alembic import op

from consult.core.db import Json, UtcDateTime

revision = "0040"
down_revision = "0021"
branch_labels = None
depends_on = None

_OLD_ROLES = ("admin", "chair", "vice-chair", "secretariat")
_STATES = ("waiting", "opened", "resolved", "kept", "released")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _allow_role(role: str) -> None:
    """Let accounts have one more role.

    SQLite changes no CHECK, and a table made anew would take along whatever refers to it
    (``foreign_keys`` stays on inside a transaction). Its manual has this way for a change that
    leaves what is stored as it is: https://sqlite.org/lang_altertable.html, "making other kinds".
    """
    bind = op.get_bind()
    if not _is_sqlite():
        op.drop_constraint(op.f("ck_account_role"), "account", type_="check")
        roles = sa.column("role").in_([*_OLD_ROLES, role])
        op.create_check_constraint(op.f("ck_account_role"), "account", roles)
        return
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    old = "'secretariat'"
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    changed = bind.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'account'",
        (f"{old})", f"{old}, '{role}')"),
    )
    assert changed.rowcount == 1
    newer = f"PRAGMA schema_version={version + 1}"  # a number that SQLite itself gave
    bind.exec_driver_sql(newer)
    bind.exec_driver_sql("PRAGMA writable_schema=OFF")


def _add_account(table: str, column: str, check: str = "", rule: str = "") -> None:
    """Add a column that names an account, with a rule about it."""
    key = f"fk_{table}_{column}_account"
    if _is_sqlite():
        more = f" CONSTRAINT ck_{table}_{check} CHECK ({rule})" if check else ""
        # Names that stand in this file; nothing comes from outside.
        statement = (
            f"ALTER TABLE {table} ADD COLUMN {column} CHAR(32) "
            f"CONSTRAINT {key} REFERENCES account (id){more}"
        )
        op.execute(statement)
        return
    op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(key), table, "account", [column], ["id"])
    if check:
        op.create_check_constraint(op.f(f"ck_{table}_{check}"), table, rule)


def upgrade() -> None:
    _allow_role("safeguarding")
    op.add_column("account", sa.Column("trained_on", sa.Date(), nullable=True))
    op.add_column("response", sa.Column("found", Json, nullable=True))
    op.add_column("text_review", sa.Column("confirmed_at", UtcDateTime(), nullable=True))
    _add_account("consultation", "focal_point_id")
    _add_account("consultation", "deputy_id")
    _add_account(
        "text_review", "second_reviewer_id", "two_people", "second_reviewer_id <> reviewer_id"
    )
    op.create_table(
        "text_claim",
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("text_code", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_text_claim_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_text_claim_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "text_code", name=op.f("pk_text_claim")),
    )
    op.create_table(
        "restricted_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.Column("text_code", sa.String(), nullable=False),
        sa.Column("dangers", Json, nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("state", _enum("care", *_STATES), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["handler_id"], ["account.id"], name=op.f("fk_restricted_text_handler_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["response.id"],
            name=op.f("fk_restricted_text_response_id_response"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restricted_text")),
        sa.UniqueConstraint(
            "response_id", "text_code", name=op.f("uq_restricted_text_response_id_text_code")
        ),
        sqlite_with_rowid=False,
    )
