"""Draws the tables as a Mermaid diagram, so that the one in ARCHITECTURE.md cannot go stale."""

from sqlalchemy import Column, MetaData, Table


def tables(metadata: MetaData) -> str:
    """Return an ``erDiagram`` with every table, its columns and its foreign keys."""
    lines = ["erDiagram"]
    for table in metadata.sorted_tables:
        lines.append(f"    {table.name} {{")
        lines += [
            f"        {_kind(column)} {column.name}{_marks(column)}" for column in table.columns
        ]
        lines.append("    }")
    for table in metadata.sorted_tables:
        lines += [_link(table, column) for column in table.columns if column.foreign_keys]
    return "\n".join(lines)


def _kind(column: Column[object]) -> str:
    return type(column.type).__name__.lower()


def _marks(column: Column[object]) -> str:
    marks = []
    if column.primary_key:
        marks.append("PK")
    if column.foreign_keys:
        marks.append("FK")
    if column.unique:
        marks.append("UK")
    return f" {', '.join(marks)}" if marks else ""


def _link(table: Table, column: Column[object]) -> str:
    (key,) = column.foreign_keys
    parent = key.column.table.name
    many = "o|--o{" if column.nullable else "||--o{"
    return f"    {parent} {many} {table.name} : {column.name}"
