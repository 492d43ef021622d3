"""A signed paper is followed by a revision; a quote taken back is struck everywhere at once."""

import gc
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.db import Database
from consult.core.errors import DomainError
from consult.core.locales import LANGUAGES
from consult.exports import package, registry
from consult.meetings.symbols import ChangeKind
from consult.moderation import service as moderation
from consult.moderation.models import Decision
from consult.public import files
from consult.public.kept import Kept
from consult.responses import backups, purging
from consult.responses import service as responses
from consult.responses.models import Mode, Response
from consult.summaries import paper as papers
from consult.summaries import queries, revisions, sealing, service
from consult.summaries.claims import service as claims
from consult.summaries.models import EarlierPaper, SignedQuote, Summary
from tests.conftest import Cast
from tests.moderation import cast as stored
from tests.summaries import cast, claims_cast

#: Spelt backwards here, so that the test itself does not hold the words it looks for.
BACKWARDS = "ksid eht no yranac a"
SYMBOL = "S26-CLCWGCOP24-C-0001"
WITHDRAWN = "[quote withdrawn by its author]"

sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def mei(accounts: Cast) -> Actor:
    return Actor(accounts.mei.email, accounts.mei.id)


@pytest.fixture
def safety(session: Session, keys: Keyring) -> Consultation:
    """A closed consultation with 60 answers."""
    made = stored.consultation(
        session, stored.meeting(session), definition=claims_cast.definition()
    )
    stored.answer_all(session, keys, made, claims_cast.rows(seed=4, total=60, unlikely=0.6))
    session.commit()
    return made


@pytest.fixture
def code(session: Session, keys: Keyring, safety: Consultation, mei: Actor) -> str:
    """The code of the answers whose text the signed paper quotes, beside another quote."""
    given = responses.submit(
        session,
        keys,
        safety,
        submission_key="amina-sends-this-once",
        language="ar",
        answers={},
        texts={"more": BACKWARDS[::-1]},
        may_be_quoted=True,
        mode=Mode.IMPORT,
    )
    session.flush()
    reviews = []
    other = stored.answer(session, keys, safety, texts={"more": "Another quote that stays"})
    for response in (responses.find(session, keys, given), other):
        decided = moderation.decide(session, keys, response, "more", Decision.QUOTE, actor=mei)
        reviews.append(stored.confirmed(session, decided).id)
    summary = service.draft(session, safety.meeting, actor=mei)
    words: dict[str, Any] = {"title": {}, "abstract": {}, "purpose": "action", "actor": mei}
    service.edit(session, summary, narrative=cast.six("One.\nTwo."), **words)
    service.choose_quotes(session, keys, summary, reviews, actor=mei)
    claims.draft(session, keys, summary, actor=mei)
    claims_cast.approve(session, summary, mei)
    service.sign(session, keys, summary, actor=mei)
    session.commit()
    return given


def summary_of(session: Session) -> Summary:
    session.expire_all()
    return session.scalars(select(Summary)).one()


def held(canary: str) -> list[type]:
    """Return the kinds of living objects that hold a text or bytes with these words."""
    gc.collect()
    wanted, plain = canary, canary.encode()
    return [
        type(holder)
        for holder in gc.get_objects()
        for one in gc.get_referents(holder)
        if (isinstance(one, str) and wanted in one and one != wanted)
        or (isinstance(one, bytes) and plain in one and one != plain)
    ]


