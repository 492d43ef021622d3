"""Noting what a change, a signature or a file means for the translations of a questionnaire."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.locales import LANGUAGES
from consult.questionnaires.models import Questionnaire, Translation
from consult.questionnaires.translate import ledger, texts
from consult.questionnaires.translate.texts import Text, digest


class Keeper:
    """Keeps the rows of one questionnaire; whoever calls it flushes and commits."""

    def __init__(self, session: Session, questionnaire: Questionnaire) -> None:
        self._session = session
        self._questionnaire = questionnaire
        self._source = questionnaire.source_language
        self._rows = dict(ledger.of(session, questionnaire).rows)

    def follow(
        self,
        before: Mapping[str, Any] | None,
        *,
        restoring: bool = False,
        translator: str | None = None,
    ) -> None:
        """Note what a change of the content means.

        Args:
            before: the content before; ``None`` for a new questionnaire.
            restoring: an earlier content came back, so its translations are as old as they were.
            translator: the plug-in that wrote what is new.
        """
        was, now = texts.by_key(before), texts.by_key(self._questionnaire.content)
        for key, text in now.items():
            old = was.get(key)
            for tag in LANGUAGES:
                if tag == self._source or not text.said(tag):
                    continue
                if old is None:
                    self._arrived(text, tag)
                elif old.said(tag) == text.said(tag):
                    self._stayed(old, text, tag)
                else:
                    if replaced := self._row(old, tag):
                        _unsign(replaced)
                    self._written(text, tag, restoring=restoring, translator=translator)

    def sign(self, text: Text, tag: str, by: str, at: datetime) -> None:
        """Note that somebody stands for a translation as it is, made from the source as it is."""
        row = self.confirm(text, tag)
        row.signed_by, row.signed_at = by, at

    def take_back(self, text: Text, tag: str) -> None:
        """Note that nobody stands for a translation any more."""
        _unsign(self.confirm(text, tag))

    def confirm(self, text: Text, tag: str) -> Translation:
        """Note that a translation fits its source as it is now."""
        made_from = digest(text.said(self._source))
        found = self._row(text, tag)
        if found is None:
            found = self._add(text, tag, made_from)
        found.source_digest = made_from
        return found

    def mark(self, marks: Mapping[str, Mapping[str, str]]) -> None:
        """Note what a file says a machine translated.

        Args:
            marks: name of what made it, by language and key.
        """
        now = texts.by_key(self._questionnaire.content)
        for tag, each in marks.items():
            for key, name in each.items():
                if tag == self._source or key not in now or not now[key].said(tag):
                    continue
                made_from = digest(now[key].said(self._source))
                row = self._row(now[key], tag) or self._add(now[key], tag, made_from)
                if row.signed_by is None:
                    row.translator = name[:100]

    def start_anew(self) -> None:
        """Note that texts are translated from another language now: none is stale, none signed.

        What a machine made stays so.
        """
        now = texts.by_key(self._questionnaire.content)
        for row in self._rows.values():
            _unsign(row)
            if row.key in now:
                row.source_digest = digest(now[row.key].said(self._source))

    def _stayed(self, old: Text, text: Text, tag: str) -> None:
        if old.said(self._source) == text.said(self._source):
            return
        row = self._row(text, tag) or self._add(text, tag, digest(old.said(self._source)))
        _unsign(row)

    def _written(self, text: Text, tag: str, *, restoring: bool, translator: str | None) -> None:
        made_from = digest(text.said(self._source))
        row = self._row(text, tag)
        if row is None:
            self._add(text, tag, made_from, translator)
            return
        _unsign(row)
        if not restoring:
            row.source_digest, row.translator = made_from, translator

    def _arrived(self, text: Text, tag: str) -> None:
        """Note a translation under a new key: a copied question, a moved page, a file."""
        if self._row(text, tag) is not None:
            return
        made_from = digest(text.said(self._source))
        twins = self._twins(text, tag)
        twins.sort(key=lambda row: row.source_digest != made_from)
        if twins:
            twin = twins[0]
            made = self._add(text, tag, twin.source_digest, twin.translator)
            if twin.source_digest == made_from and text.kind == "title":
                # A page goes by its first question: the page moved on, nobody wrote anything.
                made.signed_by, made.signed_at = twin.signed_by, twin.signed_at
        elif (tag, digest(text.said(tag)), made_from) in self._machines:
            name = self._machines[tag, digest(text.said(tag)), made_from]
            self._add(text, tag, made_from, name)

    @cached_property
    def _machines(self) -> dict[tuple[str, str, str], str]:
        """Return every machine-made pair of texts nobody signed, in whatever questionnaire.

        So questions that are taken over, or taken out as a file and brought in again, stay marked.
        """
        kept = select(Translation).where(
            Translation.translator.is_not(None), Translation.signed_by.is_(None)
        )
        return {
            (row.language, row.digest, row.source_digest): row.translator or ""
            for row in self._session.scalars(kept)
        }

    def _twins(self, text: Text, tag: str) -> list[Translation]:
        """Return what is known of the same words elsewhere in this questionnaire."""
        said = digest(text.said(tag))
        return [row for row in self._rows.values() if (row.language, row.digest) == (tag, said)]

    def _row(self, text: Text, tag: str) -> Translation | None:
        return self._rows.get((text.key, tag, digest(text.said(tag))))

    def _add(
        self, text: Text, tag: str, made_from: str, translator: str | None = None
    ) -> Translation:
        made = Translation(
            questionnaire_id=self._questionnaire.id,
            key=text.key,
            language=tag,
            digest=digest(text.said(tag)),
            source_digest=made_from,
            translator=translator,
        )
        self._session.add(made)
        self._rows[made.key, tag, made.digest] = made
        return made


def _unsign(row: Translation) -> None:
    row.signed_by = row.signed_at = None
