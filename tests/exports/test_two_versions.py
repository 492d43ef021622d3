"""A consultation that asked two versions, from the review to the package: all of it, once.

The second version leaves out a question in own words and a choice, adds a question, and puts one to
everybody that only some were asked. Numbers are counted here from the rows alone.
"""

import csv
import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE, Actor
from consult.consultations import correcting
from consult.consultations import queries as consultations
from consult.core import clock, ids
from consult.core.crypto import Keyring
from consult.core.locales import LANGUAGES
from consult.exports import registry
from consult.exports import service as exports
from consult.moderation import service as moderation
from consult.moderation.models import Decision
from consult.questionnaires import service as questionnaires
from consult.responses import service as responses
from consult.responses.models import Response, RestrictedText
from consult.summaries import service as summaries
from tests import cast
from tests.conftest import Cast, StaffClient
from tests.summaries.claims_cast import approve

GONE = "asked up to version 1"
NEW = "asked from version 2 on"


def _other(content: dict[str, Any]) -> dict[str, Any]:
    """Return the second version."""
    questions = {one["code"]: one for page in content["pages"] for one in page["questions"]}
    questions["places"]["choices"] = [
        one for one in questions["places"]["choices"] if one["code"] != "chats"
    ]
    del questions["why_not"]["show_if"]
    last = content["pages"][2]["questions"]
    last.remove(questions["idea"])
    last.append({"code": "phone", "type": "yes_no", "text": cast.text(*["Phone?"] * 6)})
    return content


def _answer(session: Session, keys: Keyring, version: int, draw: random.Random) -> None:
    told = draw.choice(["yes", "no"])
    answers: dict[str, Any] = {
        "region": draw.choice(["ARB", "EUR"]),
        "age": draw.choice(["13-15", "16-17"]),
        "places": [draw.choice(["games", "school"])],
        "told": told,
    }
    texts = {}
    if version == 1:
        answers["places"] = [draw.choice(["games", "school", "chats"])]
        texts["idea"] = f"A bench under trees, number {draw.randrange(10**6)}"
    else:
        answers["phone"] = draw.choice(["yes", "no"])
    if version == 2 or told == "no":
        texts["why_not"] = f"Nobody asked, {draw.randrange(10**6)}"
    responses.submit(
        session,
        keys,
        consultations.by_slug(session, "safety"),
        submission_key=ids.new_key(),
        language=draw.choice(["ar", "en"]),
        answers=answers,
        texts=texts,
        may_be_quoted=True,
    )


@pytest.fixture
def asked_twice(session: Session, keys: Keyring) -> dict[str, int]:
    """Store 60 answers to the first version and 45 to the second; return how many to each."""
    made, draw = cast.a_consultation(session), random.Random(7)
    for _ in range(59):
        _answer(session, keys, 1, draw)
    responses.submit(
        session,
        keys,
        made,
        submission_key=ids.new_key(),
        language="en",
        answers={"told": "yes"},
        texts={"idea": "I want to kill myself"},
        may_be_quoted=True,
    )
    other = _other(cast.questionnaire_content())
    questionnaires.change(session, made.questionnaire, other, actor=COMMAND_LINE)
    correcting.correct(session, made, actor=COMMAND_LINE)
    for _ in range(45):
        _answer(session, keys, 2, draw)
    session.commit()
    return {"1": 60, "2": 45}


