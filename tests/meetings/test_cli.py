"""``consult meeting`` adds and lists."""

from flask import Flask
from sqlalchemy.orm import Session

from consult.meetings import queries, record


def test_a_meeting_is_added_from_the_command_line(app: Flask, session: Session) -> None:
    arguments = ["meeting", "add", "25", "--starts-on", "2026-09-14", "--ends-on", "2026-09-15"]
    result = app.test_cli_runner().invoke(args=[*arguments, "--place", "Geneva"])

    assert result.exit_code == 0, result.output
    assert "25  2026-09-14 to 2026-09-15  Geneva  (Europe/Zurich)" in result.output
    assert queries.by_number(session, 25).place["fr"] == "Genève"


def test_the_list_has_every_meeting_with_its_papers(app: Flask, session: Session) -> None:
    empty = app.test_cli_runner().invoke(args=["meeting", "list"])
    assert "no meetings yet" in empty.output

    record.load(session)
    session.commit()
    lines = app.test_cli_runner().invoke(args=["meeting", "list"]).output.splitlines()
    assert lines[0].startswith("24  2026-01-19  -")
    assert "S26-CLCWGCOP24-C-0004" in lines[1]
    assert len(lines) == 12
