"""Taking part is an act, and so is not taking part (R05, R06, R09, R35, R37)."""

import hashlib
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from consult.consent import rules, wording
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES, Speaker
from consult.questionnaires.format import parse
from consult.questionnaires.types.age_band import BANDS
from consult.responses import queries, service
from consult.responses.models import Mode, Response
from consult.tables import metadata
from tests.cast import a_consultation, questionnaire_content
from tests.conftest import StaffClient
from tests.responses.forms import answered, fields_of

ANSWER = "/en/consultations/safety/answer"


def contents(database: Database) -> str:
    """Return a digest of everything the database holds."""
    with database.engine.connect() as connection:
        rows = [
            str(row)
            for table in metadata.sorted_tables
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"'))
        ]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def stored(session: Session) -> list[Response]:
    found = list(session.scalars(select(Response)))
    session.rollback()
    return found


def send(client: FlaskClient, where: str = ANSWER, **given: Any) -> TestResponse:
    """Open the form and send it with some fields filled in; ``_`` stands for ``-``."""
    return client.post(where, data=answered(fields_of(client.get(where).text), **given))


def press(client: FlaskClient, page: TestResponse, where: str = ANSWER, **given: str) -> Any:
    """Press a button of a page that came back."""
    fields = fields_of(page.text)
    # The button stands before the page's own hidden "go": the browser sends it first.
    pressed = [(name.replace("_", "-"), value) for name, value in given.items()]
    return client.post(where, data=MultiDict([*pressed, *fields.items(multi=True)]))


def without_an_age_question() -> dict[str, Any]:
    content = questionnaire_content()
    first = content["pages"][0]["questions"]
    content["pages"][0]["questions"] = [q for q in first if q["code"] != "age"]
    return content


@pytest.mark.trust("R05")
@pytest.mark.trust("R37")
def test_age_and_assent_come_first_neutral_and_with_nothing_chosen(
    client: FlaskClient, consultation: Consultation, session: Session
) -> None:
    a_consultation(session, "no-age", content=without_an_age_question())
    session.commit()
    for language in LANGUAGES:
        for slug, field in (("safety", "q-age"), ("no-age", "age-band")):
            for page in ("", "/1"):
                form = client.get(f"/{language}/consultations/{slug}/answer{page}").text
                bands = re.findall(rf'name="{field}"\s+value="([^"]*)"', form)
                assert bands == [*BANDS, "prefer-not-to-say"]  # once, youngest first, no default
                assert form.count('name="assent"') == 1
                assert not re.search(r"\bchecked\b|\bselected\b", form)
                assert form.index(f'name="{field}"') < form.index('name="assent"')
                assert form.index('name="assent"') < form.index('name="q-region"')
                said = Speaker(language)
                for band in (*BANDS, None):
                    (words,) = wording.assent(band)
                    assert said.gettext(words) in form, (language, band)


@pytest.mark.trust("R05")
def test_with_all_blank_but_a_yes_the_answers_are_taken_even_where_an_answer_is_asked_for(
    client: FlaskClient, session: Session
) -> None:
    content = questionnaire_content()
    for page in content["pages"]:
        for question in page["questions"]:
            question["required"] = question["type"] != "card"
    a_consultation(session, content=content)
    session.commit()

    sent = send(client, assent="yes", go="send")

    assert sent.status_code == 201, sent.text
    (response,) = stored(session)
    assert (response.answers, response.texts, response.age_band) == ({}, None, None)


@pytest.mark.trust("R05")
@pytest.mark.parametrize("go", ["send", "review", "", "next"])
def test_without_a_yes_nothing_is_stored_and_nothing_typed_is_lost(
    client: FlaskClient, consultation: Consultation, session: Session, database: Database, go: str
) -> None:
    where = f"{ANSWER}/1" if go == "next" else ANSWER
    before = contents(database)
    given = {"q_region": "ARB", "q_age": "16-17"}
    if go != "next":
        given |= {"q_idea": "Un seul bouton", "q_worry": "4"}

    asked = send(client, where, **given, go=go)

    assert asked.status_code == 400
    assert contents(database) == before
    carried = fields_of(asked.text)
    assert {n: carried[n.replace("_", "-")] for n in given} == given
    assert "Set-Cookie" not in asked.headers
    if go == "next":
        assert 'name="q-worry"' in press(client, asked, where, assent="yes").text
        return
    there = press(client, asked, go="stay")  # back to the questions, with all that was typed
    assert fields_of(there.text)["q-idea"] == "Un seul bouton"
    done = press(client, asked, assent="yes")
    assert done.status_code == (200 if go == "review" else 201)
    assert len(stored(session)) == (0 if go == "review" else 1)


