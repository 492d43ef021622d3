"""The released counts of a meeting: on every page and in every file the same ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from consult.consultations import rules as consultation_rules
from consult.consultations.models import Consultation
from consult.core import clock
from consult.meetings.models import Meeting
from consult.summaries import disclosure, links, release, tallies
from consult.summaries.cells import Source
from consult.summaries.disclosure import Published
from consult.summaries.paper import Table
from consult.summaries.quotes import Crowd
from consult.summaries.release import Released

#: Name of the counts that a meeting's paper shows, among what is released.
PAPER = "paper"


@dataclass(frozen=True)
class Figures:
    """What is released of a meeting, with the raw counts it came from.

    The sources are for nobody's eyes; ``phases`` and ``published`` may be shown.
    """

    asked: Sequence[Consultation]
    sources: Sequence[Source]
    given: Released
    phases: Table
    published: Mapping[str, Published]

    def source(self, slug: str) -> Source:
        """Return the raw counts of a consultation."""
        return next(one for one in self.sources if one.slug == slug)

    def crowd(self, slug: str) -> Crowd:
        """Return who else answered a consultation."""
        source = self.source(slug)
        return Crowd(source.counted, self.published[slug], source.smallest)


def of(
    session: Session, meeting: Meeting, asked: Sequence[Consultation], *, signed: bool
) -> Figures:
    """Release the counts of a meeting's paper.

    Args:
        session: of a page or an act.
        meeting: the paper is for.
        asked: its consultations.
        signed: its paper is signed, so nothing is released any more.

    Raises:
        DomainError: ``release_busy``.
    """
    counted = sources(session, asked)
    given = _released(session, meeting, asked, counted, signed=signed)
    return Figures(asked, counted, given, *disclosure.tables(counted, given.shown, held=given.held))


def sources(session: Session, asked: Sequence[Consultation]) -> list[Source]:
    """Return the raw counts of consultations: not for anybody's eyes before they are released."""
    return [_source(session, one) for one in asked]


def _released(
    session: Session,
    meeting: Meeting,
    asked: Sequence[Consultation],
    counted: Sequence[Source],
    *,
    signed: bool,
) -> Released:
    snapshots = {source.slug: source.counted.digest for source in counted}
    last = release.last(session, meeting, PAPER) if signed else None
    if last is not None:
        # Signed: nothing is released any more, also when the answers are deleted.
        return replace(last, held=dict(last.snapshots) != snapshots)
    return release.of(
        session,
        meeting,
        PAPER,
        disclosure.system(counted),
        snapshots=snapshots,
        totals={links.responses_key(source.slug): source.smallest for source in counted},
        grows=any(consultation_rules.ends_at(one) > clock.now() for one in asked),
    )


def _source(session: Session, consultation: Consultation) -> Source:
    return Source(
        consultation.slug,
        consultation.phase,
        consultation.smallest_cell,
        tuple(consultation.languages),
        tallies.count(session, consultation),
    )
