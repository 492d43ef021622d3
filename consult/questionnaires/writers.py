"""The files a questionnaire can be taken out as; features above offer theirs here."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

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
class Wanted:
    """What a file is to be, beside the questionnaire in it.

    ``language`` is empty where the file holds all; ``number`` is that of the version it is, which a
    form on paper says at its foot, ``None`` for a draft; ``machine_made`` are marks, which go into
    the file where it can say them.
    """

    language: str = ""
    number: int | None = None
    machine_made: Marks = field(default_factory=dict)


@dataclass(frozen=True)
class Writer:
    """One kind of file."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Definition, Wanted], bytes]
    by_language: bool = False
    #: For translators: texts that are missing in the language are what it is for.
    may_lack_texts: bool = False
    #: Whether the file can say what a machine translated.
    says_machine: bool = False


WRITERS: dict[str, Writer] = {}


def offer(writer: Writer) -> None:
    """Have a questionnaire be taken out as one more kind of file."""
    WRITERS[writer.name] = writer


def written(
    definition: Definition,
    name: str,
    language: str = "",
    *,
    number: int | None = None,
    machine_made: Marks | None = None,
) -> bytes:
    """Return a questionnaire as a file.

    Args:
        definition: the questionnaire.
        name: of the writer.
        language: of a file that is in one language only.
        number: of the version it is, which a form on paper says at its foot.
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
    return writer.write(definition, Wanted(language, number, machine_made or {}))


def _json(definition: Definition, wanted: Wanted) -> bytes:
    content = own_format.dump(definition)
    content |= {"machine_made": dict(wanted.machine_made)} if wanted.machine_made else {}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


offer(Writer("json", "json", "application/json", _json, says_machine=True))
offer(Writer("xlsform", "xlsx", XLSX, lambda definition, _wanted: writing.write(definition)))
offer(Writer("codebook", "xlsx", XLSX, lambda definition, _wanted: codebook.as_xlsx(definition)))
offer(
    Writer(
        "codebook-csv",
        "csv",
        "text/csv; charset=utf-8",
        lambda definition, _wanted: codebook.as_csv(definition),
    )
)
