"""What one response's row holds, made from what a young person sent."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from consult.consultations.models import Consultation
from consult.core import clock
from consult.core.crypto import Keyring
from consult.questionnaires.definition import Definition
from consult.responses import rules
from consult.responses.models import Mode, Response


def values(
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
) -> dict[str, Any]:
    """Return the columns of a new row, its free texts sealed for it alone.

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
    """
    row = uuid4()
    sealed = json.dumps(dict(texts), ensure_ascii=False) if texts else None
    columns = {"table": Response.__tablename__, "row": str(row), "column": "texts"}
    return {
        "id": row,
        "consultation_id": consultation.id,
        "version_id": consultation.version_id,
        "submission_digest": submission_digest,
        "receipt_digest": receipt_digest,
        "language": language,
        "mode": mode,
        "region": rules.stratum(definition, answers, "region"),
        "age_band": rules.stratum(definition, answers, "age_band"),
        "submitted_on": clock.today(),
        "may_be_quoted": may_be_quoted and bool(texts),
        "answers": dict(answers),
        "text_codes": sorted(texts),
        "texts": keys.seal(sealed, **columns) if sealed else None,
    }
