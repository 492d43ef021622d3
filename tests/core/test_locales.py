"""Texts by language, and names made out of them."""

import pytest
from flask import Flask, g

from consult.core import i18n
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


@pytest.mark.parametrize(
    ("language", "where", "said"),
    [
        ("en", "page 2, question q3, choice 1, text", "page 2, question q3, choice 1, text"),
        ("ru", "page 2, question q3, show_if", "страница 2, вопрос q3, правило"),
        ("ar", "page 2, question q3", "الصفحة 2، السؤال q3"),
        ("ar", "survey, row 2, column type", "survey, row 2, column type"),
        ("fr", "", ""),
    ],
)
def test_a_place_in_a_questionnaire_is_said_in_the_pages_language(
    app: Flask, language: str, where: str, said: str
) -> None:
    with app.test_request_context():
        g.language = language
        assert i18n.placed(where) == said
