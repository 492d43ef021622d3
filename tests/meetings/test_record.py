"""The group's real record ships with the product."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.audit.models import AuditEntry
from consult.core.locales import LANGUAGES
from consult.meetings import queries, record
from consult.meetings.models import Document, Meeting


def test_the_record_has_six_meetings_with_their_papers(session: Session) -> None:
    record.load(session)
    session.commit()

    found = [
        (m.number, m.starts_on.isoformat(), m.ends_on.isoformat(), [d.symbol for d in m.documents])
        for m in queries.all_meetings(session)
    ]
    assert found == [
        (24, "2026-01-19", "2026-01-19", ["S26-CLCWGCOP24-C-0004"]),
        (23, "2025-09-16", "2025-09-16", ["S25-CLCWGCOP23-C-0005"]),
        (22, "2025-02-12", "2025-02-13", ["S25-CLCWGCOP22-C-0003"]),
        (21, "2024-09-30", "2024-10-01", ["S24-CLCWGCOP21-C-0004"]),
        (20, "2024-01-22", "2024-01-23", ["S24-CLCWGCOP20-C-0006"]),
        (19, "2023-10-10", "2023-10-10", ["S23-CLCWGCOP19-C-0005"]),
    ]


def test_each_paper_has_a_title_in_six_languages_and_its_address(session: Session) -> None:
    record.load(session)

    paper = queries.document(session, "S26-CLCWGCOP24-C-0004")
    assert sorted(paper.title) == sorted(LANGUAGES)
    assert len(set(paper.title.values())) == 6
    assert paper.address == "https://www.itu.int/md/S26-CLCWGCOP24-C-0004/en"


def test_loading_the_record_twice_changes_nothing(session: Session) -> None:
    def counts() -> list[int | None]:
        tables = (Meeting, Document, AuditEntry)
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]

    record.load(session)
    session.commit()
    once = counts()

    record.load(session)
    session.commit()
    assert counts() == once == [6, 6, 12]


def test_loading_the_record_leaves_what_staff_changed(session: Session) -> None:
    meeting = record.load(session)[-1]
    meeting.time_zone = "Africa/Cairo"
    session.commit()

    assert record.load(session)[-1].time_zone == "Africa/Cairo"
