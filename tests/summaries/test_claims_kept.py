"""Oksana keeps, rewords and recomputes the statements of a summary; Mei signs what she saw."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, InvalidError
from consult.core.locales import LANGUAGES
from consult.exports import registry
from consult.moderation import service as moderation
from consult.moderation.models import Decision
from consult.responses.models import Response
from consult.summaries import building, sealing
from consult.summaries import paper as papers
from consult.summaries import queries as summaries
from consult.summaries import service as words
from consult.summaries.claims import (
    changes,
    commenting,
    evidence,
    numbers,
    queries,
    service,
    writing,
)
from consult.summaries.claims.claim import Kind
from consult.summaries.claims.keeping import WrittenMeanwhileError
from consult.summaries.claims.models import SummaryClaim
from consult.summaries.models import Summary
from consult.summaries.paper import Paper
from consult.summaries.results.models import ReleasedTable
from consult.themes import service as themes
from consult.themes.models import Outcome
from consult.themes.service import Coded, Wording
from tests.conftest import Cast
from tests.moderation import cast as stored
from tests.summaries import cast, claims_cast


@pytest.fixture
def mei(accounts: Cast) -> Actor:
    return Actor(accounts.mei.email, accounts.mei.id)


@pytest.fixture
def oksana(accounts: Cast) -> Actor:
    return Actor(accounts.oksana.email, accounts.oksana.id)


@pytest.fixture
def safety(session: Session, keys: Keyring) -> Consultation:
    """A closed consultation with 200 answers."""
    made = stored.consultation(
        session, stored.meeting(session), definition=claims_cast.definition()
    )
    stored.answer_all(session, keys, made, claims_cast.apart())
    session.commit()
    return made


@pytest.fixture
def summary(session: Session, keys: Keyring, safety: Consultation, oksana: Actor) -> Summary:
    """Its summary with statements drafted from the answers, and one text that may be quoted."""
    response = stored.answer(
        session, keys, safety, {"seen": "yes"}, {"more": "I want a person to answer."},
        language="en", region="EUR", age_band="13-15",
    )  # fmt: skip
    review = moderation.decide(session, keys, response, "more", Decision.QUOTE, actor=oksana)
    stored.confirmed(session, review)
    made = words.draft(session, safety.meeting, actor=oksana)
    assert service.draft(session, keys, made, actor=oksana) > 6
    session.commit()
    return made


def row_of(session: Session, summary: Summary, start: str) -> SummaryClaim:
    return next(row for row in queries.of_summary(session, summary) if row.key.startswith(start))


def test_a_signed_paper_carries_its_statements_with_evidence_that_resolves(
    session: Session, keys: Keyring, summary: Summary, oksana: Actor, mei: Actor
) -> None:
    took_part = row_of(session, summary, "took_part")
    service.reword(
        session, summary, took_part, {"en": "201 of them came.", "ar": "حضر ٢٠١ منهم."},
        revision=0, actor=oksana,
    )  # fmt: skip
    service.set_kept(
        session, summary, row_of(session, summary, "groups:"), kept=False, actor=oksana
    )
    writing.write_young(session, summary, {"en": "201 of you came. Thank you!"}, revision=0,
                        actor=oksana)  # fmt: skip
    with pytest.raises(DomainError) as early:
        words.sign(session, keys, summary, actor=mei)
    assert [problem.code for problem in early.value.problems] == ["young_not_approved"]
    with pytest.raises(DomainError) as other:
        writing.approve_young(session, summary, seen="another text", actor=oksana)
    assert other.value.code == "young_differs"
    claims_cast.approve(session, summary, oksana)

    seen = papers.digest(summaries.paper(session, keys, 24).to_json())
    words.sign(session, keys, summary, seen=seen, actor=mei)
    session.commit()

    signed = summaries.paper(session, keys, 24)
    assert evidence.unresolved(signed) == []
    assert signed.languages == LANGUAGES
    assert signed.findings[0].text["en"] == "201 of them came."
    assert signed.findings[0].text["fr"].startswith("201 jeunes")
    assert signed.findings[0].reworded
    assert not [f for f in signed.findings if f.key.startswith("groups:safety/region")]
    (quote,) = [f.quote for f in signed.findings if f.kind == Kind.QUOTE]
    assert signed.quotes()[quote].text == "I want a person to answer."
    assert "I want a person" not in (summary.frozen or "")
    assert signed.for_young["en"] == "201 of you came. Thank you!"
    assert "201" in signed.for_young["zh"]
    assert signed.to_json() == summary.frozen
    assert sealing.opened(session, keys, Paper.from_json(signed.to_json())) == signed
    again = sealing.opened(session, keys, Paper.from_json(signed.to_json()))
    for name in ("docx", "html", "xlsx", "csv", "json"):
        assert registry.write(signed, "zh", name) == registry.write(again, "zh", name), name
    for act in (
        lambda: service.draft(session, keys, summary, actor=oksana),
        lambda: service.reword(session, summary, took_part, {}, revision=1, actor=oksana),
        lambda: service.move(session, summary, took_part, down=True, actor=oksana),
        lambda: writing.write_young(session, summary, {}, revision=1, actor=oksana),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.code == "summary_signed"


def test_what_people_read_in_open_answers_is_counted_in_the_paper(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor, mei: Actor
) -> None:
    asked = [stored.answer(session, keys, safety, {"seen": "yes"}, {"more": f"Words {n}"},
                           region="EUR", age_band="13-15") for n in range(18)]  # fmt: skip
    book = themes.begin(session, safety, "more", actor=oksana)
    for name in ("Replies", "Deletion", "Rules"):
        themes.write(session, keys, book, Wording(cast.six(name)), actor=oksana)
    first, second, third = book.themes
    for place, one in enumerate(asked):
        found = [Coded(first.id)] if place < 9 else [Coded(second.id)]
        found += [Coded(third.id)] if place < 2 else []
        for reader in (oksana, mei):
            themes.code(session, keys, book, one.id, Outcome.THEMES, found=found, actor=reader)
    made = words.draft(session, safety.meeting, actor=oksana)
    assert summaries.paper(session, keys, 24).machines == building.SCREENING
    service.draft(session, keys, made, actor=oksana)
    assert not [row for row in queries.kept(session, made) if row.key.startswith("theme:")]
    assert summaries.paper(session, keys, 24).machines == building.MACHINES
    themes.publish(session, book, actor=oksana)
    themes.next_version(session, book, actor=oksana)

    service.draft(session, keys, made, actor=oksana)

    paper = summaries.paper(session, keys, 24)
    told = [one.text["en"] for one in paper.findings if one.kind == Kind.THEME]
    assert told == [
        "“More? (en)” People read every answer, 18 in all. 9 of them carry the theme"
        f" “{name} (en)”."
        for name in ("Replies", "Deletion")
    ]
    (result,) = paper.themes
    assert [line.count for line in result.themes] == [9, 9, None]
    assert "suggestions" in paper.machines
    assert evidence.unresolved(paper) == []
    for texts, smallest, total in ((18, 5, 18), (19, 5, None), (23, 5, 18), (None, 5, None)):
        assert building.beside_texts(result, texts, smallest).total == total


def test_words_of_a_young_person_in_a_text_of_staff_keep_it_from_being_signed(
    session: Session, keys: Keyring, safety: Consultation, summary: Summary, oksana: Actor
) -> None:
    row = row_of(session, summary, "quote:")
    said = {"en": "They say: “I want a  person to answer.”"}
    service.reword(session, summary, row, said, revision=0, actor=oksana)

    paper = summaries.paper(session, keys, 24)
    problem, *_rest = words.obstacles(session, safety.meeting, paper)

    assert (problem.code, problem.where) == ("quote_in_words", row.key)
    assert evidence.unresolved(replace(paper, consultations=())) != []


def test_a_contrast_is_made_of_released_counts_and_says_of_how_many(
    session: Session, keys: Keyring, summary: Summary
) -> None:
    (claim,) = [
        row.content for row in queries.kept(session, summary) if row.key.startswith("apart")
    ]
    paper = summaries.paper(session, keys, 24)

    assert claim.key == "apart:safety/seen/0/region"
    assert {v.name: v.number for v in claim.numbers()} == {
        "high_percent": 70, "high_base": 101, "low_percent": 30, "low_base": 100,
    }  # fmt: skip
    text = next(one.text["en"] for one in paper.findings if one.key == claim.key)
    assert "answers: 100" in text
    assert {(one.stratum, one.group) for one in paper.crossed} == {
        ("region", "EUR"),
        ("region", "ARB"),
    }
    noted = session.scalars(select(ReleasedTable)).all()
    shown = {name: n for table in noted for name, n in table.shown.items()}
    for one in paper.crossed:
        for row in one.table.rows:
            (cell,) = [
                n for name, n in shown.items()
                if f"region={one.group}" in name and name.endswith(f"{row.code}")
            ]  # fmt: skip
            assert cell == row.count


def test_what_the_answers_change_is_shown_and_taken_over_only_when_accepted(
    session: Session, keys: Keyring, safety: Consultation, summary: Summary,
    oksana: Actor, mei: Actor,
) -> None:  # fmt: skip
    assert service.differences(session, keys, summary) == ()
    took_part = row_of(session, summary, "took_part")
    service.reword(session, summary, took_part, {"en": "201 came."}, revision=0, actor=oksana)
    quoted = session.scalars(select(Response).where(Response.texts.is_not(None)))
    (withdrawn,) = quoted
    session.delete(withdrawn)
    for _ in range(6):
        stored.answer(session, keys, safety, {"seen": "yes"}, region="EUR", age_band="13-15")
    session.commit()
    session.expire_all()

    found = service.differences(session, keys, summary)

    by_key = {change.key: change for change in found}
    assert by_key["took_part:safety"].numbers == [("count", 201, 206)]
    lost = [change for change in found if change.effect is changes.Effect.LOST]
    assert any(change.key.startswith("quote:") for change in lost)
    assert row_of(session, summary, "took_part").content.values[1].number == 201
    with pytest.raises(DomainError) as refused:
        words.sign(session, keys, summary, actor=mei)
    codes = {problem.code for problem in refused.value.problems}
    assert {"claim_stale", "evidence_gone"} <= codes

    seen = changes.digest(found)
    for _ in range(5):
        stored.answer(session, keys, safety, {"seen": "no"}, region="EUR", age_band="13-15")
    with pytest.raises(DomainError) as refused:
        service.accept(session, keys, summary, seen=seen, actor=oksana)
    assert refused.value.code == "changes_differ"
    again = changes.digest(service.differences(session, keys, summary))
    service.accept(session, keys, summary, seen=again, actor=oksana)

    assert service.differences(session, keys, summary) == ()
    assert row_of(session, summary, "took_part").content.values[1].number == 211
    problems = words.obstacles(session, safety.meeting, summaries.paper(session, keys, 24))
    assert [(p.code, p.where) for p in problems] == [
        ("number_unsupported", "took_part:safety"),
        ("young_not_approved", ""),
    ]
    assert "201" in json.dumps(problems[0].params)


def test_two_people_do_not_overwrite_each_other_and_numbers_are_checked(
    session: Session, keys: Keyring, safety: Consultation, summary: Summary, oksana: Actor,
    mei: Actor,
) -> None:  # fmt: skip
    row = row_of(session, summary, "took_part")
    service.reword(session, summary, row, {"en": "Mei's words"}, revision=0, actor=mei)

    with pytest.raises(WrittenMeanwhileError) as refused:
        service.reword(session, summary, row, {"en": "Mine"}, revision=0, actor=oksana)
    assert (refused.value.status, refused.value.stored) == (409, {"en": "Mei's words"})
    with pytest.raises(InvalidError) as invalid:
        service.reword(session, summary, row, {"ru": "Их 202"}, revision=1, actor=oksana)
    assert invalid.value.problems[0].message == numbers.NOT_IN_EVIDENCE
    assert row.wording == {"en": "Mei's words"}
    writing.assess(session, safety, "gc12-b", cast.six("Nobody has to."), revision=0, actor=mei)
    with pytest.raises(WrittenMeanwhileError):
        writing.assess(session, safety, "gc12-b", {}, revision=0, actor=oksana)
    (annexed,) = summaries.paper(session, keys, 24).assessment
    assert dict(annexed.statements)["gc12-b"]["fr"] == "Nobody has to. (fr)"

    note = service.add_note(
        session, summary, "question:safety/seen", cast.six("Many have seen it."), actor=oksana
    )
    rows = queries.of_summary(session, summary)
    place = rows.index(note)
    assert rows[place + 1].content.under == "question:safety/seen"
    service.move(session, summary, note, down=True, actor=oksana)
    assert queries.of_summary(session, summary).index(note) == place + 1
    said = commenting.comment(session, row, "Is this so?", actor=mei)
    assert queries.open_comments(session, summary) == 1
    commenting.resolve(session, row, said.id, actor=oksana)
    session.expire_all()
    assert queries.open_comments(session, summary) == 0
