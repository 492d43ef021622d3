"""Hostile texts in what the record tells programs: description, feed, register, mirror."""

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core import writable
from consult.core.locales import LANGUAGES
from consult.meetings.models import Document
from consult.summaries import paper as papers
from consult.summaries.models import Summary
from consult.summaries.paper import Paper
from tests.attack.test_payloads_in_papers import TEXTS as ONE_LINE
from tests.attack.test_payloads_in_papers import filled, skeleton

ATOM = "{http://www.w3.org/2005/Atom}"
SYMBOL = "S26-CLCWGCOP24-C-0007"
#: Several in one text, so that each page is looked at a few times and not a hundred.
TEXTS = [" ".join(ONE_LINE[start : start + 12]) for start in range(0, len(ONE_LINE), 12)]


def put(session: Session, paper: Paper, text: str) -> None:
    """Let the signed paper say one text everywhere, as if no door of ours had looked at it."""
    bare = tuple(replace(one, questions=()) for one in paper.consultations)
    frozen = filled(replace(paper, consultations=bare), text).to_json()
    summary = session.scalars(select(Summary)).one()
    summary.frozen, summary.frozen_digest = frozen, papers.digest(frozen)
    session.get_one(Document, summary.document_id).title = dict.fromkeys(LANGUAGES, text)
    session.commit()


def described(page: str) -> Any:
    """Return the description for programs, which holds nothing that could end its element."""
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert not {"<", ">", "&"} & set(script)
    return json.loads(script)


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_text_becomes_part_of_the_record(
    client: FlaskClient, session: Session, signed: Paper
) -> None:
    def pages() -> dict[str, str]:
        found = (f"/ar/documents/{SYMBOL}", "/en/documents?words=word", "/en/meetings/24", "/en/")
        return {where: client.get(where).text for where in found}

    put(session, signed, "word")
    harmless = {where: skeleton(page) for where, page in pages().items()}
    for text in TEXTS:
        put(session, signed, f"word {text}")
        for where, page in pages().items():
            assert skeleton(page) == harmless[where], (where, text)
        told = described(client.get(f"/en/documents/{SYMBOL}").text)
        assert told["name"] == f"word {text}"
        feed = ElementTree.fromstring(client.get("/en/feed.atom").data)
        titles = [one.findtext(f"{ATOM}title") for one in feed.iter(f"{ATOM}entry")]
        assert f"{SYMBOL} – {writable.text(f'word {text}')}" in titles
        assert {node.tag for node in feed.iter()} == {
            f"{ATOM}{name}"
            for name in ("feed", "title", "id", "updated", "link", "author", "name", "entry")
        }


def runs_nothing(page: str) -> bool:
    """Tell whether a page has no script but a description, and no handler."""
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        if element.tag == "script" and element.get("type") != "application/ld+json":
            return False
        if any(str(name).startswith("on") for name in element.attrib):
            return False
    return True
