"""What names a person is struck before it leaves, in six languages and every format (R41)."""

import io
import zipfile

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE, Actor
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES
from consult.exports import registry
from consult.moderation import queries as moderation
from consult.moderation import service
from consult.moderation.models import Decision
from consult.moderation.rules import Reason, Redaction
from consult.screening.personal import Kind, personal_data
from consult.summaries import queries as summaries
from consult.summaries import service as summary_acts
from consult.summaries.rules import MOST_QUOTES
from tests.conftest import Cast
from tests.moderation import cast
from tests.responses.cast import add_consultation, address, send
from tests.screening.pii_texts import filled

#: Names somebody who hurts; such a text never gets among the others.
ACCUSES = "My uncle Berthold hits me every night and I want to die tonight"


def words_of(paper: bytes, format_: str) -> str:
    """Return all that a file says, packed or not."""
    if format_ not in {"docx", "xlsx"}:
        return paper.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(paper)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.trust("R41")
def test_a_name_that_was_found_is_in_no_paper_and_one_nobody_read_neither(
    session: Session, keys: Keyring, accounts: Cast
) -> None:
    meeting = cast.meeting(session)
    safety = cast.consultation(session, meeting)
    oksana = Actor(accounts.oksana.email, accounts.oksana.id)
    names, reviews = set(), []
    for tag in LANGUAGES:
        named = {part: text for kind, text, part in filled(tag) if kind == "name"}
        for part, text in named.items():
            said = cast.answer(session, keys, safety, texts={"more": text}, language=tag)
            found = [one for one in personal_data(text, tag) if one.kind is Kind.NAME]
            spans = [Redaction(one.start, one.end, Reason.NAME) for one in found]
            at = text.index(part)
            names.add(part)
            if not any(one.start <= at and one.end >= at + len(part) for one in spans):
                continue  # what the rules did not find waits for two readers, and is in no paper
            review = service.decide(
                session, keys, said, "more", Decision.QUOTE_REDACTED, redactions=spans, actor=oksana
            )
            service.confirm(session, review, actor=cast.second(session))
            reviews.append(review)
    assert len(names) >= 15
    assert len(reviews) >= 18

    shown = [text.shown for text in moderation.quotable(session, keys, [safety])]
    assert len(shown) == len(reviews)
    assert all("[…]" in text for text in shown)
    assert [name for name in names for text in shown if name in text] == []

    summary = summary_acts.draft(session, meeting, actor=COMMAND_LINE)
    chosen = [review.id for review in reviews[:MOST_QUOTES]]
    summary_acts.choose_quotes(session, keys, summary, chosen, actor=oksana)
    paper = summaries.paper(session, keys, meeting.number)
    for format_ in ("html", "csv", "json", "xlsx", "docx"):
        whole = words_of(registry.write(paper, "en", format_), format_)
        assert [name for name in names if name in whole] == []
        assert "[…]" in whole or format_ in {"csv", "xlsx"}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.trust("R41")
def test_who_names_the_one_that_hurts_is_read_by_safeguarding_staff_alone(
    client: FlaskClient, session: Session, keys: Keyring
) -> None:
    safety = add_consultation(session)
    session.commit()

    assert send(client, address(language="en"), q_idea=ACCUSES).status_code == 201

    waiting = {line.text_code for line in moderation.waiting(session, [safety])}
    assert "idea" not in waiting
    paper = summaries.paper(session, keys, safety.meeting.number)
    for format_ in ("html", "csv", "json"):
        assert "Berthold" not in words_of(registry.write(paper, "en", format_), format_)
