"""Agreement, estimates, samples, spans: the rules alone, without a database."""

import re
from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.errors import DomainError, InvalidError
from consult.moderation.rules import Reason, Redaction
from consult.summaries import themes as published
from consult.summaries.suppression import exposures
from consult.themes import agreement, estimates, rules
from consult.themes.agreement import Firmness
from consult.themes.counted import Counts, Kind, ThemeCount
from consult.themes.models import Codebook, Outcome, Theme
from consult.themes.proposals import Masked, Proposal, holds
from tests.bench.themes import coverage
from tests.summaries import cast


def test_alpha_gives_the_values_of_krippendorffs_own_examples() -> None:
    """Krippendorff, "Computing Krippendorff's alpha-reliability" (2011), examples A and B."""
    binary = ["0100000010", "1110010000"]
    assert agreement.alpha(zip(*binary, strict=True)) == pytest.approx(0.095, abs=0.001)
    letters = ["aabbdcccedda", "babbbcccedd" + "d"]
    units = list(zip(*letters, strict=True))
    assert agreement.alpha(units) == pytest.approx(0.692, abs=0.001)


@pytest.mark.parametrize(
    ("units", "expected"),
    [([], None), ([[True]], None), ([[True, True]] * 3, None), ([[True, True], [False, False]], 1)],
)
def test_alpha_says_nothing_where_nothing_was_read_twice_or_all_is_alike(
    units: list[list[bool]], expected: float | None
) -> None:
    assert agreement.alpha(units) == expected


@pytest.mark.parametrize(
    ("alpha", "firmness"),
    [
        (0.8, "firm"),
        (0.79, "tentative"),
        (0.667, "tentative"),
        (0.66, "rewrite"),
        (None, "unknown"),
    ],
)
def test_agreement_tells_what_may_be_said(alpha: float | None, firmness: str) -> None:
    assert agreement.firmness(alpha) is Firmness(firmness)


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    covered = coverage(60, sizes=(100,))
    assert float(np.mean(covered)) >= 0.94


def test_a_model_whose_count_is_twice_too_high_does_not_move_the_estimate() -> None:
    lot = np.random.default_rng(4)
    true = (lot.random(5000) < 0.2).astype(float)
    guessed = 0.3 + 0.7 * true
    assert guessed.mean() > 2 * true.mean()
    made = estimates.difference(true[:200], guessed[:200], float(guessed.mean()), 5000)
    assert made.low <= true.mean() <= made.high
    assert made.share == pytest.approx(true.mean(), abs=0.03)
    with pytest.raises(ValueError, match="needs a sample"):
        estimates.difference(true[:1], guessed[:1], 0.5, 5000)


@given(st.integers(2, 60), st.integers(0, 500), st.integers(0, 60), st.floats(0, 1), st.randoms())
def test_an_interval_is_within_what_people_found(
    size: int, more: int, found: int, mean: float, lot: object
) -> None:
    coded = np.array([float(n < min(found, size)) for n in range(size)])
    made = estimates.difference(coded, np.linspace(0, 1, size), mean, size + more)
    yes, total = coded.sum(), size + more
    assert yes / total - 1e-9 <= made.low <= made.share <= made.high + 1e-9
    assert made.high <= 1 - (size - yes) / total + 1e-9


def book() -> Codebook:
    return Codebook(consultation_id=UUID(int=1), text_code="idea", number=1, themes=[])


def test_the_sample_is_drawn_by_lot_and_stays_when_others_come_or_go() -> None:
    answers = [uuid4() for _ in range(1000)]
    ordered = rules.by_lot(b"secret", book(), answers)
    sample = rules.audit_sample(ordered)
    assert len(sample) == rules.AUDIT
    assert ordered != rules.by_lot(b"other", book(), answers)
    fewer = [one for one in answers if one != sample[0]]
    assert rules.by_lot(b"secret", book(), fewer) == ordered[1:]
    assert rules.audit_sample(ordered[:300]) == ordered[:300]
    assert len(rules.read_twice(sample)) == 40


def test_two_people_read_a_fifth_and_nobody_reads_an_answer_twice() -> None:
    sample = rules.by_lot(b"secret", book(), [uuid4() for _ in range(20)])
    mei, oksana = uuid4(), uuid4()
    readers: dict[UUID, set[UUID]] = {}
    while (found := rules.next_to_audit(sample, readers, oksana)) is not None:
        assert oksana not in readers.get(found, set())
        readers.setdefault(found, set()).add(oksana)
    assert len(readers) == 20
    second = set()
    while (found := rules.next_to_audit(sample, readers, mei)) is not None:
        second.add(found)
        readers[found].add(mei)
    assert second == set(rules.read_twice(sample))


