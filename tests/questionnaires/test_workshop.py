"""The pages of the workshop: two people, wrong input, going back; one kind of database."""

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE, Actor
from consult.audit.models import AuditEntry
from consult.consultations import correcting
from consult.consultations.models import Consultation
from consult.core.errors import DomainError
from consult.questionnaires import queries, service
from consult.questionnaires.editing import edits
from consult.questionnaires.editing import service as workshop
from consult.questionnaires.models import Questionnaire
from tests.conftest import StaffClient

Staff = Callable[[Role | str], StaffClient]


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "consult.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def asked(session: Session, questionnaire_content: dict[str, Any]) -> Questionnaire:
    made = service.add(session, questionnaire_content, actor=COMMAND_LINE)
    session.commit()
    return made


def texts(session: Session, asked: Questionnaire, code: str) -> dict[str, str]:
    session.expire_all()
    found: dict[str, str] = edits.question_of(asked.content, code)["text"]
    session.rollback()  # SQLite has one writer
    return found


def test_two_people_at_once_overwrite_nothing(
    staff: Staff, session: Session, asked: Questionnaire
) -> None:
    oksana, mei = staff("secretariat"), staff("chair")
    idea = f"/staff/questionnaires/{asked.id}/edit/questions/idea"
    session.rollback()
    first = {"base": "1", "text:en": "What should change now?"}
    sent = oksana.post(idea, data=first)
    assert sent.status_code == 302, sent.text
    other = {"base": "1", "text:en": "What should change?", "text:fr": "Que changer ?"}
    assert mei.post(idea, data=other).status_code == 302
    assert texts(session, asked, "idea")["en"] == "What should change now?"
    assert texts(session, asked, "idea")["fr"] == "Que changer ?"

    same = {"base": "1", "text:en": "What must change?", "hint:en": "Be <bold>."}
    refused = mei.post(idea, data=same)
    assert refused.status_code == 409
    assert "What should change now?" in refused.text
    assert ">What must change?</textarea>" in refused.text
    assert "Be &lt;bold&gt;.</textarea>" in refused.text
    assert texts(session, asked, "idea")["en"] == "What should change now?"
    assert mei.post(idea, data=same | {"base": "3"}).status_code == 302
    assert texts(session, asked, "idea")["en"] == "What must change?"
    assert [one.made_by for one in queries.revisions(session, asked)] == [
        "mei@example.org",
        "mei@example.org",
        "oksana@example.org",
        "command line",
    ]


def test_wrong_input_is_told_at_its_field_and_nothing_is_stored(
    staff: Staff, session: Session, asked: Questionnaire
) -> None:
    oksana = staff("secretariat")
    at = f"/staff/questionnaires/{asked.id}/edit"
    session.rollback()
    blank = {"base": "1"} | {f"text:{tag}": "" for tag in ("ar", "zh", "en", "fr", "ru", "es")}
    tries = [
        (f"{at}/questions/idea", blank | {"hint:en": "kept"}, ">kept</textarea>"),
        (f"{at}/questions/worry/settings", {"base": "1", "low": "5", "high": "1"}, 'value="5"'),
        (f"{at}/questions/hours/settings", {"base": "1", "minimum": "few"}, 'value="few"'),
        (f"{at}/questions/seen/choices", {"base": "1", "go": "add", "lines": " "}, "new-choice"),
        (f"{at}/questions/idea/kind", {"base": "1", "kind": "ranking"}, "too few choices"),
        (f"{at}/add", {"base": "1", "kind": "ranking", "text": "Mine?"}, ">Mine?</textarea>"),
        (f"{at}/reuse", {"base": "1"}, "Tick at least one"),
        (f"{at}/rule", {"base": "1", "of": "idea", "go": "add"}, "asked earlier"),
        (f"{at}/rule", {"base": "1", "of": "idea", "go": "remove 0.9"}, "idea"),
        (at, {"base": "1", "go": "nonsense"}, "buttons of this page"),
    ]
    for where, data, told in tries:
        answer = oksana.post(where, data=data)
        if "remove" not in data.get("go", ""):
            assert answer.status_code == 422, (where, answer.status_code)
            assert told in answer.text, where
    assert oksana.get(f"{at}/questions/nothing").status_code == 404
    assert queries.by_id(session, asked.id).revision == 1


