"""What all acts on statements share: nobody overwrites anybody, and each change is noted."""

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.core import clock
from consult.core.errors import DomainError
from consult.core.locales import Localized
from consult.summaries.claims.models import SelfAssessment, SummaryClaim, YoungSummary
from consult.summaries.models import Summary
from consult.summaries.service import WRITTEN_MEANWHILE


class WrittenMeanwhileError(DomainError):
    """Somebody else wrote meanwhile; ``stored`` is what they wrote, and its ``revision``."""

    def __init__(self, stored: Localized, revision: int) -> None:
        super().__init__("written_meanwhile", WRITTEN_MEANWHILE)
        self.stored, self.revision = stored, revision


def refuse_overwriting(
    session: Session, row: SummaryClaim | YoungSummary | SelfAssessment, revision: int
) -> None:
    """Let nobody overwrite what somebody else wrote meanwhile.

    Raises:
        WrittenMeanwhileError: the words have another revision by now.
    """
    words = {SummaryClaim: "wording", YoungSummary: "text", SelfAssessment: "statement"}
    session.refresh(row, ["revision", words[type(row)]], with_for_update=True)
    if row.revision != revision:
        raise WrittenMeanwhileError(_written(row), row.revision)


def _written(row: SummaryClaim | YoungSummary | SelfAssessment) -> Localized:
    if isinstance(row, SummaryClaim):
        return row.wording
    return row.text if isinstance(row, YoungSummary) else row.statement


def changed(row: SummaryClaim | YoungSummary | SelfAssessment, actor: Actor) -> None:
    """Note who changed it, and that it is a newer revision."""
    row.revision += 1
    row.changed_at = clock.now()
    row.changed_by_id = actor.account_id


def touch(session: Session, summary: Summary) -> None:
    """Note that the summary has changed."""
    summary.changed_at = clock.now()
    session.flush()


def number(summary: Summary) -> str:
    """Return the number of the meeting, as the audit trail names it."""
    return str(summary.meeting.number)
