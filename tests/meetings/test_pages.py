"""Oksana keeps meetings, agenda and papers on the staff pages; nothing typed is lost."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.core.locales import LANGUAGES
from consult.meetings import queries, record
from tests.conftest import StaffClient

TITLES = {f"title-{tag}": f"Title in {tag}" for tag in LANGUAGES}

Staff = Callable[[Role | str], StaffClient]


@pytest.fixture
def recorded(session: Session) -> Session:
    """A session with the group's record stored."""
    record.load(session)
    session.commit()
    return session


def test_a_meeting_is_added_with_a_place_we_know_in_one_language(
    staff: Staff, session: Session
) -> None:
    sent = staff("secretariat").post(
        "/staff/meetings/add",
        data={
            "number": "25",
            "starts_on": "2026-09-14",
            "ends_on": "2026-09-15",
            "time_zone": "Europe/Zurich",
            "place-en": "Geneva",
        },
        follow_redirects=True,
    )

    assert "Meeting 25 is added." in sent.text
    assert "14–15 September 2026" in sent.text
    assert queries.by_number(session, 25).place["zh"] == "日内瓦"


def test_a_meeting_that_is_wrong_comes_back_with_all_that_was_typed(staff: Staff) -> None:
    sent = staff("secretariat").post(
        "/staff/meetings/add",
        data={
            "number": "25",
            "starts_on": "2026-09-14",
            "ends_on": "2026-09-13",
            "time_zone": "Europe/Atlantis",
            "place-en": "A hall",
            "place-fr": "Une salle",
        },
    )

    assert sent.status_code == 422
    for kept in ("Europe/Atlantis", "2026-09-13", "A hall", "Une salle"):
        assert kept in sent.text
    assert 'href="#place-ar"' in sent.text
    assert "The last day must not be before the first day." in sent.text
    assert "There is no time zone named Europe/Atlantis." in sent.text


def test_an_unknown_place_in_one_language_is_asked_for_in_the_others(staff: Staff) -> None:
    sent = staff("secretariat").post(
        "/staff/meetings/add",
        data={
            "number": "25",
            "starts_on": "2026-09-14",
            "time_zone": "Europe/Zurich",
            "place-en": "Gondor",
        },
    )

    assert sent.status_code == 422
    assert "We do not know the place Gondor" in sent.text


def test_the_days_of_a_meeting_are_changed(staff: Staff, recorded: Session) -> None:
    oksana = staff("secretariat")
    assert 'value="2026-01-19"' in oksana.get("/staff/meetings/24/edit").text

    sent = oksana.post(
        "/staff/meetings/24/edit",
        data={"starts_on": "2026-01-20", "ends_on": "", "time_zone": "Africa/Cairo"},
    )

    assert sent.status_code == 302
    recorded.expire_all()
    meeting = queries.by_number(recorded, 24)
    days = (str(meeting.starts_on), str(meeting.ends_on))
    assert (*days, meeting.time_zone) == ("2026-01-20", "2026-01-20", "Africa/Cairo")


def test_an_agenda_item_needs_its_title_in_six_languages(staff: Staff, recorded: Session) -> None:
    oksana = staff("secretariat")
    partial = {"number": "5", **TITLES, "title-ru": ""}

    refused = oksana.post("/staff/meetings/24/agenda/add", data=partial)
    assert refused.status_code == 422
    assert 'href="#title-ru"' in refused.text
    assert "Title in ar" in refused.text

    stored = oksana.post("/staff/meetings/24/agenda/add", data=partial | TITLES)
    assert stored.status_code == 302
    assert queries.by_number(recorded, 24).agenda_items[0].title["ru"] == "Title in ru"


def test_an_agenda_item_is_changed_and_keeps_its_place(staff: Staff, recorded: Session) -> None:
    oksana = staff("secretariat")
    for number in ("5", "6"):
        oksana.post("/staff/meetings/24/agenda/add", data={"number": number, **TITLES})
    assert "Title in zh" in oksana.get("/staff/meetings/24/agenda/5/edit").text

    taken = oksana.post("/staff/meetings/24/agenda/5/edit", data={"number": "6", **TITLES})
    assert taken.status_code == 422
    assert "The agenda has an item 6 already." in taken.text

    mended = {"number": "5.1", **TITLES, "title-fr": "Mieux"}
    assert oksana.post("/staff/meetings/24/agenda/5/edit", data=mended).status_code == 302
    recorded.expire_all()
    items = queries.by_number(recorded, 24).agenda_items
    assert [(i.number, i.title["fr"]) for i in items] == [("5.1", "Mieux"), ("6", "Title in fr")]