def test_every_desk_and_every_file_has_what_both_versions_asked(
    app: Flask,
    session: Session,
    keys: Keyring,
    accounts: Cast,
    staff: Callable[[str], StaffClient],
    asked_twice: dict[str, int],
    tmp_path: Path,
) -> None:
    mei = Actor(accounts.mei.email, accounts.mei.id)
    oksana = Actor(accounts.oksana.email, accounts.oksana.id)
    session.rollback()
    desk, safe = staff("secretariat"), staff("safeguarding")
    for page in ("moderation", "moderation/safety/idea", "themes", "themes/safety/idea"):
        shown = desk.get(f"/staff/{page}", follow_redirects=True)
        assert (shown.status_code, GONE in shown.text) == (200, True), page
    waits = session.scalars(select(RestrictedText)).one().id
    session.rollback()
    case = safe.post(f"/staff/safeguarding/{waits}/open", follow_redirects=True)
    assert (case.status_code, GONE in case.text) == (200, True)

    rows = list(session.scalars(select(Response)))
    reviews = []
    for code in ("idea", "why_not"):
        mine = [one for one in rows if code in one.text_codes and one.texts]
        for response in mine[:2]:
            review = moderation.decide(session, keys, response, code, Decision.QUOTE, actor=oksana)
            seen = moderation.seen_as(review)
            moderation.confirm(session, review, seen=seen, actor=mei)
            reviews.append(review.id)
    session.commit()
    for page in ("results?c=safety", "summaries/24", "summaries/24/quotes", "summaries/24/claims"):
        shown = desk.get(f"/staff/{page}", follow_redirects=True)
        assert shown.status_code == 200, page
        assert GONE in shown.text or "results" in page or "claims" in page, page
    drafted = desk.post("/staff/summaries/24/claims/draft", follow_redirects=True)
    assert drafted.status_code == 200

    working = _working_copies(app, tmp_path)
    paper = _signed(session, keys, mei, reviews)
    told = {one["code"]: one for one in paper["en"]["consultations"][0]["questions"]}
    found = _counted(rows)
    assert Counter(row["version"] for row in working) == asked_twice
    phones = Counter(row["phone"] for row in working if row["version"] == "2")
    assert phones == found["phone"]
    assert Counter(row["told"] for row in working) == found["told"]
    for code in ("told", "phone", "places"):
        (table,) = told[code]["tables"]
        shown_counts = {row["code"]: row["count"] for row in table["rows"]}
        assert shown_counts == {name: found[code][name] for name in shown_counts}, code
        assert NEW in table["caption"] or code != "phone"
    assert GONE in told["idea"]["text"]
    assert len(told["idea"]["quotes"]) == len(told["why_not"]["quotes"]) == 2
    chats = next(row for row in told["places"]["tables"][0]["rows"] if row["code"] == "chats")
    assert chats["label"].endswith("(offered up to version 1)")
    assert "النسخة 1" in json.dumps(paper["ar"], ensure_ascii=False)


def _counted(rows: list[Response]) -> dict[str, Counter[str]]:
    """Count what the rows say, with nothing of the product's own counting."""
    found: dict[str, Counter[str]] = {code: Counter() for code in ("told", "phone", "places")}
    for row in rows:
        for code, value in row.answers.items():
            if code in found:
                found[code].update(value if isinstance(value, list) else [value])
    return found


def _working_copies(app: Flask, folder: Path) -> list[dict[str, str]]:
    """Write every working copy and return the rows of the CSV."""
    run = app.test_cli_runner().invoke
    for kind in ("csv", "xlsx", "json", "sps"):
        path = folder / f"answers.{kind}"
        options = ["--format", kind, "--output", str(path)]
        done = run(args=["responses", "export", "safety", *options])
        assert done.exit_code == 0, done.output
    with zipfile.ZipFile(folder / "answers.sps") as archive:
        syntax = [archive.read(one).decode("utf-8-sig") for one in archive.namelist()]
    assert any("chats" in one.lower() for one in syntax)
    lines = (folder / "answers.csv").read_text(encoding="utf-8-sig").splitlines()
    return list(csv.DictReader(lines))


def _signed(session: Session, keys: Keyring, mei: Actor, reviews: list[Any]) -> dict[str, Any]:
    """Sign the paper, write it in every format, build its package; return its JSON by language."""
    consultation = consultations.by_slug(session, "safety")
    consultation.closed_at = clock.now() - timedelta(minutes=1)
    summary = summaries.draft(session, consultation.meeting, actor=mei)
    words = dict.fromkeys(LANGUAGES, "One thing.")
    summaries.edit(
        session, summary, title={}, abstract={}, narrative=words, purpose="action", actor=mei
    )
    summaries.choose_quotes(session, keys, summary, reviews, actor=mei)
    session.flush()
    approve(session, summary, mei)
    summaries.sign(session, keys, summary, actor=mei)
    found = {}
    for language in ("ar", "en"):
        for name in registry.FORMATS:
            file = exports.export(
                session, keys, 24, language=language, format_name=name, actor=mei
            ).content
            if name == "json":
                found[language] = json.loads(file)
            if name == "html":
                assert ("version 1" if language == "en" else "النسخة 1") in file.decode()
    whole = exports.build_package(session, keys, 24, actor=mei)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        names = archive.namelist()
    assert {f"questionnaires/safety-version-{n}-codebook.csv" for n in (1, 2)} <= set(names)
    session.commit()
    return found
