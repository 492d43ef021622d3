"""Oksana writes and chooses, Mei signs; the pages show the numbers of the paper."""

from collections.abc import Callable

import html5lib
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES
from consult.moderation import queries as moderation
from consult.moderation.models import TextReview
from consult.summaries import queries
from tests.conftest import StaffClient
from tests.moderation import cast as stored
from tests.summaries import cast

Staff = Callable[[Role | str], StaffClient]
WORDS = {f"narrative-{tag}": f"One ({tag}).\r\nTwo." for tag in LANGUAGES} | {"purpose": "action"}


@pytest.fixture
def safety(session: Session, keys: Keyring) -> Consultation:
    made = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, made, cast.rows(seed=4, total=90, unlikely=0.5))
    session.commit()
    return made


def seen_on(page: str) -> str:
    """Return the digest of the draft that a page with the signature shows."""
    return page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


@pytest.mark.parametrize("language", ["ar", "en", "zh"])
def test_the_results_are_drawn_and_told_in_tables(
    safety: Consultation, staff: Staff, language: str
) -> None:
    browser = staff("secretariat")
    browser.post("/staff/language", data={"language": language})

    page = browser.get("/staff/summaries/24")

    assert page.status_code == 200
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.text)
    assert page.text.count("<svg") == page.text.count("</desc>") >= 5
    assert page.text.count('direction="ltr"') == page.text.count("<svg")
    assert page.text.count("<caption>") > page.text.count("<svg")


def test_the_whole_way_from_words_and_quotes_to_a_signature(
    session: Session, keys: Keyring, safety: Consultation, staff: Staff
) -> None:
    oksana, mei = staff("secretariat"), staff("chair")
    assert "Not begun" in oksana.get("/staff/summaries/").text
    text = moderation.next_undecided(session, safety, "more")
    session.commit()
    oksana.post(f"/staff/moderation/safety/more/{text}", data={"decision": "quote"})
    stored.confirmed(session, session.scalars(select(TextReview)).one())
    session.commit()

    assert oksana.post("/staff/summaries/24/edit", data=WORDS).status_code == 302
    page = oksana.get("/staff/summaries/24/quotes").text
    review = page.split('name="quote"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    sent = oksana.post("/staff/summaries/24/quotes", data={"quote": review})
    assert sent.status_code == 302
    page = oksana.get("/staff/summaries/24").text
    assert ">A text about more</blockquote>" in page
    assert "The chair can sign." in page

    assert oksana.post("/staff/summaries/24/sign", data={"read": "y"}).status_code == 403
    refused = mei.post("/staff/summaries/24/sign")
    assert refused.status_code == 422
    assert "Tick the box to sign." in refused.text
    read = {"read": "y", "seen": seen_on(mei.get("/staff/summaries/24").text)}
    oksana.post("/staff/summaries/24/edit", data=WORDS | {"title-en": "Another title"})
    changed = mei.post("/staff/summaries/24/sign", data=read)
    assert changed.status_code == 409
    assert "The draft has changed since you opened this page." in changed.text
    read["seen"] = seen_on(changed.text)
    sent = mei.post("/staff/summaries/24/sign", data=read, follow_redirects=True)
    assert "S26-CLCWGCOP24-C-0001" in sent.text

    session.expire_all()
    assert queries.paper(session, keys, 24).purpose == "action"
    session.commit()
    for address, fields in (("edit", WORDS), ("quotes", {"quote": review})):
        late = oksana.post(f"/staff/summaries/24/{address}", data=fields)
        assert late.status_code == 422
        assert "does not change any more" in late.text
    again = mei.post("/staff/summaries/24/sign", data={"read": "y"})
    assert again.status_code == 409


def test_a_signature_that_comes_too_early_says_what_is_to_do(
    safety: Consultation, staff: Staff
) -> None:
    sent = staff("chair").post("/staff/summaries/24/sign", data={"read": "y"})

    assert sent.status_code == 409
    assert sent.text.count("Write the paragraphs in this language.") >= 6


def test_nothing_typed_is_lost_when_the_purpose_is_missing(
    safety: Consultation, staff: Staff
) -> None:
    sent = staff("secretariat").post(
        "/staff/summaries/24/edit", data=WORDS | {"purpose": "decision", "title-ru": "Слова"}
    )

    assert sent.status_code == 422
    assert "Слова" in sent.text
    assert "One (fr)." in sent.text


@pytest.mark.parametrize("chosen", ["no key", "00000000-0000-4000-8000-000000000000"])
def test_a_quote_that_is_none_is_refused(safety: Consultation, staff: Staff, chosen: str) -> None:
    sent = staff("secretariat").post("/staff/summaries/24/quotes", data={"quote": chosen})

    assert sent.status_code == 422
    assert "may not be quoted any more" in sent.text


@pytest.mark.parametrize("address", ["77", "77/edit", "77/quotes"])
def test_a_meeting_that_is_not_there_is_not_found(
    safety: Consultation, staff: Staff, address: str
) -> None:
    assert staff("chair").get(f"/staff/summaries/{address}").status_code == 404


def test_the_chair_sees_a_consultation_filling_by_region_and_language_and_the_next_step(
    session: Session, keys: Keyring, safety: Consultation, staff: Staff
) -> None:
    mei = staff("chair")
    paper = queries.paper(session, keys, 24)
    session.commit()

    page = mei.get(f"/staff/consultations/{safety.slug}").text

    (result,) = paper.consultations
    shown = dict(result.participation)
    for stratum in ("region", "language"):
        caption = shown[stratum].caption["en"]
        table = page.split(caption, 1)[1].split("</table>", 1)[0]
        counts = [part.split("</td>", 1)[0] for part in table.split('<td class="number">')[1:]]
        percents = any(row.percent is not None for row in shown[stratum].rows)
        told = ["–" if row.count is None else str(row.count) for row in shown[stratum].rows]
        assert counts[:: 2 if percents else 1] == told
    assert f"Answers: {result.responses}." in page
    assert 'href="/staff/summaries/24"' in page
    assert f'href="/staff/moderation/#{safety.slug}"' in page
    assert 'href="/staff/summaries/24"' in mei.get("/staff/moderation/").text
    meeting = mei.get("/staff/meetings/24").text
    assert f'href="/staff/consultations/{safety.slug}"' in meeting
    assert 'href="/staff/summaries/24"' in meeting


def test_counts_of_the_first_few_answers_are_hidden_on_the_consultations_page(
    session: Session, keys: Keyring, staff: Staff
) -> None:
    made = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, made, cast.rows(seed=4, total=3, unlikely=0.5))
    session.commit()

    page = staff("chair").get(f"/staff/consultations/{made.slug}").text

    assert "Answers: –." in page
    assert '<td class="number">3</td>' not in page
    assert '<td class="number">1</td>' not in page
