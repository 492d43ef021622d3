"""Choices offered after certain answers, on the form without script."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.responses.models import Response
from tests.responses.cast import SAFETY, add_consultation, address, choices, question
from tests.responses.forms import answered, fields_of

FJORD, OASIS, SEA = choices("fjord", "oasis", "sea")
TOWNS: dict[str, Any] = {
    **SAFETY,
    "pages": [
        {"questions": [question("land", "single_choice", choices=choices("north", "south"))]},
        {
            "questions": [
                question("warm", "yes_no"),
                question(
                    "town",
                    "multiple_choice",
                    choices=[
                        FJORD | {"show_if": {"question": "land", "equals": "north"}},
                        OASIS | {"show_if": {"question": "warm", "equals": "yes"}},
                        SEA,
                    ],
                ),
            ]
        },
    ],
}


@pytest.fixture(autouse=True)
def towns(session: Session) -> None:
    add_consultation(session, TOWNS)
    session.commit()


def _town(page: str) -> list[str]:
    return [code for code in ("fjord", "oasis", "sea") if f'value="{code}"' in page]


def test_one_page_at_a_time_shows_the_choices_that_fit(
    client: FlaskClient, session: Session
) -> None:
    first = answered(fields_of(client.get(address(1)).text), assent="yes", age_band="13-15")
    second = client.post(address(1), data=answered(first, q_land="south", go="next")).text
    # Whether it is warm is asked on the same page, so that choice stays.
    assert _town(second) == ["oasis", "sea"]

    tried = answered(fields_of(second), q_warm="no", q_town="oasis", go="next")
    again = client.post(address(2), data=tried)
    assert "does not fit what you answered before" in client.post(address(2, "en"), data=tried).text
    assert fields_of(again.text)["q-town"] == "oasis"
    review = client.post(address(2), data=answered(tried, q_warm="yes"))
    assert (
        client.post(address(2), data=answered(fields_of(review.text), go="send")).status_code == 201
    )
    stored = session.scalars(select(Response)).one()
    assert stored.answers == {"land": "south", "warm": "yes", "town": ["oasis"]}


def test_the_whole_form_offers_all_and_says_kindly_what_does_not_fit(
    client: FlaskClient, session: Session
) -> None:
    whole = client.get(address()).text
    assert _town(whole) == ["fjord", "oasis", "sea"]
    filled = answered(fields_of(whole), assent="yes", age_band="13-15", q_land="south")
    filled.setlist("q-town", ["fjord", "sea"])
    for go in ("review", "send"):
        told = client.post(address(language="en"), data=answered(filled, go=go))
        assert "does not fit what you answered before" in told.text
        assert fields_of(told.text).getlist("q-town") == ["fjord", "sea"]
    assert session.scalars(select(Response)).all() == []
    session.rollback()

    mended = answered(filled, q_land="north", go="send")
    assert client.post(address(), data=mended).status_code == 201
    stored = session.scalars(select(Response)).one()
    assert stored.answers == {"land": "north", "town": ["fjord", "sea"]}
