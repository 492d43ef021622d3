"""How a paper says lists of figures: each language has its own colons and semicolons."""

import pytest

from consult.exports.words import Words


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", "a: 1؛ b: 2"),
        ("zh", "a：1；b：2"),
        ("en", "a: 1; b: 2"),
        ("fr", "a\u202f: 1\u202f; b\u202f: 2"),
        ("ru", "a: 1; b: 2"),
        ("es", "a: 1; b: 2"),
    ],
)
def test_pairs_are_set_as_the_language_sets_them(language: str, said: str) -> None:
    assert Words(language).pairs([("a", "1"), ("b", "2")]) == said
