"""What stands before the first question: who asks and why, secrecy, privacy (R01, R03, R04)."""

import csv
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import consult
from consult.consent import notice, wording
from consult.consultations.models import Consultation
from consult.core import clock, times
from consult.core.locales import LANGUAGES, Speaker
from consult.tables import metadata

BLOCKS = {"who", "why", "meeting", "reads", "change", "not", "time", "feedback", "secrecy"}


def blocks_of(page: str) -> dict[str, str]:
    found = re.findall(r'<section data-info="(\w+)">(.*?)</section>', page, re.DOTALL)
    return {name: unescape(re.sub(r"<[^>]*>", " ", text)) for name, text in found}


@pytest.mark.trust("R01")
def test_the_start_page_answers_eight_questions_in_each_language_with_the_meetings_dates(
    client: FlaskClient, consultation: Consultation
) -> None:
    meeting = consultation.meeting
    for language in LANGUAGES:
        page = client.get(f"/{language}/consultations/safety").text
        blocks = blocks_of(page)
        assert set(blocks) == BLOCKS
        days = times.say_days(meeting.starts_on, meeting.ends_on, language)
        for name, text in blocks.items():
            heading, _space, said = text.strip().partition("\n")
            assert heading, (language, name)
            assert len(said.strip()) > 10, (language, name)
        for name in ("meeting", "feedback"):
            assert days in blocks[name], (language, name, days)
        assert consultation.purpose[language] in blocks["why"]
        assert consultation.outcome[language] in blocks["change"]
        assert page.count('class="question"') == 0  # all of it before the first question


@pytest.mark.trust("R03")
def test_the_limits_of_secrecy_are_told_and_lead_to_help(
    client: FlaskClient, consultation: Consultation
) -> None:
    for language in LANGUAGES:
        page = client.get(f"/{language}/consultations/safety").text
        said = " ".join(blocks_of(page)["secrecy"].split())
        for sentence in wording.SECRECY:
            assert " ".join(Speaker(language).gettext(sentence).split()) in said
        block = page.split('data-info="secrecy"')[1].split("</section>")[0]
        assert f'href="/{language}/help"' in block


@pytest.mark.trust("R03")
def test_the_wording_about_secrecy_was_reviewed_within_a_year_as_it_stands() -> None:
    review = wording.secrecy_review()

    assert review.reviewed_by.strip()
    assert clock.today() - timedelta(days=366) <= review.reviewed_on <= clock.today()
    # Who changes a word in any language has it reviewed, and enters consent.wording's new digest.
    assert review.digest == wording.secrecy_digest()


@pytest.mark.trust("R04")
def test_the_notice_lists_exactly_what_is_stored_about_a_young_person(client: FlaskClient) -> None:
    inventory = Path(consult.__file__).parent / "data_inventory.csv"
    with inventory.open(encoding="utf-8", newline="") as source:
        every = list(csv.DictReader(source))
    tables = {line["table"] for line in every if line["class"] == "young person"}
    lines = [line for line in every if line["table"] in tables]
    stored = {f"{name}.{c.name}" for name in tables for c in metadata.tables[name].columns}

    for language in LANGUAGES:
        page = client.get(f"/{language}/privacy").text
        listed = re.findall(r'data-column="([^"]+)"', page)
        assert sorted(listed) == sorted(stored)
        plain = unescape(page)
        for line in lines:
            for words in (line["purpose"], line["retention"]):
                assert Speaker(language).gettext(words) in plain, words


@pytest.mark.trust("R04")
def test_no_words_of_the_notice_are_stale_or_untranslated() -> None:
    told = {words for line in notice.kept() for words in (line.purpose, line.retention)}

    assert set(notice.WORDS) == told


@pytest.mark.trust("R04")
def test_the_notice_says_it_in_short_for_a_child_first(client: FlaskClient) -> None:
    for language in LANGUAGES:
        page = client.get(f"/{language}/privacy").text
        child, full = page.split('<section data-notice="full">')
        child = child.split('<section data-notice="child">')[1]
        words = re.sub(r"<[^>]*>|\s+", " ", child)
        assert len(words.split()) < 130, language  # one screen
        assert "<table" not in child
        assert f'href="/{language}/problem"' in full
        assert Speaker(language).gettext("Rights") in full
