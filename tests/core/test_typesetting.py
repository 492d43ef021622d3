"""PDF files: every language, tagged, the same bytes, hostile text stays text."""

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from consult.core import typesetting
from consult.core.locales import LANGUAGES
from consult.core.typesetting import REPLACEMENT, Pdf

#: Shows its title as a heading and each line as a paragraph.
TEMPLATE = """
#import "/core/typst/base.typ": content, document-in
#show: document-in.with(content.language, content.title)
= #content.title
#for line in content.lines [ #line #parbreak() ]
"""

LINES = {
    "ar": "نريد إنترنت آمنًا للجميع",
    "zh": "我们希望网络对每个人都安全",
    "en": "We want the internet to be safe",
    "fr": "Nous voulons un internet sûr",
    "ru": "Мы хотим безопасный интернет",
    "es": "Queremos un internet más seguro",
}


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template in a package folder of its own, beside the product's base."""
    (tmp_path / "core").symlink_to(typesetting.ROOT / "core")
    monkeypatch.setattr(typesetting, "ROOT", tmp_path)
    path = tmp_path / "lines.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def set_in(template: Path, language: str, *lines: str, title: str = "1") -> Pdf:
    content: dict[str, Any] = {"language": language, "title": title, "lines": list(lines)}
    return typesetting.pdf(template, content)


def text_of(file: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_in_each_language_is_tagged_and_can_be_read_out(
    template: Path, language: str
) -> None:
    made = set_in(template, language, LINES[language])
    root: Any = PdfReader(io.BytesIO(made.file)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).split("-")[0] == language
    if language != "ar":  # the order of Arabic letters is looked at with the papers
        assert LINES[language] in text_of(made.file).replace("\n", "")
    assert made.replaced == ""


def test_equal_content_gives_equal_bytes(template: Path) -> None:
    assert set_in(template, "ar", LINES["ar"]).file == set_in(template, "ar", LINES["ar"]).file


def test_a_sign_that_no_font_has_is_replaced_and_told(template: Path) -> None:
    made = set_in(template, "en", "before \U00012000 after \U00012001")
    assert made.replaced == "\U00012000\U00012001"
    assert f"before {REPLACEMENT} after {REPLACEMENT}" in text_of(made.file)


def test_what_looks_like_markup_or_a_control_stays_text(template: Path) -> None:
    hostile = '#read("/etc/passwd") *b* = $x$ \\ <label> @ref'
    made = set_in(template, "en", hostile + "\x00\x07", title="#panic()")
    assert hostile in text_of(made.file).replace("\n", " ").replace("  ", " ")
