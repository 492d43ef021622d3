"""Every sentence of a summary says what its evidence says, in six languages, and nothing hidden."""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.core import reading
from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES
from consult.summaries import building, disclosure
from consult.summaries.cells import Source
from consult.summaries.claims import drafting, evidence, notes, numbers, sentences, young
from consult.summaries.claims.choosing import Candidate, choose
from consult.summaries.claims.claim import Claim, Kind, Value
from consult.summaries.known import Key
from consult.summaries.paper import ConsultationResult, Paper, QuestionResult, Quote, Row, Table
from consult.summaries.results import crossing
from consult.summaries.stated import CrossTable, ThemeLine, ThemeResult
from tests.summaries import audit, cast, claims_cast

SMALLEST = 5


def released(seed: int, total: int, unlikely: float) -> tuple[Paper, list[dict[Key, int]]]:
    """Return the released tables of random answers, with those by group; and all that was shown."""
    found = claims_cast.gathered(seed, total, unlikely=unlikely)
    source = claims_cast.source(found)
    shown = audit.shown_once(disclosure.system([source]))
    below = []
    for trait in building.CROSSED:
        system = crossing.crossed(source, crossing.groups(source, found, trait), shown)
        below.append(audit.shown_once(system))
    phases, published = disclosure.tables([source], shown)
    crossed: list[CrossTable] = []
    for trait, under in zip(building.CROSSED, below, strict=True):
        groups = crossing.groups(source, found, trait)
        tables = disclosure.tables([one.source for one in groups], under)[1]
        for one in groups:
            told = tables[one.source.slug]
            crossed += building.of_group(source, trait, one.code, one.label, told)
    whole = paper(phases, [result(source, published["safety"])], tuple(crossed))
    return whole, [shown, *below]


def result(source: Source, published: disclosure.Published) -> ConsultationResult:
    return ConsultationResult(
        slug=source.slug,
        title=cast.six("Safety"),
        phase="before",
        opens_at="2025-12-01T08:00:00+00:00",
        closes_at="2026-01-10T20:00:00+00:00",
        languages=LANGUAGES,
        demonstration=False,
        responses=published.responses,
        smallest_cell=source.smallest,
        participation=published.participation,
        questions=tuple(
            QuestionResult(
                one.question.code,
                one.question.type,
                one.question.text,
                published.tables[one.question.code],
                (),
                published.texts.get(one.question.code),
            )
            for one in source.counted.questions
            if one.question.code in published.tables
        ),
    )


def paper(
    phases: Table,
    consultations: list[ConsultationResult],
    crossed: tuple[CrossTable, ...] = (),
    themes: tuple[ThemeResult, ...] = (),
) -> Paper:
    return Paper(
        meeting_number=24,
        meeting_starts_on="2026-01-19",
        meeting_ends_on="2026-01-19",
        meeting_place={},
        symbol="",
        signed_on="",
        agenda_item="",
        agenda_title={},
        purpose="information",
        title=cast.six("Title"),
        abstract=cast.six("Abstract"),
        narrative={},
        phases=phases,
        consultations=tuple(consultations),
        crossed=crossed,
        themes=themes,
        machines=building.MACHINES,
    )


def table(
    counts: dict[str, int | None], base: int | None, caption: dict[str, str] | None = None
) -> Table:
    rows = tuple(
        Row(code, cast.six(code.title()), n, disclosure.percent(n, base))
        for code, n in counts.items()
    )
    return Table(caption or cast.six("Seen?"), rows, base, 0, 0, adds_up=True)


def asked(tables: tuple[Table, ...], **more: object) -> ConsultationResult:
    """Return a consultation with one question."""
    question = QuestionResult("seen", "single_choice", cast.six("Seen?"), tables, (), None)
    given: dict[str, object] = {
        "slug": "safety",
        "title": cast.six("Safety"),
        "phase": "before",
        "opens_at": "2025-12-01T08:00:00+00:00",
        "closes_at": "2026-01-10T20:00:00+00:00",
        "languages": LANGUAGES,
        "demonstration": False,
        "responses": 1234,
        "smallest_cell": 5,
        "participation": (),
        "questions": (question,),
    }
    return ConsultationResult(**(given | more))  # type: ignore[arg-type]  # as listed above


PHASES = table({"before": 1234, "during": 0}, 1234)


