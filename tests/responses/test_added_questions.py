"""Questions and choices added to an open consultation: who began can send, all count together."""

from copy import deepcopy
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.consultations import correcting
from consult.consultations.models import Consultation, Phase
from consult.core.errors import DomainError
from consult.questionnaires import format as own_format
from consult.questionnaires import service
from consult.responses.models import Response
from consult.summaries import disclosure, links, tallies
from consult.summaries.disclosure import Source
from consult.summaries.snapshots import columns
from tests.responses.cast import SAFETY, add_consultation, address, choices, question
from tests.responses.forms import answered, fields_of

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
    (brought,) = counted.fresh
    assert (brought.number, brought.responses) == (2, 1)
    by_code = {one.question.code: one for one in counted.questions}
    assert by_code["more"].tables[0].caption["en"].endswith("(asked from version 2 on)")
    labels = [line.label["en"] for line in by_code["where"].tables[0].counts]
    assert [label.endswith("(offered from version 2 on)") for label in labels] == [
        False,
        False,
        True,
    ]
    session.rollback()


def test_what_is_asked_already_neither_changes_nor_goes(
    session: Session, safety: Consultation
) -> None:
    for change in ("gone", "kind", "choice", "rule"):
        other = _more()
        page = other["pages"][0]["questions"]
        if change == "gone":
            del page[0], page[0]
        elif change == "kind":
            page[0] = question("seen", "short_text")
            del page[1]
        elif change == "choice":
            page[2]["choices"] = choices("games", "videos")
        else:
            page[2]["show_if"] = {"question": "seen", "equals": "no"}
        service.change(session, safety.questionnaire, other, actor=COMMAND_LINE)
        with pytest.raises(DomainError) as refused:
            correcting.correct(session, safety, actor=COMMAND_LINE)
        assert refused.value.code == "correction_structure", change
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


def test_a_reader_is_credited_with_all_that_versions_tell() -> None:
    """Every relation holds for the true counts, and few early answers cannot be worked out."""
    before, after = own_format.parse(ASKED), own_format.parse(_more())
    early = [{"seen": "yes", "where": "games"}] * 3 + [{"seen": "no"}] * 20
    late = [{"seen": "yes", "told": "no", "where": "videos", "more": "yes"}] * 30
    found = columns.gather(
        [q.code for q in after.questions()],
        [
            (version, ("en", "open", None, None, "open"), answers, [])
            for version, answers in [
                *(("one", each) for each in early),
                *(("two", each) for each in late),
            ]
        ],
    )
    versions = {"one": (1, before), "two": (2, after)}
    counted = tallies.of_columns(after, found, versions)
    source = Source("safety", Phase.BEFORE, 5, ["en"], counted)
    system = disclosure.system([source])
    for relation in system.relations:
        total = sum(system.cells[key].value * times for key, times in relation.terms)
        assert total <= 0 if relation.at_most else total == 0, relation
    since = system.cells[links.since_key("safety", 2)]
    assert (since.value, system.cells[links.before_key("safety", 2)].value) == (30, 23)
    assert links.asked_key("safety", "told") in system.cells
