"""New versions of an open consultation: who began can send, and all answers count together."""

from copy import deepcopy
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.consultations import correcting
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.questionnaires import service
from consult.responses import pages, queries
from consult.responses.models import Response
from consult.summaries import tallies
from tests.responses.cast import SAFETY, add_consultation, address, choices, question
from tests.responses.forms import answered, fields_of
from tests.responses.test_sending import code_on

ASKED: dict[str, Any] = {
    **SAFETY,
    "pages": [
        {
            "questions": [
                question("seen", "yes_no"),
                question("where", "single_choice", choices=choices("games", "chats")),
            ]
        }
    ],
}


def _more() -> dict[str, Any]:
    more = deepcopy(ASKED)
    page = more["pages"][0]["questions"]
    page[1]["choices"] += choices("videos")
    page.insert(1, question("told", "yes_no", show_if={"question": "seen", "equals": "yes"}))
    more["pages"].append({"questions": [question("more", "yes_no"), question("idea", "long_text")]})
    return more


@pytest.fixture
def safety(session: Session) -> Consultation:
    made = add_consultation(session, ASKED)
    session.commit()
    return made


def _add(session: Session, consultation: Consultation, content: dict[str, Any]) -> None:
    service.change(session, consultation.questionnaire, content, actor=COMMAND_LINE)
    correcting.correct(session, consultation, actor=COMMAND_LINE)
    session.commit()


def _fill(page: str, **given: str) -> Any:
    return answered(fields_of(page), assent="yes", age_band="16-17", go="send", **given)


def test_whoever_began_before_questions_were_added_can_still_send(
    client: FlaskClient, session: Session, safety: Consultation
) -> None:
    begun = client.get(address()).text
    _add(session, safety, _more())
    first, second = session.scalars(select(Response.version_id)).all(), safety.version_id
    assert first == []
    session.rollback()

    sent = client.post(address(), data=_fill(begun, q_seen="yes", q_where="games"))
    assert sent.status_code == 201
    fresh = _fill(client.get(address()).text, q_seen="yes", q_told="no", q_where="videos")
    assert client.post(address(), data=fresh).status_code == 201

    versions = {
        tuple(r.answers.items()): r.version_id == second for r in session.scalars(select(Response))
    }
    assert versions == {
        (("seen", "yes"), ("where", "games")): False,
        (("seen", "yes"), ("told", "no"), ("where", "videos")): True,
    }
    counted = tallies.count(session, safety)
    assert {one.question.code: one.asked for one in counted.questions} == {
        "seen": 2,
        "told": 1,
        "where": 2,
        "more": 1,
        "idea": 1,
    }
    assert {number: era.total for number, era in counted.eras.items()} == {1: 1, 2: 1}
    by_code = {one.question.code: one for one in counted.questions}
    assert by_code["more"].tables[0].caption["en"].endswith("(asked from version 2 on)")
    labels = [line.label["en"] for line in by_code["where"].tables[0].counts]
    assert [label.endswith("(offered from version 2 on)") for label in labels] == [
        False,
        False,
        True,
    ]
    session.rollback()


def test_what_is_asked_between_pages_forgets_no_version(
    client: FlaskClient, session: Session, keys: Keyring, safety: Consultation
) -> None:
    _add(session, safety, _more())
    first, second = safety.version_id, _other()
    begun = client.get(address()).text
    page = client.get(address(1)).text
    del second["pages"][1]
    _add(session, safety, second)

    # Without a word on taking part.
    unsaid = answered(fields_of(begun), q_seen="yes", q_idea="حديقة", go="send")
    asks = client.post(address(), data=unsaid)
    assert asks.status_code == 400
    sent = client.post(address(), data=answered(fields_of(asks.text), assent="yes"))
    assert sent.status_code == 201
    # Page by page, the second page is gone meanwhile.
    half = client.post(address(1), data={**_fill(page, q_seen="no"), "go": "next"})
    assert half.status_code == 200
    end = client.post(address(2), data={**fields_of(half.text), "q-idea": "مقعد", "go": "next"})
    assert (end.status_code, "مقعد" in end.text) == (200, True)
    last = client.post(address(2), data={**fields_of(end.text), "go": "send"})
    assert last.status_code == 201
    # A child who only ticks leaves the words out, and ticks what was read.
    fields = {**_fill(begun, q_seen="yes", q_idea="no"), "age-band": "under-10"}
    fields |= {"submission-key": "a-child-ticks-this-once"}
    words = client.post(address(), data=fields)
    assert words.status_code == 422
    ticked = {**fields_of(words.text), "leave-out": "yes"}
    assert client.post(address(), data=ticked).status_code == 201

    stored = session.scalars(select(Response)).all()
    assert {one.version_id for one in stored} == {first}
    assert [one.answers for one in stored if one.answers == {"seen": "no"}] == [{"seen": "no"}]
    texts = [queries.texts_of(keys, one) for one in stored]
    assert sorted(one.get("idea", "") for one in texts) == ["", "حديقة", "مقعد"]
    session.rollback()


