"""The working copy for SPSS: numbers as CSV, and syntax that reads, names and labels them.

Choices become numbers in the order they are offered. Several at once become one variable each,
and so do the places of a ranking. "I prefer not to say" is a missing value of its own; a question
that was left out is system-missing. Free text is never in it.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from re import sub
from typing import IO, Any

from consult.core import writable
from consult.core.locales import N_, NAMES, Localized, Speaker, pick
from consult.core.regions import REGION_NAMES, Region
from consult.questionnaires import types
from consult.questionnaires.definition import Choice, Definition, Question
from consult.questionnaires.types import kind
from consult.questionnaires.types.base import OTHER, PREFER_NOT

#: Stands for "I prefer not to say" where an answer is a choice, and where it is a number or text.
PREFERRED_NOT, PREFERRED_NOT_NUMBER = "-99", "-999999"
DATA = "responses.csv"

#: What SPSS takes: bytes of a name, of a variable's label and of a value's label.
NAME, LABEL, VALUE = 64, 255, 120
_STRATA: dict[str, str] = {
    "language": N_("Language of the answers"),
    "mode": N_("Way of answering"),
    "stratum": N_("Came with an invitation, or not"),
    "region": N_("Region"),
    "age_band": N_("Age"),
    "submitted_on": N_("Day"),
    "version": N_("Version of the questions"),
}
_YES, _NO = N_("Yes"), N_("No")


@dataclass(frozen=True)
class Variable:
    """One variable: ``form`` as SPSS writes it (``F8.0``), ``values`` their labels by language.

    ``label`` gives the label in a language; ``cell`` makes the number of a closed answer.
    """

    name: str
    form: str
    label: Callable[[str], str]
    values: tuple[tuple[str, Callable[[str], str]], ...] = ()
    missing: str = ""
    cell: Callable[[Any], str] = field(default=lambda closed: "" if closed is None else str(closed))


def write(
    target: IO[bytes],
    definition: Definition,
    responses: Iterator[tuple[tuple[str, ...], dict[str, Any]]],
) -> int:
    """Write an archive of the data and a syntax file per language; return how many rows.

    Args:
        target: an open file.
        definition: all that was asked in any version.
        responses: strata (``exporting.STRATA``) and closed answers by question code, streamed.
    """
    strata, asked = list(_strata()), list(_asked(definition))
    every = _named([*strata, *(one for _question, found in asked for one in found)])
    written = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        with (
            archive.open(DATA, "w", force_zip64=True) as raw,
            io.TextIOWrapper(raw, encoding="utf-8", newline="") as text,
        ):
            writer = csv.writer(text)
            writer.writerow([one.name for one in every])
            for of, answers in responses:
                cells = (
                    one.cell(answers.get(question.code))
                    for question, found in asked
                    for one in found
                )
                writer.writerow([*of, *cells])
                written += 1
        for language in definition.languages:
            archive.writestr(f"{language}.sps", syntax(every, language).encode())
    return written


def variables(definition: Definition) -> list[Variable]:
    """Return every variable in the order of the columns."""
    asked = (one for _question, found in _asked(definition) for one in found)
    return _named([*_strata(), *asked])


def syntax(every: Sequence[Variable], language: str) -> str:
    """Return the syntax that reads :data:`DATA` and names everything in a language."""
    read = "\n".join(f"  {one.name} {one.form}" for one in every)
    labels = "\n".join(f"  /{one.name} {quoted(one.label(language), LABEL)}" for one in every)
    values = "".join(_value_labels(one, language) for one in every)
    missing = "".join(
        f"MISSING VALUES {one.name} ({_code(one, one.missing)}).\n" for one in every if one.missing
    )
    return (
        "* Encoding: UTF-8.\n"
        f"GET DATA\n  /TYPE=TXT\n  /FILE='{DATA}'\n  /ENCODING='UTF8'\n"
        "  /ARRANGEMENT=DELIMITED\n  /DELCASE=LINE\n  /FIRSTCASE=2\n"
        "  /DELIMITERS=','\n  /QUALIFIER='\"'\n  /VARIABLES=\n"
        f"{read}.\n"
        f"VARIABLE LABELS\n{labels.replace('/', '', 1)}.\n"
        f"{values}{missing}"
        "EXECUTE.\n"
    )


def _value_labels(one: Variable, language: str) -> str:
    if not one.values:
        return ""
    told = "\n".join(
        f"  {_code(one, code)} {quoted(label(language), VALUE)}" for code, label in one.values
    )
    return f"VALUE LABELS {one.name}\n{told}.\n"


def _code(one: Variable, code: str) -> str:
    return f"'{code}'" if one.form.startswith("A") else code


def quoted(raw: str, most: int) -> str:
    """Return a text as SPSS reads it: one line, quotes doubled, cut between characters."""
    line = " ".join(writable.text(raw).split())
    line = line.encode()[:most].decode(errors="ignore")
    return "'" + line.replace("'", "''") + "'"


def _strata() -> Iterator[Variable]:
    widths = {"language": 8, "mode": 12, "stratum": 8, "region": 8, "age_band": 8}
    values = {
        "language": tuple((tag, _always(name)) for tag, name in NAMES.items()),
        "region": tuple((code.value, _told(REGION_NAMES[code])) for code in Region),
    }
    for name, msgid in _STRATA.items():
        yield Variable(name, f"A{widths.get(name, 10)}", _told(msgid), values.get(name, ()))


def _asked(definition: Definition) -> Iterator[tuple[Question, list[Variable]]]:
    for question in definition.questions():
        if types.of(question).asks and types.of(question).columns(question):
            yield question, list(_of(question))


def _of(question: Question) -> Iterator[Variable]:
    options = list(types.of(question).options(question))
    if question.other:
        options.append(Choice(OTHER, kind.label((), OTHER)))
    match types.of(question).name:
        case "multiple_choice":
            yield from (_ticked(question, option) for option in options)
        case "ranking":
            yield from (_placed(question, option) for option in options)
        case "number":
            yield _number(question)
        case _ if types.rows(question):
            for row in types.rows(question):
                yield _chosen(question, options, row)
        case _ if options:
            yield _chosen(question, options, None)
        case _:
            yield _written(question)


def _chosen(question: Question, options: Sequence[Choice], row: Choice | None) -> Variable:
    numbers = {option.code: str(number) for number, option in enumerate(options, 1)}
    if all(option.code.lstrip("-").isdigit() for option in options):
        numbers = {option.code: option.code for option in options}  # a scale is its own number

    def cell(closed: Any) -> str:
        one = closed.get(row.code) if row and isinstance(closed, dict) else closed
        return _number_of(one, numbers)

    values = [(numbers[option.code], _localized(option.text)) for option in options]
    name = f"{question.code}_{row.code}" if row else question.code
    return Variable(
        name,
        "F8.0",
        _joined(question.text, row.text if row else None),
        (*values, *_apart(question)),
        PREFERRED_NOT if question.prefer_not else "",
        cell,
    )


def _ticked(question: Question, option: Choice) -> Variable:
    def cell(closed: Any) -> str:
        if closed is None or closed == PREFER_NOT:
            return "" if closed is None else PREFERRED_NOT
        return "1" if option.code in closed else "0"

    return Variable(
        f"{question.code}_{option.code}",
        "F8.0",
        _joined(question.text, option.text),
        (("0", _told(_NO)), ("1", _told(_YES)), *_apart(question)),
        PREFERRED_NOT if question.prefer_not else "",
        cell,
    )


def _placed(question: Question, option: Choice) -> Variable:
    def cell(closed: Any) -> str:
        if closed is None or closed == PREFER_NOT:
            return "" if closed is None else PREFERRED_NOT
        return str(closed.index(option.code) + 1) if option.code in closed else ""

    return Variable(
        f"{question.code}_{option.code}",
        "F8.0",
        _joined(question.text, option.text),
        _apart(question),
        PREFERRED_NOT if question.prefer_not else "",
        cell,
    )


def _number(question: Question) -> Variable:
    def cell(closed: Any) -> str:
        if closed == PREFER_NOT:
            return PREFERRED_NOT_NUMBER
        return types.of(question).cells(question, closed)[0]

    apart = ((PREFERRED_NOT_NUMBER, _localized(kind.label((), PREFER_NOT))),)
    return Variable(
        question.code,
        "F16.6",
        _localized(question.text),
        apart if question.prefer_not else (),
        PREFERRED_NOT_NUMBER if question.prefer_not else "",
        cell,
    )


def _written(question: Question) -> Variable:
    """Return what is neither a choice nor a number: a date."""

    def cell(closed: Any) -> str:
        given = types.of(question).cells(question, closed)[0]
        return PREFERRED_NOT if closed == PREFER_NOT else given

    return Variable(
        question.code,
        "A16",
        _localized(question.text),
        _apart(question),
        PREFERRED_NOT if question.prefer_not else "",
        cell,
    )


def _number_of(code: Any, numbers: dict[str, str]) -> str:
    if code is None or code == "":
        return ""
    if code == PREFER_NOT:
        return PREFERRED_NOT
    return numbers[code if isinstance(code, str) else str(code)]


def _apart(question: Question) -> tuple[tuple[str, Callable[[str], str]], ...]:
    if not question.prefer_not:
        return ()
    return ((PREFERRED_NOT, _localized(kind.label((), PREFER_NOT))),)


def _named(every: list[Variable]) -> list[Variable]:
    """Return the variables with names that SPSS takes, each once whatever the case."""
    taken: set[str] = set()
    made = []
    for one in every:
        plain = sub(r"[^A-Za-z0-9_]", "_", one.name).rstrip("_") or "v"
        plain = plain if plain[0].isalpha() else f"v_{plain}"
        name, number = plain[:NAME], 1
        while name.lower() in taken | _RESERVED:
            number += 1
            name = f"{plain[: NAME - 5]}_{number}"
        taken.add(name.lower())
        made.append(Variable(name, one.form, one.label, one.values, one.missing, one.cell))
    return made


#: Words that SPSS takes for its own.
_RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}


def _told(msgid: str) -> Callable[[str], str]:
    return lambda language: Speaker(language).gettext(msgid)


def _always(text: str) -> Callable[[str], str]:
    return lambda _language: text


def _localized(text: Localized) -> Callable[[str], str]:
    return lambda language: pick(text, language)


def _joined(text: Localized, part: Localized | None) -> Callable[[str], str]:
    if part is None:
        return _localized(text)
    # The part first: a long question is cut, and what tells the variables apart must stay.
    return lambda language: f"{pick(part, language)} – {pick(text, language)}"
