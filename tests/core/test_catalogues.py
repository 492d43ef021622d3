"""Six languages or not at all: every text of the product is in every catalogue, whole."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from consult.core import locales

ROOT = Path(__file__).parents[2]
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
PLURAL_FORMS = {"ar": 6, "zh": 1, "en": 2, "fr": 2, "ru": 3, "es": 2}


def read(language: str) -> Catalog:
    path = locales.CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def texts_in_the_product() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(ROOT / "consult", METHODS, keywords=KEYWORDS)
    return {
        tuple(m) if isinstance(m, (list, tuple)) else m for _file, _line, m, _notes, _ctx in found
    }


def forms_of(message: Message) -> list[str]:
    text = message.string or ""
    return [text] if isinstance(text, str) else list(text)


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_every_text_is_in_the_catalogue_and_nothing_else(language: str) -> None:
    known = {message.id for message in read(language) if message.id}

    assert known == texts_in_the_product()


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_no_text_is_missing_or_fuzzy(language: str) -> None:
    for message in read(language):
        if message.id:
            forms = forms_of(message)
            assert all(form.strip() for form in forms), (language, message.id)
            assert not message.fuzzy, (language, message.id)
            if message.pluralizable:
                assert len(forms) == PLURAL_FORMS[language], (language, message.id)


@pytest.mark.parametrize("language", locales.LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for message in read(language):
        if not message.id:
            continue
        if message.pluralizable:
            # "one answer" may leave out the number in any form; nothing else may go or come.
            asked = set(PLACEHOLDER.findall(" ".join(message.id)))
            for form in forms_of(message):
                assert set(PLACEHOLDER.findall(form)) | {"%(num)s"} == asked | {"%(num)s"}
        else:
            asked_in_order = sorted(PLACEHOLDER.findall(str(message.id)))
            assert sorted(PLACEHOLDER.findall(str(message.string))) == asked_in_order, message.id


def test_arabic_plurals_choose_the_six_cldr_forms() -> None:
    plural = locales.catalogue("ar").plural

    assert [plural(n) for n in (0, 1, 2, 3, 11, 100)] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("language", "known"),
    [
        ("ar", "الدول العربية"),
        ("zh", "阿拉伯国家"),
        ("en", "Arab States"),
        ("fr", "États arabes"),
        ("ru", "Арабские государства"),
        ("es", "Estados Árabes"),
    ],
)
def test_a_known_text_really_comes_out_translated(language: str, known: str) -> None:
    assert locales.Speaker(language).gettext("Arab States") == known