@pytest.mark.trust("R05")
def test_the_yes_and_the_age_travel_page_by_page_and_nothing_more_is_kept_of_them(
    client: FlaskClient, session: Session
) -> None:
    a_consultation(session, content=without_an_age_question())
    session.commit()

    page = send(client, f"{ANSWER}/1", age_band="13-15", assent="yes", go="next")
    for number in (2, 3):
        assert 'type="checkbox" id="assent"' not in " ".join(page.text.split())
        carried = fields_of(page.text)
        assert (carried["age-band"], carried["assent"]) == ("13-15", "yes")
        page = press(client, page, f"{ANSWER}/{number}", go="next")
    sent = press(client, page, go="send")

    assert sent.status_code == 201, sent.text
    (response,) = stored(session)
    assert (response.answers, response.age_band) == ({}, None)


@pytest.mark.trust("R06")
def test_leaving_at_any_step_leaves_the_database_as_it_was(
    client: FlaskClient, consultation: Consultation, database: Database
) -> None:
    before = contents(database)
    client.get("/en/consultations/safety")
    for where in (ANSWER, f"{ANSWER}/1", f"{ANSWER}/2", f"{ANSWER}/3"):
        for go in ("stay", "back", "review", "next" if where != ANSWER else "stay"):
            left = send(client, where, assent="yes", q_idea="x", q_worry="2", go=go)
            assert left.status_code == 200
            assert "Set-Cookie" not in left.headers
            assert contents(database) == before, (where, go)


@pytest.mark.trust("R09")
def test_a_no_is_taken_kindly_and_leaves_no_row_and_no_cookie(
    client: FlaskClient, consultation: Consultation, database: Database
) -> None:
    before = contents(database)
    for language in LANGUAGES:
        form = client.get(f"/{language}/consultations/safety/answer").text
        no = f"/{language}/consultations/safety/no-thanks"
        assert f'href="{no}"' in form
        page = client.get(no)
        assert page.status_code == 200
        assert Speaker(language).gettext("That is fine") in page.text
        assert "Set-Cookie" not in page.headers
        assert "<form" not in page.text  # nobody asks again
    assert contents(database) == before


@pytest.mark.trust("R35")
@pytest.mark.parametrize(
    ("band", "may_write", "refused"),
    [
        ("under-10", True, True),
        ("10-12", True, False),
        ("10-12", False, True),
        ("13-15", False, False),
    ],
)
def test_the_youngest_only_tick_and_keep_what_they_wrote(
    client: FlaskClient, session: Session, keys: Keyring, band: str, may_write: bool, refused: bool
) -> None:
    a_consultation(session, ten_to_twelve_may_write=may_write)
    session.commit()
    wrote = {"q_idea": "My friend Lily", "q_seen": "other", "q_seen_other": "on the bus"}

    page = send(client, assent="yes", q_age=band, q_worry="4", **wrote, go="send")

    if not refused:
        assert page.status_code == 201
        assert [one.text_codes for one in stored(session)] == [["idea", "seen-other"]]
        return
    assert page.status_code == 422
    shown = page.text.split("<form id=")[0]
    assert "My friend Lily" in shown
    assert "on the bus" in shown
    assert stored(session) == []
    older = press(client, page, go="stay")  # the age may be changed, and nothing is lost
    assert 'id="q-idea"' not in older.text
    changed = answered(fields_of(older.text), q_age="13-15", go="send")
    assert "data-receipt" in client.post(ANSWER, data={**changed, "submission-key": "k" * 20}).text
    without = press(client, page, leave_out="yes")
    assert without.status_code == 201
    ticked = next(one for one in stored(session) if one.age_band == band)
    assert (ticked.answers["worry"], ticked.answers["seen"], ticked.texts) == (4, "other", None)


