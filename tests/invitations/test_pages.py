"""Staff print codes once; a vice-chair sees what is for the own region."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations.models import Consultation
from consult.core.qr import QrCode, qr_code
from consult.core.regions import Region
from consult.invitations.models import Batch, Group, InvitationCode
from tests.conftest import StaffClient

Staff = Callable[[Role | str], StaffClient]

CODES, GROUPS, HOME = (
    "/staff/invitations/safety/codes",
    "/staff/invitations/safety/groups",
    "/staff/invitations/safety",
)
CARD = re.compile(r'<bdi class="code">([^<]+)</bdi>')


def form(page: str) -> dict[str, str]:
    found = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    assert found
    return {"form_key": found[1]}


@pytest.mark.trust("R23")
def test_cards_are_shown_once_and_pressing_twice_makes_them_once(
    session: Session, staff: Staff, consultation: Consultation
) -> None:
    oksana = staff(Role.SECRETARIAT)
    wanted = form(oksana.get(CODES).text) | {"label": "Cairo", "codes": "3", "uses": "2"}

    first, second = (oksana.post(CODES, data=wanted | {"region": "ARB"}) for _ in range(2))
    other = oksana.post(CODES, data=wanted | {"region": "EUR"})

    shown = [unescape(code) for code in CARD.findall(first.text)]
    assert len(set(shown)) == 3
    assert shown == [unescape(code) for code in CARD.findall(second.text)]
    assert first.text.count("<svg") == 3
    assert (other.status_code, "sent before" in other.text) == (422, True)
    batch = session.scalars(select(Batch)).one()
    assert (batch.label, batch.codes, batch.uses, batch.region) == ("Cairo", 3, 2, Region.ARB)
    assert session.scalars(select(InvitationCode.quota)).all() == [2, 2, 2]
    page = oksana.get(HOME).text
    assert "Cairo" in page
    assert not any(code in page for code in shown)


def test_a_group_gets_two_codes_and_keeps_no_name(
    session: Session, staff: Staff, consultation: Consultation
) -> None:
    mei = staff(Role.CHAIR)
    wanted = form(mei.get(GROUPS).text) | {
        "partner": "A school", "region": "", "headcount": "12", "officer_role": "teacher",
    }  # fmt: skip

    made = mei.post(GROUPS, data=wanted)
    wrong = mei.post(GROUPS, data=wanted | {"headcount": "0"})

    assert len(CARD.findall(made.text)) == 2
    assert "/en/facilitate" in made.text  # the language of whoever prints it
    assert wrong.status_code == 422
    group = session.scalars(select(Group)).one()
    assert (group.partner, group.headcount, group.officer_role) == ("A school", 12, "teacher")


def test_a_vice_chair_invites_for_the_own_region_alone(
    session: Session, staff: Staff, consultation: Consultation
) -> None:
    oksana, vice = staff(Role.SECRETARIAT), staff(Role.VICE_CHAIR)
    shared = {"codes": "1", "uses": "1"}
    for label, region in (("Lyon", "EUR"), ("Tunis", "ARB")):
        key = form(oksana.get(CODES).text)
        oksana.post(CODES, data=key | shared | {"label": label, "region": region})
    key = form(vice.get(CODES).text)

    foreign = vice.post(CODES, data=key | shared | {"label": "Oslo", "region": "EUR"})
    own = vice.post(CODES, data=key | shared | {"label": "Cairo", "region": "ARB"})

    assert (foreign.status_code, own.status_code) == (422, 200)
    page = vice.get(HOME).text
    assert ("Lyon" in page, "Tunis" in page, "Cairo" in page) == (False, True, True)
    lyon = session.scalars(select(Batch.id).filter_by(label="Lyon")).one()
    session.rollback()  # SQLite has one writer
    assert vice.post(f"{HOME}/end/{lyon}").status_code == 404
    assert oksana.post(f"{HOME}/end/{lyon}").status_code == 302
    assert session.get_one(Batch, lyon).ended_on is not None


@pytest.mark.trust("R23")
def test_a_printed_address_has_its_code_where_no_server_sees_it(
    staff: Staff, client: FlaskClient, consultation: Consultation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    drawn: list[str] = []

    def draw(text: str) -> QrCode:
        drawn.append(text)
        return qr_code(text)

    monkeypatch.setattr("consult.invitations.routes.qr_code", draw)
    oksana = staff(Role.SECRETARIAT)
    key = form(oksana.get(CODES).text)
    oksana.post(CODES, data=key | {"label": "Cairo", "codes": "1", "uses": "1", "region": ""})

    (printed,) = drawn
    sent, _hash, code = printed.partition("#")
    assert sent == "http://localhost/c/safety"
    assert code.startswith("code=")
    # The short address leads on without a fragment of its own, so that browsers keep the card's.
    assert "#" not in client.get("/c/safety").headers["Location"]
