"""Texts by language, and names made out of them."""

import pytest

from consult.core.locales import hyphened


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        ("Ma vie en ligne", 40, "ma-vie-en-ligne"),
        ("L’été à l’école !", 40, "lete-a-lecole"),
        ("حياتي", 40, ""),
        ("Моя жизнь 2026", 40, "2026"),
        ("one two three four", 10, "one-two"),
        ("Donaudampfschiff", 10, "donaudampf"),
    ],
)
def test_a_text_becomes_a_name_for_an_address(text: str, most: int, found: str) -> None:
    assert hyphened(text, most) == found
