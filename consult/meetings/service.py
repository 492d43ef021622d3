"""Acts on meetings: add, change, put on the agenda, register a paper, take the next number."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.core.errors import DomainError, InvalidError, Problem
from consult.core.locales import LANGUAGES, N_, Localized, tidy
from consult.meetings import queries, rules
from consult.meetings.models import AgendaItem, Document, Meeting
from consult.meetings.symbols import BODY, ChangeKind, Series, Symbol

_GENEVA = "Europe/Zurich"


def add_meeting(
    session: Session,
    number: int,
    starts_on: date,
    ends_on: date | None = None,
    *,
    place: Localized | None = None,
    time_zone: str = _GENEVA,
    actor: Actor,
) -> Meeting:
    """Store a meeting.

    Args:
        session: open transaction; the caller commits it.
        number: the ordinal, 24 for the twenty-fourth meeting.
        starts_on: first day, where the meeting is.
        ends_on: last day; the first day when left out.
        place: in all six languages, or left out when it is not known.
        time_zone: IANA name of the place's zone.
        actor: who adds it.

    Raises:
        InvalidError: names each thing that is wrong.
    """
    values = _checked(number, starts_on, ends_on or starts_on, place or {}, time_zone)
    if queries.find(session, number):
        message = N_("Meeting %(number)s is there already. Change it instead of adding it again.")
        found = Problem("meeting_exists", message, {"number": number}, where="number")
        raise InvalidError("meeting_exists", message, problems=[found], number=number)
    meeting = Meeting(number=number, agenda_items=[], documents=[])
    _put(meeting, values)
    session.add(meeting)
    session.flush()
    record(session, actor, "meeting.add", str(number), **_said(meeting))
    return meeting


def change_meeting(
    session: Session,
    meeting: Meeting,
    *,
    starts_on: date,
    ends_on: date,
    place: Localized,
    time_zone: str,
    actor: Actor,
) -> Meeting:
    """Change a meeting's days, place or time zone; its number stays.

    Raises:
        InvalidError: names each thing that is wrong.
    """
    _put(meeting, _checked(meeting.number, starts_on, ends_on, place, time_zone))
    session.flush()
    record(session, actor, "meeting.change", str(meeting.number), **_said(meeting))
    return meeting


def add_agenda_item(
    session: Session, meeting: Meeting, number: str, title: Localized, *, actor: Actor
) -> AgendaItem:
    """Put an item at the end of a meeting's agenda.

    Args:
        session: open transaction; the caller commits it.
        meeting: whose agenda.
        number: as printed, ``5`` or ``5.1``.
        title: in all six languages.
        actor: who adds it.

    Raises:
        InvalidError: the number is taken or empty, or the title is missing in a language.
    """
    number, title = number.strip(), tidy(title)
    _refuse(rules.agenda_item_problems(number, title, [i.number for i in meeting.agenda_items]))
    position = max((item.position for item in meeting.agenda_items), default=0) + 1
    item = AgendaItem(meeting=meeting, position=position, number=number, title=title)
    session.add(item)
    session.flush()
    record(session, actor, "agenda_item.add", f"{meeting.number}/{number}", title=item.title)
    return item


def change_agenda_item(
    session: Session, item: AgendaItem, number: str, title: Localized, *, actor: Actor
) -> None:
    """Change an agenda item's number or title; its place in the order stays.

    Raises:
        InvalidError: the number is taken or empty, or the title is missing in a language.
    """
    number, was, title = number.strip(), item.number, tidy(title)
    others = [other.number for other in item.meeting.agenda_items if other is not item]
    _refuse(rules.agenda_item_problems(number, title, others))
    item.number, item.title = number, title
    session.flush()
    subject = f"{item.meeting.number}/{number}"
    record(session, actor, "agenda_item.change", subject, was=was, title=item.title)


def register_document(
    session: Session,
    meeting: Meeting,
    symbol: Symbol,
    *,
    title: Localized,
    languages: Collection[str],
    address: str | None = None,
    published_at: datetime | None = None,
    actor: Actor,
) -> Document:
    """Register a numbered paper of a meeting.

    Args:
        session: open transaction; the caller commits it.
        meeting: the one the symbol names.
        symbol: its number.
        title: in all six languages.
        languages: those the paper itself is there in.
        address: where it is kept, when it is not one of ours.
        published_at: when it was made public, if known.
        actor: who registers it.

    Raises:
        InvalidError: names each thing that is wrong, a taken number among them.
    """
    title = tidy(title)
    problems = list(rules.document_problems(meeting, symbol, title, languages, address))
    if session.scalars(select(Document.id).filter_by(symbol=str(symbol))).first():
        message = N_("%(symbol)s is registered already.")
        problems.append(
            Problem("document_exists", message, {"symbol": str(symbol)}, where="symbol")
        )
    _refuse(problems)
    document = Document(
        meeting=meeting,
        symbol=str(symbol),
        sector=symbol.sector,
        year=symbol.year,
        body=symbol.body,
        meeting_number=symbol.meeting,
        series=symbol.series,
        serial=symbol.serial,
        change=symbol.change,
        title=title,
        languages=[tag for tag in LANGUAGES if tag in languages],
        address=address or None,
        published_at=published_at,
    )
    session.add(document)
    session.flush()
    record(session, actor, "document.register", str(symbol), languages=document.languages)
    return document


def next_symbol(session: Session, meeting: Meeting, series: Series = Series.CONTRIBUTION) -> Symbol:
    """Return the first free symbol of a series at a meeting, after the known ones.

    Raises:
        DomainError: all 9999 numbers of the series are taken.
    """
    last = queries.last_serial(session, meeting, series)
    if last >= 9999:
        message = N_("All numbers of the series %(series)s are taken at this meeting.")
        raise DomainError("series_full", message, series=series.value)
    return Symbol("S", meeting.starts_on.year, BODY, meeting.number, series, last + 1)


def next_change(session: Session, symbol: Symbol, kind: ChangeKind) -> Symbol:
    """Return the first free symbol of a revision, addendum or corrigendum to a paper.

    The table of documents takes each symbol once, so that two who sign at the same moment never
    get the same number.

    Raises:
        InvalidError: there are 99 of them already.
    """
    taken = set(
        session.scalars(
            select(Document.symbol).filter_by(
                body=symbol.body,
                meeting_number=symbol.meeting,
                series=symbol.series,
                serial=symbol.serial,
            )
        )
    )
    number = 1
    while str(found := symbol.followed_by(kind, number)) in taken:
        number += 1
    return found


def _checked(
    number: int, starts_on: date, ends_on: date, place: Localized, time_zone: str
) -> tuple[date, date, Localized, str]:
    time_zone, place = time_zone.strip(), tidy(place)
    _refuse(rules.meeting_problems(number, starts_on, ends_on, place, time_zone))
    return starts_on, ends_on, place, time_zone


def _put(meeting: Meeting, values: tuple[date, date, Localized, str]) -> None:
    meeting.starts_on, meeting.ends_on, meeting.place, meeting.time_zone = values


def _refuse(problems: Iterator[Problem] | list[Problem]) -> None:
    found = list(problems)
    if found:
        raise InvalidError(found[0].code, N_("This cannot be stored yet:"), problems=found)


def _said(meeting: Meeting) -> dict[str, str]:
    return {
        "starts_on": meeting.starts_on.isoformat(),
        "ends_on": meeting.ends_on.isoformat(),
        "time_zone": meeting.time_zone,
    }
