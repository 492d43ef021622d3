"""The pages of statements, of the summary for young people and of the self-assessment."""

from collections.abc import Callable

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES
from consult.meetings import queries as meetings
from consult.summaries import queries as summaries
from consult.summaries.claims import queries
from tests.conftest import StaffClient
from tests.moderation import cast as stored
from tests.summaries import claims_cast

Staff = Callable[[Role | str], StaffClient]
PAGE = "/staff/summaries/24"

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def safety(session: Session, keys: Keyring) -> Consultation:
    made = stored.consultation(
        session, stored.meeting(session), definition=claims_cast.definition()
    )
    stored.answer_all(session, keys, made, claims_cast.rows(seed=4, total=90, unlikely=0.95))
    session.commit()
    return made


def sound(text: str) -> str:
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return text


def in_six(name: str, text: str) -> dict[str, str]:
    return {f"{name}-{tag}": f"{text} ({tag})" for tag in LANGUAGES}


def test_from_the_answers_to_a_page_for_young_people(
    session: Session, safety: Consultation, staff: Staff, client: FlaskClient
) -> None:
    oksana, mei = staff("secretariat"), staff("chair")
    assert "There are no statements yet." in sound(oksana.get(f"{PAGE}/claims").text)
    assert oksana.post(f"{PAGE}/claims/draft").status_code == 302
    page = sound(oksana.get(f"{PAGE}/claims").text)
    assert "90 young people took part in" in page

    summary = summaries.find(session, meetings.by_number(session, 24))
    assert summary
    first, second = queries.of_summary(session, summary)[:2]
    session.commit()
    claim = f"{PAGE}/claims/{first.id}"
    page = sound(oksana.get(claim).text)
    assert "cell:safety/responses" in page
    assert '<td class="number">90</td>' in page
    wrong = oksana.post(claim, data={"revision": "0", "wording-en": "91 came"})
    assert wrong.status_code == 422
    assert "The number 91 is not in the evidence." in sound(wrong.text)
    assert "91 came" in wrong.text
    assert oksana.post(claim, data={"revision": "0", "wording-en": "90 came"}).status_code == 302
    late = mei.post(claim, data={"revision": "0", "wording-en": "Mei says 90"})
    assert late.status_code == 409
    assert "90 came" in sound(late.text)
    assert "Mei says 90" in late.text
    assert 'name="revision" type="hidden" value="1"' in late.text
    assert mei.post(f"{claim}/comments", data={"comment": ""}).status_code == 422
    assert mei.post(f"{claim}/comments", data={"comment": "Good."}).status_code == 302
    assert "Comments that nobody has settled: 1." in mei.get(PAGE).text
    moved = oksana.post(f"{PAGE}/claims/{first.id}/move", data={"down": "yes"})
    dropped = oksana.post(f"{PAGE}/claims/{second.id}/keep", data={"kept": "no"})
    assert {moved.status_code, dropped.status_code} == {302}
    assert "All statements say what the tables say today." in sound(
        oksana.get(f"{PAGE}/claims/recompute").text
    )
    note = {"under": "question:safety/seen"} | in_six("text", "Many have seen it")
    assert oksana.post(f"{PAGE}/claims/notes", data=note).status_code == 302
    empty = oksana.post(f"{PAGE}/claims/notes", data={"under": "question:safety/seen"})
    assert empty.status_code == 422
    young = {"revision": "0", "text-en": "Thank you, all 90 of you!"}
    assert oksana.post(f"{PAGE}/for-young-people", data=young).status_code == 302
    again = mei.post(f"{PAGE}/for-young-people", data=young | {"text-en": "Mine"})
    assert again.status_code == 409
    assert "Thank you, all 90 of you!" in sound(again.text)
    assert "a child of eleven can read it" in again.text

    page = sound(mei.get(PAGE).text)
    assert "approve it" in page
    page = sound(oksana.get(f"{PAGE}/for-young-people").text)
    read = page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    approve = f"{PAGE}/for-young-people/approve"
    assert oksana.post(approve, data={"seen": "another text"}).status_code == 409
    assert oksana.post(approve, data={"seen": read}).status_code == 302
    assert "Approved by" in sound(oksana.get(f"{PAGE}/for-young-people").text)
    page = sound(mei.get(PAGE).text)
    seen = page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    signed = mei.post(f"{PAGE}/sign", data={"read": "y", "seen": seen}, follow_redirects=True)
    assert "S26-CLCWGCOP24-C-0001" in signed.text

    address = "/en/documents/S26-CLCWGCOP24-C-0001/for-young-people"
    public = client.get(address)
    assert "Thank you, all 90 of you!" in sound(public.text)
    assert "Set-Cookie" not in public.headers
    assert 'dir="rtl"' in client.get(address.replace("/en/", "/ar/")).text
    assert client.get(address.replace("0001", "0002")).status_code == 404
    printed = client.get(address.replace("/en/", "/zh/") + ".pdf")
    assert printed.content_type == "application/pdf"
    assert printed.data.startswith(b"%PDF")
    assert "Many have seen it (en)" in client.get("/en/documents/S26-CLCWGCOP24-C-0001").text
    assert address in client.get("/en/meetings/24").text


def test_title_and_paragraphs_of_somebody_else_are_not_overwritten(
    safety: Consultation, staff: Staff
) -> None:
    oksana, mei = staff("secretariat"), staff("chair")
    page = oksana.get(f"{PAGE}/edit").text
    seen = page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    words = {"purpose": "action", "seen": seen, "title-en": "Mei's title"}
    assert mei.post(f"{PAGE}/edit", data=words).status_code == 302

    late = oksana.post(f"{PAGE}/edit", data=words | {"title-en": "Oksana's title"})

    assert late.status_code == 409
    assert "Mei&#39;s title" in sound(late.text)
    assert "Oksana&#39;s title" in late.text
    seen = late.text.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    words |= {"title-en": "Both", "seen": seen}
    assert oksana.post(f"{PAGE}/edit", data=words).status_code == 302


@pytest.mark.trust("R50")
def test_the_self_assessment_is_public_where_it_is_there_in_six_languages(
    safety: Consultation, staff: Staff, client: FlaskClient
) -> None:
    oksana = staff("secretariat")
    pages = "/staff/summaries/assessment/safety"
    assert sound(oksana.get(pages).text).count("/assessment/safety/") == 19
    page = sound(client.get("/en/consultations/safety/method").text)
    assert (page.count("<dt>"), page.count("(not confirmed)")) == (19, 19)
    half = {"revision": "0", "statement-en": "Only in English."}
    assert oksana.post(f"{pages}/coe-9", data=half).status_code == 302
    whole = {"revision": "0"} | in_six("statement", "Nobody has to")
    assert oksana.post(f"{pages}/gc12-b", data=whole).status_code == 302
    assert oksana.post(f"{pages}/gc12-b", data=whole).status_code == 409
    long = {"revision": "1", "statement-en": "x" * 601}
    assert oksana.post(f"{pages}/gc12-b", data=long).status_code == 422
    assert oksana.get(f"{pages}/gc12-z").status_code == 404

    for tag in LANGUAGES:
        page = sound(client.get(f"/{tag}/consultations/safety/method").text)
        assert f"Nobody has to ({tag})" in page
        assert "Only in English." not in page
        assert page.count('<span class="hint">') == 18
    assert "/en/consultations/safety/method" in client.get("/en/meetings/24").text
