"""The files a questionnaire can be taken out as; features above offer theirs here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from consult.core.errors import InvalidError
from consult.core.locales import LANGUAGES, N_, NAMES
from consult.questionnaires import codebook, rules
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition
from consult.questionnaires.xlsform import writing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


#: Who made what a machine translated and nobody signed, as ``format.machine_made``.
Marks = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Writer:
    """One kind of file.

    ``write`` gets the questionnaire and the language, which is empty where the file holds all.
    """

    name: str
    suffix: str
    media_type: str
    write: Callable[[Definition, str], bytes]
    by_language: bool = False
    #: For translators: texts that are missing in the language are what it is for.
    may_lack_texts: bool = False
    #: Writes the marks of what a machine translated too; ``None`` where the file cannot say them.
    write_marked: Callable[[Definition, str, Marks], bytes] | None = None


WRITERS: dict[str, Writer] = {}


def offer(writer: Writer) -> None:
    """Have a questionnaire be taken out as one more kind of file."""
    WRITERS[writer.name] = writer


def written(
    definition: Definition, name: str, language: str = "", machine_made: Marks | None = None
) -> bytes:
    """Return a questionnaire as a file.

    Args:
        definition: the questionnaire.
        name: of the writer.
        language: of a file that is in one language only.
        machine_made: marks, which go into the file where it can say them.

    Raises:
        InvalidError: the file needs a language, or a text is not there in it.
    """
    writer = WRITERS[name]
    if writer.by_language:
        if language not in LANGUAGES:
            message = N_("Say the language: one of %(languages)s.")
            raise InvalidError("language_needed", message, languages=", ".join(LANGUAGES))
        lacking = rules.missing_texts(definition, [language]) if not writer.may_lack_texts else []
        if lacking:
            message = N_("Texts are missing in %(language)s. Write them first.")
            raise InvalidError("texts_missing", message, problems=lacking, language=NAMES[language])
    if machine_made and writer.write_marked:
        return writer.write_marked(definition, language, machine_made)
    return writer.write(definition, language)


def _marked_json(definition: Definition, _language: str, machine_made: Marks) -> bytes:
    content = own_format.dump(definition)
    content |= {"machine_made": dict(machine_made)} if machine_made else {}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _json(definition: Definition, language: str) -> bytes:
    return _marked_json(definition, language, {})


offer(Writer("json", "json", "application/json", _json, write_marked=_marked_json))
offer(Writer("xlsform", "xlsx", XLSX, lambda definition, _language: writing.write(definition)))
offer(Writer("codebook", "xlsx", XLSX, lambda definition, _language: codebook.as_xlsx(definition)))
offer(
    Writer(
        "codebook-csv",
        "csv",
        "text/csv; charset=utf-8",
        lambda definition, _language: codebook.as_csv(definition),
    )
)
