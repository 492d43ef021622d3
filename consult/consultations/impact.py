"""The child-rights impact record of a consultation: what asking may do to young people (R18).

Written before a consultation opens and renewed after a year, or when what the product keeps about
young people changed. The questions follow the steps of a child rights impact assessment
(CRC General Comment 14, paragraphs 35 and 99) and of a data protection impact assessment.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session

from consult.audit.actor import Actor
from consult.audit.service import record
from consult.consultations.models import Consultation, ImpactRecord
from consult.core import clock
from consult.core.errors import ForbiddenError, InvalidError, Problem
from consult.core.locales import N_, plain_text

_INVENTORY = Path(__file__).parents[1] / "data_inventory.csv"

#: How long a record holds (TRUST.md R18: twelve months).
_HOLDS = timedelta(days=365)
LONGEST = 5_000

#: What is written down, with a line that helps; each is needed.
QUESTIONS = {
    "need": (
        N_("Why must young people be asked?"),
        N_("What the group decides on, and why what is known already is not enough."),
    ),
    "gain": (
        N_("What do they gain by it?"),
        N_("What may change for them, and when they hear of it."),
    ),
    "risks": (
        N_("What could harm them?"),
        N_("Distress by a question, being recognised, being overheard, pressure to take part."),
    ),
    "measures": (
        N_("What is done against it?"),
        N_("One line for each risk, with who does it."),
    ),
    "left_out": (
        N_("Who could be left out, and what is done about it?"),
        N_("Languages, disabilities, no phone, regions that did not answer before."),
    ),
    "data": (
        N_("Is every question needed?"),
        N_("Name the questions about age, region or hard topics, and why each is asked."),
    ),
    "consulted": (
        N_("Whose advice was taken?"),
        N_("Young people, child protection or data protection specialists; by office, not name."),
    ),
}


@cache
def inventory_digest() -> str:
    """Return the SHA-256 of the inventory of what is kept; it changes when more is kept."""
    return hashlib.sha256(_INVENTORY.read_bytes()).hexdigest()


def problems(written: ImpactRecord | None, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a record on a day: missing, too old, or about other data."""
    if written is None:
        yield Problem("impact", N_("Write the child-rights impact record."), where="impact")
    elif written.written_on <= today - _HOLDS:
        message = N_("The child-rights impact record is older than a year. Read it and renew it.")
        yield Problem("impact", message, where="impact")
    elif written.inventory_digest != inventory_digest():
        message = N_(
            "What is kept about young people changed since the child-rights impact record was "
            "written. Read it and renew it."
        )
        yield Problem("impact", message, where="impact")


def write(
    session: Session, consultation: Consultation, answers: Mapping[str, str], *, actor: Actor
) -> ImpactRecord:
    """Store the record, or renew it.

    Args:
        session: open transaction; the caller commits it.
        consultation: the one it is about.
        answers: text by the name of the question; names in :data:`QUESTIONS`.
        actor: who wrote it.

    Raises:
        InvalidError: names each answer that is missing or too long.
        ForbiddenError: no member of staff acts.
    """
    if actor.account_id is None:
        message = N_("Only a member of staff who is signed in writes the impact record.")
        raise ForbiddenError("writer_unknown", message)
    told = {name: plain_text(answers.get(name, "")) for name in QUESTIONS}
    wrong = [
        Problem("impact_missing", N_("Fill this in."), where=n) for n, t in told.items() if not t
    ]
    wrong += [
        Problem("impact_long", N_("At most %(most)s characters."), {"most": LONGEST}, where=name)
        for name, text in told.items()
        if len(text) > LONGEST
    ]
    if wrong:
        message = N_("The impact record is not stored yet.")
        raise InvalidError("impact_incomplete", message, problems=wrong)
    written = consultation.impact or ImpactRecord(consultation_id=consultation.id)
    written.answers = told
    written.inventory_digest = inventory_digest()
    written.written_on = clock.today()
    written.written_by_id = actor.account_id
    consultation.impact = written
    session.flush()
    record(session, actor, "consultation.impact", consultation.slug)
    return written
