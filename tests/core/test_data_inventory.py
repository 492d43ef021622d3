"""Nothing is stored without a line that says why and for how long (TRUST.md R20, R22, S32)."""

import csv
from pathlib import Path

import pytest

import consult
from consult.tables import metadata

INVENTORY = Path(consult.__file__).parent / "data_inventory.csv"
CLASSES = {"public", "internal", "staff", "young person"}
#: What may not be kept about a young person in the open mode.
FORBIDDEN = {
    "name",
    "email",
    "phone",
    "ip",
    "address",
    "user_agent",
    "referrer",
    "born_on",
    "school",
}
#: What a young person leaves by choice, apart from all answers (TRUST.md R34).
LEFT_ON_PURPOSE = {("contact", "address")}

#: Somebody must decide by a full hour: tests/safeguarding/test_restricted.py.
_RESTRICTED = {"restricted_text", "restricted_report"}


def lines() -> list[dict[str, str]]:
    with INVENTORY.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_every_column_has_its_line_and_every_line_its_column() -> None:
    listed = [(line["table"], line["column"]) for line in lines()]
    stored = [(t.name, c.name) for t in metadata.sorted_tables for c in t.columns]

    assert sorted(listed) == sorted(stored)


def test_every_line_says_class_purpose_and_retention() -> None:
    for line in lines():
        assert line["class"] in CLASSES, line
        assert line["purpose"].strip(), line
        assert line["retention"].strip(), line


@pytest.mark.trust("R20", "R22")
def test_a_young_persons_rows_have_days_but_no_times_and_nothing_that_names() -> None:
    tables = {line["table"] for line in lines() if line["class"] == "young person"}

    assert "response" in tables
    for table in (metadata.tables[name] for name in tables):
        for column in table.columns:
            named = (column.table.name, column.name)
            assert column.name not in FORBIDDEN or named in LEFT_ON_PURPOSE
            # A moment would order the answers and could be matched with an access log.
            if table.name not in _RESTRICTED or column.name != "due_at":
                assert "datetime" not in column.type.__class__.__name__.lower(), column.name
        # A row number would tell the order of arrival.
        assert table.dialect_options["sqlite"]["with_rowid"] is False
