"""A facilitator enters sheets, each once, and never more than there are consents."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from consult.audit.actor import COMMAND_LINE
from consult.audit.models import AuditEntry
from consult.consultations import correcting
from consult.consultations.models import Consultation
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.invitations import service
from consult.invitations.models import Group
from consult.questionnaires import service as questionnaires
from consult.responses import queries
from consult.responses.models import Mode, Response, Stratum
from tests.access.walk import content
from tests.responses.cast import AMINA, AMINA_ANSWERS, SAFETY, add_consultation
from tests.responses.forms import answered, fields_of

PAGE = "/en/facilitate"


@pytest.fixture
def code(session: Session, keys: Keyring, consultation: Consultation) -> str:
    """The facilitator code of a group of two."""
    made = service.add_group(
        session,
        keys,
        consultation,
        form_key=ids.new_key(),
        partner="A school",
        officer_role="teacher",
        headcount=2,
        region=None,
        actor=COMMAND_LINE,
    )
    session.commit()
    return made.facilitator_code


def sheet(client: FlaskClient, code: str, **more: str) -> MultiDict[str, str]:
    """Open a fresh sheet and fill in what Amina wrote on paper."""
    page = client.post(PAGE, data={"code": code, "go": "sheet"})
    assert page.status_code == 200
    fields = fields_of(page.text)
    for name, value in AMINA.items():
        fields.setlist(name, [value] if isinstance(value, str) else list(value))
    del fields["shown"]  # what the answers lead to is filled in at once here
    return answered(fields, go="enter", **more)


def all_of(database: Database, statement: Select[Any]) -> Sequence[Any]:
    """Read in a session of its own: one that stays open would keep SQLite's writer waiting."""
    with database.session(read_only=True) as reading:
        return reading.scalars(statement).all()


def counts(page: TestResponse) -> dict[str, int]:
    found = {}
    for part in page.text.split('<dd data-count="')[1:]:
        name, rest = part.split('">', 1)
        found[name] = int(rest.split("<", 1)[0])
    return found


@pytest.mark.trust("R34")
@pytest.mark.trust("R14")
def test_sheets_are_stored_once_and_never_more_than_consents_are_held(
    client: FlaskClient, database: Database, code: str
) -> None:
    first = sheet(client, code)
    stored, again = (client.post(PAGE, data=first) for _ in range(2))
    assert (stored.status_code, again.status_code) == (201, 200)
    assert "stored before" in again.text
    assert counts(again) == {"headcount": 2, "entered": 1, "joined": 0, "left": 1}
    # "Back" and another sheet under the same page is neither lost nor taken for the first.
    other = client.post(PAGE, data=answered(first, q_worry="1"))
    assert other.status_code == 409
    kept = answered(fields_of(other.text), go="enter")
    assert kept["q-worry"] == "1"
    assert counts(client.post(PAGE, data=kept))["left"] == 0

    full = client.post(PAGE, data=sheet(client, code, q_worry="2"))

    assert full.status_code == 409
    assert "how many consents you hold now" in full.text
    typed = fields_of(full.text)
    assert typed["q-idea"].replace("\r\n", "\n") == AMINA["q-idea"]
    few = answered(typed, go="attest-enter", headcount="1", officer_role="teacher")
    refused = client.post(PAGE, data=few)
    assert (refused.status_code, fields_of(refused.text)["q-worry"]) == (422, "2")
    more = answered(fields_of(refused.text), go="attest-enter", headcount="5", officer_role="head")
    entered = client.post(PAGE, data=more)
    assert entered.status_code == 201
    assert counts(entered) == {"headcount": 5, "entered": 3, "joined": 0, "left": 2}
    rows = all_of(database, select(Response))
    assert [(r.mode, r.stratum) for r in rows] == [(Mode.FACILITATED, Stratum.INVITED)] * 3
    assert sorted(r.answers["worry"] for r in rows) == [1, 2, 4]
    attested = all_of(database, select(AuditEntry).filter_by(act="group.attest"))[-1]
    assert attested.details["headcount"] == 5


def test_sheets_of_an_earlier_version_are_entered_with_its_questions(
    client: FlaskClient, session: Session, database: Database, code: str, keys: Keyring
) -> None:
    only = client.post(PAGE, data={"code": code, "go": "show"})
    assert "Which version" not in only.text
    under_way = sheet(client, code)
    consultation = session.scalars(select(Consultation)).one()
    first = consultation.version_id
    other: dict[str, Any] = deepcopy(SAFETY)
    del other["pages"][2]["questions"][2]
    questionnaires.change(session, consultation.questionnaire, other, actor=COMMAND_LINE)
    correcting.correct(session, consultation, actor=COMMAND_LINE)
    second = consultation.version_id
    session.commit()

    # A sheet that is open meanwhile is stored as what it was read as.
    stored = client.post(PAGE, data=under_way)
    assert stored.status_code == 201
    assert "Which version" in stored.text
    assert _chosen(stored.text) == "1"  # of a pile, one lies on the other
    desk = client.post(PAGE, data={"code": code, "go": "show"})
    assert _chosen(desk.text) == "2"
    fresh = client.post(PAGE, data={"code": code, "go": "sheet", "version": "2"})
    assert 'name="q-idea"' not in fresh.text
    older = client.post("/ar/facilitate", data={"code": code, "go": "sheet", "version": "1"})
    assert 'name="q-idea"' in older.text
    filled = answered(fields_of(older.text), q_worry="2", q_idea="مقعد", go="enter")
    assert client.post("/ar/facilitate", data=filled).status_code == 201

    rows = all_of(database, select(Response))
    assert [one.version_id for one in rows] == [first, first]
    assert second != first
    texts = {queries.texts_of(keys, one)["idea"].replace("\r\n", "\n") for one in rows}
    assert texts == {AMINA["q-idea"], "مقعد"}


