"""Careless or curious staff: what they may not read, confirm unseen or open in a spreadsheet."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, Role
from consult.audit.actor import COMMAND_LINE, Actor
from consult.core import clock
from consult.core.crypto import Keyring
from consult.moderation import service as moderation
from consult.moderation.models import Decision, TextReview
from consult.responses.models import Response
from consult.themes import queries as themes
from consult.themes import service
from tests.conftest import Cast, StaffClient
from tests.moderation import cast
from tests.responses.cast import add_consultation, address, send

Staff = Callable[[Role | str], StaffClient]

STORY = "أبي يضربني كل ليلة وأريد أن أموت الليلة"


@pytest.mark.trust("R16")
def test_without_a_training_no_page_of_themes_shows_what_young_people_wrote(
    session: Session, keys: Keyring, accounts: Cast, staff: Staff
) -> None:
    safety = cast.consultation(session, cast.meeting(session))
    said = cast.answer(session, keys, safety, texts={"more": "Listen to us"}, language="en")
    service.begin(session, safety, "more", actor=COMMAND_LINE)
    session.get_one(Account, accounts.oksana.id).trained_on = None
    session.commit()
    trained, untrained = staff("chair"), staff("secretariat")

    for page in (f"answer/{said.id}", "cards"):
        where = f"/staff/themes/safety/more/{page}"
        assert "Listen to us" in trained.get(where).text
        refused = untrained.get(where)
        assert (refused.status_code, "Listen to us" in refused.text) == (403, False)


@pytest.mark.trust("R40")
def test_a_text_that_safeguarding_staff_see_to_is_not_among_the_answers_to_code(
    client: FlaskClient, session: Session, keys: Keyring, staff: Staff
) -> None:
    safety = add_consultation(session)
    session.commit()
    # Beside the story there is an ordinary text, so that the response has texts to open.
    assert send(client, address(), q_idea=STORY).status_code == 201
    book = service.begin(session, safety, "idea", actor=COMMAND_LINE)
    session.commit()

    found = themes.work(session, keys, book)
    session.commit()
    asked = staff("secretariat").get("/staff/themes/safety/idea/read/audit")

    assert (found.ordered, found.sample) == ([], [])
    assert asked.status_code == 200, "the reader is not sent to a text that nobody here can open"


@pytest.mark.trust("R28")
def test_nobody_confirms_a_decision_that_was_made_anew_behind_their_back(
    session: Session, keys: Keyring, accounts: Cast, staff: Staff
) -> None:
    safety = cast.consultation(session, cast.meeting(session))
    said = cast.answer(session, keys, safety, texts={"more": "Zoe wants to be heard"})
    oksana = Actor(accounts.oksana.email, accounts.oksana.id)
    moderation.decide(session, keys, said, "more", Decision.KEEP_BACK, actor=oksana)
    moderation.decide(session, keys, said, "more", Decision.QUOTE, actor=oksana)
    session.commit()
    where = f"/staff/moderation/safety/more/{said.id}"
    mei = staff("chair")
    seen = mei.get(where).text.split('name="seen" value="')[1].split('"')[0]

    with clock.frozen(clock.now() + timedelta(minutes=1)):
        hers = session.get_one(Response, said.id)
        moderation.decide(session, keys, hers, "more", Decision.QUOTE, actor=oksana)
        session.commit()
    late = mei.post(f"{where}/confirm", data={"seen": seen})
    blind = mei.post(f"{where}/confirm")

    assert (late.status_code, blind.status_code) == (409, 409)
    session.expire_all()
    assert session.scalars(select(TextReview)).one().second_reviewer_id is None


def test_the_log_of_the_review_has_no_cell_that_a_spreadsheet_would_run(
    session: Session, keys: Keyring, staff: Staff
) -> None:
    safety = cast.consultation(session, cast.meeting(session))
    said = cast.answer(session, keys, safety, texts={"more": "Listen"})
    mallory = session.get_one(Account, cast.second(session).account_id)
    actor = Actor("=cmd|'/c calc'!a0@example.org", mallory.id)
    moderation.decide(session, keys, said, "more", Decision.KEEP_BACK, actor=actor)
    session.commit()

    log = staff("chair").get("/staff/moderation/safety/log.csv").data.decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(log)) for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []
    assert "'=cmd|'/c calc'!a0@example.org" in cells
