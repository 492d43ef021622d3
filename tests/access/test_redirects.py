"""After sign-in one lands on our own staff pages, whatever ``next`` says (TRUST.md S18)."""

from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from consult.accounts.rules import own_address
from tests.conftest import PASSWORD, Cast, token_in

ELSEWHERE = [
    "https://evil.example/staff/",
    "//evil.example/staff/",
    "///evil.example/staff/",
    "/\\evil.example/staff/",
    "\\\\evil.example",
    "/staff/\\..\\..\\evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "\t//evil.example",
    " //evil.example",
    "/\t/evil.example",
    "/staff/\r\nSet-Cookie: a=b",
    "/staff/%0d%0aSet-Cookie:%20a=b",
    "/%2fevil.example",
    "/staff//evil.example",
    "/staff/%2f%2fevil.example",
    "/staff/../../evil.example",
    "/staff/%2e%2e/ar/",
    "/staff/..%5cevil",
    "/staffroom/",
    "/staff@evil.example/",
    "//user:pass@evil.example/staff/",
    "http://localhost@evil.example/staff/",
    "/ar/",
    "staff/",
    "//[",
    "http://[::1/staff/",
    "/staff/ж",
    "/staff/" + "a" * 2000,
    "",
]
OURS = ["/staff/", "/staff/trail", "/staff/trail?before=7", "/staff/meetings/24?tab=a%20b"[:23]]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_address_leads_elsewhere(target: str) -> None:
    assert own_address(target) is None


@pytest.mark.parametrize("target", OURS)
def test_our_own_pages_are_kept(target: str) -> None:
    assert own_address(target) == target


@pytest.mark.parametrize("by", ["address", "field"])
def test_sign_in_never_leads_elsewhere(client: FlaskClient, accounts: Cast, by: str) -> None:
    for target in ELSEWHERE:
        client.delete_cookie("__Host-staff")
        query = {"next": target} if by == "address" else {}
        token = token_in(client.get("/staff/sign-in", query_string=query))
        data = {"email": "mei@example.org", "password": PASSWORD, "csrf_token": token}
        sent = client.post(
            "/staff/sign-in",
            query_string=query,
            data=data | ({"next": target} if by == "field" else {}),
        )
        assert sent.status_code == 302
        assert urlsplit(sent.headers["Location"])[:3] == ("", "", "/staff/"), target


def test_one_comes_back_to_where_one_was_going(client: FlaskClient, accounts: Cast) -> None:
    asked = client.get("/staff/trail?before=7").headers["Location"]
    page = client.get(asked)
    assert 'name="next" type="hidden" value="/staff/trail?before=7"' in page.text
    sent = client.post(
        "/staff/sign-in",
        data={
            "email": "mei@example.org",
            "password": PASSWORD,
            "next": "/staff/trail?before=7",
            "csrf_token": token_in(page),
        },
    )
    assert sent.headers["Location"] == "/staff/trail?before=7"