def _chosen(page: str) -> str:
    return str(fields_of(page)["version"])


def test_a_closed_group_takes_nothing_and_says_so(
    client: FlaskClient, database: Database, code: str
) -> None:
    waiting = sheet(client, code)
    asked = client.post(PAGE, data={"code": code, "go": "close"})
    assert "cannot be undone" in asked.text
    assert all_of(database, select(Group.closed_on)) == [None]
    closed = client.post(PAGE, data={"code": code, "go": "close-now"})
    assert "This group is closed" in closed.text
    assert all_of(database, select(Group.closed_on)) == [clock.today()]

    late = client.post(PAGE, data=waiting)
    attest = client.post(
        PAGE, data={"code": code, "go": "attest", "headcount": "9", "officer-role": "x"}
    )

    assert (late.status_code, attest.status_code) == (409, 409)
    assert fields_of(late.text)["q-worry"] == AMINA["q-worry"]
    assert all_of(database, select(Response)) == []


def test_mistakes_are_told_and_nothing_typed_is_lost(
    client: FlaskClient, database: Database, code: str
) -> None:
    blank = client.post(PAGE, data={"code": code, "go": "sheet"})
    opened = client.post(
        PAGE, data=answered(fields_of(blank.text), q_seen="no", q_told="parents", go="enter")
    )
    wrong = client.post(PAGE, data=answered(sheet(client, code), q_first_schools="1", q_worry="3"))
    unknown = client.post(PAGE, data={"code": "no such code", "go": "sheet"})
    number = client.post(PAGE, data={"code": code, "go": "attest", "headcount": "many"})

    assert (opened.status_code, "led to more questions" in opened.text) == (200, True)
    assert 'name="q-helped"' in opened.text
    assert (wrong.status_code, fields_of(wrong.text)["q-worry"]) == (422, "3")
    assert unknown.status_code == 404
    assert 'value="no such code"' in unknown.text
    assert (number.status_code, "in digits" in number.text) == (422, True)
    assert all_of(database, select(Response)) == []
    stay = client.post("/ar/facilitate", data=answered(sheet(client, code), go="stay"))
    assert 'dir="rtl"' in stay.text
    assert fields_of(stay.text)["q-worry"] == AMINA["q-worry"]


def test_paper_and_screen_give_the_same_answers(
    client: FlaskClient, database: Database, code: str
) -> None:
    client.post(PAGE, data=sheet(client, code))

    stored = all_of(database, select(Response))[0]
    assert stored.answers == AMINA_ANSWERS
    assert (stored.language, stored.may_be_quoted) == ("en", True)


def test_opening_the_page_changes_nothing(
    client: FlaskClient, code: str, database: Database
) -> None:
    before = content(database)

    client.get(PAGE)
    client.post(PAGE, data={"code": code})
    client.post(PAGE, data={"code": code, "go": "sheet"})

    assert content(database) == before


@pytest.mark.trust("R35")
@pytest.mark.parametrize("asks_age", [True, False])
def test_a_child_under_ten_only_ticks_on_a_sheet_too(
    client: FlaskClient, session: Session, keys: Keyring, database: Database, *, asks_age: bool
) -> None:
    first, *others = SAFETY["pages"]
    page = first if asks_age else first | {"questions": first["questions"][1:]}
    other = add_consultation(session, SAFETY | {"pages": [page, *others]}, slug="young")
    made = service.add_group(
        session,
        keys,
        other,
        form_key=ids.new_key(),
        partner="A school",
        officer_role="teacher",
        headcount=2,
        region=None,
        actor=COMMAND_LINE,
    )
    session.commit()
    field = "q-age" if asks_age else "age-band"
    fields = sheet(client, made.facilitator_code)
    fields.setlist(field, ["under-10"])

    refused = client.post(PAGE, data=fields)

    assert refused.status_code == 422
    typed = fields_of(refused.text)
    assert typed["q-idea"].replace("\r\n", "\n") == AMINA["q-idea"]
    assert typed[field] == "under-10"
    ticked = answered(typed, go="enter", q_idea="", q_places_other="")
    assert client.post(PAGE, data=ticked).status_code == 201
    (stored,) = all_of(database, select(Response))
    assert (stored.text_codes, stored.texts) == ([], None)
    assert stored.age_band == ("under-10" if asks_age else None)
