"""What keeps a consultation shut, each gate alone, and what to do about it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.accounts.models import Account
from consult.consultations import impact
from consult.consultations.gates import gates, meeting_window, slug_gate
from consult.consultations.models import Consultation, ImpactRecord, Phase
from consult.core.locales import LANGUAGES
from consult.meetings.models import Meeting
from consult.questionnaires import format as questionnaire_format
from consult.questionnaires.definition import Page
from tests.cast import questionnaire_content

NOW = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
EVERYWHERE = dict.fromkeys(LANGUAGES, "…")
DEFINITION = questionnaire_format.parse(questionnaire_content())
#: 19 and 20 January in Cairo, two hours ahead of UTC.
MEETING = Meeting(
    number=24,
    starts_on=date(2026, 1, 19),
    ends_on=date(2026, 1, 20),
    place={},
    time_zone="Africa/Cairo",
)
STARTS = datetime(2026, 1, 18, 22, 0, tzinfo=UTC)
ENDS = datetime(2026, 1, 20, 22, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)


def ready(**values: Any) -> Consultation:
    whole = {
        "slug": "safety",
        "title": EVERYWHERE,
        "purpose": EVERYWHERE,
        "outcome": EVERYWHERE,
        "phase": Phase.BEFORE,
        "languages": list(LANGUAGES),
        "opens_at": datetime(2026, 1, 5, 8, 0, tzinfo=UTC),
        "closes_at": datetime(2026, 1, 18, 20, 0, tzinfo=UTC),
        "focal_point": Account(email="focal-point@example.org"),
        "deputy": Account(email="deputy@example.org"),
        "impact": ImpactRecord(
            written_on=NOW.date(), inventory_digest=impact.inventory_digest(), answers={}
        ),
    }
    return Consultation(**(whole | values))


def shut(consultation: Consultation) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in gates(consultation, DEFINITION, MEETING, NOW)]


def test_a_whole_consultation_may_open() -> None:
    assert shut(ready()) == []


@pytest.mark.parametrize("name", ["title", "purpose", "outcome"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.trust("R12")
def test_each_text_is_asked_for_in_each_language(name: str, language: str) -> None:
    lacking = ready(**{name: EVERYWHERE | {language: "  "}})
    assert shut(lacking) == [("text", f"{name}-{language}")]


def test_only_languages_that_are_offered_must_have_the_texts() -> None:
    lacking = ready(title={"fr": "…", "ar": "…"}, languages=["ar", "fr"])
    assert shut(lacking) == []


@pytest.mark.trust("R12")
def test_every_text_of_the_questionnaire_must_be_there() -> None:
    content = questionnaire_content()
    del content["pages"][1]["questions"][1]["choices"][0]["text"]["ru"]
    definition = questionnaire_format.parse(content)

    found = gates(ready(), definition, MEETING, NOW)
    assert [(p.params["language"], "seen" in p.where) for p in found] == [("Русский", True)]
    assert gates(ready(languages=["ar", "es"]), definition, MEETING, NOW) == []


def test_a_questionnaire_title_in_one_language_does_not_matter() -> None:
    definition = replace(DEFINITION, title={"en": "Only in English"}, introduction={"en": "…"})
    assert gates(ready(), definition, MEETING, NOW) == []


def test_a_questionnaire_that_asks_nothing_stays_shut() -> None:
    card = DEFINITION.pages[0].questions[0]
    definition = replace(DEFINITION, pages=(Page(title={}, questions=(card,)),))
    assert [p.code for p in gates(ready(), definition, MEETING, NOW)] == ["nothing_asked"]


def test_a_window_must_have_some_length_and_not_be_past() -> None:
    opens_at = ready().opens_at
    assert ("window", "closes_at") in shut(ready(closes_at=opens_at))
    assert shut(ready(opens_at=NOW - INSTANT * 2, closes_at=NOW)) == [("past", "closes_at")]
    assert shut(ready(opens_at=NOW - INSTANT * 2, closes_at=NOW + INSTANT)) == []


def test_the_days_of_a_meeting_are_those_of_its_place() -> None:
    assert meeting_window(MEETING) == (STARTS, ENDS)


@given(st.integers(-3, 3), st.sampled_from([STARTS, ENDS]))
def test_before_a_meeting_means_closed_by_its_end(steps: int, edge: datetime) -> None:
    closes_at = edge + steps * INSTANT
    found = shut(ready(closes_at=closes_at))
    assert found == ([("phase", "closes_at")] if closes_at > ENDS else [])


@given(
    st.integers(-3, 3),
    st.integers(1, 3),
    st.sampled_from([STARTS, ENDS]),
)
def test_during_a_meeting_means_open_at_some_moment_of_it(
    steps: int, length: int, edge: datetime
) -> None:
    opens_at = edge + steps * INSTANT
    closes_at = opens_at + length * INSTANT
    shares_a_moment = max(opens_at, STARTS) < min(closes_at, ENDS)
    found = shut(ready(phase=Phase.DURING, opens_at=opens_at, closes_at=closes_at))
    assert found == ([] if shares_a_moment else [("phase", "opens_at")])


@pytest.mark.parametrize("slug", ["safety", "u2", "online-safety-2026", "a" * 60])
def test_a_short_name_for_links(slug: str) -> None:
    assert list(slug_gate(slug)) == []


@pytest.mark.parametrize(
    "slug", ["", "Safety", "-a", "a-", "a--b", "a b", "a/b", "أمان", "a" * 61, "a\n"]
)
def test_a_short_name_that_breaks_links_is_refused(slug: str) -> None:
    assert [p.code for p in slug_gate(slug)] == ["slug"]


@pytest.mark.parametrize("languages", [[], ["de"], ["ar", "xx"]])
def test_only_the_six_languages_are_offered(languages: list[str]) -> None:
    codes = [code for code, _where in shut(ready(languages=languages))]
    assert codes[0] == "language"


@pytest.mark.trust("R17")
def test_a_focal_point_and_another_person_as_deputy_must_be_named() -> None:
    somebody = Account(email="focal-point@example.org")

    assert shut(ready(focal_point=None, deputy=None)) == [
        ("safeguarding", "focal_point"),
        ("safeguarding", "deputy"),
    ]
    assert shut(ready(focal_point=somebody, deputy=somebody)) == [("safeguarding", "deputy")]
    assert shut(ready(deputy=None)) == [("safeguarding", "deputy")]


@pytest.mark.parametrize("offered", [False, True])
def test_an_address_is_asked_only_where_addresses_are_kept_apart(*, offered: bool) -> None:
    content = questionnaire_content()
    content["pages"][0]["questions"].append(
        {"code": "mail", "type": "email", "text": dict.fromkeys(LANGUAGES, "E-mail?")}
    )
    definition = questionnaire_format.parse(content)
    found = gates(ready(contact_offered=offered), definition, MEETING, NOW)
    assert [problem.code for problem in found] == ([] if offered else ["contact"])