@sqlite
def test_a_quote_taken_back_is_struck_in_every_format_and_no_copy_is_left(
    app: Flask,
    client: FlaskClient,
    session: Session,
    keys: Keyring,
    code: str,
    tmp_path: Path,
    staff: object,
) -> None:
    words = BACKWARDS[::-1]
    signed = summary_of(session)
    assert signed.frozen is not None
    frozen, digest = signed.frozen, signed.frozen_digest
    assert words not in frozen
    session.close()
    for name in ("html", "json", "csv"):
        assert words in client.get(f"/en/documents/{SYMBOL}.{name}").text
    page = client.get(f"/en/documents/{SYMBOL}")
    assert words in page.text
    assert client.get(f"/en/documents?words={words.split()[1]}").text.count("<mark>") == 1
    before = client.get(f"/documents/{SYMBOL}.zip")
    assert before.headers["Cache-Control"] == "public, no-cache"
    assert package.problems(before.data) == []

    taken = client.post("/en/receipt", data={"code": code, "go": "withdraw-now"})
    assert taken.status_code == 200

    del page, taken
    for name in registry.FORMATS:
        for language in ("en", "ar"):
            file = client.get(f"/{language}/documents/{SYMBOL}.{name}").data
            assert words.encode() not in file
            if name in {"html", "json", "csv"}:
                shown = WITHDRAWN if language == "en" else "[اقتباس"
                assert shown in file.decode(), (language, name)
            if name in {"docx", "xlsx"}:
                with zipfile.ZipFile(io.BytesIO(file)) as opened:
                    parts = b"".join(opened.read(part) for part in opened.namelist())
                assert words.encode() not in parts
                assert language != "en" or WITHDRAWN.encode() in parts
            assert name != "json" or f"{digest}".encode() in file
    assert WITHDRAWN in client.get(f"/en/documents/{SYMBOL}").text
    assert "Another quote that stays" in client.get(f"/en/documents/{SYMBOL}").text
    assert "<mark>" not in client.get(f"/en/documents?words={words.split()[1]}").text
    after = client.get(f"/documents/{SYMBOL}.zip").data
    assert package.problems(after) == []
    with zipfile.ZipFile(io.BytesIO(after)) as opened:
        assert not any(words.encode() in opened.read(part) for part in opened.namelist())
        assert opened.read("summary.json").decode() == frozen
        assert len(json.loads(opened.read("quotes.json"))["quotes"]) == 1
    del file, after, before
    kept = summary_of(session)
    assert (kept.frozen, kept.frozen_digest) == (frozen, papers.digest(frozen))
    assert queries.paper(session, keys, 24).to_json() == frozen
    session.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert words.encode() not in path.read_bytes(), path
    for store in (files._PAPERS, files._DATA, files._PACKAGES):
        assert not any(words.encode() in sealed for sealed in store._files.values())
    assert held(words) == []

    oksana = staff("secretariat")  # type: ignore[operator]  # a factory
    assert "1 quote was taken back by its author" in oksana.get("/staff/").text


def test_a_kept_file_is_read_under_its_secret_alone_and_the_older_copy_goes() -> None:
    kept = Kept(most=2)
    made: list[str] = []

    def make(text: str) -> Callable[[], bytes]:
        return lambda: made.append(text) or text.encode()  # type: ignore[func-returns-value]  # None

    assert kept.get("paper", b"one", make("a quote")) == b"a quote"
    assert kept.get("paper", b"one", make("again")) == b"a quote"
    assert b"quote" not in b"".join(kept._files.values())
    # The quote is gone, and with it the secret: nobody who has the process' memory opens the copy.
    assert kept.get("paper", b"other", make("struck")) == b"struck"
    assert made == ["a quote", "struck"]
    assert len(kept._files) == 1
    for name in ("second", "third"):
        kept.get(name, b"one", make(name))
    assert len(kept._files) == 2


def test_counts_stand_and_the_purge_strikes_nothing(
    session: Session, keys: Keyring, safety: Consultation, code: str
) -> None:
    before = queries.paper(session, keys, 24)
    purging.delete_answers(session, safety, safety.closes_at.date())
    session.commit()

    assert queries.paper(session, keys, 24) == before
    assert session.scalars(select(Response)).first() is None
    links = session.scalars(select(SignedQuote.response_id)).all()
    assert links == [None, None]


def test_words_that_are_not_those_that_were_signed_are_refused(
    session: Session, keys: Keyring, code: str
) -> None:
    one, other = session.scalars(select(SignedQuote)).all()
    one.words, other.words = other.words, one.words
    session.commit()

    with pytest.raises(Exception, match="does not open"):
        queries.paper(session, keys, 24)


@sqlite
def test_a_backup_does_not_bring_a_struck_quote_back(
    database: Database, session: Session, keys: Keyring, code: str, tmp_path: Path, mei: Actor
) -> None:
    session.close()
    backups.make(database, keys, tmp_path / "kept", actor=mei)
    with database.transaction() as own:
        responses.withdraw(own, keys, code)

    backups.restore(database, keys, tmp_path / "kept", replace=True, days=36500, actor=mei)

    with database.session(read_only=True) as own:
        paper = queries.paper(own, keys, 24)
    quotes = paper.quotes().values()
    assert sorted(quote.taken_back for quote in quotes) == [False, True]