def test_a_code_leads_to_the_questions_that_were_answered(
    client: FlaskClient, session: Session, keys: Keyring, safety: Consultation
) -> None:
    _add(session, safety, _more())
    first = safety.version_id
    filled = _fill(client.get(address()).text, q_seen="yes", q_idea="حديقة")
    code = code_on(client.post(address(), data=filled).text)
    _add(session, safety, ASKED)
    reads = client.post("/ar/receipt", data={"code": code})
    assert "About idea? (ar)" in reads.text
    form = client.post("/ar/receipt", data={"code": code, "go": "change"})
    changed = answered(fields_of(form.text), q_idea="حديقة ومقعد", go="send")
    assert client.post(address(), data=changed).status_code == 200

    stored = session.scalars(select(Response)).one()
    assert stored.version_id == first
    assert queries.texts_of(keys, stored) == {"idea": "حديقة ومقعد"}
    session.rollback()
    # Of words that were mended, the new ones are read when answers are changed.
    mended = deepcopy(ASKED)
    mended["pages"][0]["questions"][0]["text"]["ar"] = "هل رأيت هذا؟"
    other = _fill(client.get(address()).text, q_seen="no", q_where="games")
    code = code_on(client.post(address(), data=other).text)
    _add(session, safety, mended)
    assert "هل رأيت هذا؟" not in client.post("/ar/receipt", data={"code": code}).text
    form = client.post("/ar/receipt", data={"code": code, "go": "change"})
    assert "هل رأيت هذا؟" in form.text
    changed = answered(fields_of(form.text), q_where="chats", go="send")
    assert client.post(address(), data=changed).status_code == 200
    session.rollback()


def test_what_a_version_does_not_ask_is_shown_before_anything_is_sent(
    client: FlaskClient, session: Session, keys: Keyring, safety: Consultation
) -> None:
    _add(session, safety, _more())
    old = fields_of(client.get(address()).text)[pages.VERSION_FIELD]
    _add(session, safety, ASKED)
    # A phone that kept the newer form put an older draft into it.
    mixed = _fill(client.get(address()).text, q_seen="yes", q_more="no", q_idea="حديقة")
    shown = client.post(address(), data=mixed)
    assert shown.status_code == 409
    assert all(part in shown.text for part in ("About idea? (ar)", "حديقة", "About more? (ar)"))
    again = fields_of(shown.text)
    assert (again["q-seen"], "q-idea" in again) == ("yes", False)
    # The other way round, the version that is asked now counts.
    forth = answered(mixed, version=old, q_gone="nobody knows")
    kept = client.post(address(7), data=forth)
    assert (kept.status_code, "nobody knows" in kept.text) == (409, True)
    assert fields_of(kept.text)[pages.VERSION_FIELD] == again[pages.VERSION_FIELD]
    assert session.scalars(select(Response)).all() == []
    session.rollback()

    assert client.post(address(), data=answered(again, go="send")).status_code == 201
    assert session.scalars(select(Response)).one().version_id == safety.version_id
    session.rollback()


def test_a_line_beside_other_is_told_where_other_is_offered_no_more(
    client: FlaskClient, session: Session
) -> None:
    asked = deepcopy(ASKED)
    asked["pages"][0]["questions"][1]["other"] = True
    made = add_consultation(session, asked)
    session.commit()
    _add(session, made, ASKED)
    late = _fill(client.get(address()).text, q_where="other", q_where_other="في الحافلة")
    shown = client.post(address(), data=late)
    assert (shown.status_code, "في الحافلة" in shown.text) == (409, True)
    session.rollback()


def _other() -> dict[str, Any]:
    """Return a version without a question and a choice, in which another is put to everybody."""
    other = _more()
    page = other["pages"][0]["questions"]
    page[2]["choices"] = choices("games", "videos")
    del page[1]["show_if"]
    del page[0]
    return other