@pytest.mark.trust("R35")
def test_page_by_page_the_youngest_see_no_question_that_asks_for_words(
    client: FlaskClient, consultation: Consultation
) -> None:
    page = send(client, f"{ANSWER}/1", assent="yes", q_age="under-10", go="next")
    seen = [page.text]
    page = press(client, page, f"{ANSWER}/2", go="next")
    seen.append(page.text)
    page = press(client, page, f"{ANSWER}/3", go="next")

    for text_of in seen:
        assert "<textarea" not in text_of
        assert not re.search(r'name="q-(why_not|idea|seen-other|places-other)"', text_of)
        assert "may-be-quoted" not in text_of
    assert 'value="other"' in seen[0]  # "other" can still be ticked
    assert 'name="go" value="send"' in " ".join(page.text.split())


@pytest.mark.trust("R35")
def test_no_door_on_this_site_takes_words_of_the_youngest(
    session: Session, keys: Keyring, consultation: Consultation
) -> None:
    def submit(mode: Mode) -> None:
        service.submit(
            session, keys, consultation, submission_key=f"amina-in-{mode.value}-mode",
            language="en", answers={"age": "under-10"}, texts={"idea": "hello"},
            may_be_quoted=False, mode=mode,
        )  # fmt: skip

    with pytest.raises(InvalidError, match="only tick"):
        submit(Mode.OPEN)
    submit(Mode.FACILITATED)  # with a grown-up beside them

    assert [queries.texts_of(keys, one) for one in stored_now(session)] == [{"idea": "hello"}]


def stored_now(session: Session) -> list[Response]:
    return list(session.scalars(select(Response)))


@pytest.mark.trust("R37")
@pytest.mark.parametrize(
    ("sent", "band"),
    [
        (["13-15"], "13-15"),
        (["prefer-not-to-say"], None),
        ([], None),
        (["15"], None),
        (["13-15", "16-17"], None),
        (["13-15", "13-15"], "13-15"),
    ],
)
def test_a_band_is_what_was_chosen_and_never_guessed(sent: list[str], band: str | None) -> None:
    for content, field in (
        (questionnaire_content(), "q-age"),
        (without_an_age_question(), "age-band"),
    ):
        fields = MultiDict([(field, value) for value in sent])
        assert rules.consent(parse(content), fields) == rules.Consent(band, given=False)


@pytest.mark.trust("R37")
def test_the_questionnaires_own_age_question_comes_first_and_pages_keep_their_numbers() -> None:
    content = questionnaire_content()
    age = content["pages"][0]["questions"].pop()
    content["pages"].insert(1, {"questions": [age | {"prefer_not": False}]})
    asked = rules.age_first(parse(content))

    assert [len(page.questions) for page in asked.pages] == [3, 0, 5, 4]
    assert asked.pages[0].questions[0].code == "age"
    assert asked.pages[0].questions[0].prefer_not


@pytest.mark.trust("R35")
def test_staff_decide_whether_children_of_ten_to_twelve_write(
    staff: Callable[[str], StaffClient], session: Session, consultation: Consultation
) -> None:
    assert consultation.ten_to_twelve_may_write  # unless somebody says otherwise
    oksana = staff("secretariat")
    typed = {
        "slug": "friends",
        "place": "24/5",
        "phase": "before",
        "questionnaire": str(consultation.questionnaire_id),
        "languages": list(LANGUAGES),
        "opens_at": "2126-01-05T08:00",
        "closes_at": "2126-01-18T20:00",
        "smallest_cell": "5",
    }
    session.rollback()

    oksana.post("/staff/consultations/add", data={**typed, "ten_to_twelve": "tick"})

    page = oksana.get("/staff/consultations/friends").text
    assert "only tick answers" in page
    chosen = 'checked id="ten_to_twelve-1" name="ten_to_twelve" type="radio" value="tick"'
    assert chosen in oksana.get("/staff/consultations/friends/edit").text
    assert not may_write(session)
    oksana.post("/staff/consultations/friends/edit", data={**typed, "ten_to_twelve": "write"})
    assert may_write(session)


def may_write(session: Session) -> bool:
    wanted = select(Consultation.ten_to_twelve_may_write).filter_by(slug="friends")
    told = session.scalars(wanted).one()
    session.rollback()  # SQLite has one writer
    return told
