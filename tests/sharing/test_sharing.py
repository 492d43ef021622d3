"""A consultation is brought to others: link, QR code, poster, card; nothing of third parties."""

import io
import re
import xml.etree.ElementTree as ET

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from consult.core.locales import LANGUAGES, Speaker

HOME = "/consultations/safety"


@pytest.mark.usefixtures("consultation")
@pytest.mark.trust("R25")
def test_the_page_has_link_code_poster_and_a_card_that_loads_nothing(client: FlaskClient) -> None:
    page = client.get(f"/ar{HOME}/share")
    assert page.status_code == 200
    assert '<a href="http://localhost:8000/c/safety"' in page.text
    card = page.text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea", 1)[0]
    assert "http://localhost:8000/ar/consultations/safety" in card
    assert not re.search(r"src=|&lt;(script|img|iframe|link|style)", card)

    code = client.get("/c/safety.svg")
    assert code.mimetype == "image/svg+xml"
    root = ET.fromstring(code.text)
    assert "http://localhost:8000/c/safety" in "".join(root.itertext())
    assert client.get("/c/nowhere.svg").status_code == 404
    assert client.get("/c/safety").status_code == 302

    about = client.get(f"/ar{HOME}").text
    assert 'property="og:title"' in about
    assert "og:image" not in about  # a picture would have to be fetched


@pytest.mark.usefixtures("consultation")
def test_each_language_has_a_poster_of_one_page(client: FlaskClient) -> None:
    for tag in LANGUAGES:
        poster = client.get(f"/{tag}{HOME}/poster.pdf")
        assert poster.mimetype == "application/pdf"
        reader = PdfReader(io.BytesIO(poster.data))
        (only,) = reader.pages
        told = only.extract_text()
        assert "localhost:8000/c/safety" in told
        if tag != "ar":  # the order of Arabic letters is looked at with the papers
            asks = Speaker(tag).gettext("What do you think?")
            assert "".join(asks.split()) in "".join(told.split())
    assert poster.data == client.get(f"/es{HOME}/poster.pdf").data
    assert client.get("/en/consultations/nowhere/poster.pdf").status_code == 404
