"""The rows of one response, made from what a young person sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.questionnaires.definition import Definition
from consult.responses import rules
from consult.responses.models import Mode, Response, RestrictedText, Stratum
from consult.restricted import screening, sealing


@dataclass(frozen=True)
class Rows:
    """The columns of a response, and of those of its texts that only safeguarding staff open."""

    response: dict[str, Any]
    restricted: list[dict[str, Any]]


def made(
    keys: Keyring,
    consultation: Consultation,
    definition: Definition,
    *,
    submission_digest: str,
    receipt_digest: str,
    language: str,
    answers: Mapping[str, Any],
    texts: Mapping[str, str],
    may_be_quoted: bool,
    mode: Mode = Mode.OPEN,
    stratum: Stratum = Stratum.OPEN,
    version_id: UUID | None = None,
) -> Rows:
    """Return the columns of new rows, the free texts sealed for them alone.

    A text that may tell of harm is never among those that ordinary reviewers open.

    Args:
        keys: seal the texts.
        consultation: the one answered.
        definition: its frozen version.
        submission_digest: keyed digest of the submission key.
        receipt_digest: keyed digest of the receipt code.
        language: tag of the language the questions were read in.
        answers: closed answers by question code, already checked.
        texts: free texts by text code, none of them blank.
        may_be_quoted: the author agreed that the texts may be quoted.
        mode: how the answers reached us.
        stratum: whether they came with an invitation.
        version_id: the version that was read, where it is not the consultation's own.
    """
    row = uuid4()
    seen = {name: screening.look(text, language) for name, text in texts.items()}
    ordinary = {name: text for name, text in texts.items() if not seen[name].concerns}
    sealed = json.dumps(ordinary, ensure_ascii=False) if ordinary else None
    columns = {"table": Response.__tablename__, "row": str(row), "column": "texts"}
    response = {
        "id": row,
        "consultation_id": consultation.id,
        "version_id": version_id or consultation.version_id,
        "submission_digest": submission_digest,
        "receipt_digest": receipt_digest,
        "language": language,
        "mode": mode,
        "stratum": stratum,
        "region": rules.stratum(definition, answers, "region"),
        "age_band": rules.stratum(definition, answers, "age_band"),
        "submitted_on": clock.today(),
        "may_be_quoted": may_be_quoted and bool(texts),
        "answers": dict(answers),
        "text_codes": sorted(texts),
        "texts": keys.seal(sealed, **columns) if sealed else None,
        "found": {name: seen[name].kinds for name in ordinary if seen[name].kinds},
    }
    restricted = [
        {"response_id": row, "text_code": name}
        | sealing.columns(keys, RestrictedText, text, seen[name])
        for name, text in texts.items()
        if name not in ordinary
    ]
    return Rows(response, restricted)


def add_restricted(session: Session, made: Rows) -> None:
    """Store the texts that only safeguarding staff open; the response's own row is there."""
    if made.restricted:
        session.execute(insert(RestrictedText), made.restricted)