def test_what_is_asked_no_more_is_counted_up_to_its_last_version(
    client: FlaskClient, session: Session, safety: Consultation
) -> None:
    _add(session, safety, _more())
    begun = client.get(address()).text
    first = _fill(client.get(address()).text, q_seen="yes", q_told="no", q_where="chats")
    assert client.post(address(), data=first).status_code == 201
    _add(session, safety, _other())
    late = _fill(begun, q_seen="no", q_where="chats")
    assert client.post(address(), data=late).status_code == 201
    page = client.get(address()).text
    assert "q-seen" not in page
    assert client.post(address(), data=_fill(page, q_told="yes")).status_code == 201

    counted = tallies.count(session, safety)
    by_code = {one.question.code: one for one in counted.questions}
    assert {code: one.asked for code, one in by_code.items()} == {
        "seen": 2, "told": 2, "where": 3, "more": 3, "idea": 3,
    }  # fmt: skip
    assert by_code["seen"].tables[0].caption["en"].endswith("(asked up to version 2)")
    assert by_code["told"].tables[0].caption["en"].endswith("(asked from version 2 on)")
    assert [line.label["en"] for line in by_code["where"].tables[0].counts] == [
        "Games (en)",
        "Chats (en) (offered up to version 2)",
        "Videos (en) (offered from version 2 on)",
    ]
    assert [line.count for line in by_code["where"].tables[0].counts] == [0, 2, 0]
    assert {number: era.total for number, era in counted.eras.items()} == {2: 2, 3: 1}
    session.rollback()


def test_who_goes_back_to_what_was_asked_first_asks_that_version_again(
    session: Session, safety: Consultation
) -> None:
    first = safety.version_id
    _add(session, safety, _other())
    second = safety.version_id
    _add(session, safety, ASKED)

    assert safety.version_id == first != second
    told = [(one.number, one.before) for one in correcting.history(session, safety)]
    assert told == [(1, None), (2, 1), (1, 2)]
    assert {one.number for one in consultations.versions(session, safety)} == {1, 2}
    asked = consultations.asked(session, safety)
    assert [q.code for q in asked.questions()] == ["told", "seen", "where", "more", "idea"]
    session.rollback()


def test_a_page_of_another_consultations_version_is_taken_for_the_own_one(
    client: FlaskClient, session: Session, safety: Consultation
) -> None:
    service.change(session, safety.questionnaire, _more(), actor=COMMAND_LINE)
    foreign = service.freeze(session, safety.questionnaire, actor=COMMAND_LINE)
    session.commit()
    page = client.get(address()).text
    own = fields_of(page)[pages.VERSION_FIELD]
    forged = {**_fill(page, q_seen="yes"), pages.VERSION_FIELD: str(foreign.id)[: len(own)]}
    assert client.post(address(), data=forged).status_code == 409
    assert session.scalars(select(Response)).all() == []
    session.rollback()


@pytest.mark.parametrize("change", ["kind", "scale"])
def test_a_question_that_asks_something_else_needs_a_code_of_its_own(
    session: Session, change: str
) -> None:
    asked = deepcopy(ASKED)
    asked["pages"][0]["questions"].append(
        question("worry", "scale", settings={"low": 1, "high": 5})
    )
    made = add_consultation(session, asked)
    other = deepcopy(asked)
    if change == "kind":
        other["pages"][0]["questions"][0] = question("seen", "short_text")
    else:
        other["pages"][0]["questions"][2] = question(
            "worry", "scale", settings={"low": 0, "high": 10}
        )
    service.change(session, made.questionnaire, other, actor=COMMAND_LINE)
    with pytest.raises(DomainError) as refused:
        correcting.correct(session, made, actor=COMMAND_LINE)
    assert refused.value.code == "correction_clash"
    code = {"kind": "seen", "scale": "worry"}[change]
    assert [problem.where for problem in refused.value.problems] == [code]

    # What its code says is gone for good: a code that comes back has to mean what it meant.
    gone = deepcopy(asked)
    gone["pages"][0]["questions"] = [q for q in asked["pages"][0]["questions"] if q["code"] != code]
    service.change(session, made.questionnaire, gone, actor=COMMAND_LINE)
    correcting.correct(session, made, actor=COMMAND_LINE)
    service.change(session, made.questionnaire, other, actor=COMMAND_LINE)
    with pytest.raises(DomainError, match="would not mean the same"):
        correcting.correct(session, made, actor=COMMAND_LINE)
    session.rollback()


def test_a_place_for_an_earlier_answer_does_not_read_otherwise(session: Session) -> None:
    asked = deepcopy(ASKED)
    told = {tag: f"You said {{{{where|something}}}} ({tag}). Why?" for tag in SAFETY["languages"]}
    asked["pages"].append({"questions": [{**question("why", "long_text"), "text": told}]})
    made = add_consultation(session, asked)
    assert correcting.pending(session, made) is None
    session.rollback()


def test_the_gates_of_opening_hold_for_what_is_added(
    session: Session, safety: Consultation
) -> None:
    more = _more()
    for one in more["pages"][1]["questions"]:
        del one["text"]["ru"]
    service.change(session, safety.questionnaire, more, actor=COMMAND_LINE)
    with pytest.raises(DomainError) as refused:
        correcting.correct(session, safety, actor=COMMAND_LINE)
    assert refused.value.code in {"consultation_not_ready", "correction_missing"}
    session.rollback()
