"""Symbols of papers are read as people write them and printed one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES
from consult.meetings.symbols import BODY, Change, ChangeKind, Series, Symbol

changes = st.builds(Change, st.sampled_from(ChangeKind), st.integers(1, 99))
symbols = st.builds(
    Symbol,
    sector=st.sampled_from("STRD"),
    year=st.integers(2000, 2099),
    body=st.just(BODY),
    meeting=st.integers(1, 999),
    series=st.sampled_from(Series),
    serial=st.integers(1, 9999),
    changes=st.lists(changes, max_size=3).map(tuple),
)


@given(symbols)
def test_a_printed_symbol_reads_as_itself(symbol: Symbol) -> None:
    assert Symbol.parse(str(symbol)) == symbol


@given(symbols, st.sampled_from(LANGUAGES))
def test_the_language_letter_does_not_change_the_paper(symbol: Symbol, language: str) -> None:
    assert Symbol.parse(symbol.in_language(language)) == symbol


def read(text: str) -> Symbol | InvalidError:
    try:
        return Symbol.parse(text)
    except InvalidError as refusal:
        return refusal


@given(st.text(max_size=60))
def test_any_other_text_is_refused_with_a_sentence_that_repeats_it(text: str) -> None:
    found = read(text)
    assert isinstance(found, InvalidError)
    assert str(found).endswith(found.params["found"])


@given(st.from_regex(r"[STRD][0-9]{2}-CLCWGCOP[1-9][0-9]?-(C|INF)-[0-9]{4}(-?REV[0-9])?"))
def test_what_looks_like_a_symbol_is_read_or_refused_but_never_breaks(text: str) -> None:
    found = read(text)
    assert isinstance(found, InvalidError) or Symbol.parse(str(found)) == found


def test_the_parts_of_a_real_symbol_are_told_apart() -> None:
    symbol = Symbol.parse("S26-CLCWGCOP24-C-0004")

    assert (symbol.sector, symbol.year, symbol.body) == ("S", 2026, "CLCWGCOP")
    assert (symbol.meeting, symbol.series, symbol.serial) == (24, Series.CONTRIBUTION, 4)
    assert symbol.address == "https://www.itu.int/md/S26-CLCWGCOP24-C-0004/en"
    assert symbol.in_language("ar") == "S26-CLCWGCOP24-C-0004-A"


@pytest.mark.parametrize(
    "written",
    [
        "S26-CLCWGCOP24-C-0004-REV1-ADD2",
        "s26-clcwgcop24-c-0004 Rev.1 Add.2",
        "S26-CLCWGCOP24-C-0004(Rev.1)(Add.2)-E",
        " S26-CLCWGCOP24-C-0004REV1ADD2 ",
        "S26-CLCWGCOP24-C-0004 Rev. 1, ADD2".replace(",", ""),
    ],
)
def test_changes_are_read_in_many_ways_and_printed_in_one(written: str) -> None:
    assert str(Symbol.parse(written)) == "S26-CLCWGCOP24-C-0004-REV1-ADD2"


def test_a_corrigendum_is_read_from_both_short_forms() -> None:
    assert Symbol.parse("S26-CLCWGCOP24-INF-0001-Corr.3").change == "COR3"
    assert Symbol.parse("S26-CLCWGCOP24-INF-0001-COR3").change == "COR3"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "symbol_parts"),
        ("S26-CLCWGCOP24-C", "symbol_parts"),
        ("26-CLCWGCOP24-C-0004", "symbol_year"),
        ("X26-CLCWGCOP24-C-0004", "symbol_year"),
        ("S2026-CLCWGCOP24-C-0004", "symbol_year"),
        ("S26-CLCWGFHR24-C-0004", "symbol_body"),
        ("S26-CLCWGCOP-C-0004", "symbol_body"),
        ("S26-CLCWGCOP024-C-0004", "symbol_body"),
        ("S26-CLCWGCOP24-Q-0004", "symbol_series"),
        ("S26-CLCWGCOP24-C-4", "symbol_serial"),
        ("S26-CLCWGCOP24-C-0000", "symbol_serial"),
        ("S26-CLCWGCOP24-C-٠٠٠٤", "symbol_serial"),
        ("S26-CLCWGCOP24-C-0004-REV0", "symbol_change"),
    ],
)
def test_a_wrong_symbol_is_told_by_its_wrong_part(written: str, code: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        Symbol.parse(written)
    assert refusal.value.code == code
