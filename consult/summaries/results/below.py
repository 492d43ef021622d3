"""Releases a cross-table below the paper it belongs to."""

from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core.errors import DomainError
from consult.core.locales import N_
from consult.summaries import disclosure, release
from consult.summaries.cells import Source
from consult.summaries.disclosure import Published
from consult.summaries.links import responses_key
from consult.summaries.release import Released
from consult.summaries.results import crossing
from consult.summaries.results.crossing import Group
from consult.summaries.snapshots import queries as snapshots


def crossing_of(
    session: Session, consultation: Consultation, source: Source, given: Released, by: str
) -> tuple[list[Group], Released]:
    """Return the groups of a trait and what is released of them.

    Args:
        session: of a page or an act.
        consultation: whose answers are crossed.
        source: its raw counts.
        given: what is released of the paper of its meeting.
        by: a key of ``crossing.TRAITS``.

    Raises:
        DomainError: ``crossing_waits``: the paper's release is older than the answers, and a
            cross-table of the answers of now would tell what came since.
    """
    parts = crossing.groups(source, snapshots.of(session, consultation), by)
    name = f"{consultation.slug} by {by}"
    current = given.snapshots.get(consultation.slug) == source.counted.digest
    if not current:
        last = release.last(session, consultation.meeting, name)
        if last is None:
            message = N_(
                "A few answers changed since these tables were released. This comparison can be "
                "seen when there are enough new answers for the next release."
            )
            raise DomainError("crossing_waits", message)
        return parts, last
    total = responses_key(consultation.slug)
    return parts, release.of(
        session,
        consultation.meeting,
        name,
        crossing.crossed(source, parts, given.shown),
        snapshots={consultation.slug: source.counted.digest},
        totals={total: source.smallest},
    )


def tables_of(parts: list[Group], below: Released) -> dict[str, Published]:
    """Return the released tables of each group, by its code."""
    tables = disclosure.tables([part.source for part in parts], below.shown, held=below.held)[1]
    return {part.code: tables[part.source.slug] for part in parts}
