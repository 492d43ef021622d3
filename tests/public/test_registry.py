"""Finding papers: words in six languages, lists, feed, description for programs, plain files."""

import hashlib
import json
import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES
from consult.public import mirror, searching
from consult.public.index import Index
from consult.summaries.paper import Paper
from tests.exports import papers as built
from tests.public.test_payloads import runs_nothing

SYMBOL = "S26-CLCWGCOP24-C-0007"

#: Words as a reader may type them, and the language they look in.
TYPED = [
    ("ar", "الصورة"),
    ("ar", "صوره"),
    ("zh", "欺凌"),
    ("en", "CYBERBULLYING"),
    ("en", "pict"),
    ("fr", "cyberharcelement"),
    ("ru", "кибербуллинг"),
    ("es", "jóvenes ciberacoso"),
]


@pytest.mark.usefixtures("signed", "now")
@pytest.mark.parametrize(("language", "typed"), TYPED)
def test_words_are_found_in_each_language_however_they_are_typed(
    client: FlaskClient, language: str, typed: str
) -> None:
    page = client.get(f"/{language}/documents", query_string={"words": typed})
    assert page.status_code == 200
    assert SYMBOL in page.text
    assert "<mark>" in page.text
    assert "set-cookie" not in page.headers


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("кибербуллинг", "Что такое травля в интернете"),
        ("травля в интернете", "о кибербуллинге"),
        ("online bullying", "Cyberbullying hurts"),
        ("harcèlement en ligne", "Le cyberharcèlement fait du mal"),
        ("ciberbullying", "Hablamos del ciberacoso"),
        ("التنمّر السيبراني", "يؤذي بالتنمّر الإلكتروني"),
        ("网络霸凌", "什么是网络欺凌"),
        ("cyberbullying школа", "Травля в сети и школа"),
        ("AI", "L’intelligence artificielle"),
    ],
)
def test_another_name_of_the_same_thing_finds_it(typed: str, written: str) -> None:
    texts = [searching.fold(written), searching.fold("nothing of it: bullying, aid, интернет")]
    assert searching.score(texts, searching.wanted(typed))
    assert searching.score(texts[1:], searching.wanted(typed)) == 0


@pytest.mark.usefixtures("signed", "now")
def test_every_word_must_be_there(client: FlaskClient) -> None:
    page = client.get("/en/documents", query_string={"words": "cyberbullying zebra"})
    assert SYMBOL not in page.text
    assert "No paper fits" in page.text


@pytest.mark.usefixtures("signed", "now")
def test_papers_are_listed_by_meeting_year_and_language(client: FlaskClient) -> None:
    def listed(**wish: object) -> set[str]:
        page = client.get("/en/documents", query_string=wish).text
        return set(re.findall(r'href="/en/documents/([^"?]+)"', page))

    everything = listed()
    assert SYMBOL in everything
    assert len(everything) == 7
    assert listed(meeting=24) == {SYMBOL, "S26-CLCWGCOP24-C-0004"}
    assert listed(year=2023) == {"S23-CLCWGCOP19-C-0005"}
    assert SYMBOL in listed(language="ar", meeting=24)


@pytest.mark.usefixtures("signed")
@pytest.mark.parametrize("odd", ["meeting=x", "meeting=9999", "year=-1", "language=xx"])
def test_what_the_lists_do_not_offer_is_refused_with_what_to_do(
    client: FlaskClient, odd: str
) -> None:
    page = client.get(f"/en/documents?{odd}&words=picture")
    assert page.status_code == 400
    assert "from the lists" in page.text
    assert 'value="picture"' in page.text


@pytest.mark.usefixtures("signed", "now")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_has_the_papers_the_newest_first(client: FlaskClient, language: str) -> None:
    answer = client.get(f"/{language}/feed.atom")
    feed = ElementTree.fromstring(answer.data)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [one.findtext(f"{atom}title") or "" for one in feed.iter(f"{atom}entry")]
    dates = [one.findtext(f"{atom}updated") or "" for one in feed.iter(f"{atom}entry")]
    assert titles[0].startswith(f"{SYMBOL} – ") or titles[1].startswith(f"{SYMBOL} – ")
    assert dates == sorted(dates, reverse=True)
    assert answer.data == client.get(f"/{language}/feed.atom").data


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_describes_its_paper_for_programs(
    client: FlaskClient, signed: Paper, language: str
) -> None:
    page = client.get(f"/{language}/documents/{SYMBOL}").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    described = json.loads(found[1])
    assert described["name"] == signed.title[language]
    assert described["inLanguage"] == language
    assert {one["contentUrl"].rsplit(".", 1)[1] for one in described["encoding"]} >= {
        "docx",
        "pdf",
        "csv",
    }
    assert f'<meta name="DC.identifier" content="{SYMBOL}">' in page
    assert page.count('rel="alternate"') == len(LANGUAGES)


@pytest.mark.trust("R47")
@pytest.mark.usefixtures("signed", "consultations", "now")
def test_the_mirror_browses_from_a_folder(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "mirror"
    made = mirror.write(app, folder)
    listed = json.loads((folder / mirror.MANIFEST).read_text())["files"]
    assert made.files == len(listed)
    for path, digest in listed.items():
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
    assert f"ar/documents/{SYMBOL}.docx" in listed
    pages = [path for path in listed if path.endswith((".html", ".page.html"))]
    for path in pages:
        text = (folder / path).read_text()
        assert "<script src" not in text
        # The paper quotes markup, a formula and marks of direction.
        assert runs_nothing(text), path
        for link in re.findall(r'\s(?:href|src)="([^"]*)"', text):
            if not re.match(r"[a-z]+:|#", link):
                target = unquote(link.split("#")[0])
                assert (folder / path).parent.joinpath(target).resolve().is_file(), (path, link)
    again = mirror.write(app, folder)
    assert again == made


@pytest.mark.usefixtures("signed")
def test_a_mirror_never_replaces_other_files(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(DomainError, match="holds other files"):
        mirror.write(app, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name == "letters.txt"]


@given(st.text(max_size=60))
def test_what_is_folded_still_knows_where_it_stood(text: str) -> None:
    folded = searching.fold(text)
    assert len(folded.folded) == len(folded.origin)
    assert all(0 <= at < len(text) for at in folded.origin)
    assert list(folded.origin) == sorted(folded.origin)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_snippet_is_a_piece_of_the_text_as_it_was_written(text: str, query: str) -> None:
    found = searching.snippet([searching.fold(text)], searching.wanted(query))
    if found:
        piece = found.before.removeprefix("…") + found.found + found.after.removesuffix("…")
        assert piece.strip("…") in text


def test_a_frozen_paper_is_read_once_as_long_as_there_is_room() -> None:
    frozen = {
        str(number): replace(built.paper(), symbol=str(number)).to_json() for number in range(3)
    }
    asked: list[list[str]] = []

    def read(missing: Collection[str]) -> dict[str, str]:
        asked.append(sorted(missing))
        return {digest: frozen[digest] for digest in missing}

    kept = Index(most=2)
    for digests in ("0", "01"), ("1", "0"):
        assert kept.of([*digests[0]], read).keys() == {*digests[0]}
        assert kept.of([*digests[1]], read)["0"].title == built.TITLE
    assert kept.of("2", read)["2"].topics
    assert kept.of("1", read)["1"] is kept.of("1", read)["1"]

    assert asked == [["0"], ["1"], ["2"], ["1"]]
