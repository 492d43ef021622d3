"""How taking part was: linked to nobody, told under the rules of the papers (TRUST.md R48, R30)."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import clock
from consult.summaries import known, suppression
from consult.summaries.known import Cell
from consult.takingpart import rules
from consult.takingpart.models import TakingPart
from consult.takingpart.rules import FACES, QUESTIONS
from tests.responses.cast import add_consultation, address, send

OPENED = datetime(2026, 1, 2, 9, tzinfo=UTC)
CLOSED = datetime(2026, 1, 10, 12, tzinfo=UTC)
SAY = "/en/consultations/safety/taking-part"


@pytest.fixture
def asked(session: Session) -> Consultation:
    """A consultation that is open from 2 to 10 January 2026."""
    with clock.frozen(OPENED):
        made = add_consultation(session, opens_at=OPENED, closes_at=CLOSED)
    session.commit()
    return made


@pytest.mark.trust("R48")
def test_four_faces_are_asked_after_sending_and_lead_to_no_answer(
    client: FlaskClient, session: Session, asked: Consultation
) -> None:
    with clock.frozen(OPENED + timedelta(hours=1)):
        sent = send(client, address(language="en"))
        assert all(f'name="{question}"' in sent.text for question in QUESTIONS)
        (key,) = re.findall(r'name="key" value="([^"]+)"', sent.text)
        form = {"key": key, "space": "5", "voice": "4", "audience": "", "influence": "1"}
        thanks = client.post(SAY, data=form)
        again = client.post(SAY, data=form)

    assert thanks.status_code == again.status_code == 200
    row = session.scalars(select(TakingPart)).one()  # sent twice, kept once
    assert (row.space, row.voice, row.audience, row.influence) == (5, 4, None, 1)
    # Nothing in the row is in the response, but the consultation and the day.
    assert {c.name for c in TakingPart.__table__.columns} == {
        "id", "consultation_id", "said_on", *QUESTIONS
    }  # fmt: skip
    assert key not in repr(vars(row))


@pytest.mark.trust("R48")
def test_what_cannot_be_taken_is_told_and_nothing_is_kept(
    client: FlaskClient, session: Session, asked: Consultation
) -> None:
    with clock.frozen(CLOSED + timedelta(hours=1)):
        for faces in ({}, {"space": "6"}, {"space": "😃"}, {"voice": "1"}):
            key = {} if faces == {"voice": "1"} else {"key": "k"}
            refused = client.post(SAY, data=key | faces)
            assert refused.status_code == 422
            assert "Choose at least one face" in refused.text
    with clock.frozen(CLOSED + timedelta(days=1)):
        late = client.post(SAY, data={"key": "k", "space": "1"})
        assert late.status_code == 409
        assert "is over" in client.get(SAY).text
    assert client.get("/en/consultations/nowhere/taking-part").status_code == 404
    assert session.scalars(select(TakingPart)).all() == []


@pytest.mark.trust("R48")
def test_results_are_told_when_nothing_is_added_any_more_and_enough_have_spoken(
    client: FlaskClient, session: Session, asked: Consultation
) -> None:
    page = "/en/consultations/safety"
    told = "How taking part was"

    def many(count: int, face: int, start: int) -> None:
        with clock.frozen(OPENED + timedelta(hours=1)):
            for number in range(start, start + count):
                data = {"key": f"k{number}", **dict.fromkeys(QUESTIONS, str(face))}
                assert client.post(SAY, data=data).status_code == 200

    many(4, 5, 0)
    with clock.frozen(CLOSED + timedelta(days=2)):
        assert told not in client.get(page).text
    many(28, 5, 4)
    many(3, 1, 40)
    many(8, 2, 60)
    with clock.frozen(CLOSED + timedelta(hours=1)):
        assert told not in client.get(page).text
    with clock.frozen(CLOSED + timedelta(days=2)):
        shown = client.get(page).text
        assert "43 young people told us." in shown
        assert "(74 %)" in shown or "–" in shown
        assert "3 (" not in shown


@pytest.mark.trust("R30")
@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {question: st.sampled_from([None, *FACES, 5, 5, 4]) for question in QUESTIONS}
        ),
        min_size=5,
        max_size=80,
    )
)
def test_no_small_count_can_be_worked_out_and_no_share_stands_on_a_small_base(
    everybody: list[dict[str, int | None]],
) -> None:
    shown = rules.results(everybody, 5)

    for question, lines in shown.items():
        counts = {face: sum(one[question] == face for one in everybody) for face in (*FACES, None)}
        answered = len(everybody) - counts[None]
        hidden = {(str(line.face),) for line in lines if line.count is None}
        for line in lines:
            assert line.count is None or line.count == counts[line.face]
            assert line.count is None or not 0 < line.count < 5
            if line.percent is not None:
                assert answered >= 30
                assert abs(line.percent - 100 * counts[line.face] / answered) <= 0.5
        # The whole is known, and how many left it out is not told: what is hidden has room.
        cells = [Cell(("all",), len(everybody), 5, fixed=True)]
        cells += [Cell((str(face),), count, 5) for face, count in counts.items()]
        whole = known.equal([("all",)], [cell.key for cell in cells[1:]])
        if hidden:
            assert suppression.exposures(cells, [whole], hidden | {("None",)}) == []
