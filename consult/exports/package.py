"""Everything that is public of a signed paper in one archive that proves itself.

The archive holds the frozen summary the chair signed, the paper in every language and format, its
tables as data, the questionnaires with their codebooks, how each table was counted, the method,
and ``manifest.json`` with the SHA-256 of each file. The same paper gives the same bytes.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from consult.core.locales import LETTERS
from consult.exports import clean, registry
from consult.exports.body import outline
from consult.exports.edition import edition, only
from consult.exports.outline import Block, Bullets, Grid, Heading, Paragraph
from consult.questionnaires import writers
from consult.questionnaires.definition import Definition
from consult.summaries import paper as papers
from consult.summaries.paper import Paper, Table
from consult.summaries.sealing import Opened, seal_of

FORMAT = "consult-package/1"
MANIFEST = "manifest.json"
SUMMARY = "summary.json"
QUOTES = "quotes.json"

#: Formats of the tables of each consultation.
_DATA = ("csv", "json")
#: Kinds of file of a questionnaire, and how their names end.
_QUESTIONNAIRE = {"json": "questionnaire.json", "codebook-csv": "codebook.csv"}
#: A file in an archive that unpacks to more than this is not read.
_LARGEST = 200_000_000

Write = Callable[[str, str], bytes]


@dataclass(frozen=True)
class Sources:
    """What a package is made of.

    ``quotes`` are those that may be read now, by seal; ``definitions`` are the frozen
    questionnaires by the slug of their consultation, with the number where there are several.
    """

    frozen: str
    paper: Paper
    quotes: Mapping[str, Opened]
    definitions: Mapping[str, Definition]


def build(sources: Sources, *, write: Write | None = None) -> bytes:
    """Return the archive.

    Args:
        sources: of a signed paper.
        write: gives the paper in a language and format, where somebody has it already.
    """
    files = dict(_files(sources, write or _writer(sources.paper)))
    manifest = {
        "format": FORMAT,
        "document": sources.paper.symbol,
        "signed_on": sources.paper.signed_on,
        "digest": papers.digest(sources.frozen),
        "files": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }
    files[MANIFEST] = _json(manifest)
    return _archive(files, papers.day(sources.paper.signed_on))


def problems(archive: bytes) -> list[str]:
    """Return what differs in an archive from what was signed, in English; nothing if it is whole.

    Names every file that was altered, is missing or was added, a summary that is not the signed
    one, and quotes that are not those of the summary.
    """
    try:
        files = _unpacked(archive)
        manifest = json.loads(files.pop(MANIFEST))
        listed = {str(name): str(digest) for name, digest in manifest["files"].items()}
        digest, kind = manifest["digest"], manifest["format"]
    except KeyError as error:
        return [f"{error.args[0]}: missing; without it nothing can be told"]
    except (ValueError, TypeError, AttributeError, zipfile.BadZipFile, OSError, EOFError,
            NotImplementedError, RuntimeError) as error:  # fmt: skip
        return [f"not a package, or damaged: {error}"]
    if kind != FORMAT:
        return [f"{MANIFEST}: the format is {kind}, not {FORMAT}"]
    return [*_differing(files, listed), *_not_signed(files, digest)]


def _differing(files: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[str]:
    for name in sorted({*files, *listed}):
        if name not in files:
            yield f"{name}: missing"
        elif name not in listed:
            yield f"{name}: extra, the manifest does not list it"
        elif sha256(files[name]).hexdigest() != listed[name]:
            yield f"{name}: altered, it is not the file that the manifest lists"


def _not_signed(files: Mapping[str, bytes], digest: str) -> Iterator[str]:
    """Yield where summary and quotes are not what the chair signed."""
    if SUMMARY not in files or QUOTES not in files:
        return  # told as missing
    if sha256(files[SUMMARY]).hexdigest() != digest:
        yield f"{SUMMARY}: its digest is not the one that was signed"
    try:
        paper = Paper.from_json(files[SUMMARY].decode())
        seals = {q.seal for c in paper.consultations for one in c.questions for q in one.quotes}
        for told in json.loads(files[QUOTES])["quotes"]:
            quote = papers.Quote(**told["quote"])
            if told["seal"] not in seals or seal_of(quote, told["key"]) != told["seal"]:
                yield f"{QUOTES}: the quote under {told['seal'][:12]} is not one that was signed"
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"{SUMMARY} or {QUOTES}: cannot be read: {error}"


def _files(sources: Sources, write: Write) -> Iterator[tuple[str, bytes]]:
    paper = sources.paper
    yield SUMMARY, sources.frozen.encode()
    yield QUOTES, _json({"quotes": [_quote(one) for _seal, one in sorted(sources.quotes.items())]})
    yield "tables.csv", _tables(paper)
    yield "README.txt", _readme(paper).encode()
    for language in paper.languages:
        for name in registry.FORMATS:
            yield f"papers/{paper.symbol}-{LETTERS[language]}.{name}", write(language, name)
        whole = edition(paper, language)
        yield f"method/{language}.txt", _method(outline(whole).blocks)
        for one in paper.consultations:
            for name in _DATA:
                file = registry.format_of(name).write(only(whole, one.slug))
                yield f"data/{one.slug}-{language}.{name}", file
    for slug, definition in sources.definitions.items():
        for kind, end in _QUESTIONNAIRE.items():
            yield f"questionnaires/{slug}-{end}", writers.written(definition, kind)


def _writer(paper: Paper) -> Write:
    return lambda language, name: registry.write(paper, language, name)


def _quote(one: Opened) -> dict[str, Any]:
    quote = {n: v for n, v in vars(one.quote).items() if n != "seal"}
    return {"seal": one.quote.seal, "key": one.key, "quote": quote}


def _tables(paper: Paper) -> bytes:
    """Return a line per row of each table with its key and how it was counted."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(("key", "consultation", "question", "kind", "counted", "row", "count", "base"))
    for place, kind, counted, table in _keys(paper):
        for row in table.rows:
            told = ("/".join(place), place[0], place[1], kind, counted, row.code,
                    row.count, table.base)  # fmt: skip
            cells = ("" if cell is None else cell for cell in told)
            writer.writerow([clean.cell(c) if isinstance(c, str) else c for c in cells])
    return target.getvalue().encode()


