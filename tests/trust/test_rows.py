"""The table of trust in SECURITY.md is true, and rows that belong to no single feature."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import consult
from consult.audit.actor import COMMAND_LINE
from consult.consultations import service as consultations
from consult.consultations.models import Consultation
from consult.consultations.plan import Plan
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import Speaker
from consult.core.regions import Region
from consult.core.web import PUBLIC
from consult.exports import registry
from consult.questionnaires import types
from consult.questionnaires.types.age_band import BANDS
from consult.responses import service as responses
from consult.tables import metadata
from tests.access import walk
from tests.exports import papers
from tests.trust import rows

ROOT = Path(consult.__file__).parents[1]


def test_security_holds_the_table_and_every_row_is_shown_or_said_to_be_open() -> None:
    assert rows.table() in (ROOT / "SECURITY.md").read_text("utf-8"), "python -m tests.trust.rows"
    # S12 and the like are security checks; their list is elsewhere.
    assert {row for row in rows.shown_by() if row.startswith("R")} <= set(rows.ROWS)
    assert set(rows.ROWS) - set(rows.shown_by()) <= set(rows.OPEN)


@pytest.mark.trust("R21")
def test_age_is_asked_in_bands_and_places_in_six_regions() -> None:
    assert list(BANDS) == ["under-10", "10-12", "13-15", "16-17", "18-24", "25-plus"]
    assert [region.value for region in Region] == ["AFR", "AMS", "ARB", "ASP", "CIS", "EUR"]
    response = metadata.tables["response"].columns
    assert {"region", "age_band", "submitted_on"} <= set(response.keys())
    kinds = set(types.REGISTRY)
    assert not kinds & {"country", "city", "school", "name", "birth_date", "place"}


@pytest.mark.trust("R24")
def test_what_was_promised_about_anonymity_stays_once_a_consultation_is_open(
    session: Session, consultation: Consultation
) -> None:
    plan = Plan(
        slug=consultation.slug,
        meeting=consultation.meeting,
        phase=consultation.phase,
        questionnaire=consultation.questionnaire,
        languages=tuple(consultation.languages),
        opens_at=consultation.opens_at,
        closes_at=consultation.closes_at,
        contact_offered=True,
    )
    with pytest.raises(DomainError) as refused:
        consultations.change(session, consultation, plan, actor=COMMAND_LINE)
    assert (refused.value.code, refused.value.status) == ("consultation_fixed", 409)
    session.rollback()
    assert consultation.contact_offered is False


@pytest.mark.trust("R10")
def test_quotes_stand_as_written_in_their_own_language_and_direction() -> None:
    quotes = [
        quote
        for one in papers.paper().consultations
        for question in one.questions
        for quote in question.quotes
    ]
    page = registry.write(papers.paper(), "fr", "html").decode()
    shown = re.findall(r'<blockquote dir="auto"\s*(?:lang="([^"]*)")?>', page)
    assert shown == [quote.language for quote in quotes]
    assert {"ar", "zh"} <= set(shown)
    first = next(quote for quote in quotes if quote.language == "ar")
    assert first.text in page
    assert Speaker("fr").gettext("A young person") in page


def public_doors(app: Flask) -> Iterator[walk.Door]:
    for door in walk.doors(app):
        if vars(app.view_functions[door.endpoint]).get("audience") == PUBLIC:
            yield door


@pytest.mark.trust("R31")
def test_no_public_page_gives_anybodys_single_answers(
    app: Flask, client: FlaskClient, session: Session, keys: Keyring, consultation: Consultation
) -> None:
    responses.submit(
        session,
        keys,
        consultation,
        submission_key="canary-canary-canary",
        language="en",
        answers={"hours": 17, "region": "ARB"},
        texts={"idea": "Canary 58213"},
        may_be_quoted=True,
    )
    session.commit()
    looked_at = 0
    for door in public_doors(app):
        if door.method == "GET":
            page = door.knock(client)
            looked_at += page.status_code == 200
            assert b"Canary 58213" not in page.data, door
    assert looked_at > 15


@pytest.mark.trust("R42")
def test_no_page_takes_files_from_young_people(app: Flask) -> None:
    staff = {"questionnaires"}  # the secretariat brings questionnaires, behind sign-in
    for template in (ROOT / "consult").rglob("*.html"):
        feature = template.relative_to(ROOT / "consult").parts[0]
        if feature not in staff:
            text = template.read_text("utf-8")
            assert not re.search(r'type="file"|multipart/form-data', text), template
    for name, view in app.view_functions.items():
        if vars(view).get("audience") == PUBLIC:
            assert not name.startswith("questionnaires."), name


@pytest.mark.trust("R43")
def test_nothing_leads_from_one_young_person_to_another() -> None:
    # Whatever stands for a young person is referred to by staff's tables alone, and has no column
    # for words to somebody else.
    theirs = {"response", "contact"}
    refers: dict[str, Any] = {
        table.name: sorted(
            key.column.table.name
            for column in table.columns
            for key in column.foreign_keys
            if key.column.table.name in theirs
        )
        for table in metadata.tables.values()
    }
    both = {name for name, found in refers.items() if len(found) > 1}
    assert both == set()
    assert not {"message", "comment_to_response", "like", "profile", "follow"} & set(
        metadata.tables
    )
