"""Withdrawing, deciding and signing in the same second: one comes wholly before the other."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core import ids
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.errors import DomainError
from consult.meetings.symbols import ChangeKind
from consult.moderation import rules as moderation_rules
from consult.moderation import service as moderation
from consult.moderation.models import Decision
from consult.responses import service as responses
from consult.responses.models import Response
from consult.summaries import queries, revisions, service
from consult.summaries.models import EarlierPaper, Summary, SummaryRevision
from consult.summaries.paper import Paper
from tests.conftest import Cast
from tests.moderation import cast as stored
from tests.summaries import cast

CODE = ids.receipt_code(b"a secret", "Amina's")
WORDS = "Amina wants to be heard"
TAKEN = 120


@pytest.fixture
def mei(accounts: Cast) -> Actor:
    return Actor(accounts.mei.email, accounts.mei.id)


@pytest.fixture
def amina(session: Session, keys: Keyring, mei: Actor) -> Response:
    """One of 121 responses: its text is chosen for a summary that waits for the signature."""
    safety = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, safety, cast.rows(seed=4, total=TAKEN, unlikely=0.6))
    digest = ids.digest(keys.lookup, "receipt", CODE)
    hers = stored.answer(session, keys, safety, texts={"more": WORDS})
    hers.receipt_digest = digest
    review = moderation.decide(session, keys, hers, "more", Decision.QUOTE, actor=mei)
    stored.confirmed(session, review)
    summary = service.draft(session, safety.meeting, actor=mei)
    written = cast.six("One paragraph.")
    service.edit(
        session, summary, title={}, abstract={}, narrative=written, purpose="action", actor=mei
    )
    service.choose_quotes(session, keys, summary, [review.id], actor=mei)
    session.commit()
    return hers


def sign(database: Database, keys: Keyring, mei: Actor) -> str:
    with database.transaction() as own:
        summary = own.query(Summary).one()
        return service.sign(own, keys, summary, actor=mei).frozen or ""


def quoted(paper: Paper) -> list[str]:
    """Return the quotes a paper prints."""
    questions = [one for each in paper.consultations for one in each.questions]
    return [quote.text for question in questions for quote in question.quotes]


def while_open(first: Session, second: Callable[[], object]) -> Future[object]:
    """Start the second act while the first is not committed yet; commit when it had its time."""
    with ThreadPoolExecutor(1) as other:
        begun = other.submit(second)
        time.sleep(0.7)
        assert not begun.done(), "the second act did not wait for the first"
        first.commit()
        first.close()
    return begun


def test_a_paper_signed_while_answers_are_withdrawn_does_not_hold_them(
    session: Session, database: Database, keys: Keyring, mei: Actor, amina: Response
) -> None:
    responses.withdraw(session, keys, CODE)

    signed = while_open(session, lambda: sign(database, keys, mei)).result()

    assert WORDS not in str(signed)
    with database.session(read_only=True) as reading:
        paper = queries.paper(reading, keys, 24)
    assert paper.phases.base == TAKEN


def test_answers_withdrawn_while_a_paper_is_signed_go_after_it(
    session: Session, database: Database, keys: Keyring, mei: Actor, amina: Response
) -> None:
    def withdraw() -> None:
        with database.transaction() as own:
            responses.withdraw(own, keys, CODE)

    service.sign(session, keys, session.query(Summary).one(), actor=mei)

    while_open(session, withdraw).result()

    with database.session(read_only=True) as reading:
        assert reading.get(Response, amina.id) is None
        paper = queries.paper(reading, keys, 24)
    assert paper.signed_on
    (struck,) = quoted(paper)  # the quote is struck, the paper and its counts stand
    assert WORDS not in struck


def test_a_text_struck_while_a_paper_is_signed_is_struck_in_it_or_refused(
    session: Session, database: Database, keys: Keyring, mei: Actor, amina: Response
) -> None:
    def strike(own: Session) -> None:
        struck = moderation_rules.spans(WORDS, ["Amina"], moderation_rules.Reason.NAME)
        hers = own.get_one(Response, amina.id)
        moderation.decide(
            own, keys, hers, "more", Decision.QUOTE_REDACTED, redactions=struck, actor=mei
        )

    def strike_later() -> None:
        with database.transaction() as own:
            strike(own)

    service.sign(session, keys, session.query(Summary).one(), actor=mei)
    with pytest.raises(DomainError, match="The summary is signed"):
        while_open(session, strike_later).result()


def test_a_text_struck_before_the_signature_is_struck_in_the_paper(
    session: Session, database: Database, keys: Keyring, mei: Actor, amina: Response
) -> None:
    struck = moderation_rules.spans(WORDS, ["Amina"], moderation_rules.Reason.NAME)
    again = moderation.decide(
        session, keys, amina, "more", Decision.QUOTE_REDACTED, redactions=struck, actor=mei
    )
    stored.confirmed(session, again)

    signed = str(while_open(session, lambda: sign(database, keys, mei)).result())

    assert WORDS not in signed
    with database.session(read_only=True) as reading:
        assert quoted(queries.paper(reading, keys, 24)) == ["[…] wants to be heard"]


def test_two_signatures_at_once_give_one_paper(
    session: Session, database: Database, keys: Keyring, mei: Actor, amina: Response
) -> None:
    def try_to_sign(_turn: int) -> str:
        try:
            sign(database, keys, mei)
        except DomainError as refusal:
            return refusal.code
        return "signed"

    session.close()
    with ThreadPoolExecutor(4) as chairs:
        assert sorted(chairs.map(try_to_sign, range(4))) == ["signed", *["summary_signed"] * 3]

    with database.session(read_only=True) as reading:
        settled = reading.query(Consultation).one().settled_at
        summary = reading.query(Summary).one()
    assert settled == summary.signed_at


@pytest.fixture
def revised(session: Session, keys: Keyring, mei: Actor, amina: Response) -> str:
    """A signed paper with a quote, and the whole draft of a revision; its number."""
    summary = service.sign(session, keys, session.query(Summary).one(), actor=mei)
    draft = revisions.begin(session, summary, ChangeKind.REVISION, actor=mei)
    same = {"abstract": dict(draft.abstract), "narrative": dict(draft.narrative)}
    revisions.edit(
        session, draft, title=cast.six("Mended"), **same, purpose="action",
        reason=cast.six("A mistake"), left_out=[], actor=mei,
    )  # fmt: skip
    session.commit()
    assert summary.document is not None
    return summary.document.symbol


def test_two_signatures_of_a_revision_at_once_give_one_paper(
    session: Session, database: Database, keys: Keyring, mei: Actor, revised: str
) -> None:
    session.close()
    ready = Barrier(3, timeout=20)

    def try_to_sign(_turn: int) -> str:
        ready.wait()
        try:
            with database.transaction() as own:
                draft = own.query(SummaryRevision).one_or_none()
                if draft is None:
                    return "gone"
                return str(revisions.sign(own, keys, draft, actor=mei).document.symbol)  # type: ignore[union-attr]  # a signed one has it
        except DomainError as refusal:
            return refusal.code

    with ThreadPoolExecutor(3) as chairs:
        said = sorted(chairs.map(try_to_sign, range(3)))

    assert said[0] == f"{revised}-REV1"
    assert set(said[1:]) <= {"gone", "revision_gone"}
    with database.session(read_only=True) as reading:
        (kept,) = reading.query(EarlierPaper).all()
        assert kept.document.symbol == revised
        assert reading.query(SummaryRevision).all() == []


def test_a_revision_signed_while_its_quote_is_withdrawn_holds_no_word_of_it(
    session: Session, database: Database, keys: Keyring, mei: Actor, amina: Response, revised: str
) -> None:
    responses.withdraw(session, keys, CODE)

    def sign_revision() -> str:
        with database.transaction() as own:
            draft = own.query(SummaryRevision).one()
            return revisions.sign(own, keys, draft, actor=mei).frozen or ""

    with ThreadPoolExecutor(1) as other:
        begun = other.submit(sign_revision)
        session.commit()
        session.close()
    assert WORDS not in begun.result()
    with database.session(read_only=True) as reading:
        assert WORDS not in quoted(queries.paper(reading, keys, 24))
