"""Where each translation stands: missing, stale, made by a machine, signed; kept by digests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.locales import LANGUAGES
from consult.questionnaires.models import Questionnaire, Translation
from consult.questionnaires.translate import texts
from consult.questionnaires.translate.texts import Text, digest


@dataclass(frozen=True)
class Standing:
    """Where one text stands in one language."""

    missing: bool = False
    #: Its source says something else than when it was made.
    stale: bool = False
    #: Name of the plug-in that made it, while nobody signed it.
    machine: str = ""
    signed_by: str = ""
    signed_at: datetime | None = None

    @property
    def signed(self) -> bool:
        """Tell whether a person signed it as it is."""
        return bool(self.signed_by)


class Ledger:
    """What is known of all translations of one questionnaire."""

    def __init__(self, source: str, rows: Mapping[tuple[str, str, str], Translation]) -> None:
        self.source = source
        #: By key, language and digest of the translation.
        self.rows = rows

    def row(self, text: Text, tag: str) -> Translation | None:
        """Return what is kept of the present translation, or ``None``."""
        return self.rows.get((text.key, tag, digest(text.said(tag))))

    def standing(self, text: Text, tag: str) -> Standing:
        """Return where a text stands in a language other than the source."""
        said = text.said(tag)
        if not said:
            return Standing(missing=True)
        row = self.row(text, tag)
        if row is None:
            return Standing()
        stale = row.source_digest != digest(text.said(self.source))
        signed = row.signed_by if row.signed_by and not stale else None
        return Standing(
            stale=stale,
            machine="" if signed else row.translator or "",
            signed_by=signed or "",
            signed_at=row.signed_at if signed else None,
        )


def of(session: Session, questionnaire: Questionnaire) -> Ledger:
    """Return the ledger of a questionnaire."""
    kept = select(Translation).filter_by(questionnaire_id=questionnaire.id)
    rows = {(row.key, row.language, row.digest): row for row in session.scalars(kept)}
    return Ledger(questionnaire.source_language, rows)


def unsigned(session: Session, questionnaire: Questionnaire) -> dict[str, list[Text]]:
    """Return the machine-made texts nobody signed, by language; no consultation opens with them."""
    ledger, every = of(session, questionnaire), texts.listed(questionnaire.content)
    found = {
        tag: [text for text in every if ledger.standing(text, tag).machine]
        for tag in LANGUAGES
        if tag != ledger.source
    }
    return {tag: listed for tag, listed in found.items() if listed}


def stale(session: Session, questionnaire: Questionnaire) -> dict[str, int]:
    """Return how many translations were made from words that read otherwise now, by language."""
    ledger, every = of(session, questionnaire), texts.listed(questionnaire.content)
    found = {
        tag: sum(ledger.standing(text, tag).stale for text in every)
        for tag in LANGUAGES
        if tag != ledger.source
    }
    return {tag: count for tag, count in found.items() if count}


def marks(session: Session, questionnaire: Questionnaire) -> dict[str, dict[str, str]]:
    """Return who made the texts that a machine made and nobody signed, by language and key."""
    ledger = of(session, questionnaire)
    return {
        tag: {text.key: ledger.standing(text, tag).machine for text in listed}
        for tag, listed in unsigned(session, questionnaire).items()
    }
