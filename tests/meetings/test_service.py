"""Meetings, agenda items and papers are stored when they are whole, refused with reasons if not."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.audit.models import AuditEntry
from consult.core.errors import InvalidError, NotFoundError
from consult.core.locales import LANGUAGES
from consult.meetings import places, queries, service
from consult.meetings.models import Meeting
from consult.meetings.symbols import Series, Symbol

EVERYWHERE = dict.fromkeys(LANGUAGES, "…")


def twenty_fourth(session: Session) -> Meeting:
    return service.add_meeting(session, 24, date(2026, 1, 19), actor=COMMAND_LINE)


def test_a_meeting_of_one_day_ends_when_it_starts(session: Session) -> None:
    meeting = twenty_fourth(session)

    assert (meeting.ends_on, meeting.time_zone) == (date(2026, 1, 19), "Europe/Zurich")
    written = session.scalars(select(AuditEntry)).one()
    assert (written.act, written.subject) == ("meeting.add", "24")


def test_everything_wrong_with_a_meeting_is_told_at_once(session: Session) -> None:
    with pytest.raises(InvalidError) as refusal:
        service.add_meeting(
            session,
            0,
            date(2026, 1, 19),
            date(2026, 1, 18),
            place={"en": "Geneva"},
            time_zone="Europe/Atlantis",
            actor=COMMAND_LINE,
        )
    where = [problem.where for problem in refusal.value.problems]
    missing = [f"place-{tag}" for tag in LANGUAGES if tag != "en"]
    assert where == ["number", "ends_on", "time_zone", *missing]


def test_a_number_is_given_to_one_meeting_only(session: Session) -> None:
    twenty_fourth(session)
    with pytest.raises(InvalidError, match="there already"):
        twenty_fourth(session)


def test_a_changed_meeting_leaves_an_audit_line(session: Session) -> None:
    meeting = service.change_meeting(
        session,
        twenty_fourth(session),
        starts_on=date(2026, 1, 20),
        ends_on=date(2026, 1, 21),
        place=places.in_six_languages("Geneva"),
        time_zone="Europe/Zurich",
        actor=COMMAND_LINE,
    )
    assert (meeting.starts_on, meeting.place["ar"]) == (date(2026, 1, 20), "جنيف")
    acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.number)).all()
    assert acts == ["meeting.add", "meeting.change"]


def test_agenda_items_keep_the_order_they_came_in(session: Session) -> None:
    meeting = twenty_fourth(session)
    for number in ("10", "9.1"):
        service.add_agenda_item(session, meeting, number, EVERYWHERE, actor=COMMAND_LINE)
    session.commit()
    session.expire_all()

    items = queries.by_number(session, 24).agenda_items
    assert [(item.position, item.number) for item in items] == [(1, "10"), (2, "9.1")]


def test_an_agenda_item_is_refused_when_its_number_is_taken(session: Session) -> None:
    meeting = twenty_fourth(session)
    service.add_agenda_item(session, meeting, "5", EVERYWHERE, actor=COMMAND_LINE)
    with pytest.raises(InvalidError, match="item 5 already"):
        service.add_agenda_item(session, meeting, "5", EVERYWHERE, actor=COMMAND_LINE)


def test_the_next_symbol_follows_the_known_ones(session: Session) -> None:
    meeting = twenty_fourth(session)
    assert str(service.next_symbol(session, meeting)) == "S26-CLCWGCOP24-C-0001"

    known = Symbol.parse("S26-CLCWGCOP24-C-0004 Rev.1")
    service.register_document(
        session, meeting, known, title=EVERYWHERE, languages=["fr", "ar"], actor=COMMAND_LINE
    )
    assert str(service.next_symbol(session, meeting)) == "S26-CLCWGCOP24-C-0005"
    information = service.next_symbol(session, meeting, Series.INFORMATION)
    assert str(information) == "S26-CLCWGCOP24-INF-0001"
    stored = queries.document(session, str(known))
    assert (stored.languages, stored.change) == (["ar", "fr"], "REV1")


def test_a_paper_is_refused_at_another_meeting_or_a_second_time(session: Session) -> None:
    meeting = twenty_fourth(session)
    paper = Symbol.parse("S26-CLCWGCOP24-C-0004")
    service.register_document(
        session, meeting, paper, title=EVERYWHERE, languages=["en"], actor=COMMAND_LINE
    )
    with pytest.raises(InvalidError, match="registered already"):
        service.register_document(
            session, meeting, paper, title=EVERYWHERE, languages=["en"], actor=COMMAND_LINE
        )
    with pytest.raises(InvalidError) as refusal:
        service.register_document(
            session,
            meeting,
            Symbol.parse("S25-CLCWGCOP23-C-0005"),
            title={"en": "One"},
            languages=[],
            address="javascript:alert(1)",
            actor=COMMAND_LINE,
        )
    codes = {problem.code for problem in refusal.value.problems}
    assert codes == {
        "symbol_of_other_meeting",
        "text_missing",
        "document_languages",
        "document_address",
    }


def test_an_unknown_meeting_or_paper_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        queries.by_number(session, 99)
    with pytest.raises(NotFoundError):
        queries.document(session, "S26-CLCWGCOP24-C-0009")


def test_a_known_place_is_written_in_six_languages() -> None:
    assert places.in_six_languages("Geneva, Switzerland") == {
        "ar": "جنيف، سويسرا",
        "zh": "日内瓦，瑞士",
        "en": "Geneva, Switzerland",
        "fr": "Genève, Suisse",
        "ru": "Женева, Швейцария",
        "es": "Ginebra, Suiza",
    }
    assert places.in_six_languages("Kigali")["ru"] == "Кигали"
    with pytest.raises(InvalidError, match="Gondor"):
        places.in_six_languages("Gondor, Switzerland")
