"""Themes on a real database: written, coded, counted, frozen, and gone with the answer."""

import json
from collections.abc import Callable, Iterable
from html import unescape
from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.audit.actor import COMMAND_LINE, Actor
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, InvalidError, NotFoundError
from consult.moderation import rules as moderation_rules
from consult.moderation import service as moderation
from consult.moderation.models import Decision
from consult.moderation.rules import Reason
from consult.responses import purging
from consult.responses.models import Response
from consult.themes import counted, desk, proposals, queries, rules, service
from consult.themes.counted import Kind
from consult.themes.models import (
    Code,
    Codebook,
    Outcome,
    Queue,
    Reading,
    Stance,
    ThemeExample,
)
from consult.themes.service import Coded, Wording
from tests.conftest import Cast, StaffClient
from tests.moderation import cast
from tests.summaries.cast import six

Staff = Callable[[Role | str], StaffClient]

SAID = {
    "ar": "أريد أن تختفي صوري من الإنترنت عندما أطلب ذلك.",
    "zh": "我希望我的照片可以从网上删除。",
    "en": "I want my pictures deleted when I ask, said Layla.",
    "fr": "Je veux qu'un adulte réponde quand je signale.",
    "ru": "Хочу, чтобы взрослые отвечали на жалобы.",
    "es": "Quiero que alguien conteste cuando denuncio.",
}


@pytest.fixture
def safety(session: Session) -> Consultation:
    made = cast.consultation(session, cast.meeting(session))
    session.commit()
    return made


@pytest.fixture
def oksana(accounts: Cast) -> Actor:
    return Actor(accounts.oksana.email, accounts.oksana.id)


@pytest.fixture
def mei(accounts: Cast) -> Actor:
    return Actor(accounts.mei.email, accounts.mei.id)


@pytest.fixture
def answers(session: Session, keys: Keyring, safety: Consultation) -> list[Response]:
    made = [
        cast.answer(session, keys, safety, texts={"more": text}, language=tag, region="AFR")
        for tag, text in SAID.items()
    ]
    session.commit()
    return made


@pytest.fixture
def book(session: Session, keys: Keyring, safety: Consultation, oksana: Actor) -> Codebook:
    made = service.begin(session, safety, "more", actor=oksana)
    for name in ("Deletion", "Answers to reports"):
        service.write(session, keys, made, Wording(six(name)), actor=oksana)
    return made


def test_people_code_and_what_they_found_is_counted_by_text(
    session: Session,
    keys: Keyring,
    book: Codebook,
    answers: list[Response],
    oksana: Actor,
    mei: Actor,
) -> None:
    deletion, replies = book.themes
    for place, response in enumerate(answers):
        theme = deletion if place < 3 else replies
        words = SAID[response.language][:12]
        found = [Coded(theme.id, Stance.FOR, words)]
        service.code(session, keys, book, response.id, Outcome.THEMES, found=found, actor=oksana)
    now = queries.work(session, keys, book)
    for key in rules.read_twice(now.sample):
        before = counted.one_each(now.readings)[key]
        found = [Coded(code.theme_id) for code in before.codes]
        service.code(session, keys, book, key, Outcome.THEMES, found=found, actor=mei)

    made = queries.theme_counts(session, keys, book)

    assert made is not None
    assert (made.kind, made.total, made.read, made.none) == (Kind.READ, 6, 6, 0)
    assert [one.count for one in made.themes] == [3, 3]
    for code in session.scalars(select(Code)):
        reading = session.get_one(Reading, code.reading_id)
        assert reading.queue is Queue.AUDIT
        language = session.get_one(Response, reading.response_id).language
        for span in code.spans:
            assert SAID[language][span["start"] : span["end"]] == SAID[language][:12].strip()
    details = [e.details for e in session.scalars(select(AuditEntry).filter_by(act="themes.code"))]
    assert details[0] == {"outcome": "themes", "themes": 1}
    assert not any(str(one.id) in json.dumps(details) for one in answers)