@given(
    seed=st.integers(0, 10_000),
    total=st.sampled_from([3, 31, 70, 160]),
    unlikely=st.sampled_from([0.2, 0.9]),
)
@settings(max_examples=3, deadline=None)
def test_no_claim_shows_a_number_that_the_disclosure_control_hid(
    seed: int, total: int, unlikely: float
) -> None:
    shown, counts = released(seed, total, unlikely)
    every = {count for release in counts for count in release.values()}
    known = evidence.index(shown)

    for claim in drafting.draft(shown):
        assert claim.supported
        for value in claim.numbers():
            assert known.cells[value.cell] == value.number
            assert value.is_percent or value.number in every
            assert not 0 < (value.number or 0) < SMALLEST or value.is_percent
        said = sentences.render(claim)
        assert set(said) == set(LANGUAGES)
        for tag, text in said.items():
            assert numbers.unsupported(text, tag, [claim]) == []
            written = {one.value for one in numbers.written(text, tag)}
            assert {Fraction(v.number) for v in claim.numbers() if v.number} <= written


def test_a_claim_without_evidence_does_not_render() -> None:
    bare = Claim("x", Kind.COUNT, "took_part", "", (Value("count", 3), Value("title", text={})))
    half = replace(bare, evidence=("consultation:safety",))

    for claim in (bare, half):
        with pytest.raises(InvalidError) as refused:
            sentences.render(claim)
        assert refused.value.code == "claim_unsupported"


def test_a_headline_needs_thirty_answers_and_no_hidden_count_that_could_be_as_large() -> None:
    def headlines(
        counts: dict[str, int | None], base: int | None, *, adds_up: bool = True
    ) -> list[Claim]:
        counted = replace(table(counts, base), adds_up=adds_up)
        draft = drafting.draft(paper(PHASES, [asked((counted,))]))
        return [claim for claim in draft if claim.sentence in {"most_often", "tied"}]

    (found,) = headlines({"yes": 720, "no": 480}, 1200)
    assert "60%" in sentences.render(found)["en"]
    assert "1,200" in sentences.render(found)["en"]
    assert "1\u202f200" in sentences.render(found)["fr"]
    assert "1.200" in sentences.render(found)["es"]
    assert headlines({"yes": 20, "no": 9}, 29) == []
    assert headlines({"yes": 600, "no": None, "maybe": None}, 1200) == []
    assert len(headlines({"yes": 601, "no": None, "maybe": None}, 1200)) == 1
    assert headlines({"yes": 601, "no": None, "maybe": None}, 1200, adds_up=False) == []
    assert headlines({"yes": 40, "no": 40}, 80) == [], "all alike says nothing"
    (tied,) = headlines({"yes": 40, "no": 40, "maybe": 20}, 100)
    assert "Yes (en) and No (en)" in sentences.render(tied)["en"]


def test_groups_are_told_apart_from_ten_points_and_thirty_answers_each() -> None:
    def contrasts(first: int, second: int, base: int = 100) -> list[Claim]:
        groups = tuple(
            CrossTable(
                "safety", "seen", 0, "region", code, cast.six(code),
                table({"yes": yes, "no": base - yes}, base),
            )
            for code, yes in (("EUR", first), ("ARB", second))
        )  # fmt: skip
        whole = asked((table({"yes": first + second, "no": 2 * base}, 2 * base),))
        return drafting.contrasts(paper(PHASES, [whole], groups))

    (found,) = contrasts(50, 40)
    assert {v.name: v.number for v in found.numbers()} == {
        "high_percent": 50,
        "high_base": 100,
        "low_percent": 40,
        "low_base": 100,
    }
    assert contrasts(50, 41) == []
    assert contrasts(20, 5, base=29) == []


def test_before_and_during_are_compared_where_the_same_was_asked() -> None:
    before = asked((table({"yes": 60, "no": 40}, 100),))
    during = asked((table({"yes": 20, "no": 30}, 50),), slug="live", phase="during")

    (found,) = drafting.contrasts(paper(PHASES, [before, during]))

    assert found.key == "apart:safety/seen/0/phase/live"
    assert "60%" in sentences.render(found)["en"]
    assert "40%" in sentences.render(found)["en"]