SCRIPTS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويَُِ保护隐私网络安全abcÀéèñçабвгдежзийклмнñáéíóú😀👩🏽‍💻'\".*+?()[]"
)


@given(
    st.lists(st.text(SCRIPTS, min_size=1, max_size=8), min_size=3, max_size=12),
    st.sampled_from([" ", "\n", "  ", "\n\n"]),
    st.data(),
)
def test_a_span_is_the_words_it_stands_for_in_six_scripts(
    words: list[str], blank: str, data: st.DataObject
) -> None:
    text = blank.join(words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    piece = " ".join(words[first : last + 1])  # as a form sends it, blanks changed
    (span,) = rules.spans(text, [piece])
    snippet = text[span["start"] : span["end"]]
    assert re.sub(r"\s+", " ", snippet) == piece
    # The same by code points of a browser that counts otherwise.
    assert (
        text.encode("utf-32-le")[span["start"] * 4 : span["end"] * 4].decode("utf-32-le") == snippet
    )


def test_words_that_are_not_there_are_named() -> None:
    with pytest.raises(InvalidError) as refused:
        rules.spans("أريد الخصوصية", ["الأمان"])
    assert refused.value.problems[0].params == {"words": "الأمان"}


def test_a_piece_with_struck_words_is_no_example() -> None:
    struck = [Redaction(5, 9, Reason.NAME)]
    assert rules.shown_whole(0, 5, struck)
    assert rules.shown_whole(9, 12, struck)
    assert not rules.shown_whole(4, 6, struck)


def test_a_reading_does_not_contradict_itself() -> None:
    for outcome, themes in ((Outcome.THEMES, []), (Outcome.NONE, [1]), (Outcome.UNCLEAR, [1])):
        with pytest.raises(InvalidError):
            rules.check_reading(outcome, themes)
    rules.check_reading(Outcome.THEMES, [1])


def test_themes_are_frozen_only_with_names_in_six_languages() -> None:
    with pytest.raises(DomainError, match="at least one theme"):
        rules.check_publishable([])
    with pytest.raises(DomainError) as refused:
        rules.check_publishable([Theme(label=cast.six("A")), Theme(label={"en": "B", "ar": "ب"})])
    assert [one.where for one in refused.value.problems] == [
        "中文",
        "Français",
        "Русский",
        "Español",
    ]


def counts(kind: Kind, total: int, *found: int) -> Counts:
    themes = tuple(
        ThemeCount(uuid4(), cast.six(f"T{n}"), n, max(0, n - 3), n + 3, None, Firmness.UNKNOWN)
        for n in found
    )
    return Counts(kind, 1, total, total, total, themes, none=0, unclear=0)


def test_small_theme_counts_are_hidden_and_cannot_be_worked_out() -> None:
    """40 answers, each with a theme: what one theme lacks, the small one must have."""
    raw = counts(Kind.READ, 40, 37, 3)
    made = published.publish(raw, 5)
    assert made is not None
    shown = [one.count for one in made.themes]
    assert shown[1] is None
    hidden = {published._key(place) for place, count in enumerate(shown) if count is None}
    assert exposures(published._cells(raw, 5), published._relations(raw), hidden) == []
    assert all(one.low is None for one in made.themes)


def test_estimates_are_told_with_their_interval_and_small_ones_hidden() -> None:
    made = published.publish(counts(Kind.ESTIMATED, 1000, 200, 4), 5)
    assert made is not None
    assert [(one.count, one.low, one.high) for one in made.themes] == [
        (200, 197, 203),
        (None, None, None),
    ]
    few = published.publish(counts(Kind.READ, 4, 4), 5)
    assert few is not None
    assert (few.total, few.themes[0].count) == (None, None)
    assert published.publish(counts(Kind.UNFINISHED, 1000), 5) is None


TEXTS = [Masked("1", "fr", "Je veux plus de vie privée, dit […]"), Masked("2", "ar", "الخصوصية")]


@pytest.mark.parametrize(
    ("proposal", "kept"),
    [
        (Proposal("Privacy", ["1", "2"], [("2", "الخصوصية")]), True),
        (Proposal("Privacy", []), False),
        (Proposal("Privacy", ["3"]), False),
        (Proposal("", ["1"]), False),
        (Proposal("Privacy", ["1"], [("1", "vie privee")]), False),
        (Proposal("Privacy", ["1"], [("2", "الخصوصية")]), False),
        (Proposal("Privacy", ["1"], [("1", "")]), False),
    ],
)
def test_a_proposal_rests_on_texts_it_was_given_and_quotes_them_to_the_byte(
    proposal: Proposal, kept: bool
) -> None:
    assert holds(proposal, TEXTS) is kept
