"""Words are struck exactly, counted in code points, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.core.errors import InvalidError
from consult.moderation.rules import Reason, Redaction, merged, spans, struck


def test_each_place_where_the_words_stand_is_struck() -> None:
    text = "Layla told me. I trust Layla."

    redactions = spans(text, ["Layla"], Reason.NAME)

    assert [text[one.start : one.end] for one in redactions] == ["Layla", "Layla"]
    assert struck(text, redactions) == "[…] told me. I trust […]."


def test_offsets_are_code_points_also_after_emoji_and_in_arabic() -> None:
    text = "👩🏽‍💻😢 قالت ليلى إنها خائفة"

    redactions = spans(text, ["ليلى"], Reason.NAME)

    assert [text[one.start : one.end] for one in redactions] == ["ليلى"]
    assert struck(text, redactions) == "👩🏽‍💻😢 قالت […] إنها خائفة"


def test_a_piece_may_run_over_a_line_end() -> None:
    assert struck("a b\r\nc d", spans("a b\r\nc d", ["b c"], Reason.OTHER)) == "a […] d"


def test_words_that_are_not_in_the_text_are_named() -> None:
    with pytest.raises(InvalidError) as refused:
        spans("one two", ["two", "three", "four"], Reason.PLACE)

    assert [problem.params["words"] for problem in refused.value.problems] == ["three", "four"]


def test_spans_that_overlap_or_touch_become_one() -> None:
    one, other = Redaction(0, 5, Reason.NAME), Redaction(3, 9, Reason.PLACE)

    assert merged([other, one]) == [Redaction(0, 9, Reason.NAME)]
    assert struck("abcdefghij", [other, one]) == "[…]j"


def test_a_span_outside_the_text_is_an_error_not_a_shorter_quote() -> None:
    with pytest.raises(ValueError, match="span"):
        struck("abc", [Redaction(1, 7, Reason.NAME)])


@given(st.text(min_size=1), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)), max_size=5))
def test_nothing_struck_is_left_and_nothing_else_is_taken(
    text: str, drawn: list[tuple[int, int]]
) -> None:
    redactions = [
        Redaction(start, min(start + length, len(text)), Reason.NAME)
        for start, length in drawn
        if start < len(text)
    ]
    gone = {place for one in redactions for place in range(one.start, one.end)}

    shown = struck(text, redactions)

    kept = "".join(c for place, c in enumerate(text) if place not in gone)
    if "[…]" not in text:
        assert shown.replace("[…]", "") == kept or "[…]" in kept
