"""From answers to a signed paper that does not change any more."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.models import AuditEntry
from consult.consultations.models import Consultation, Phase
from consult.core import clock
from consult.core.crypto import Keyring
from consult.core.errors import DomainError, ForbiddenError, InvalidError, NotFoundError
from consult.core.locales import LANGUAGES
from consult.moderation import rules as moderation_rules
from consult.moderation import service as moderation
from consult.moderation.models import Decision, TextReview
from consult.responses import purging
from consult.responses.models import Response
from consult.summaries import paper as papers
from consult.summaries import queries, rules, service
from consult.summaries.models import Summary
from consult.summaries.paper import Paper
from tests.conftest import Cast
from tests.moderation import cast as stored
from tests.summaries import cast

NARRATIVE = cast.six("First paragraph.\nSecond paragraph.")


@pytest.fixture
def mei(accounts: Cast) -> Actor:
    return Actor(accounts.mei.email, accounts.mei.id)


@pytest.fixture
def oksana(accounts: Cast) -> Actor:
    return Actor(accounts.oksana.email, accounts.oksana.id)


@pytest.fixture
def safety(session: Session, keys: Keyring) -> Consultation:
    """A closed consultation with 120 answers."""
    made = stored.consultation(session, stored.meeting(session))
    stored.answer_all(session, keys, made, cast.rows(seed=4, total=120, unlikely=0.6))
    session.commit()
    return made


def written(session: Session, of: Consultation, actor: Actor) -> Summary:
    """Return a summary with its narrative in six languages."""
    summary = service.draft(session, of.meeting, actor=actor)
    service.edit(
        session,
        summary,
        title={},
        abstract={},
        narrative=NARRATIVE,
        purpose="action",
        actor=actor,
    )
    return summary


def quoted(
    session: Session, keys: Keyring, to: Consultation, actor: Actor, text: str, **traits: Any
) -> TextReview:
    """Return the review of a text that may be quoted, its first word struck."""
    response = stored.answer(session, keys, to, texts={"more": text}, **traits)
    decided = moderation.decide(
        session,
        keys,
        response,
        "more",
        Decision.QUOTE_REDACTED,
        redactions=moderation_rules.spans(
            text, [text.split(maxsplit=1)[0]], moderation_rules.Reason.NAME
        ),
        actor=actor,
    )
    return stored.confirmed(session, decided)


def test_a_draft_has_a_title_and_an_abstract_with_todays_figures_in_six_languages(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    service.draft(session, safety.meeting, actor=oksana)

    paper = queries.paper(session, keys, 24)

    assert paper.title["fr"].endswith("Consultation safety (fr)")
    assert "120 young people answered" in paper.abstract["en"]
    assert all(paper.abstract[tag].strip() for tag in LANGUAGES)
    assert len(set(paper.abstract.values())) == 6
    assert paper.phases.base == 120
    assert (paper.symbol, paper.signed_on) == ("", "")

    for _ in range(4):
        stored.answer(session, keys, safety)
    assert queries.paper(session, keys, 24).abstract == paper.abstract, "four could be told apart"
    stored.answer(session, keys, safety)
    assert "125 young people answered" in queries.paper(session, keys, 24).abstract["en"]


def test_what_people_write_stands_instead_and_the_rest_stays_ours(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    summary = service.draft(session, safety.meeting, actor=oksana)
    service.edit(
        session,
        summary,
        title={"en": "  Our\n title ", "fr": " "},
        abstract={},
        narrative={"en": "One."},
        purpose="information",
        actor=oksana,
    )

    paper = queries.paper(session, keys, 24)

    assert paper.title["en"] == "Our title"
    assert "safety" in paper.title["fr"]
    assert paper.narrative == {"en": "One."}


def test_the_paper_counts_what_was_stored(
    session: Session, keys: Keyring, safety: Consultation
) -> None:
    (result,) = queries.paper(session, keys, 24).consultations

    rows = list(session.scalars(select(Response)))
    by_language = {row.code: row.count for row in dict(result.participation)["language"].rows}
    for code, count in by_language.items():
        assert count in {None, sum(row.language == code for row in rows)}
    seen = next(question for question in result.questions if question.code == "seen")
    yes = sum(row.answers.get("seen") == "yes" for row in rows)
    assert yes >= 5
    assert seen.tables[0].rows[0].count == yes
    codes = [question.code for question in result.questions]
    assert "region" not in codes, "it is told once, among the participation"
    known = {"region", "age_band", "language", "mode", "stratum"}
    assert known == {n for n, _ in result.participation}


def test_a_draft_consultation_is_not_in_the_paper(
    session: Session, keys: Keyring, safety: Consultation
) -> None:
    stored.consultation(session, safety.meeting, "later", approved_at=None)

    assert [one.slug for one in queries.paper(session, keys, 24).consultations] == ["safety"]


def test_without_a_consultation_there_is_no_paper(
    session: Session, keys: Keyring, oksana: Actor
) -> None:
    meeting = stored.meeting(session, 23)

    with pytest.raises(NotFoundError):
        queries.paper(session, keys, 23)
    with pytest.raises(NotFoundError):
        service.draft(session, meeting, actor=oksana)
    with pytest.raises(NotFoundError):
        queries.paper(session, keys, 99)


def test_a_quote_is_struck_and_tells_only_traits_that_many_share(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    many: dict[str, Any] = {"language": "ar", "region": "ARB", "age_band": "13-15"}
    for _ in range(8):
        stored.answer(session, keys, safety, **many)
    common = quoted(session, keys, safety, oksana, "ليلى خائفة 😢 جداً", **many)
    rare = quoted(
        session,
        keys,
        safety,
        oksana,
        "Luca a peur",
        language="fr",
        region="CIS",
        age_band="under-10",
    )
    summary = service.draft(session, safety.meeting, actor=oksana)
    service.choose_quotes(session, keys, summary, [common.id, rare.id], actor=oksana)

    (result,) = queries.paper(session, keys, 24).consultations

    quotes = next(question for question in result.questions if question.code == "more").quotes
    by_language = {quote.language: quote for quote in quotes}
    assert by_language["ar"].text == "[…] خائفة 😢 جداً"
    assert (by_language["ar"].region, by_language["ar"].age_band) == ("ARB", "13-15")
    assert by_language["fr"].text == "[…] a peur"
    assert by_language["fr"].age_band == ""


def test_only_reviewed_texts_can_be_chosen_and_not_too_many(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    summary = service.draft(session, safety.meeting, actor=oksana)
    reviews = [
        quoted(session, keys, safety, oksana, f"Somebody said {n}").id
        for n in range(rules.MOST_QUOTES + 1)
    ]

    with pytest.raises(InvalidError) as refused:
        service.choose_quotes(session, keys, summary, reviews, actor=oksana)
    assert refused.value.code == "quotes_many"

    service.choose_quotes(session, keys, summary, reviews[1:], actor=oksana)
    kept_back = session.get_one(TextReview, reviews[1])
    moderation.decide(session, keys, kept_back.response, "more", Decision.KEEP_BACK, actor=oksana)
    (result,) = queries.paper(session, keys, 24).consultations
    assert len(result.questions[-2].quotes) == rules.MOST_QUOTES - 1
    with pytest.raises(InvalidError) as refused:
        service.choose_quotes(session, keys, summary, reviews[1:], actor=oksana)
    assert refused.value.code == "not_quotable"


def test_signing_is_refused_with_all_that_is_to_be_done(
    session: Session, keys: Keyring, safety: Consultation, mei: Actor
) -> None:
    stored.consultation(
        session,
        safety.meeting,
        "during",
        phase=Phase.DURING,
        opens_at=clock.now(),
        closes_at=clock.now() + timedelta(days=1),
    )
    summary = service.draft(session, safety.meeting, actor=mei)
    service.edit(
        session,
        summary,
        title={},
        abstract={},
        narrative={"en": "One."},
        purpose="action",
        actor=mei,
    )

    with pytest.raises(DomainError) as refused:
        service.sign(session, keys, summary, actor=mei)

    problems = [(problem.code, problem.where) for problem in refused.value.problems]
    assert problems[0] == ("not_closed", "during")
    assert len([code for code, _ in problems if code == "text_missing_in"]) == 5
    assert summary.frozen is None


def test_only_the_chair_signs(
    session: Session, keys: Keyring, safety: Consultation, oksana: Actor
) -> None:
    summary = written(session, safety, oksana)

    with pytest.raises(ForbiddenError):
        service.sign(session, keys, summary, actor=oksana)


def test_a_signed_summary_has_a_number_and_gives_the_same_bytes_whatever_happens(
    session: Session, keys: Keyring, safety: Consultation, mei: Actor
) -> None:
    review = quoted(session, keys, safety, mei, "Layla is afraid")
    summary = written(session, safety, mei)
    service.choose_quotes(session, keys, summary, [review.id], actor=mei)

    service.sign(session, keys, summary, actor=mei)
    session.commit()

    assert summary.frozen is not None
    assert summary.document is not None
    assert summary.document.symbol == "S26-CLCWGCOP24-C-0001"
    assert summary.document.languages == list(LANGUAGES)
    assert summary.frozen_digest == papers.digest(summary.frozen)
    assert "Layla" not in summary.frozen
    session.delete(review.response)
    stored.answer(session, keys, safety)
    session.commit()
    session.expire_all()
    paper = queries.paper(session, keys, 24)
    assert paper.to_json() == summary.frozen
    assert paper.symbol == "S26-CLCWGCOP24-C-0001"
    assert paper.consultations[0].questions[-2].quotes[0].text == "[…] is afraid"
    line = session.scalars(select(AuditEntry).filter_by(act="summary.sign")).one()
    assert line.details == {"digest": summary.frozen_digest}


def test_after_signing_nothing_changes(
    session: Session, keys: Keyring, safety: Consultation, mei: Actor
) -> None:
    response = stored.answer(session, keys, safety, texts={"more": "Words"})
    summary = written(session, safety, mei)
    service.sign(session, keys, summary, actor=mei)

    acts = (
        lambda: service.sign(session, keys, summary, actor=mei),
        lambda: written(session, safety, mei),
        lambda: service.choose_quotes(session, keys, summary, [], actor=mei),
        lambda: moderation.decide(session, keys, response, "more", Decision.QUOTE, actor=mei),
    )
    for act in acts:
        with pytest.raises(DomainError) as refused:
            act()
        assert refused.value.status == 409


def test_a_consultation_in_one_language_gives_a_paper_in_that_language(
    session: Session, keys: Keyring, mei: Actor
) -> None:
    def spanish(text: object) -> object:
        if isinstance(text, dict):
            return {key: spanish(value) for key, value in text.items() if key not in only_others}
        return [spanish(one) for one in text] if isinstance(text, list) else text

    from consult.questionnaires import format as own_format  # noqa: PLC0415 - used once, here

    only_others = set(LANGUAGES) - {"es"}
    definition = own_format.parse(
        spanish(own_format.dump(cast.definition(languages=("es",)))),
    )
    made = stored.consultation(
        session, stored.meeting(session), definition=definition, title={"es": "Consulta"}
    )
    stored.answer_all(session, keys, made, cast.rows(seed=1, total=40, unlikely=0.5))
    summary = written(session, made, mei)

    service.sign(session, keys, summary, actor=mei)

    assert summary.document is not None
    assert summary.document.languages == ["es"]


def test_a_paper_reads_back_exactly(session: Session, keys: Keyring, safety: Consultation) -> None:
    paper = queries.paper(session, keys, 24)

    again = Paper.from_json(paper.to_json())

    assert again == paper
    assert again.to_json() == paper.to_json()
    assert json.loads(paper.to_json())["meeting_number"] == 24


def test_a_paper_whose_answers_are_gone_cannot_be_signed(
    session: Session, keys: Keyring, safety: Consultation, mei: Actor, oksana: Actor
) -> None:
    summary = written(session, safety, oksana)
    gone = safety.meeting.ends_on + timedelta(days=365)
    purging.delete_answers(session, safety, gone)

    with pytest.raises(DomainError) as refused:
        service.sign(session, keys, summary, actor=mei)

    assert [p.code for p in refused.value.problems] == ["answers_deleted"]
    assert str(gone) in str(refused.value)
