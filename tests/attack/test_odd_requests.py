"""Requests that no browser sends, but a link checker, a broken proxy or somebody with time does."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations.models import Consultation
from consult.responses.models import Response
from tests.conftest import StaffClient

Staff = Callable[[Role | str], StaffClient]

FORM = "/en/consultations/safety/answer"


@pytest.mark.parametrize("address", [FORM, f"{FORM}/1", "/en/receipt"])
def test_a_link_checker_leaves_no_answer_behind(
    client: FlaskClient, consultation: Consultation, session: Session, address: str
) -> None:
    looked = client.head(address)

    assert (looked.status_code, looked.data) == (200, b"")
    assert session.scalar(select(func.count()).select_from(Response)) == 0


@pytest.mark.parametrize(
    "origin", ["http://[", "http://[::1", "http://]", "//", "null", "\\", "x" * 5000]
)
def test_an_origin_that_cannot_be_read_is_foreign(client: FlaskClient, origin: str) -> None:
    sent = client.post("/en/receipt", data={"code": "1"}, headers={"Origin": origin})

    assert sent.status_code == 403


@pytest.mark.usefixtures("consultation")
@pytest.mark.parametrize("number", [2**31, 2**63, 10**30, "9" * 5000], ids=lambda n: str(n)[:20])
def test_a_number_without_end_leads_nowhere(
    client: FlaskClient, staff: Staff, number: object
) -> None:
    assert client.get(f"/en/meetings/{number}").status_code == 404
    assert client.get(f"{FORM}/{number}").status_code == 404
    mei = staff(Role.CHAIR)
    for address in ("meetings", "summaries", "papers"):
        assert mei.get(f"/staff/{address}/{number}").status_code == 404
    listed = mei.get(f"/staff/moderation/safety/idea/decided?page={number}")
    assert listed.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/%00", "/en/%00", "/c/%00", "/c/%ff%fe", "/en/documents/%ff", "/en/documents/..%2f..",
        "/en/documents/S26-CLCWGCOP24-C-0001.exe", "/en/data/%00.csv", "/en/data/...csv",
        "/en/consultations/%f0%9f%98%80/answer", "/en/consultations/%ed%a0%80", "/static/../app.py",
        "/static/%2e%2e/%2e%2e/app.py", "/static//etc/passwd", "/%e2%80%ae", "/en/meetings/-1",
        "/en/meetings/24?x=%ff", "//evil.example", "/en/../staff/", "/staff/%00", "/%zz",
        "/c/" + "a" * 60_000,
    ],
    ids=lambda address: address[:40],
)  # fmt: skip
@pytest.mark.usefixtures("consultation")
def test_an_address_that_makes_no_sense_gets_a_page(client: FlaskClient, address: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"):
        found = client.open(address, method=method, buffered=True)
        assert 200 <= found.status_code < 500, method
        assert "evil.example" not in found.headers.get("Location", "")
