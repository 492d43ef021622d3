"""The kinds of file a translation travels in."""

from dataclasses import replace

from consult.core.errors import InvalidError
from consult.core.locales import N_
from consult.questionnaires import writers
from consult.questionnaires.definition import Definition
from consult.questionnaires.translate import exchange, po, sheets, xliff
from consult.questionnaires.translate.exchange import Exchange, Medium

#: The largest file that is looked at.
MOST_BYTES = 4 * 1024 * 1024

MEDIA = {
    medium.name: medium
    for medium in (
        Medium("xliff", "xlf", xliff.MEDIA_TYPE, xliff.write, xliff.read),
        Medium("po", "po", po.MEDIA_TYPE, po.write, po.read),
        Medium("xlsx-texts", "xlsx", sheets.XLSX, sheets.write_xlsx, sheets.read_xlsx),
        Medium("csv-texts", "csv", sheets.CSV, sheets.write_csv, sheets.read_csv),
    )
}
_BY_ENDING = {medium.suffix: medium for medium in MEDIA.values()} | {"xliff": MEDIA["xliff"]}


def read(name: str, content: bytes) -> Exchange:
    """Return the texts in a file.

    Args:
        name: of the file; its ending tells the kind.
        content: its bytes, from anybody.

    Raises:
        InvalidError: it cannot be read, and why.
    """
    if len(content) > MOST_BYTES:
        message = N_(
            "The file is larger than %(most)s megabytes. A questionnaire is much smaller. Take out "
            "what is no question, such as pictures, and try again."
        )
        raise InvalidError("file_large", message, most=MOST_BYTES // 1024 // 1024)
    medium = _BY_ENDING.get(name.lower().rpartition(".")[2])
    if medium is None:
        raise InvalidError(
            "file_kind", N_("Bring back a file that ends in .xlf, .po, .xlsx, .csv or .zip.")
        )
    found = medium.read(content)
    return replace(
        found,
        source_language=exchange.language_of(found.source_language),
        language=exchange.language_of(found.language),
    )


def _offer(medium: Medium) -> None:
    def write(definition: Definition, wanted: writers.Wanted) -> bytes:
        marks = wanted.machine_made.get(wanted.language)
        return medium.write(exchange.of_definition(definition, wanted.language, marks))

    writers.offer(
        writers.Writer(
            medium.name,
            medium.suffix,
            medium.media_type,
            write,
            by_language=True,
            may_lack_texts=True,
            says_machine=True,
        )
    )


for _medium in MEDIA.values():
    _offer(_medium)