def _keys(paper: Paper) -> Iterator[tuple[tuple[str, str, str], str, str, Table]]:
    yield ("meeting", "phases", "1"), "phase", "responses by phase", paper.phases
    for one in paper.consultations:
        for stratum, table in one.participation:
            yield (one.slug, stratum, "1"), stratum, f"responses by {stratum}", table
        for question in one.questions:
            for number, table in enumerate(question.tables, 1):
                rows = "one row per response" if table.adds_up else "several rows per response"
                yield (one.slug, question.code, str(number)), question.kind, rows, table


def _method(blocks: tuple[Block, ...]) -> bytes:
    """Return the annex on method as plain text: from the first section without a number on."""
    starts = [n for n, b in enumerate(blocks) if isinstance(b, Heading) and not b.number
              and b.level == 1]  # fmt: skip
    told = (line for block in blocks[starts[0] if starts else 0 :] for line in _plain(block))
    return ("\n".join(told) + "\n").encode()


def _plain(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from ("", f"{'#' * block.level} {block.text}", "")
        case Paragraph():
            yield block.text
        case Bullets():
            yield from (f"- {item}" for item in block.items)
        case Grid():
            yield block.caption
            yield from (" | ".join(row) for row in (block.header, *block.rows))


def _readme(paper: Paper) -> str:
    return (
        f"{paper.symbol}, signed on {paper.signed_on}\n\n"
        "papers/          the paper in each language and format\n"
        "data/            its tables, one file per consultation, language and format\n"
        "questionnaires/  what was asked, and what each column and value means\n"
        "method/          how this was done, who is missing, what is hidden\n"
        "tables.csv       the key of each table, how it was counted, and its numbers\n"
        "summary.json     everything the chair signed; its SHA-256 stands on each paper\n"
        "quotes.json      the quotes, each with the key that shows that its seal fits\n"
        "manifest.json    the SHA-256 of every file\n\n"
        "To check it: consult package verify FILE.zip\n\n"
        "A quote is missing here when its author took it back. The summary keeps its seal alone,\n"
        "and stays what was signed.\n"
    )


def _json(told: object) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _archive(files: Mapping[str, bytes], on: date) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            # Fixed, so that the same paper gives the same bytes on every system.
            entry = zipfile.ZipInfo(name, (on.year, on.month, on.day, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return target.getvalue()


def _unpacked(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        entries = opened.infolist()
        if sum(entry.file_size for entry in entries) > _LARGEST:
            raise ValueError("it unpacks to more than a package holds")
        names = [entry.filename for entry in entries]
        if len(set(names)) < len(names):
            raise ValueError("a file is in it twice")
        return {entry.filename: opened.read(entry) for entry in entries}
