"""Whatever is sent, in whatever shape, gets a page with 2xx or 4xx, never a broken one."""

from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.consultations.models import Consultation
from tests.responses.cast import AMINA, SAFETY, address

_NAMES = [f"q-{q['code']}" for page in SAFETY["pages"] for q in page["questions"]]
_PARTS = ["", "-other", "-prefer-not", "-laws", "-teachers", "-", "-.-"]
_OWN = [
    "go",
    "shown",
    "submission-key",
    "may-be-quoted",
    "assent",
    "age-band",
    "leave-out",
    "code",
    "q-",
    "",
    "lang",
]
names = st.one_of(
    st.builds(str.__add__, st.sampled_from(_NAMES), st.sampled_from(_PARTS)),
    st.sampled_from(_OWN),
    st.text(max_size=8),
)
values = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["yes", "no", "games", "4", "-1", "1e999", "NaN", "prefer-not-to-say", "other"]
    ),
    st.sampled_from(["stay", "back", "next", "review", "send", "withdraw", "withdraw-now"]),
    st.integers().map(str),
    st.just("\x00\ud83d\udc4d\u202e\ufffe".encode("utf-8", "ignore").decode()),
    st.sampled_from(
        ["x" * 25_000, "=1+1", "{{ 77777*77777 }}", "%(name)s", "<script>alert(1)</script>"]
    ),
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    fields=st.lists(st.tuples(names, values), max_size=12),
    page=st.sampled_from([None, 1, 2, 3, 99]),
)
def test_odd_fields_never_break_a_page(
    app: Flask, consultation: Consultation, fields: list[tuple[str, str]], page: int | None
) -> None:
    client = app.test_client()
    body = urlencode([(n, v.encode("utf-8", "replace")) for n, v in fields])
    form: dict[str, Any] = {"content_type": "application/x-www-form-urlencoded"}

    for where in (address(page), "/en/receipt"):
        got = client.post(where, data=body, **form)
        assert got.status_code < 500, (where, fields)
        assert "<script>alert" not in got.text
        assert "6049261729" not in got.text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"q-seen=%ff%fe&q-idea=%00%01", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"yes", "text/plain"),
        (b"", "multipart/form-data"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_bodies_of_other_kinds_are_answered_with_a_page(
    app: Flask, consultation: Consultation, body: bytes, content_type: str
) -> None:
    got = app.test_client().post(address(), data=body, content_type=content_type)

    assert got.status_code == 400  # nobody said that they take part
    assert 'name="assent"' in got.text


def test_a_form_from_another_site_is_refused(app: Flask, consultation: Consultation) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        got = app.test_client().post(address(), data=AMINA, headers=headers)
        assert got.status_code == 403


def test_a_body_larger_than_we_take_is_refused(app: Flask, consultation: Consultation) -> None:
    got = app.test_client().post(address(), data={"q-idea": "x" * 9_000_000})

    assert got.status_code == 413