@sqlite
def test_a_revision_is_written_signed_numbered_and_shown_beside_the_earlier_paper(
    client: FlaskClient, session: Session, keys: Keyring, code: str, staff: object
) -> None:
    client.post("/en/receipt", data={"code": code, "go": "withdraw-now"})
    oksana, mei = staff("secretariat"), staff("chair")  # type: ignore[operator]  # a factory
    assert oksana.post("/staff/papers/24/revision", data={"kind": "REV"}).status_code == 302
    page = oksana.get("/staff/papers/24/revision").text
    assert "Quotes taken out: 1." in page
    assert "Write in this language why there is a new paper." in page
    refused = mei.post("/staff/papers/24/revision/sign", data={"seen": "", "read": "y"})
    assert refused.status_code == 409
    paper = queries.paper(session, keys, 24)
    session.close()
    fields = {f"title-{tag}": f"New title {tag}" for tag in LANGUAGES}
    fields |= {f"abstract-{tag}": paper.abstract[tag] for tag in LANGUAGES}
    fields |= {f"narrative-{tag}": f"One. ({tag})\r\nThree." for tag in LANGUAGES}
    fields |= {f"reason-{tag}": f"Because ({tag})" for tag in LANGUAGES}
    kept = oksana.post("/staff/papers/24/revision", data=fields | {"purpose": "action"})
    assert kept.status_code == 302
    page = mei.get("/staff/papers/24/revision").text
    seen = page.split('name="seen"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    assert oksana.post("/staff/papers/24/revision/sign", data={"read": "y"}).status_code == 403

    done = mei.post("/staff/papers/24/revision/sign", data={"seen": seen, "read": "y"})

    assert done.status_code == 302
    new = client.get(f"/en/documents/{SYMBOL}-REV1").text
    assert f"This paper replaces {SYMBOL}." in new
    assert "Why: Because (en)" in new
    assert "Changed, paragraph 2. It was: “Two. (en)”. It is now: “Three.”." in new
    assert WITHDRAWN not in new
    assert f'href="/en/documents/{SYMBOL}"' in new
    old = client.get(f"/en/documents/{SYMBOL}").text
    assert f'href="/en/documents/{SYMBOL}-REV1"' in old
    assert WITHDRAWN in old
    listed = client.get("/en/documents").text
    assert listed.count("There is a newer paper:") == 1
    assert client.get("/en/feed.atom").text.count("<entry>") == 2
    assert client.get("/en/meetings/24").text.count(f"{SYMBOL}-REV1") >= 1
    told = client.get(f"/fr/documents/{SYMBOL}-REV1.json").get_json()
    assert told["follows"]["document"] == SYMBOL
    assert told["phases"] == client.get(f"/fr/documents/{SYMBOL}.json").get_json()["phases"]
    for language in LANGUAGES:
        assert client.get(f"/{language}/documents/{SYMBOL}-REV1.docx").status_code == 200
    assert "taken back by its author" not in oksana.get("/staff/").text


def test_numbers_of_what_follows_come_from_the_register_and_never_twice(
    session: Session, keys: Keyring, code: str, mei: Actor
) -> None:
    symbols: list[str] = []
    for kind in (ChangeKind.REVISION, ChangeKind.CORRIGENDUM, ChangeKind.REVISION):
        summary = summary_of(session)
        draft = revisions.begin(session, summary, kind, actor=mei)
        with pytest.raises(DomainError, match="there already"):
            revisions.begin(session, summary, kind, actor=mei)
        with pytest.raises(DomainError) as refused:
            revisions.sign(session, keys, draft, actor=mei)
        assert "nothing_changed" in {problem.code for problem in refused.value.problems}
        revisions.edit(
            session,
            draft,
            title=draft.title,
            abstract=draft.abstract,
            narrative=cast.six(f"Anew {len(symbols)}"),
            purpose=draft.purpose,
            reason=cast.six("Because"),
            left_out=[],
            actor=mei,
        )
        signed = revisions.sign(session, keys, draft, actor=mei)
        session.commit()
        assert signed.document is not None
        symbols.append(signed.document.symbol)

    assert symbols == [f"{SYMBOL}-REV1", f"{SYMBOL}-REV1-COR1", f"{SYMBOL}-REV2"]
    earlier = session.scalars(select(EarlierPaper)).all()
    assert len(earlier) == 3
    assert all(papers.digest(one.frozen) == one.frozen_digest for one in earlier)
    paper = queries.paper(session, keys, 24)
    assert all(quote.text for quote in paper.consultations[0].questions[-2].quotes)
    assert len(list(sealing.seals_of(paper))) == 2