def test_a_coded_answer_is_coded_anew_and_unclear_or_none_need_no_theme(
    session: Session, keys: Keyring, book: Codebook, answers: list[Response], oksana: Actor
) -> None:
    theme, first = book.themes[0], answers[0].id
    act: dict[str, Any] = {"actor": oksana}
    service.code(session, keys, book, first, Outcome.THEMES, found=[Coded(theme.id)], **act)
    service.code(
        session, keys, book, first, Outcome.THEMES, found=[Coded(theme.id, Stance.AGAINST)], **act
    )
    assert [one.stance for one in session.scalars(select(Code))] == [Stance.AGAINST]
    service.code(session, keys, book, first, Outcome.UNCLEAR, **act)
    assert session.scalar(select(func.count()).select_from(Code)) == 0
    with pytest.raises(InvalidError):
        service.code(session, keys, book, first, Outcome.THEMES, **act)
    coded = [Coded(theme.id, words="no such words")]
    with pytest.raises(InvalidError, match="not in the text"):
        service.code(session, keys, book, first, Outcome.THEMES, found=coded, **act)
    with pytest.raises(NotFoundError):
        service.code(session, keys, book, book.id, Outcome.NONE, **act)
    with pytest.raises(ForbiddenError):
        service.code(session, keys, book, first, Outcome.NONE, actor=COMMAND_LINE)


def test_codes_and_examples_go_with_the_answer_and_with_the_purge(
    session: Session,
    keys: Keyring,
    safety: Consultation,
    book: Codebook,
    answers: list[Response],
    oksana: Actor,
) -> None:
    english, french = answers[2], answers[3]
    strike = moderation_rules.spans(english.language and SAID["en"], ["Layla"], Reason.NAME)
    decided = moderation.decide(
        session,
        keys,
        english,
        "more",
        Decision.QUOTE_REDACTED,
        redactions=strike,
        actor=oksana,
    )
    cast.confirmed(session, decided)
    theme = book.themes[0]
    for piece in ("pictures deleted by nobody", "said Layla"):
        wording = Wording(six("Deletion"), examples=[piece])
        with pytest.raises(InvalidError, match=piece):
            service.write(session, keys, book, wording, theme=theme, actor=oksana)
    wording = Wording(six("Deletion"), examples=["my pictures deleted"])
    service.write(session, keys, book, wording, theme=theme, actor=oksana)
    assert service.said_in(session, keys, theme) == ["my pictures deleted"]
    for one in (english, french):
        coded = [Coded(theme.id)]
        service.code(session, keys, book, one.id, Outcome.THEMES, found=coded, actor=oksana)

    session.delete(english)
    session.flush()
    session.expire_all()
    assert [one.response_id for one in session.scalars(select(Reading))] == [french.id]
    assert session.scalar(select(func.count()).select_from(ThemeExample)) == 0
    purging._delete_texts(session, safety)
    for table in (Reading, Code):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert queries.work(session, keys, book).ordered == []


