"""Two people read a text before it can be quoted; a queue, marks and a log help them."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError
from consult.moderation import queries, queue, service
from consult.moderation.models import Decision, TextReview
from tests.conftest import Cast, StaffClient
from tests.moderation import cast

SAID = "My name is Zoe, write to zoe@example.org please"
Staff = Callable[[Role | str], StaffClient]


@pytest.fixture
def safety(session: Session) -> Consultation:
    made = cast.consultation(session, cast.meeting(session))
    session.commit()
    return made


@pytest.mark.trust("R28")
def test_no_path_leads_to_a_quote_without_two_different_people(
    session: Session, keys: Keyring, safety: Consultation, accounts: Cast
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": "Listen to us"})
    mei, oksana = (Actor(one.email, one.id) for one in (accounts.mei, accounts.oksana))

    def quoted() -> int:
        return len(queries.quotable(session, keys, [safety]))

    def decide(decision: Decision, by: Actor) -> TextReview:
        return service.decide(session, keys, response, "more", decision, actor=by)

    # Every walk of three acts by two people, from nothing: the text is quotable exactly when
    # the last decision was confirmed by the other.
    for first in (mei, oksana):
        other = oksana if first is mei else mei
        review = decide(Decision.QUOTE, first)
        assert quoted() == 0
        with pytest.raises(ForbiddenError):
            service.confirm(session, review, actor=first)
        assert quoted() == 0
        service.confirm(session, review, actor=other)
        assert quoted() == 1
        with pytest.raises(DomainError):
            service.confirm(session, review, actor=other)
        for again in (first, other):
            decide(Decision.QUOTE, again)
            assert quoted() == 0
        service.confirm(session, review, actor=first)
        assert quoted() == 1
        decide(Decision.KEEP_BACK, first)
        with pytest.raises(DomainError):
            service.confirm(session, review, actor=other)
        assert quoted() == 0


@pytest.mark.trust("R27")
def test_the_desk_marks_strikes_everything_found_and_goes_to_a_second_reader(
    session: Session, keys: Keyring, safety: Consultation, staff: Staff
) -> None:
    plain = cast.answer(session, keys, safety, texts={"more": "Old"}, submitted_on=date(2025, 1, 1))
    risky = cast.answer(
        session,
        keys,
        safety,
        texts={"more": SAID},
        language="en",
        found={"more": ["email", "name"]},
    )
    session.commit()
    oksana, mei = staff("secretariat"), staff("chair")

    taken = oksana.post("/staff/moderation/queue")
    assert str(risky.id) in taken.location, "what is risky comes before what is old"
    assert str(plain.id) in mei.post("/staff/moderation/queue").location, "the first is taken"
    assert "oksana@example.org" in mei.get("/staff/moderation/queue").text
    page = oksana.get(taken.location)
    assert "<mark>zoe@example.org<small" in page.text
    struck = oksana.post(taken.location, data={"go": "found"})
    assert struck.status_code == 200
    assert ">\r\nZoe</textarea>" in struck.text
    assert ">\r\nzoe@example.org</textarea>" in struck.text
    fields = {
        "decision": "quote-redacted",
        "strike_name": "Zoe",
        "strike_contact": "zoe@example.org",
    }
    assert oksana.post(taken.location, data=fields).status_code == 302

    where = f"/staff/moderation/safety/more/{risky.id}"
    assert oksana.post(f"{where}/confirm").status_code == 403
    assert f'action="{where}/confirm' not in oksana.get(where).text
    read = mei.get(where).text
    assert f'action="{where}/confirm' in read
    seen = read.split('name="seen" value="')[1].split('"')[0]
    assert mei.post(f"{where}/confirm", data={"seen": seen}).status_code == 302
    assert len(queries.quotable(session, keys, [safety])) == 1
    log = mei.get("/staff/moderation/safety/log.csv").text
    assert "oksana@example.org,more,decide: quote-redacted,contact name" in log
    assert "mei@example.org,more,confirm: quote-redacted" in log
    assert "Zoe" not in log


def test_a_claim_is_over_after_some_minutes(
    session: Session, keys: Keyring, safety: Consultation, accounts: Cast
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": "Listen"})
    mei, oksana = (Actor(one.email, one.id) for one in (accounts.mei, accounts.oksana))
    assert service.claim(session, response.id, "more", actor=mei)
    assert service.claim(session, response.id, "more", actor=mei)
    assert not service.claim(session, response.id, "more", actor=oksana)
    (seen,) = queue.entries(session, [safety], oksana.account_id, clock.now())
    assert seen.claimed_by == mei.name

    with clock.frozen(clock.now() + service.CLAIM_LIVES + timedelta(seconds=1)):
        assert service.claim(session, response.id, "more", actor=oksana)


@pytest.mark.trust("R16")
def test_without_a_recent_training_nobody_reads_raw_texts(
    session: Session, keys: Keyring, safety: Consultation, accounts: Cast, staff: Staff
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": "Listen to us"})
    account = session.get_one(type(accounts.oksana), accounts.oksana.id)
    today = clock.today()
    pages = ["decided", "not-for-quoting", str(response.id)]
    for day in (None, today.replace(year=today.year - 3)):
        account.trained_on = day
        session.commit()
        browser = staff("secretariat")
        for page in pages:
            refused = browser.get(f"/staff/moderation/safety/more/{page}")
            assert refused.status_code == 403
            assert "ask the administrator to note its day" in refused.text
        assert browser.get("/staff/moderation/").status_code == 200

    noted = staff("admin").post(
        f"/staff/accounts/{account.id}/training", data={"trained_on": today.isoformat()}
    )
    assert noted.status_code == 302
    for page in pages:
        assert browser.get(f"/staff/moderation/safety/more/{page}").status_code == 200
    late = {"trained_on": (today + timedelta(days=2)).isoformat()}
    assert (
        staff("admin").post(f"/staff/accounts/{account.id}/training", data=late).status_code == 422
    )
    assert session.scalars(select(TextReview)).all() == []
