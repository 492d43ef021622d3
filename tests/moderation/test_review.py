"""A free text stays hidden until a person decides; only agreed ones may be quoted."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE, Actor
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, InvalidError
from consult.moderation import queries, rules, service
from consult.moderation.models import Decision, TextReview
from consult.moderation.rules import Reason
from tests.conftest import Cast, StaffClient
from tests.moderation import cast

SAID = "قالت ليلى: أوقفوا الصور"
Staff = Callable[[Role | str], StaffClient]


@pytest.fixture
def safety(session: Session) -> Consultation:
    made = cast.consultation(session, cast.meeting(session))
    session.commit()
    return made


@pytest.fixture
def oksana(accounts: Cast) -> Actor:
    return Actor(accounts.oksana.email, accounts.oksana.id)


def test_a_text_is_quotable_only_after_two_people_and_without_what_was_struck(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": SAID})
    assert queries.quotable(session, keys, [safety]) == []

    redactions = rules.spans(SAID, ["ليلى"], Reason.NAME)
    review = service.decide(
        session,
        keys,
        response,
        "more",
        Decision.QUOTE_REDACTED,
        redactions=redactions,
        actor=oksana,
    )
    assert queries.quotable(session, keys, [safety]) == []
    cast.confirmed(session, review)

    (quotable,) = queries.quotable(session, keys, [safety])
    assert quotable.shown == "قالت […]: أوقفوا الصور"


def test_what_its_author_did_not_agree_to_can_only_be_kept_back(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": SAID}, may_be_quoted=False)

    with pytest.raises(InvalidError) as refused:
        service.decide(session, keys, response, "more", Decision.QUOTE, actor=oksana)
    assert refused.value.code == "not_agreed"
    service.decide(session, keys, response, "more", Decision.KEEP_BACK, actor=oksana)

    assert queries.quotable(session, keys, [safety]) == []


def test_a_redaction_strikes_something_and_leaves_something(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": SAID})

    for strike, code in (([], "nothing_struck"), ([SAID], "all_struck")):
        with pytest.raises(InvalidError) as refused:
            service.decide(
                session,
                keys,
                response,
                "more",
                Decision.QUOTE_REDACTED,
                redactions=rules.spans(SAID, strike, Reason.OTHER),
                actor=oksana,
            )
        assert refused.value.code == code


def test_nobody_without_an_account_decides(
    session: Session, keys: Keyring, safety: Consultation
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": SAID})

    with pytest.raises(ForbiddenError):
        service.decide(session, keys, response, "more", Decision.QUOTE, actor=COMMAND_LINE)


def test_after_the_summary_is_signed_nothing_is_decided(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": SAID})
    safety.settled_at = datetime(2026, 1, 12, tzinfo=UTC)

    with pytest.raises(DomainError) as refused:
        service.decide(session, keys, response, "more", Decision.QUOTE, actor=oksana)
    assert refused.value.code == "review_settled"


def test_deciding_anew_replaces_the_decision_and_the_trail_never_holds_the_text(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": SAID})
    for decision in (Decision.QUOTE, Decision.KEEP_BACK):
        service.decide(session, keys, response, "more", decision, actor=oksana)

    assert session.scalar(select(func.count()).select_from(TextReview)) == 1
    lines = session.scalars(select(AuditEntry).filter_by(act="text.decide")).all()
    assert [line.details["decision"] for line in lines] == ["quote", "keep-back"]
    assert not any(
        "ليلى" in str(line.details) or str(response.id) in str(line.details) for line in lines
    )


def test_the_queue_counts_what_waits_and_what_may_not_be_quoted_apart(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    for _ in range(3):
        response = cast.answer(session, keys, safety, texts={"more": SAID, "where-other": "a bus"})
    cast.answer(session, keys, safety, texts={"more": SAID}, may_be_quoted=False)
    service.decide(session, keys, response, "more", Decision.QUOTE, actor=oksana)

    lines = {line.text_code: line for line in queries.waiting(session, [safety])}

    more = lines["more"]
    assert (more.undecided, more.decided, more.not_for_quoting) == (2, 1, 1)
    assert lines["where-other"].undecided == 3
    assert list(lines) == ["where-other", "more"], "in the order the questions are asked"


def test_a_withdrawn_response_takes_its_decision_along(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    response = cast.answer(session, keys, safety, texts={"more": SAID})
    service.decide(session, keys, response, "more", Decision.QUOTE, actor=oksana)

    session.delete(response)
    session.flush()
    session.expire_all()

    assert session.scalar(select(func.count()).select_from(TextReview)) == 0


def test_oksana_reads_strikes_and_goes_on_without_script(
    session: Session, keys: Keyring, safety: Consultation, staff: Staff
) -> None:
    for _ in range(2):
        cast.answer(session, keys, safety, texts={"more": SAID})
    session.commit()
    browser = staff("secretariat")
    assert "2 to read" in browser.get("/staff/moderation/").text

    first = browser.get("/staff/moderation/safety/more")
    page = browser.get(first.location)
    quoted = page.text.split("<blockquote", 1)[1].split("</blockquote>", 1)[0]
    assert 'lang="ar"' in quoted
    assert 'dir="auto"' in quoted
    assert quoted.endswith(f">{SAID}")

    sent = browser.post(first.location, data={"decision": "quote-redacted", "strike_name": "Omar"})
    assert sent.status_code == 422
    assert "“Omar”" in sent.text
    assert ">\r\nOmar</textarea>" in sent.text

    sent = browser.post(first.location, data={"decision": "quote-redacted", "strike_name": "ليلى"})
    assert sent.status_code == 302
    second = browser.get("/staff/moderation/safety/more")
    assert second.location != first.location
    assert "قالت […]" in browser.get("/staff/moderation/safety/more/decided").text
    again = browser.get(first.location)
    assert ">\r\nليلى</textarea>" in again.text

    browser.post(second.location, data={"decision": "keep-back"})
    assert "Nothing left to decide here" in browser.get("/staff/moderation/safety/more").text


def test_texts_that_may_not_be_quoted_are_read_on_a_page_of_their_own(
    session: Session, keys: Keyring, safety: Consultation, staff: Staff
) -> None:
    cast.answer(session, keys, safety, texts={"more": SAID}, may_be_quoted=False)
    session.commit()
    browser = staff("chair")

    assert "Nothing left to decide here" in browser.get("/staff/moderation/safety/more").text
    assert SAID in browser.get("/staff/moderation/safety/more/not-for-quoting").text


@pytest.mark.parametrize(
    "address", ["safety/nothing", "safety/nothing/decided", "unknown/more", "safety/more/0-0"]
)
def test_an_address_that_leads_nowhere_says_so(
    safety: Consultation, staff: Staff, address: str
) -> None:
    assert staff("chair").get(f"/staff/moderation/{address}").status_code == 404


def test_a_vice_chair_and_a_visitor_read_no_texts(
    safety: Consultation, staff: Staff, client: FlaskClient
) -> None:
    assert staff("vice-chair").get("/staff/moderation/").status_code == 403
    assert client.get("/staff/moderation/safety/more").status_code == 302
