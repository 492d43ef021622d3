"""PDF files set by Typst: tagged (PDF/UA-1), the same bytes each time, fonts from packages."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from consult.core import writable

#: Templates may import each other by addresses that start here: ``/core/typst/base.typ``.
ROOT = Path(__file__).parents[1]

#: Packages that carry fonts. What the machine has installed is not used: the same paper must look
#: the same, and have the same bytes, everywhere.
_FONT_PACKAGES = ("fontpkg_amiri", "manimgx_fonts", "pylopdf_fonts_zh_cn")

#: Stands for a sign that none of the fonts can draw.
REPLACEMENT = "▯"


@dataclass(frozen=True)
class Pdf:
    """A PDF file, and the signs it could not show.

    ``replaced`` holds each sign that no font has, once, in code point order; the file shows
    ``REPLACEMENT`` in its place, and whoever hands the file out says so.
    """

    file: bytes
    replaced: str


def pdf(template: Path, content: Mapping[str, Any]) -> Pdf:
    """Set a template with its content.

    Args:
        template: a ``.typ`` file inside the package; it reads its content from
            ``/core/typst/base.typ``.
        content: JSON values; texts are shown as they are, never read as markup.

    Returns:
        The file. Equal content gives equal bytes.

    Raises:
        typst.TypstError: the template is wrong.
    """
    given = _each_text(content, writable.text)
    try:
        return Pdf(_compiled(template, given), "")
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    # PDF/UA-1 refuses a sign without a glyph; only now is it worth reading the fonts' tables.
    unknown = sorted({sign for text in _texts(given) for sign in text if not _drawn(sign)})
    logging.getLogger("consult").info("PDF: %d signs that no font has", len(unknown))
    shown = str.maketrans(dict.fromkeys(unknown, REPLACEMENT))
    drawable = _each_text(given, lambda text: text.translate(shown))
    return Pdf(_compiled(template, drawable), "".join(unknown))


def _compiled(template: Path, content: Mapping[str, Any]) -> bytes:
    made = typst.compile(
        str(template),
        root=str(ROOT),
        font_paths=[str(folder) for folder in _font_folders()],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _font_folders() -> tuple[Path, ...]:
    folders = []
    for name in _FONT_PACKAGES:
        found = find_spec(name)
        if found is None or found.origin is None:
            raise RuntimeError(f"the font package {name} is not installed: install the lock again")
        folder = Path(found.origin).parent
        folders.append(folder / "files" if (folder / "files").is_dir() else folder)
    return tuple(folders)


@cache
def _glyphs() -> frozenset[int]:
    """Return the code points that some font has a glyph for."""
    files = (path for folder in _font_folders() for path in folder.iterdir())
    found: set[int] = set()
    for path in files:
        if path.suffix in {".ttf", ".otf"}:
            with TTFont(path, lazy=True) as font:
                found |= font.getBestCmap().keys()
    return frozenset(found)


def _drawn(sign: str) -> bool:
    return sign in "\n\t" or ord(sign) in _glyphs()


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _each_text(each, change) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(each, change) for each in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
