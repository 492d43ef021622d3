"""Personal data in free text is found in six scripts, and clean texts are left alone (A5, R27)."""

import csv
import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core.locales import LANGUAGES
from consult.screening.harm import harm
from consult.screening.personal import Kind, personal_data
from tests.screening.pii_texts import filled

_STRUCTURED = {"email", "phone", "handle", "url"}
_SIB200 = {
    "ar": "arb_Arab",
    "zh": "zho_Hans",
    "en": "eng_Latn",
    "fr": "fra_Latn",
    "ru": "rus_Cyrl",
    "es": "spa_Latn",
}
#: Pieces that make finds likely among any text.
_PIECES = [
    "٠١٢٣٤٥٦٧٨٩",
    "ａ＠ｂ．ｃｏｍ",
    "my name is Zoë",
    "é",
    "e\u0301",
    "\u200f",
    "ﷺ",
    "我叫小明",
    " ",
    "+7 912 345-67-89",
]


@pytest.mark.trust("R41")
@pytest.mark.trust("R27")
def test_what_names_or_reaches_somebody_is_found_in_every_language() -> None:
    asked: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for tag in LANGUAGES:
        for kind, text, part in filled(tag):
            start = text.index(part)
            asked[tag, kind] += 1
            found[tag, kind] += any(
                one.kind == kind and one.start < start + len(part) and one.end > start
                for one in personal_data(text, tag)
            )
    for kind in sorted({kind for _tag, kind in asked}):
        recall = {tag: found[tag, kind] / asked[tag, kind] for tag in LANGUAGES}
        print(f"personal data, {kind}: {recall}")  # noqa: T201 - the figures
        assert min(recall.values()) >= (0.95 if kind in _STRUCTURED else 0.80), kind

    assert asked.total() >= 600


@pytest.mark.trust("R27")
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_of_real_articles_are_rarely_taken_for_personal_data(
    shared: Path, language: str
) -> None:
    texts = []
    for part in ("train", "dev"):
        path = shared / "sib200" / f"{_SIB200[language]}.{part}.tsv"
        with path.open(encoding="utf-8", newline="") as source:
            texts += [row["text"] for row in csv.DictReader(source, delimiter="\t")]
    begun = time.process_time()
    alarms = sum(bool(personal_data(text, language)) for text in texts)
    takes = (time.process_time() - begun) / len(texts) * 1000
    stories = sum(bool(harm(text, language)) for text in texts)
    print(f"{language}: {alarms / len(texts):.3f}, harm {stories / len(texts):.3f}, {takes:.2f} ms")  # noqa: T201 - the figures

    assert alarms / len(texts) <= 0.05
    assert stories / len(texts) <= 0.05


@pytest.mark.trust("R27")
def test_real_answers_to_a_consultation_are_rarely_taken_for_personal_data(shared: Path) -> None:
    path = shared / "consultations" / "anid_chile" / "consulta_p1_p41.csv"
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    texts = [cell for row in rows for cell in row.values() if cell and len(cell) > 40][:2000]
    alarms = sum(bool(personal_data(text, "es")) for text in texts)
    stories = sum(bool(harm(text, "es")) for text in texts)
    print(f"real answers: {alarms}, harm {stories} of {len(texts)}")  # noqa: T201 - the figures

    assert len(texts) > 100
    assert alarms / len(texts) <= 0.05
    assert stories / len(texts) <= 0.05


@pytest.mark.trust("R27")
def test_synthetic_contacts_of_others_are_found(shared: Path) -> None:
    cases = json.loads((shared / "pii" / "presidio_synth_dataset_v2.json").read_text("utf-8"))
    kinds = {
        "EMAIL_ADDRESS": {Kind.EMAIL},
        "DOMAIN_NAME": {Kind.URL, Kind.EMAIL},
        "PHONE_NUMBER": {Kind.PHONE},
    }
    asked: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for case in cases:
        finds = personal_data(case["full_text"], "en")
        for span in case["spans"]:
            if span["entity_type"] in kinds:
                asked[span["entity_type"]] += 1
                found[span["entity_type"]] += any(
                    one.start < span["end_position"] and one.end > span["start_position"]
                    for one in finds
                )
    print({kind: f"{found[kind]}/{asked[kind]}" for kind in asked})  # noqa: T201 - the figures

    for kind in ("EMAIL_ADDRESS", "PHONE_NUMBER"):
        assert found[kind] / asked[kind] >= 0.95, kind


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=8)), max_size=8).map("".join))
def test_finds_lie_in_the_text_as_it_was_written_and_do_not_overlap(text: str) -> None:
    for tag in ("ar", "en", "zh"):
        after = 0
        for one in personal_data(text, tag):
            assert after <= one.start < one.end <= len(text)
            after = one.end
        for concern in harm(text, tag):
            assert 0 <= concern.start < concern.end <= len(text)


def test_a_find_is_the_very_words_that_were_written() -> None:
    text = "رقمي ٠١٠١٢٣٤٥٦٧٨ وبريدي ａ＠ｅｘａｍｐｌｅ．ｏｒｇ"

    assert [text[one.start : one.end] for one in personal_data(text, "ar")] == [
        "٠١٠١٢٣٤٥٦٧٨",
        "ａ＠ｅｘａｍｐｌｅ．ｏｒｇ",
    ]


def test_an_age_counts_only_beside_a_school() -> None:
    assert personal_data("I am 13 and I like games", "en") == []
    kinds = {one.kind for one in personal_data("I am 13, I go to Oakfield High School", "en")}
    assert kinds == {Kind.AGE, Kind.SCHOOL}
