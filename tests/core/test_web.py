"""What every page shares: languages of addresses, errors, foreign posts, compression."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.app import create_app
from consult.core import web
from consult.core.locales import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_page_speaks_the_browsers_language(client: FlaskClient, language: str) -> None:
    page = client.get("/nowhere", headers={"Accept-Language": f"{language},xx;q=0.5"})

    assert page.status_code == 404
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in page.text


def test_a_broken_page_keeps_its_reasons_to_itself(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    @web.public
    def broken() -> str:
        raise RuntimeError("what Amina typed")

    app.add_url_rule("/broken", view_func=broken)

    page = client.get("/broken")

    assert page.status_code == 500
    assert "what Amina typed" not in page.text
    assert "what Amina typed" not in caplog.text
    assert "RuntimeError" in caplog.text
    assert page.headers["Content-Security-Policy"] == web.HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_sent_from_another_site_is_refused(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    assert client.post("/en/receipt", headers=headers).status_code == 403


def test_another_host_name_is_refused(client: FlaskClient) -> None:
    page = client.get("/en/", headers={"Host": "elsewhere.example"})

    assert page.status_code == 400
    assert "elsewhere.example" not in page.text


def test_pages_for_everybody_are_compressed_on_wish(client: FlaskClient) -> None:
    plain = client.get("/nowhere")
    packed = client.get("/nowhere", headers={"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_static_files_are_kept_for_ever_under_an_address_that_follows_their_content(
    app: Flask, client: FlaskClient
) -> None:
    with app.test_request_context():
        address = web.asset("public.css")

    with client.get(address) as page:
        assert "immutable" in page.headers["Cache-Control"]
    assert "?v=" in address


def test_an_application_with_an_unmarked_view_does_not_start(app: Flask) -> None:
    app.add_url_rule("/unmarked", view_func=lambda: "")

    with pytest.raises(RuntimeError, match="without a mark"):
        web.require_marks(app)


def test_two_applications_on_one_instance_share_their_keys(app: Flask) -> None:
    other = create_app(
        {name: app.config[name] for name in ("DATABASE_URL", "INSTANCE", "KEYS", "TRUSTED_HOSTS")}
    )

    assert other.secret_key == app.secret_key
    other.extensions["database"].engine.dispose()


def test_the_operator_learns_whether_it_lives_and_can_serve(
    client: FlaskClient, app: Flask, tmp_path: Path
) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").status_code == 200

    settings = {name: app.config[name] for name in ("INSTANCE", "KEYS", "TRUSTED_HOSTS")}
    empty = create_app(settings | {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"})
    assert empty.test_client().get("/readyz").status_code == 503
    assert empty.test_client().get("/healthz").status_code == 200
    empty.extensions["database"].engine.dispose()


def test_browsers_learn_once_that_there_is_no_icon(client: FlaskClient) -> None:
    icon = client.get("/favicon.ico")

    assert icon.status_code == 204
    assert "max-age=31536000" in icon.headers["Cache-Control"]