def test_every_change_can_be_undone_one_after_the_other(
    session: Session, asked: Questionnaire
) -> None:
    oksana, start = Actor("oksana@example.org"), asked.content
    for code in ("rank", "who", "idea"):
        edit = edits.delete_question(code)
        workshop.store(session, asked, edit, base=asked.revision, actor=oksana)
    for _ in range(3):
        before = workshop.before_last(session, asked)
        assert before is not None
        workshop.go_back(session, asked, before.number, base=asked.revision, actor=oksana)
    assert asked.content == start
    assert workshop.before_last(session, asked) is None
    with pytest.raises(DomainError):
        workshop.go_back(session, asked, 2, base=1, actor=oksana)
    for number in range(60):
        edit = edits.set_words({"hint:en": f"Hint {number}"}, code="idea")
        workshop.store(session, asked, edit, base=asked.revision, actor=oksana)
    workshop.go_back(session, asked, asked.revision - 50, base=asked.revision, actor=oksana)
    assert edits.question_of(asked.content, "idea")["hint"] == {"en": "Hint 9"}


def test_words_of_an_open_consultation_are_mended_and_questions_are_not(
    staff: Staff, session: Session, consultation: Consultation
) -> None:
    asked, mei = consultation.questionnaire, Actor("mei@example.org")
    with pytest.raises(DomainError):
        correcting.correct(session, consultation, actor=mei)
    session.rollback()
    reader = staff("chair")
    session.rollback()
    oksana = staff("secretariat")
    edit = edits.set_words({"text:en": "What should change, please?"}, code="idea")
    workshop.store(session, asked, edit, base=asked.revision, actor=mei)
    session.commit()
    form = "/en/consultations/safety/answer"
    assert "What should change?" in reader.get(form).text
    page = reader.get("/staff/consultations/safety").text
    assert "Show young people the mended words" in page
    assert oksana.post("/staff/consultations/safety/correct").status_code == 403
    assert reader.post("/staff/consultations/safety/correct").status_code == 302
    assert "What should change, please?" in reader.get(form).text
    session.expire_all()
    assert consultation.version is not None
    assert (consultation.version.number, consultation.version.corrects) == (2, 1)
    line = session.scalars(select(AuditEntry).filter_by(act="consultation.correct")).one()
    was, now = "What should change?", "What should change, please?"
    assert line.details["texts"] == [["question idea, text", "en", was, now]]
    asked_id = asked.id
    session.rollback()
    compared = reader.get(f"/staff/questionnaires/{asked_id}/compare/1/2").text
    assert "<ins>change, please?</ins>" in compared

    workshop.store(session, asked, edits.delete_question("rank"), base=asked.revision, actor=mei)
    session.commit()
    page = reader.get("/staff/consultations/safety").text
    assert "Ask young people the new version" in page
    assert re.search(r">Removed</span>\s*<bdi[^>]*>Where should we begin", page)
    assert reader.post("/staff/consultations/safety/correct").status_code == 302
    line = session.scalars(select(AuditEntry).filter_by(act="consultation.version")).one()
    assert line.details["questions"] == [["rank", "removed"]]
    session.rollback()
    compared = reader.get(f"/staff/questionnaires/{asked_id}/compare/2/3").text
    assert re.search(r"<del>\s*<bdi[^>]*>Where should we begin", compared)
    page = reader.get("/staff/consultations/safety").text
    told = page[page.index('id="versions"') :]
    at = f"/staff/questionnaires/{asked_id}/compare"
    assert re.findall(r"(?:Version (\d), of)|(?:href=\"([^\"]+compare[^\"]+)\")", told) == [
        ("1", ""),
        ("2", ""),
        ("", f"{at}/1/2"),
        ("3", ""),
        ("", f"{at}/2/3"),
    ]
    assert "mei@example.org" in told
    paper = reader.get(f"/staff/questionnaires/{asked_id}/files/docx?in=ar&version=1")
    assert paper.headers["Content-Disposition"].endswith("docx-ar-version-1.docx")
    rank = edits.question_of(consultation.questionnaire.content, "idea")["text"]["ar"]
    body = Document(io.BytesIO(paper.data)).element.body
    assert rank in "".join(one.text or "" for one in body.iter("{*}t"))