@pytest.mark.parametrize("kind", ["read", "estimated"])
def test_themes_are_told_in_the_words_of_their_kind(kind: str) -> None:
    low, high = (310, 420) if kind == "estimated" else (None, None)
    line = ThemeLine("t1", cast.six("Reports"), 365, low, high, "0.84")
    themes = ThemeResult("safety", "seen", cast.six("Seen?"), 2, kind, 1234, 200, (line,))
    whole = paper(PHASES, [asked(())], themes=(themes,))

    (claim,) = [c for c in drafting.draft(whole) if c.kind is Kind.THEME]

    text = sentences.render(claim)["en"]
    assert ("Estimated from 200" in text) == (kind == "estimated")
    assert ("People read every answer" in text) == (kind == "read")
    assert "theme:safety/seen/v2/t1" in claim.all_evidence
    assert all(evidence.index(whole).resolves(one) for one in claim.all_evidence)
    for tag, told in sentences.render(claim).items():
        assert numbers.unsupported(told, tag, [claim]) == []


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "1,234 of 60% said 2.5", [(1234, False), (60, True), (Fraction(5, 2), False)]),
        ("fr", "1\u202f234 jeunes, 60\u00a0%, 2,5", [(1234, False), (60, True), (2.5, False)]),
        ("ru", "1\u00a0234 человека, 60\u00a0%", [(1234, False), (60, True)]),
        ("es", "1.234 jóvenes, el 60 %", [(1234, False), (60, True)]),
        ("ar", "١٬٢٣٤ شخصًا و٦٠٪", [(1234, False), (60, True)]),
        ("ar", "1,234 و60\u200e%\u200e", [(1234, False), (60, True)]),
        ("zh", "１２３４人，百分之六十，一百二十三", [(1234, False), (60, True), (123, False)]),
        ("zh", "一个人说了两句话", []),
        ("en", "½ of them, and 3rd", [(Fraction(1, 2), False), (3, False)]),
    ],
)
def test_numbers_are_found_as_each_language_writes_them(
    language: str, text: str, found: list[tuple[float, bool]]
) -> None:
    written = [(one.value, one.percent) for one in numbers.written(text, language)]

    assert written == [(Fraction(value), percent) for value, percent in found]


def test_a_number_that_is_not_in_the_evidence_is_named() -> None:
    cell = "cell:safety/question/seen/0/base"
    claim = Claim(
        "k", Kind.TABLE, "most_often", "question:safety/seen",
        (Value("base", 600, cell=cell), Value("percent", 45, cell=cell),
         Value("answer", text=dict.fromkeys(LANGUAGES, "13–15"))),
    )  # fmt: skip

    numbers.check(
        {
            "en": "Of 600, aged 13–15, 45% said so",
            "ar": "٦٠٠ و٤٥٪",
            "zh": "六百人中百分之四十五",
        },
        [claim],
        "wording",
    )
    with pytest.raises(InvalidError) as refused:
        numbers.check({"en": "600% of 601", "ru": "46\u00a0%"}, [claim], "wording")
    assert [(p.params["number"], p.where) for p in refused.value.problems] == [
        ("600%", "wording-en"),
        ("601", "wording-en"),
        ("46 %", "wording-ru"),
    ]


def test_a_note_keeps_the_counts_its_words_use_and_refuses_others() -> None:
    known = evidence.index(paper(PHASES, [asked((table({"yes": 720, "no": 480}, 1200),))]))

    note = notes.note(
        {"en": "60% of 1,200 had seen it."}, "question:safety/seen", known, taken={"note:1"}
    )

    assert note.key == "note:2"
    assert {v.number for v in note.numbers()} == {60, 1200}
    assert all(known.resolves(one) for one in note.all_evidence)
    for text, under, code in (
        ({"en": "61% had"}, "question:safety/seen", "number_unsupported"),
        ({"en": "Many had"}, "question:safety/other", "note_adrift"),
        ({}, "question:safety/seen", "note_empty"),
    ):
        with pytest.raises(InvalidError) as refused:
            notes.note(text, under, known, taken=())
        assert refused.value.code == code


def test_quotes_are_chosen_for_difference_and_let_a_group_that_differs_be_heard() -> None:
    def candidate(n: int, language: str, region: str, *stances: str, times: int = 1) -> Candidate:
        quote = Quote(f"Words that say something, number {n}." * times, language, region, "")
        return Candidate(UUID(int=n), "safety", "more", quote, frozenset(stances))

    crowd = [candidate(n, "en", "EUR", "for") for n in range(1, 20)]
    others = [candidate(30, "ar", "ARB"), candidate(31, "es", "AMS", "against")]

    chosen = choose([*crowd, *others], [("safety", "region", "ARB")])

    assert next(one.review.int for one in chosen) == 30
    assert 31 in {one.review.int for one in chosen}
    assert len(chosen) == 3, "at most three of one question"
    assert choose([*others, *crowd][::-1], [("safety", "region", "ARB")]) == chosen
    assert choose([candidate(1, "en", "EUR", times=100)], []) == [], "nobody reads it to its end"


def test_the_page_for_young_people_reads_easily_and_tells_the_same_numbers() -> None:
    whole = paper(PHASES, [asked((table({"yes": 720, "no": 480}, 1200),))])
    claims = drafting.draft(whole)

    text = young.write(claims)

    assert set(text) == set(LANGUAGES)
    assert young.write([]) == {}
    for tag, told in text.items():
        assert reading.measure(told, tag).passes, (tag, reading.measure(told, tag))
        assert numbers.unsupported(told, tag, [*claims, young.OUT_OF]) == []
    assert "Out of 100 of you, 60 chose it." in text["en"]
