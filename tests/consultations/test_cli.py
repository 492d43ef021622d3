"""``consult consultation`` opens through the same gates as the screen."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations import queries
from consult.consultations.models import Consultation
from consult.consultations.moments import read_moment
from consult.core.errors import InvalidError
from consult.questionnaires.models import Questionnaire
from tests.cast import a_meeting, questionnaire_content

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, session: Session) -> Run:
    """Run ``consult consultation …`` on an installation with meeting 24."""
    a_meeting(session)
    session.commit()
    return lambda *words: app.test_cli_runner().invoke(args=["consultation", *words])


@pytest.fixture
def add(run: Run, tmp_path: Path) -> Run:
    """Add ``safety`` before meeting 24; further words are further options."""
    file = tmp_path / "questions.json"
    file.write_text(json.dumps(questionnaire_content(), ensure_ascii=False), "utf-8")

    def add(*words: str) -> Result:
        return run(
            *("add", "safety", "--meeting", "24", "--phase", "before"),
            *("--questionnaire", str(file), "--opens-at", "2026-01-05T08:00:00Z"),
            *("--closes-at", "2026-01-18T20:00:00+02:00", *words),
        )

    return add


def test_a_consultation_is_added_from_a_questionnaire_file(add: Run, session: Session) -> None:
    result = add("--languages", "ar, fr", "--agenda-item", "5")

    assert result.exit_code == 0, result.output
    assert result.output.startswith("safety: draft\n")
    assert "from 2026-01-05 08:00 UTC until 2026-01-18 18:00 UTC" in result.output
    stored = queries.by_slug(session, "safety")
    assert stored.languages == ["ar", "fr"]
    assert stored.agenda_item is not None


def test_it_opens_at_once_and_says_what_is_odd(add: Run, session: Session) -> None:
    # The real clock has passed meeting 24: that only warns.
    result = add("--open-now")

    assert result.exit_code == 0, result.output
    assert "Mind: The closing time is past. Choose a later one." in result.output
    assert queries.by_slug(session, "safety").version is not None


def test_the_reason_for_an_odd_window_is_kept(add: Run, session: Session) -> None:
    result = add("--open-now", "--waive", "past=answers were written on paper in January")

    assert result.exit_code == 0, result.output
    assert "safety: closed" in result.output
    assert "languages: ar, zh, en, fr, ru, es" in result.output
    assert queries.by_slug(session, "safety").version is not None


def test_nothing_is_stored_when_it_cannot_open(add: Run, session: Session) -> None:
    result = add("--open-now", "--title", '{"en": "Safety"}')

    assert result.exit_code == 1
    refusal = result.output
    assert "title-ar: The title is missing in العربية. Write it." in refusal
    for table in (Consultation, Questionnaire):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_it_is_opened_and_closed_by_its_short_name(add: Run, run: Run, session: Session) -> None:
    add("--closes-at", "2126-01-01T00:00:00Z", "--opens-at", "2026-01-05T08:00:00Z")
    draft = run("status", "safety")
    assert "to do: A consultation before the meeting must close" in draft.output

    opened = run("open", "safety", "--waive", "phase=it stays open for a century")
    assert opened.output.startswith("safety: open\n")
    assert "address: /c/safety" in opened.output

    closed = run("close", "safety")
    assert closed.output.startswith("safety: closed\n")
    assert run("status", "safety").output == closed.output


def test_a_waiver_without_opening_is_a_slip(add: Run) -> None:
    result = add("--waive", "phase=why")
    assert result.exit_code == 2
    assert "--waive belongs to opening" in result.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--languages", "ar,de"), "Choose at least one language from ar, zh, en, fr, ru, es."),
        (("--meeting", "99"), "There is no meeting 99 here."),
        (("--agenda-item", "7"), "Meeting 24 has no agenda item 7."),
        (("--opens-at", "2026-01-05T08:00"), "does not tell its time zone. Add Z for UTC"),
        (("--opens-at", "tomorrow"), "tomorrow is not a time."),
        (("--closes-at", "2026-01-05T08:00:00Z"), "The closing time must be after"),
        (("--outcome", "We count."), "--outcome must be JSON by language"),
        (("--open-now", "--waive", "text=hurry"), "text cannot be waived."),
    ],
)
def test_what_is_wrong_is_told(add: Run, words: tuple[str, ...], told: str) -> None:
    result = add(*words)
    assert result.exit_code == 1
    assert told in result.output


WINDOW = (
    *("--phase", "before", "--meeting", "24"),
    *("--opens-at", "2026-01-05T08:00:00Z", "--closes-at", "2126-01-01T00:00:00Z"),
    *("--open-now", "--waive", "phase=tried out on real spreadsheets"),
)


def test_a_real_spreadsheet_in_arabic_and_english_is_opened(
    run: Run, session: Session, shared: Path
) -> None:
    file = str(shared / "xlsforms" / "ona_tutorial_en_ar.xlsx")
    result = run("add", "tutorial", *WINDOW, "--questionnaire", file)

    assert result.exit_code == 0, result.output
    assert "note: survey, row 4, column type: “image”" in result.output
    assert "languages: ar, en\n" in result.output
    assert queries.by_slug(session, "tutorial").title["ar"]


def test_a_real_spreadsheet_in_german_opens_under_a_language_of_the_union(
    run: Run, shared: Path
) -> None:
    file = str(shared / "xlsforms" / "mitwirken_umfrage_de.xlsx")
    refused = run("add", "mitwirken", *WINDOW, "--questionnaire", file)
    assert refused.exit_code == 1
    assert "Deutsch (de)=en" in refused.output

    named = ("--language", "Deutsch (de)=en")
    opened = run("add", "mitwirken", *WINDOW, "--questionnaire", file, *named)
    assert opened.exit_code == 0, opened.output
    assert "mitwirken: open\n" in opened.output


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ona_duplicate_choice_BAD.xlsx", "choices, row 6, column name"),
        ("ona_mch_unknown_type_BAD.xlsx", "survey, row"),
        ("pyxform_duplicate_columns_BAD.xlsx", "survey, row 1, column label"),
        ("pyxform_macros.xlsm", "survey, row"),
    ],
)
def test_a_bad_spreadsheet_names_sheet_and_row(
    run: Run, shared: Path, name: str, told: str
) -> None:
    file = str(shared / "xlsforms" / name)
    result = run("add", "bad", *WINDOW, "--questionnaire", file, "--language", "label=en")
    assert told in result.output


def test_a_moment_is_read_with_its_offset() -> None:
    assert read_moment("2026-01-05T10:00+02:00").isoformat() == "2026-01-05T08:00:00+00:00"
    for typed in ("", "2026-01-05", "9999-12-31T23:59:59-01:00"):
        with pytest.raises(InvalidError):
            read_moment(typed)
