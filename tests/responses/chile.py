"""732 real answers in Spanish: the questionnaire, its translations, the file and counts of it."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from consult.audit.actor import COMMAND_LINE
from consult.core.locales import LANGUAGES
from consult.questionnaires import service as questionnaires
from consult.questionnaires.models import Questionnaire
from consult.questionnaires.translate import media
from consult.questionnaires.translate import service as translating

FOLDER = Path(__file__).with_name("anid_chile")
#: Cells that say that nothing was answered.
NO_ANSWER = frozenset({"", "No responde", "NO APLICA"})


def content() -> Any:
    """Return the JSON of the questionnaire, in Spanish alone."""
    return json.loads((FOLDER / "questionnaire.json").read_text("utf-8"))


def mapping() -> Any:
    """Return the JSON that says which column of the file answers which question."""
    return json.loads((FOLDER / "mapping.json").read_text("utf-8"))


def source(shared: Path) -> Path:
    """Return the file of answers."""
    return shared / "consultations" / "anid_chile" / "consulta_p1_p41.csv"


def translated(session: Session) -> Questionnaire:
    """Return the questionnaire stored in six languages, as translation bureaus bring them."""
    stored = questionnaires.add(session, content(), actor=COMMAND_LINE)
    for tag in LANGUAGES:
        if tag != stored.source_language:
            name = f"{tag}.po"
            brought = media.read(name, (FOLDER / name).read_bytes())
            translating.take(session, stored, brought, language=tag, actor=COMMAND_LINE)
    return stored


def texts(tag: str) -> dict[str, str]:
    """Return what the questionnaire says in a language, by key; from the translated files."""
    spanish = tag == "es"
    file = FOLDER / f"{'en' if spanish else tag}.po"
    entries = media.read(file.name, file.read_bytes()).entries
    return {one.key: one.source if spanish else one.target for one in entries}


def cells(shared: Path) -> dict[str, list[str]]:
    """Return the cells of the file by question, read without the product."""
    with source(shared).open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    places = {name.strip(): place for place, name in enumerate(header)}
    return {
        code: [row[places[entry["column"].strip()]].strip() for row in rows]
        for code, entry in mapping()["questions"].items()
    }


def counts(shared: Path) -> dict[str, Counter[str]]:
    """Return how many gave each answer to each closed question, counted without the product."""
    found = cells(shared)
    return {
        code: Counter(entry["codes"][cell] for cell in found[code] if cell not in NO_ANSWER)
        for code, entry in mapping()["questions"].items()
        if "codes" in entry
    }
