"""The paper reaches staff: on screen by a form, and with ``consult summary export``."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES
from consult.exports import registry
from consult.summaries import queries, service
from tests.conftest import Cast, StaffClient
from tests.exports import reading
from tests.moderation import cast as stored
from tests.summaries import cast

Staff = Callable[[Role | str], StaffClient]


@pytest.fixture
def safety(session: Session, keys: Keyring) -> Consultation:
    """A closed consultation with 120 answers."""
    made = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, made, cast.rows(seed=4, total=120, unlikely=0.6))
    session.commit()
    return made


@pytest.fixture
def signed(session: Session, keys: Keyring, safety: Consultation, accounts: Cast) -> str:
    """The symbol of its signed paper."""
    mei = Actor(accounts.mei.email, accounts.mei.id)
    summary = service.draft(session, safety.meeting, actor=mei)
    narrative = cast.six("First paragraph.\nSecond paragraph.")
    service.edit(
        session,
        summary,
        title={},
        abstract={},
        narrative=narrative,
        purpose="action",
        actor=mei,
    )
    service.sign(session, keys, summary, actor=mei)
    session.commit()
    assert summary.document is not None
    return summary.document.symbol


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_real_signed_paper_is_a_valid_word_file_in_every_language(
    session: Session, keys: Keyring, signed: str, language: str, tmp_path: Path
) -> None:
    file = registry.write(queries.paper(session, keys, 24), language, "docx")
    assert reading.problems(file, tmp_path, "docx") == []
    assert any(signed in text for _style, text in reading.paragraphs(file))


@pytest.mark.parametrize("name", registry.FORMATS)
def test_the_command_writes_the_same_file_each_time(
    app: Flask, signed: str, tmp_path: Path, name: str
) -> None:
    for copy in ("first", "second"):
        done = _command(app, "--language", "ar", "--format", name, "--output", tmp_path / copy)
        assert done.exit_code == 0, done.output
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_the_command_says_what_young_people_said(
    app: Flask, session: Session, keys: Keyring, signed: str, tmp_path: Path
) -> None:
    _command(app, "--language", "fr", "--format", "csv", "--output", tmp_path / "paper.csv")
    text = (tmp_path / "paper.csv").read_bytes().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text, newline="")))
    paper = queries.paper(session, keys, 24)
    for question in paper.consultations[0].questions:
        for table in question.tables:
            told = [
                line["count"]
                for line in lines
                if line["part"] == "result"
                and line["question"] == question.code
                and line["table"] == table.caption["fr"]
            ]
            counts = ["" if row.count is None else str(row.count) for row in table.rows]
            assert counts
            assert [told[i : i + len(counts)] for i in range(0, len(told), len(counts))].count(
                counts
            )


def test_a_draft_is_written_only_when_it_is_asked_for(
    app: Flask, safety: Consultation, tmp_path: Path
) -> None:
    path = tmp_path / "draft.docx"
    refused = _command(app, "--language", "en", "--format", "docx", "--output", path)
    assert refused.exit_code == 1
    assert "not signed yet" in refused.output
    assert not path.exists()
    done = _command(app, "--language", "en", "--format", "docx", "--output", path, "--draft")
    assert done.exit_code == 0, done.output
    assert "DRAFT" in reading.paragraphs(path.read_bytes(), "word/header1.xml")[0][1]


def test_a_folder_that_is_not_there_is_said_in_a_sentence(
    app: Flask, signed: str, tmp_path: Path
) -> None:
    path = tmp_path / "nowhere" / "paper.csv"
    done = _command(app, "--language", "en", "--format", "csv", "--output", path)
    assert done.exit_code == 1
    assert "nowhere" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("role", ["chair", "secretariat", "admin", "vice-chair"])
def test_staff_download_the_paper_by_a_form(
    staff: Staff, session: Session, signed: str, role: str
) -> None:
    browser = staff(role)
    page = browser.get("/staff/papers/24")
    assert signed in page.text
    sent = browser.post("/staff/papers/24", data={"language": "zh", "format": "docx"})
    assert sent.status_code == 200
    assert f"filename={signed}-C.docx" in sent.headers["Content-Disposition"]
    assert sent.headers["Cache-Control"] == "no-store"
    line = session.scalars(select(AuditEntry).filter_by(act="paper.export")).one()
    assert line.details == {"language": "zh", "format": "docx", "signed": True}


def test_the_summary_leads_to_the_download(staff: Staff, safety: Consultation) -> None:
    assert 'href="/staff/papers/24"' in staff("chair").get("/staff/summaries/24").text


def test_a_form_without_a_choice_is_said_at_the_field(staff: Staff, signed: str) -> None:
    sent = staff("chair").post("/staff/papers/24", data={"language": "zh"})
    assert sent.status_code == 422
    assert "Choose a kind of file." in sent.text


def test_a_paper_not_whole_in_a_language_is_refused_at_the_field(
    staff: Staff, session: Session, safety: Consultation
) -> None:
    safety.title = {"en": "Safety"}
    session.commit()
    sent = staff("secretariat").post("/staff/papers/24", data={"language": "ru", "format": "html"})
    assert sent.status_code == 409
    assert "Safety" in sent.text
    assert 'href="#language"' in sent.text


def test_a_meeting_without_consultations_has_no_paper(staff: Staff, session: Session) -> None:
    stored.meeting(session, 25)
    session.commit()
    assert staff("chair").get("/staff/papers/25").status_code == 404
    assert staff("chair").get("/staff/papers/99").status_code == 404


def _command(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(
        args=["summary", "export", "24", *(str(argument) for argument in arguments)]
    )