def test_a_paper_is_registered_under_the_next_free_symbol(staff: Staff, recorded: Session) -> None:
    oksana = staff("secretariat")
    assert 'value="S26-CLCWGCOP24-C-0005"' in oksana.get("/staff/meetings/24/documents/add").text

    data = {"symbol": "s26-clcwgcop24-c-0005 Rev.1", "languages": ["ar", "en"], **TITLES}
    page = oksana.post("/staff/meetings/24/documents/add", data=data, follow_redirects=True)

    assert "S26-CLCWGCOP24-C-0005-REV1 is registered." in page.text
    paper = queries.document(recorded, "S26-CLCWGCOP24-C-0005-REV1")
    assert paper.languages == ["ar", "en"]
    assert paper.address == "https://www.itu.int/md/S26-CLCWGCOP24-C-0005-REV1/en"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"symbol": "C24/5"}, "A symbol has four parts"),
        ({"symbol": "S25-CLCWGCOP23-C-0009"}, "is a paper of meeting 23, not of meeting 24"),
        ({"symbol": "S26-CLCWGCOP24-C-0004"}, "is registered already"),
        ({"languages": []}, "Choose at least one language"),
        ({"languages": ["xx"]}, "Choose only from the list."),
        ({"address": "http://example.org/"}, "must start with https://"),
        ({"title-zh": " "}, "This text is missing in 中文"),
    ],
)
def test_a_wrong_paper_is_refused_with_the_reason(
    staff: Staff, recorded: Session, changed: dict[str, object], told: str
) -> None:
    right = {"symbol": "S26-CLCWGCOP24-C-0005", "languages": ["en"], **TITLES}
    sent = staff("secretariat").post("/staff/meetings/24/documents/add", data=right | changed)

    assert sent.status_code == 422
    assert told in sent.text
    assert "Title in fr" in sent.text


def test_a_wrong_symbol_and_a_missing_title_are_told_together(
    staff: Staff, recorded: Session
) -> None:
    data = {"symbol": "C24/5", "languages": ["en"], **TITLES, "title-es": ""}
    sent = staff("secretariat").post("/staff/meetings/24/documents/add", data=data)
    assert 'href="#symbol"' in sent.text
    assert 'href="#title-es"' in sent.text


def test_the_list_and_the_pages_of_meetings_speak_the_language_of_the_account(
    staff: Staff, recorded: Session
) -> None:
    oksana = staff("secretariat")
    oksana.post("/staff/language", data={"language": "ar"})

    listed = oksana.get("/staff/meetings/").text
    assert '<html lang="ar" dir="rtl">' in listed
    assert "19 يناير 2026" in listed
    assert oksana.get("/staff/meetings/24").status_code == 200


def test_signs_that_no_script_has_break_nothing(staff: Staff, recorded: Session) -> None:
    oksana = staff("secretariat")
    odd = TITLES | {"title-fr": "Un\x00 jour\x07,\r\nun autre", "title-zh": "中\ufffe文"}
    assert (
        oksana.post("/staff/meetings/24/agenda/add", data={"number": "5", **odd}).status_code == 302
    )
    title = queries.by_number(recorded, 24).agenda_items[0].title
    assert (title["fr"], title["zh"]) == ("Un jour,\nun autre", "中文")
    recorded.rollback()  # SQLite has one writer

    only_odd = {"number": "6", **TITLES, "title-ar": "\x00"}
    assert oksana.post("/staff/meetings/24/agenda/add", data=only_odd).status_code == 422
    assert oksana.get("/staff/meetings/24/agenda/%00/edit").status_code == 404


def test_an_unknown_meeting_is_not_found(staff: Staff) -> None:
    assert staff("chair").get("/staff/meetings/99").status_code == 404


def test_a_vice_chair_does_not_keep_meetings(staff: Staff) -> None:
    assert staff("vice-chair").get("/staff/meetings/").status_code == 403
