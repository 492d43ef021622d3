"""Acts on reports: report, read the answer with the code, answer, forget."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError, NotFoundError
from consult.core.locales import N_, plain_text
from consult.problems.models import ProblemReport, RestrictedReport
from consult.restricted import screening, sealing
from consult.restricted.models import Care

LONGEST = 4000
#: Days an answered report is kept, so that its author can read the answer; and an unanswered one.
KEPT_DAYS, UNANSWERED_DAYS = 90, 365


@dataclass(frozen=True)
class Taken:
    """A report that was stored: its code, and whether it may tell of harm to its author."""

    code: str
    hurt: bool


@dataclass(frozen=True)
class Read:
    """A report with its texts opened; ``answer`` is empty while there is none."""

    report: ProblemReport
    text: str
    answer: str


def report(session: Session, keys: Keyring, key: str, language: str, typed: str) -> Taken:
    """Store a report, once per key; no audit line names it.

    What may tell of harm is not among the others: only safeguarding staff read it (TRUST.md R40).

    Args:
        session: open transaction; the caller commits it.
        keys: seal the text and derive the code.
        key: of the page; the same report sent again from it is stored once and has the same code.
            Another text is another report: "back" on a shared device shows the page of the one
            before.
        language: of the page.
        typed: what is reported.

    Returns:
        The code under which the answer is read, and whether help should be shown at once.

    Raises:
        InvalidError: nothing is written, or too much.
    """
    text = plain_text(typed)
    if not text or not key:
        raise InvalidError("report_empty", N_("Write what is wrong, then send it again."))
    if len(text) > LONGEST:
        message = N_("This is too long. Characters it may have: %(max)d")
        raise InvalidError("report_long", message, max=LONGEST)
    code = ids.receipt_code(keys.receipt, f"problem|{key}|{text}")
    seen = screening.look(text, language)
    if _by_code(session, keys, code) is None:
        row = uuid4()
        session.add(
            ProblemReport(
                id=row,
                code_digest=_digest(keys, code),
                language=language,
                reported_on=clock.today(),
                text=_seal(keys, "" if seen.concerns else text, row, "text"),
            )
        )
        session.flush()
        if seen.concerns:
            columns = sealing.columns(keys, RestrictedReport, text, seen)
            session.add(RestrictedReport(report_id=row, **columns))
            session.flush()
    return Taken(code, bool(seen.concerns))


def read(session: Session, keys: Keyring, typed: str) -> Read:
    """Return the report of a code.

    Raises:
        NotFoundError: the code opens nothing, or not any more.
    """
    code = ids.read_receipt(typed)
    found = _by_code(session, keys, code) if code else None
    if found is None:
        message = N_("This code opens nothing here. Check each letter and number.")
        raise NotFoundError("report_unknown", message)
    apart = session.scalars(select(RestrictedReport).filter_by(report_id=found.id)).first()
    read_ = opened(keys, found)
    return read_ if apart is None else replace(read_, text=read_.text or sealing.words(keys, apart))


def every_report(session: Session, keys: Keyring) -> Sequence[Read]:
    """Return the reports that tell of no harm, those without an answer first."""
    rows = session.scalars(
        select(ProblemReport)
        .where(~_is_restricted())
        .order_by(
            ProblemReport.answered_on.is_not(None), ProblemReport.reported_on, ProblemReport.id
        )
    )
    return [opened(keys, row) for row in rows]


def find(session: Session, id_: UUID) -> ProblemReport:
    """Return a report that tells of no harm.

    Raises:
        NotFoundError: there is none of this id, or only safeguarding staff read it.
    """
    found = session.scalars(
        select(ProblemReport).filter_by(id=id_).where(~_is_restricted())
    ).first()
    if found is None:
        message = N_("This report is not there any more. Look at the list again.")
        raise NotFoundError("report_unknown", message)
    return found


def answer(
    session: Session, keys: Keyring, found: ProblemReport, typed: str, *, actor: Actor
) -> None:
    """Answer a report; a later answer takes the place of the earlier one.

    Raises:
        InvalidError: nothing is written, or too much.
    """
    text = plain_text(typed)
    if not text or len(text) > LONGEST:
        message = N_("Write an answer of at most %(max)d characters.")
        raise InvalidError("answer_length", message, max=LONGEST)
    found.answer = _seal(keys, text, found.id, "answer")
    found.answered_on = clock.today()
    session.flush()
    # Neither text stands in the trail, which is kept for ever.
    record(session, actor, "problem.answer", str(found.id))


def put_back(keys: Keyring, row: RestrictedReport) -> None:
    """Put a report back with the others: it was no concern, and is answered as any other."""
    row.report.text = _seal(keys, sealing.words(keys, row), row.report_id, "text")


def forget(session: Session) -> int:
    """Delete the reports that are past their time; return how many."""
    today = clock.today()
    gone = delete(ProblemReport).where(
        (ProblemReport.answered_on < today - timedelta(KEPT_DAYS))
        | (ProblemReport.reported_on < today - timedelta(UNANSWERED_DAYS))
    )
    return int(session.execute(gone).rowcount)  # type: ignore[attr-defined]  # a DELETE's result has it


def opened(keys: Keyring, found: ProblemReport) -> Read:
    """Return a report with its texts opened."""
    text = keys.unseal(found.text, table="problem_report", row=str(found.id), column="text")
    if found.answer is None:
        return Read(found, text, "")
    said = keys.unseal(found.answer, table="problem_report", row=str(found.id), column="answer")
    return Read(found, text, said)


def _is_restricted() -> ColumnElement[bool]:
    """Tell whether only safeguarding staff read a report: for a select of reports."""
    return exists().where(
        RestrictedReport.report_id == ProblemReport.id, RestrictedReport.state != Care.RELEASED
    )


def _by_code(session: Session, keys: Keyring, code: str) -> ProblemReport | None:
    return session.scalars(select(ProblemReport).filter_by(code_digest=_digest(keys, code))).first()


def _digest(keys: Keyring, code: str) -> str:
    return ids.digest(keys.lookup, "problem", code)


def _seal(keys: Keyring, text: str, row: UUID, column: str) -> bytes:
    return keys.seal(text, table="problem_report", row=str(row), column=column)
