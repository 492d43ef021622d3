"""XLIFF 2.0, one file for each target language, as translation programs take it.

Structure after OASIS XLIFF Version 2.0 (5 August 2014), core elements: xliff, file, unit, notes,
note, segment, source, target. Read with defusedxml: a file with a DTD is refused.
"""

import io
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Defused

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_, direction
from consult.questionnaires.translate.exchange import INITIAL, STATES, Entry, Exchange

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
MEDIA_TYPE = "application/xliff+xml"
_N = f"{{{NAMESPACE}}}"
#: Elements a program may put around words without changing them.
_ANNOTATIONS = {f"{_N}mrk"}
#: Category of the note that names what made a translation, while its state is ``initial``.
_MACHINE = "machine"


def write(exchange: Exchange) -> bytes:
    """Return the texts as one XLIFF file."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(
        f"{_N}xliff",
        {"version": "2.0", "srcLang": exchange.source_language, "trgLang": exchange.language},
    )
    file = ET.SubElement(
        root,
        f"{_N}file",
        {
            "id": "f1",
            "canResegment": "no",
            "srcDir": direction(exchange.source_language),
            "trgDir": direction(exchange.language),
            "{http://www.w3.org/XML/1998/namespace}space": "preserve",
        },
    )
    for number, entry in enumerate(exchange.entries, 1):
        unit = ET.SubElement(file, f"{_N}unit", {"id": f"u{number}", "name": entry.key})
        notes = [
            ("context", entry.context),
            ("glossary", entry.glossary),
            (_MACHINE, entry.machine),
        ]
        if any(told for _category, told in notes):
            holder = ET.SubElement(unit, f"{_N}notes")
            for category, told in notes:
                if told:
                    ET.SubElement(holder, f"{_N}note", {"category": category}).text = told
        segment = ET.SubElement(unit, f"{_N}segment", {"state": entry.state})
        ET.SubElement(segment, f"{_N}source").text = entry.source
        if entry.target:
            ET.SubElement(segment, f"{_N}target").text = entry.target
    buffer = io.BytesIO()
    ET.ElementTree(root).write(buffer, encoding="utf-8", xml_declaration=True)
    return buffer.getvalue()


def read(content: bytes) -> Exchange:
    """Return the texts in an XLIFF file.

    Raises:
        InvalidError: it is no XLIFF 2.0, or it holds what a text here cannot hold.
    """
    root = _root(content)
    if root.tag != f"{_N}xliff":
        message = N_("This is not XLIFF 2.0. Save it in the version it came in.")
        raise InvalidError("xliff_none", message)
    problems: list[Problem] = []
    entries = [_entry(unit, problems) for unit in root.iter(f"{_N}unit")]
    if problems:
        message = N_("Nothing was taken from the file. Mend what is listed and try again.")
        raise InvalidError("translation_unfit", message, problems=problems)
    return Exchange(root.get("srcLang", ""), root.get("trgLang", ""), tuple(entries))


def _root(content: bytes) -> ET.Element:
    try:
        root: ET.Element = Defused.fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        message = N_("The file holds declarations (DTD) that no translation needs.")
        raise InvalidError("xliff_dtd", message) from error
    except (ET.ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        message = N_("The file is not XML: line %(line)s cannot be read.")
        raise InvalidError("xliff_unread", message, line=line) from error
    return root


def _entry(unit: ET.Element, problems: list[Problem]) -> Entry:
    place = f"unit {unit.get('id', '?')[:40]}"
    sources, targets, states, lacking = [], [], [], False
    for part in unit:
        if part.tag not in {f"{_N}segment", f"{_N}ignorable"}:
            continue
        source = "".join(_words(part.find(f"{_N}source"), place, problems))
        target = part.find(f"{_N}target")
        sources.append(source)
        if part.tag == f"{_N}segment":
            said = "".join(_words(target, place, problems))
            lacking = lacking or bool(source.strip() and not said.strip())
            targets.append(said)
            states.append(part.get("state", INITIAL))
        else:
            targets.append(source if target is None else "".join(_words(target, place, problems)))
    known = [state for state in states if state in STATES]
    if len(known) < len(states):
        message = N_("The state is one of %(states)s.")
        problems.append(Problem("state_unknown", message, {"states": ", ".join(STATES)}, place))
    said = "".join(targets)
    if lacking and said.strip():
        message = N_("Only a part of this text is translated. Translate all of it, or nothing.")
        problems.append(Problem("unit_partly", message, where=place))
    state = min(known, key=STATES.index, default=INITIAL)
    notes = unit.iterfind(f"{_N}notes/{_N}note")
    machine = next((note.text or "" for note in notes if note.get("category") == _MACHINE), "")
    return Entry(
        unit.get("name", ""),
        "".join(sources),
        "" if lacking else said,
        state,
        machine=machine,
        place=place,
    )


def _words(holder: ET.Element | None, place: str, problems: list[Problem]) -> Iterator[str]:
    if holder is None:
        return
    yield holder.text or ""
    for inner in holder:
        if inner.tag not in _ANNOTATIONS:
            message = N_("Texts here are plain: take the mark “%(name)s” out of it.")
            name = str(inner.tag).rpartition("}")[2][:40]
            problems.append(Problem("xliff_inline", message, {"name": name}, place))
        yield from _words(inner, place, problems)
        yield inner.tail or ""
