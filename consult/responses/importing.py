"""Taking in answers that were gathered elsewhere: on paper, in a group, with another tool."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from consult.audit import service as audit
from consult.audit.actor import Actor
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.core.crypto import Keyring
from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_
from consult.questionnaires import types
from consult.questionnaires.definition import Definition
from consult.questionnaires.models import QuestionnaireVersion
from consult.responses import plans, queries, rules, service, sheets
from consult.responses.mapping import parse
from consult.responses.models import Mode


@dataclass(frozen=True)
class Imported:
    """What became of a file's rows.

    ``stored`` are new; ``repeated`` were there from the same file. ``left_out`` are answers to
    questions that the show-if rules would not have put to that person.
    """

    stored: int
    repeated: int
    left_out: int
    #: Number of the version that the rows answer.
    version: int


def import_answers(
    session: Session,
    keys: Keyring,
    consultation: Consultation,
    content: bytes,
    *,
    mapping: Any = None,
    separator: sheets.Separator | None = None,
    mode: Mode = Mode.IMPORT,
    language: str | None = None,
    version: int | None = None,
    actor: Actor,
) -> Imported:
    """Store every row of a CSV file as one response, or nothing at all.

    Args:
        session: open transaction; the caller commits it, and rolls it back on any error.
        keys: seal the texts and digest the keys.
        consultation: the one answered; opened or closed, so that its questions are fixed.
        content: the file's bytes.
        mapping: the JSON of ``mapping.md``; without it, columns are named by question code.
        separator: between cells; found out when neither this nor the mapping tells it.
        mode: how the answers were gathered, not ``OPEN``.
        language: the one they were given in; the consultation's first when it is not told.
        version: number of the version they answer; the one that is asked now when it is not told.
        actor: who imports.

    Returns:
        What became of the rows. The same file brought again stores nothing.

    Raises:
        InvalidError: with every row and column that is wrong.
    """
    language = _language(consultation, language)
    if consultation.version is None:
        raise InvalidError(
            "consultation_draft",
            N_("Open the consultation first: its questions can still change."),
        )
    asked = _asked(session, consultation, version)
    definition = queries.definition_of(session, asked.id)
    others = _asked_elsewhere(session, consultation, definition)
    if mapping is None:
        table = sheets.read(content, separator)
        plan = plans.plain(definition, table.header)
    else:
        plan = parse(mapping, definition, others)
        table = sheets.read(content, separator or plan.separator)
    plans.check_header(plan, table.header, others)
    read = _read(table, plan, definition)
    receipts = [
        service.receive(
            session,
            keys,
            consultation,
            definition,
            # The same row of the same file is the same response.
            submission_key=f"{table.digest[:40]}-{row.number}",
            language=language,
            answers=sheet.answers,
            texts=sheet.texts,
            may_be_quoted=plan.may_be_quoted(row.cells),
            mode=mode,
            version_id=asked.id,
        )
        for row, sheet in read
    ]
    stored = sum(receipt.first for receipt in receipts)
    left_out = sum(_left_out(s) for _row, s in read)
    result = Imported(stored, len(receipts) - stored, left_out, asked.number)
    audit.record(
        session,
        actor,
        "response.import",
        consultation.slug,
        mode=mode.value,
        stored=result.stored,
        repeated=result.repeated,
        version=result.version,
    )
    return result


def _asked(
    session: Session, consultation: Consultation, number: int | None
) -> QuestionnaireVersion:
    if number is None:
        assert consultation.version is not None
        return consultation.version
    found = {one.number: one for one in consultations.versions(session, consultation)}
    if number not in found:
        raise InvalidError(
            "version_not_asked",
            N_("The consultation did not ask version %(number)s. Choose one of: %(asked)s."),
            number=number,
            asked=", ".join(map(str, found)),
        )
    return found[number]


def _asked_elsewhere(
    session: Session, consultation: Consultation, definition: Definition
) -> dict[str, int]:
    """Return by code the questions that a version does not have, and the last one that has them."""
    return {
        question.code: one.number
        for one in consultations.versions(session, consultation)
        for question in queries.definition_of(session, one.id).questions()
        if types.of(question).asks and question.code not in definition.by_code
    }


def _read(
    table: sheets.Table, plan: plans.Plan, definition: Definition
) -> list[tuple[sheets.Row, rules.Sheet]]:
    """Read every row.

    Raises:
        InvalidError: names each wrong row and column.
    """
    asked = [q for q in definition.questions() if types.of(q).asks]
    read, problems = [], []
    for row in table.rows:
        given = {question.code: plan.answer(question, row.cells) for question in asked}
        for question in asked:
            where = f"row {row.number}, column “{plan.column_of(question.code)}”"
            problems += [
                Problem(p.code, p.message, p.params, where) for p in given[question.code].problems
            ]
        read.append((row, rules.sheet(definition, given)))
    if problems:
        raise InvalidError(
            "rows", N_("The file was not imported. Mend these cells:"), problems=problems
        )
    return read


def _left_out(sheet: rules.Sheet) -> int:
    put = {question.code for question in sheet.questions()}
    return sum(answer.given for code, answer in sheet.given.items() if code not in put)


def _language(consultation: Consultation, language: str | None) -> str:
    if language is None:
        return consultation.languages[0]
    if language not in consultation.languages:
        raise InvalidError(
            "language_not_offered",
            N_("The consultation is not in %(language)s. Choose one of: %(offered)s."),
            language=language,
            offered=", ".join(consultation.languages),
        )
    return language