def test_statements_dates_and_e_mail_questions_are_added_and_set(
    staff: Staff, session: Session, asked: Questionnaire
) -> None:
    oksana = staff("secretariat")
    at = f"/staff/questionnaires/{asked.id}/edit"
    session.rollback()
    added = [
        {"kind": "statements", "code": "says", "rows": "Games are fun\nChats are safe"},
        {"kind": "date", "code": "since"},
        {"kind": "email", "code": "mail"},
    ]
    for number, one in enumerate(added, 1):
        data = {"base": str(number), "text": "What?", "page": "1"} | one
        assert oksana.post(f"{at}/add", data=data).status_code == 302, one
    lines = {"base": "4", "part": "row", "go": "add", "lines": "Laws help"}
    assert oksana.post(f"{at}/questions/says/choices", data=lines).status_code == 302
    limits = {"precision": "month", "earliest": "2024", "latest": "2025-03-09"}
    set_it = oksana.post(f"{at}/questions/since/settings", data={"base": "5"} | limits)
    assert set_it.status_code == 302
    wrong = {"base": "6", "precision": "day", "earliest": "soon", "latest": "2025-01-01"}
    refused = oksana.post(f"{at}/questions/since/settings", data=wrong)
    assert refused.status_code == 422
    assert 'value="soon"' in refused.text
    assert 'name="required"' not in oksana.get(f"{at}/questions/mail").text
    kind = {"base": "6", "kind": "date"}
    assert oksana.post(f"{at}/questions/hours/kind", data=kind).status_code == 302

    session.expire_all()
    says, since = (edits.question_of(asked.content, code) for code in ("says", "since"))
    assert [row["text"]["en"] for row in says["settings"]["rows"]] == [
        "Games are fun",
        "Chats are safe",
        "Laws help",
    ]
    assert since["settings"] == {"precision": "month", "earliest": "2024-01", "latest": "2025-03"}
    assert edits.question_of(asked.content, "hours")["type"] == "date"
    session.rollback()


def test_a_choice_gets_its_rule_from_lists_and_loses_it_again(
    staff: Staff, session: Session, asked: Questionnaire
) -> None:
    oksana = staff("secretariat")
    at = f"/staff/questionnaires/{asked.id}/edit"
    session.rollback()
    page = oksana.get(f"{at}/questions/places?choice=games&question=seen").text
    assert "When this choice is offered" in page
    assert '<input type="hidden" name="choice" value="games">' in page
    test = {"of": "places", "choice": "games", "question": "seen", "operator": "equals"}
    data = {"base": "1", "go": "add", "value": "often"} | test
    made = oksana.post(f"{at}/rule", data=data)
    assert made.status_code == 302
    assert "choice=games" in made.location

    session.expire_all()
    games = edits.question_of(asked.content, "places")["choices"][1]
    assert games["show_if"] == {"question": "seen", "equals": "often"}
    session.rollback()
    assert "Offered only after certain answers" in oksana.get(f"{at}/questions/places").text
    nobody = oksana.post(f"{at}/rule", data=data | {"base": "2", "choice": "nowhere"})
    assert nobody.status_code == 409
    gone = {"base": "2", "of": "places", "choice": "games", "go": "remove "}
    assert oksana.post(f"{at}/rule", data=gone).status_code == 302
    session.expire_all()
    assert "show_if" not in edits.question_of(asked.content, "places")["choices"][1]
    session.rollback()


def test_questions_come_over_with_their_rules_and_what_is_lost_is_said(
    staff: Staff, session: Session, asked: Questionnaire, questionnaire_content: dict[str, Any]
) -> None:
    oksana = staff("secretariat")
    other = service.add(session, questionnaire_content, actor=COMMAND_LINE)
    session.commit()
    at = f"/staff/questionnaires/{asked.id}/edit"
    pick = {"base": "1", "from": str(other.id), "page": "1", "pick": ["told", "why_not"]}
    session.rollback()
    assert oksana.post(f"{at}/reuse", data=pick).status_code == 302
    assert "Left out: rules" not in oksana.get(at).text
    session.expire_all()
    rule = edits.question_of(asked.content, "why_not_2")["show_if"]
    assert rule == {"question": "told_2", "equals": "no"}
    session.rollback()
    assert (
        oksana.post(f"{at}/reuse", data=pick | {"base": "2", "pick": "why_not"}).status_code == 302
    )
    assert "See to why_not." in oksana.get(at).text
