"""Published papers and data stay at their address, the same bytes, with plain names."""

import csv
import io
import json
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import Consultation
from consult.exports import registry
from consult.meetings import service
from consult.meetings.models import Meeting
from consult.meetings.symbols import Symbol
from consult.summaries.paper import Paper
from tests.exports import papers as built

SYMBOL = "S26-CLCWGCOP24-C-0007"


@pytest.mark.trust("R47")
@pytest.mark.parametrize("name", registry.FORMATS)
def test_a_published_paper_can_be_kept_by_caches(
    client: FlaskClient, signed: Paper, name: str
) -> None:
    first = client.get(f"/ar/documents/{SYMBOL}.{name}")
    assert first.status_code == 200
    assert first.data == registry.write(signed, "ar", name)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert f"filename={SYMBOL}-A.{name}" in first.headers["Content-Disposition"]
    assert "Set-Cookie" not in first.headers
    again = client.get(
        f"/ar/documents/{SYMBOL}.{name}", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_the_web_page_opens_and_the_others_are_saved(client: FlaskClient, signed: Paper) -> None:
    shown = client.get(f"/en/documents/{SYMBOL}.html").headers["Content-Disposition"]
    saved = client.get(f"/en/documents/{SYMBOL}.docx").headers["Content-Disposition"]
    assert shown.startswith("inline")
    assert saved.startswith("attachment")


def test_a_symbol_written_another_way_leads_to_the_paper(
    client: FlaskClient, signed: Paper
) -> None:
    answer = client.get("/fr/documents/s26-clcwgcop24-c-0007-F")
    assert (answer.status_code, answer.location) == (302, f"/fr/documents/{SYMBOL}")


def test_a_symbol_with_a_dot_is_still_a_symbol(
    client: FlaskClient, session: Session, meeting: Meeting
) -> None:
    revised = Symbol.parse("S26-CLCWGCOP24-C-0004-REV1")
    service.register_document(
        session,
        meeting,
        revised,
        title=built.TITLE,
        languages=["en"],
        address=revised.address,
        actor=COMMAND_LINE,
    )
    session.commit()
    answer = client.get("/en/documents/S26-CLCWGCOP24-C-0004(Rev.1)")
    assert answer.location == "/en/documents/S26-CLCWGCOP24-C-0004-REV1"


@pytest.mark.parametrize(
    "symbol", ["S26-CLCWGCOP24-C-0099", "nonsense", "..%2F..%2Fetc", SYMBOL + ".exe"]
)
def test_an_unknown_paper_is_not_found(client: FlaskClient, signed: Paper, symbol: str) -> None:
    assert client.get(f"/en/documents/{symbol}").status_code == 404


def test_the_groups_own_papers_lead_to_the_union(client: FlaskClient, meeting: Meeting) -> None:
    page = client.get("/es/documents/S26-CLCWGCOP24-C-0004").text
    assert 'href="https://www.itu.int/md/S26-CLCWGCOP24-C-0004/en"' in page
    assert client.get("/es/documents/S26-CLCWGCOP24-C-0004.docx").status_code == 404


def test_a_paper_that_is_not_there_in_a_language_names_those_it_is_in(
    client: FlaskClient, signed_without_russian: Paper
) -> None:
    page = client.get(f"/ru/documents/{SYMBOL}")
    assert page.status_code == 200
    assert f'href="/zh/documents/{SYMBOL}"' in page.text
    assert "603 young people" not in page.text
    assert client.get(f"/ru/documents/{SYMBOL}.docx").status_code == 409
    assert client.get(f"/zh/documents/{SYMBOL}.docx").status_code == 200


def test_the_page_of_a_paper_shows_it_whole(client: FlaskClient, signed: Paper) -> None:
    page = client.get(f"/en/documents/{SYMBOL}").text
    assert "DEMONSTRATION. The answers in this paper were made up" in page
    assert "Base of the percentages: 603 answers." in page
    assert page.count("<svg") == 2
    assert 'lang="ar"' in page


def test_the_data_of_a_consultation_come_from_the_signed_paper(
    client: FlaskClient, now: datetime, signed: Paper, consultations: dict[str, Consultation]
) -> None:
    answer = client.get("/zh/data/cyberbullying.csv")
    assert answer.status_code == 200
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    by_row = {(line["question"], line["row"]): line for line in lines if line["row"]}
    assert by_row["what", "c0"]["count"] == "412"
    assert by_row["what", "c3"]["count"] == ""
    assert by_row["region", "CIS"]["hidden"] == "yes"
    told = json.loads(client.get("/zh/data/cyberbullying.json").data)
    assert [one["slug"] for one in told["consultations"]] == ["cyberbullying"]


@pytest.mark.parametrize("slug", ["cyberbullying", "open-one"])
def test_before_the_summary_is_signed_there_are_no_data(
    client: FlaskClient, consultations: dict[str, Consultation], slug: str
) -> None:
    answer = client.get(f"/en/data/{slug}.csv")
    assert answer.status_code == 404
    assert "not published yet" in answer.text


def test_a_consultation_outside_the_signed_paper_has_no_data(
    client: FlaskClient, signed: Paper, consultations: dict[str, Consultation], session: Session
) -> None:
    assert client.get("/en/data/open-one.json").status_code == 404
    assert client.get("/en/data/cyberbullying.docx").status_code == 404
    assert client.get("/en/data/draft.json").status_code == 404