def test_a_frozen_version_stays_and_the_next_begins_with_its_themes_and_codes(
    session: Session, keys: Keyring, book: Codebook, answers: list[Response], oksana: Actor
) -> None:
    theme = book.themes[0]
    coded = [Coded(theme.id, Stance.FOR, SAID["ar"][:5])]
    first = answers[0].id
    service.code(session, keys, book, first, Outcome.THEMES, found=coded, actor=oksana)
    with pytest.raises(DomainError):
        service.next_version(session, book, actor=oksana)
    service.publish(session, book, actor=oksana)

    for act in (
        lambda: service.code(session, keys, book, first, Outcome.NONE, actor=oksana),
        lambda: service.write(session, keys, book, Wording(six("New")), actor=oksana),
        lambda: service.remove(session, book, theme, actor=oksana),
        lambda: service.publish(session, book, actor=oksana),
    ):
        with pytest.raises(DomainError, match="frozen"):
            act()

    new = service.next_version(session, book, actor=oksana)
    assert (new.number, [one.label for one in new.themes]) == (2, [t.label for t in book.themes])
    (reading,) = queries.readings(session, new)
    assert [(c.theme_id, c.stance, c.spans) for c in reading.codes] == [
        (new.themes[0].id, Stance.FOR, [{"start": 0, "end": 4}])
    ]
    service.remove(session, new, new.themes[0], actor=oksana)
    # Its answer had no other theme, so somebody reads it anew.
    assert queries.readings(session, new) == []
    assert len(queries.readings(session, book)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_another_question_of_the_meeting_begins_with_the_same_themes(
    session: Session, safety: Consultation, book: Codebook, oksana: Actor
) -> None:
    assert queries.copied_from(session, safety) == [book]
    other = service.begin(session, safety, "how", like=book, actor=oksana)
    assert [one.label for one in other.themes] == [one.label for one in book.themes]
    assert not {one.id for one in other.themes} & {one.id for one in book.themes}
    safety.settled_at = clock.now()
    with pytest.raises(DomainError, match="signed"):
        service.publish(session, other, actor=oksana)
    with pytest.raises(NotFoundError):
        service.begin(session, safety, "unknown", actor=oksana)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_above_the_limit_numbers_are_estimated_from_the_sample_people_read(
    session: Session,
    keys: Keyring,
    book: Codebook,
    oksana: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "READ_ALL", 30)
    monkeypatch.setattr(rules, "AUDIT", 20)
    texts = list(SAID.items())
    for number in range(60):
        tag, text = texts[number % 6]
        cast.answer(
            session, keys, book.consultation, texts={"more": f"{text} {number}"}, language=tag
        )
    now = queries.work(session, keys, book)
    assert (len(now.ordered), len(now.sample)) == (60, 20)
    unfinished = queries.theme_counts(session, keys, book)
    assert unfinished is not None
    assert unfinished.kind is Kind.UNFINISHED
    assert [one.count for one in unfinished.themes] == [None, None]
    outside = desk.next_outside(session, keys, now)
    assert outside in now.open_outside()
    for key in now.sample:
        language = session.get_one(Response, key).language
        theme = book.themes[0 if language in {"ar", "zh", "en"} else 1]
        coded = [Coded(theme.id)]
        service.code(session, keys, book, key, Outcome.THEMES, found=coded, actor=oksana)

    made = queries.theme_counts(session, keys, book)

    assert made is not None
    assert (made.kind, made.total, made.read, made.none) == (Kind.ESTIMATED, 60, 20, None)
    for one in made.themes:
        assert one.low is not None
        assert one.high is not None
        assert one.low <= 30 <= one.high
        assert one.low < one.high
    # What is like Arabic answers about deletion is suggested as deletion.
    now = queries.work(session, keys, book)
    unread = now.open_outside()
    right = 0
    for key in unread[:4]:
        first = desk.suggest(session, keys, now, key)[0]
        deleted = session.get_one(Response, key).language in {"ar", "zh", "en"}
        right += first is book.themes[0 if deleted else 1]
    assert right >= 3
    assert desk.deal(session, keys, now) is not None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_region_that_differs_asks_for_a_quote(
    session: Session, keys: Keyring, book: Codebook, oksana: Actor
) -> None:
    theme = book.themes[0]
    for number in range(80):
        region = "AFR" if number % 2 else "ARB"
        response = cast.answer(
            session, keys, book.consultation, texts={"more": "text"}, region=region, language="en"
        )
        says = number % 2 and number % 4 == 1
        coded = [Coded(theme.id, Stance.AGAINST)] if says else []
        outcome = Outcome.THEMES if coded else Outcome.NONE
        reading = Reading(
            codebook_id=book.id,
            response_id=response.id,
            text_code="more",
            coder_id=oksana.account_id,
            queue=Queue.AUDIT,
            outcome=outcome,
            codes=[Code(theme_id=one.theme_id, stance=one.stance, spans=[]) for one in coded],
        )
        session.add(reading)
    session.flush()
    found = queries.work(session, keys, book).contrasts()
    assert [(one.stance, one.group, one.group_percent, one.rest_percent) for one in found] == [
        (None, "AFR", 50, 0),
        (None, "ARB", 0, 50),
        (Stance.AGAINST, "AFR", 50, 0),
        (Stance.AGAINST, "ARB", 0, 50),
    ]


asked: list[proposals.Request] = []


def fake(request: proposals.Request) -> Iterable[proposals.Proposal]:
    """Stand in for an endpoint: one proposal that holds, one that quotes what nobody said."""
    asked.append(request)
    first = request.texts[0]
    yield proposals.Proposal("Deletion", [first.id], [(first.id, first.text[:10])])
    yield proposals.Proposal("Deletion", [first.id], [(first.id, "I never said this")])


def test_a_plug_in_proposes_only_where_it_is_switched_on_and_sees_masked_texts_only(
    app: Flask,
    session: Session,
    keys: Keyring,
    book: Codebook,
    answers: list[Response],
    oksana: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked.clear()
    with pytest.raises(DomainError, match="No plug-in may propose"):
        proposals.propose(session, keys, book, actor=oksana)
    with pytest.raises(NotFoundError):
        proposals.switch(session, book, "fake", actor=oksana)
    point = EntryPoint("fake", "tests.themes.test_themes:fake", proposals.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda _self: fake)
    monkeypatch.setattr(proposals, "entry_points", lambda **_group: EntryPoints([point]))
    strike = moderation_rules.spans(SAID["en"], ["Layla"], Reason.NAME)
    decision = Decision.QUOTE_REDACTED
    decided = moderation.decide(
        session, keys, answers[2], "more", decision, redactions=strike, actor=oksana
    )
    cast.confirmed(session, decided)
    proposals.switch(session, book, "fake", actor=oksana)

    (kept,) = proposals.propose(session, keys, book, actor=oksana)

    assert kept.words == "Deletion"
    (request,) = asked
    assert [one.text for one in request.texts] == [
        "I want my pictures deleted when I ask, said […]."
    ]
    line = session.scalars(select(AuditEntry).filter_by(act="themes.propose")).one()
    assert line.details == {"proposer": "fake", "texts": 1, "proposals": 2, "dropped": 1}
    asked.clear()

    session.commit()
    said = app.test_cli_runner().invoke(args=["themes", "propose", "safety", "more"])
    assert "Deletion  [1]" in said.output
    said = app.test_cli_runner().invoke(args=["themes", "proposer", "safety", "more"])
    assert "May propose for safety/more: none." in said.output


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_secretariat_writes_codes_and_freezes_on_pages(
    session: Session,
    keys: Keyring,
    safety: Consultation,
    answers: list[Response],
    staff: Staff,
) -> None:
    session.commit()
    oksana = staff("secretariat")
    place = "/staff/themes/safety/more"
    assert "not begun" in oksana.get("/staff/themes/").text
    assert oksana.post(f"{place}/begin", data={"like": "nothing"}).status_code == 422
    assert oksana.post(f"{place}/begin", data={"like": ""}).status_code == 302
    refused = oksana.post(f"{place}/theme", data={"definition": "kept words"})
    assert refused.status_code == 422
    assert "kept words" in refused.text
    refused = oksana.post(f"{place}/theme", data={"label-en": "Deletion", "examples": "nobody"})
    assert (refused.status_code, "“nobody”" in refused.text) == (422, True)
    assert oksana.post(f"{place}/theme", data={"label-en": "Deletion"}).status_code == 302
    refused = oksana.post(f"{place}/freeze")
    assert (refused.status_code, "in all six languages" in refused.text) == (409, True)

    book = queries.codebook(session, safety, "more")
    theme = book.themes[0]
    session.commit()
    for _answer in answers:
        sent = oksana.get(f"{place}/read/audit")
        page = oksana.get(sent.location)
        text = next(words for words in SAID.values() if words in unescape(page.text))
        field = f"words-{theme.id}"
        wrong = oksana.post(
            sent.location, data={"outcome": "themes", f"theme-{theme.id}": "y", field: "absent"}
        )
        assert (wrong.status_code, 'value="absent"' in wrong.text) == (422, True)
        ticked = {f"theme-{theme.id}": "y", f"stance-{theme.id}": "mixed", field: text[:6]}
        sent = oksana.post(sent.location, data={"outcome": "themes"} | ticked)
        assert sent.status_code == 302, sent.text
    assert "Nothing left for you" in oksana.get(f"{place}/read/audit").text
    shown = oksana.get(place).text
    assert "Read by people: every answer." in shown
    # Six carry it; a count of six of six is no secret above the threshold of five.
    assert "<td>6</td>" in " ".join(shown.split()).replace("<td> ", "<td>").replace(
        " </td>", "</td>"
    )
    assert oksana.post(f"{place}/theme/{theme.id}", data={f"label-{t}": "A" for t in SAID}).location
    assert oksana.post(f"{place}/freeze").status_code == 302
    assert oksana.get(f"{place}/theme").status_code == 409
    assert oksana.post(f"{place}/next-version").status_code == 302
    assert "Reading cards" in oksana.get(f"{place}/cards").text
    assert oksana.post(f"{place}/theme/{theme.id}/remove").status_code == 404
