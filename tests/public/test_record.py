"""Anybody reads the record: every page in six languages, no account, no cookie, no dead link."""

import re
from datetime import datetime
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient

from consult.consultations.models import Consultation
from consult.core.locales import LANGUAGES, NAMES, direction
from consult.meetings.models import Meeting
from consult.summaries.paper import Paper

H = "{http://www.w3.org/1999/xhtml}"
SYMBOL = "S26-CLCWGCOP24-C-0007"
PAGES = (
    "/documents",
    "/",
    "/meetings",
    "/meetings/24",
    "/meetings/19",
    f"/documents/{SYMBOL}",
    "/documents/S26-CLCWGCOP24-C-0004",
)
#: Words that stand in Latin letters in every language.
NAMES_OF_THINGS = re.compile(
    r"S2\d-CLCWGCOP\d+-C-\d{4}(-[ACERFS])?|UTC|CSV|JSON|SPSS|PDF|Word|Excel|Atom|SHA-256|[0-9a-f]{64}"
    r"|cyberbullying|[«“](label|count)[»”]"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_is_whole_in_every_language(
    client: FlaskClient,
    now: datetime,
    signed: Paper,
    consultations: dict[str, Consultation],
    language: str,
) -> None:
    seen: set[str] = set()
    for page in PAGES:
        answer = client.get(f"/{language}{page}")
        assert answer.status_code == 200, (page, answer.text[:500])
        assert "Set-Cookie" not in answer.headers
        tree = html5lib.HTMLParser(strict=True).parse(answer.text)
        assert (tree.attrib["lang"], tree.attrib["dir"]) == (language, direction(language))
        if language in {"ar", "zh", "ru"}:
            _no_latin(_own_text(tree, language), page)
        seen |= {urljoin(f"/{language}{page}", link) for link in _internal_links(tree)}
    assert len(seen) > 40
    for address in sorted(seen):
        assert client.get(address).status_code == 200, address


def test_the_start_goes_to_the_language_of_the_browser(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept-Language": "de, ar;q=0.8"})
    assert (answer.status_code, answer.location) == (302, "/ar/")
    assert "Accept-Language" in answer.headers["Vary"]
    assert client.get("/", headers={"Accept-Language": "de"}).location == "/en/"


def test_the_home_page_says_what_is_open_what_comes_and_what_closed(
    client: FlaskClient, now: datetime, consultations: dict[str, Consultation], signed: Paper
) -> None:
    page = client.get("/en/").text
    assert "You can answer until 15 January 2026, 12:00 UTC" in page
    assert "You can answer from 15 January 2026, 12:00 UTC" in page
    assert "Closed since 12 January 2026, 12:00 UTC" in page
    assert "/en/consultations/open-one" in page
    assert "/en/consultations/draft" not in page
    assert f"/en/documents/{SYMBOL}" in page


def test_an_empty_record_says_so(client: FlaskClient) -> None:
    assert "Nothing is open at the moment" in client.get("/en/").text
    assert "There are no meetings yet." in client.get("/en/meetings").text


def test_a_consultation_in_one_language_is_offered_elsewhere_by_that_languages_name(
    client: FlaskClient, now: datetime, consultations: dict[str, Consultation]
) -> None:
    page = client.get("/zh/").text
    assert "Solo en español" not in page
    assert re.search(r'href="/es/consultations/only-spanish"\s+lang="es"', page)
    assert "Solo en español" in client.get("/es/").text


@pytest.mark.parametrize(
    ("accepts", "goes_to"),
    [
        ("ar-EG, en;q=0.5", "/ar/consultations/open-one"),
        ("de", "/en/consultations/open-one"),
        ("ar, es;q=0.2", "/es/consultations/only-spanish"),
        ("zh", "/es/consultations/only-spanish"),
    ],
)
def test_the_short_link_goes_to_the_best_language_offered(
    client: FlaskClient,
    now: datetime,
    consultations: dict[str, Consultation],
    accepts: str,
    goes_to: str,
) -> None:
    slug = goes_to.rsplit("/", 1)[1]
    answer = client.get(f"/c/{slug}", headers={"Accept-Language": accepts})
    assert (answer.status_code, answer.location) == (302, goes_to)


@pytest.mark.parametrize("slug", ["draft", "nothing"])
def test_the_short_link_of_a_draft_or_of_nothing_is_not_found(
    client: FlaskClient, consultations: dict[str, Consultation], slug: str
) -> None:
    assert client.get(f"/c/{slug}").status_code == 404


def test_a_meeting_that_is_not_there_is_said_kindly(client: FlaskClient, meeting: Meeting) -> None:
    answer = client.get("/fr/meetings/3")
    assert answer.status_code == 404
    assert "réunion" in answer.text


def _internal_links(tree: Element) -> set[str]:
    links = {node.attrib["href"] for node in tree.iter(f"{H}a")}
    return {link for link in links if not urlsplit(link).netloc and not link.startswith("#")}


def _own_text(node: Element, language: str) -> list[str]:
    """Return the page's texts but for those marked as another language's, and for quotes."""
    if node.attrib.get("lang", language) != language or node.tag in {f"{H}blockquote", f"{H}head"}:
        return []
    found = [node.text or ""]
    for child in node:
        if child.tag == f"{H}wbr":  # the word goes on behind it
            found[-1] += child.tail or ""
            continue
        found += _own_text(child, language)
        found.append(child.tail or "")
    return found


def _no_latin(texts: list[str], page: str) -> None:
    for text in texts:
        left = NAMES_OF_THINGS.sub("", text)
        assert not re.search(r"[A-Za-z]{2,}", left), (page, text)
    assert any(name in " ".join(texts) for name in NAMES.values())


def test_what_is_not_there_is_called_not_found(client: FlaskClient) -> None:
    page = client.get("/en/documents/S26-CLCWGCOP24-C-0999")

    assert page.status_code == 404
    assert "<h1>We cannot find this page</h1>" in page.text
