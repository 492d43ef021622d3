"""The same hostile texts through every field of young people and staff, on every page."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE
from consult.consultations.models import Consultation
from consult.core import clock, locales
from consult.core.crypto import Keyring
from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES
from consult.core.web import EXIT
from consult.followups import service as followups
from consult.helplines import service as helplines
from consult.helplines.rules import Line, Purpose
from consult.questionnaires.types import typed
from consult.responses.models import Response
from consult.themes import service as themes
from consult.themes.service import Wording
from tests.attack.payloads import EVERY
from tests.conftest import StaffClient
from tests.responses.cast import SAFETY, add_consultation, address, send

Staff = Callable[[Role | str], StaffClient]

#: What no page of ours has, wherever a text stands on it.
_NEVER = {
    "img", "iframe", "object", "embed", "base", "svg", "math", "video", "audio", "source", "style",
    "template", "noscript", "marquee", "frame", "applet",
}  # fmt: skip


def wrong(page: TestResponse) -> list[str]:
    """Return what a text has put into a page."""
    return list(_wrong(page.text))


def _wrong(page: str) -> Iterator[str]:
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        tag = str(element.tag)
        # A question that no answer led to yet waits in a template of our own (responses/hiding.py).
        ours = tag == "template" and element.get("data-if")
        if (tag in _NEVER and not ours) or "Comment" in tag:
            yield tag
        for name, value in element.attrib.items():
            told = str(value).strip().casefold()
            if told == "data:," and tag == "link":
                continue  # the empty icon of every page
            if str(name).startswith("on") or name in {"style", "srcdoc", "http-equiv", "autofocus"}:
                yield f"{tag} {name}"
            if name in {"src", "href", "action", "formaction", "data"} and not told.startswith(
                ("/", "#", "https://www.itu.int/", "?", "http://localhost/", EXIT)
            ):
                yield f"{tag} {name}={value}"
            if told.startswith("//"):
                yield f"{tag} {name}={value}" if name != "value" else ""
        if tag == "script" and not element.get("src", "").startswith("/static/"):
            yield "script"


def seen(page: TestResponse) -> list[str]:
    return [one for one in wrong(page) if one]


def six(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def worded(node: Any, text: str) -> Any:
    """Return a questionnaire with every text in six languages replaced."""
    if isinstance(node, dict):
        if set(node) & set(LANGUAGES):
            return six(text)
        return {key: worded(value, text) for key, value in node.items()}
    return [worded(one, text) for one in node] if isinstance(node, list) else node


_SHORT = [text for text in EVERY if typed.clean(text, lines=True) and len(text) < 200]
#: Several in one text: each page is then looked at a dozen times, not a hundred.
VISIBLE = [" ".join(_SHORT[start : start + 8]) for start in range(0, len(_SHORT), 8)]


def test_the_check_finds_what_it_is_for() -> None:
    for page in ("<img src=x onerror=a>", "<script>1</script>", "<a href=javascript:1>x</a>",
                 "<p style=x>", "<form action=//evil.example>", "<p><!-- x --></p>"):  # fmt: skip
        assert list(_wrong(page)), page


def test_what_young_people_write_stays_text_on_every_page(
    client: FlaskClient, session: Session, staff: Staff
) -> None:
    add_consultation(session)
    session.commit()
    oksana = staff(Role.SECRETARIAT)
    for number, text in enumerate(VISIBLE):
        written = {"q_idea": text, "q_places_other": text[:400]}
        fields: dict[str, Any] = {"submission_key": f"payload-key-{number:04}", **written}
        shown = [send(client, address(language="ar"), go=go, **fields) for go in ("stay", "review")]
        sent = send(client, address(language="en"), **fields)
        assert sent.status_code == 201, text
        code = sent.text.split('data-receipt="', 1)[1].split('"', 1)[0]
        shown += [sent, client.post("/ru/receipt", data={"code": code})]
        shown += [client.post("/en/receipt", data={"code": text})]
        shown += [send(client, address(language="en"), q_seen=text, q_age=text, **fields)]
        shown += [send(client, address(language="en"), assent=None, **fields)]
        shown += [send(client, address(language="en"), q_not_asked=text, **fields)]
        shown += [send(client, address(language="en"), q_age="under-10", **fields)]
        for page in shown:
            assert seen(page) == [], text
            assert page.status_code in {200, 201, 400, 409, 422}, text
    stored = list(session.scalars(select(Response.id)))
    session.commit()
    for response_id in stored:
        where = f"/staff/moderation/safety/idea/{response_id}"
        assert seen(oksana.get(where)) == []
        struck = {"decision": "quote-redacted", "strike_name": "</textarea><script>1</script>"}
        assert seen(oksana.post(where, data=struck)) == []
        assert oksana.post(where, data={"decision": "quote"}).status_code == 302
    for address_ in (
        "/staff/moderation/", "/staff/moderation/safety/idea/decided",
        "/staff/moderation/safety/places-other/not-for-quoting", "/staff/trail",
        "/staff/summaries/24/quotes",
    ):  # fmt: skip
        page = oksana.get(address_)
        assert (seen(page), page.status_code < 500) == ([], True), address_


def test_what_staff_write_stays_text_on_every_page(
    app: Flask, client: FlaskClient, session: Session, staff: Staff
) -> None:
    mei, shown = staff(Role.CHAIR), 0
    for number, text in enumerate(VISIBLE):
        slug, told = f"p{number}", six(locales.plain_text(text))  # as the service stores it
        content = worded(json.loads(json.dumps(SAFETY)), text)
        try:
            made = add_consultation(
                session, content, slug=slug, title=told, purpose=told, outcome=told
            )
        except DomainError:
            session.rollback()  # not a text that a questionnaire takes
            continue
        asked = made.questionnaire_id
        session.commit()
        for where in (
            f"/ar/consultations/{slug}", f"/en/consultations/{slug}/answer",
            f"/en/consultations/{slug}/answer/1", f"/staff/consultations/{slug}",
            f"/staff/questionnaires/{asked}", f"/staff/consultations/{slug}/edit",
        ):  # fmt: skip
            page = (mei if where.startswith("/staff") else client).get(where)
            assert (page.status_code, seen(page)) == (200, []), (where, text)
        shown += 1
    assert shown >= 10
    for where in ("/en/", "/en/meetings", "/ar/meetings/24"):
        assert seen(client.get(where)) == [], where
    for where in ("consultations", "questionnaires", "moderation", "summaries", "summaries/24"):
        page = mei.get(f"/staff/{where}" if where[-1] == "4" else f"/staff/{where}/")
        assert (page.status_code, seen(page)) == (200, []), where


@pytest.mark.usefixtures("consultation")
def test_what_staff_type_comes_back_as_text(client: FlaskClient, staff: Staff) -> None:
    mei, admin = staff(Role.CHAIR), staff(Role.ADMIN)
    for text in VISIBLE:
        names = ("title", "abstract", "narrative", "place", "purpose", "outcome")
        fields = {f"{name}-{tag}": text for tag in LANGUAGES for name in names}
        more = {"number": text, "symbol": text, "slug": text, "address": text, "time_zone": text}
        for where in (
            "meetings/add", "meetings/24/agenda/add", "meetings/24/documents/add",
            "consultations/add", "consultations/safety/edit",
        ):  # fmt: skip
            page = mei.post(f"/staff/{where}", data=fields | more)
            assert (page.status_code, seen(page)) == (422, []), (where, text)
        written = mei.post("/staff/summaries/24/edit", data={**fields, "purpose": "action"})
        assert written.status_code == 302, text
        assert seen(mei.get("/staff/summaries/24")) == [], text
        assert seen(mei.get("/staff/summaries/24/edit")) == [], text
        page = admin.post("/staff/accounts", data={"email": text, "role": text, "language": text})
        assert (page.status_code, seen(page)) == (422, []), text
        page = client.get(f"/staff/sign-in?next={text}")
        assert (page.status_code < 500, seen(page)) == (True, []), text


def test_what_came_of_it_and_themes_stay_text(
    client: FlaskClient, session: Session, keys: Keyring, staff: Staff, consultation: Consultation
) -> None:
    oksana = staff(Role.SECRETARIAT)
    consultation.closes_at = clock.now() - timedelta(days=1)
    consultation.opens_at = consultation.closes_at - timedelta(days=9)
    book = themes.begin(session, consultation, "idea", actor=COMMAND_LINE)
    theme = asked = None
    for start in range(0, len(VISIBLE), 3):
        text = " ".join(VISIBLE[start : start + 3])
        told = six(text)
        followups.tell_heard(session, consultation, told, actor=COMMAND_LINE)
        wish = followups.Written(told, told, None, "", text[:20])
        asked = followups.keep_recommendation(
            session, consultation, wish, found=asked, actor=COMMAND_LINE
        )
        wording = Wording(told, text, text, text)
        theme = themes.write(session, keys, book, wording, theme=theme, actor=COMMAND_LINE)
        session.commit()
        assert seen(client.get("/en/consultations/safety")) == [], text
        for where in (
            "themes/safety/idea", f"themes/safety/idea/theme/{theme.id}",
            "follow-ups/safety", "follow-ups/safety/heard",
            f"follow-ups/safety/recommendations/{asked.id}",
        ):  # fmt: skip
            page = oksana.get(f"/staff/{where}")
            assert (page.status_code, seen(page)) == (200, []), (where, text)


def test_names_of_help_lines_stay_text(client: FlaskClient, session: Session, staff: Staff) -> None:
    oksana, keys = staff(Role.SECRETARIAT), set()
    for number, text in enumerate(one for one in _SHORT if len(one) < 150):
        line = Line(
            "", text, f"0800 {number:03}", "", Purpose.ANYTHING, ("en",), text, clock.today()
        )
        keys.add(helplines.keep(session, "TV", line, actor=COMMAND_LINE).key)
    session.commit()
    for language in ("ar", "en"):
        told = seen(client.get(f"/{language}/help?country=TV"))
        ours = [one for one in told if one.startswith(("a href=tel:0800", "a href=https://"))]
        assert told == ours
        assert len(ours) > len(keys)
    assert seen(oksana.get("/staff/help-lines/TV")) == []
    assert seen(oksana.get(f"/staff/help-lines/TV/{keys.pop()}")) == []
