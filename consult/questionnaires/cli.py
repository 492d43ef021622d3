"""``consult questionnaire``: questionnaires from the command line."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import AppGroup

from consult.audit.actor import COMMAND_LINE
from consult.core import db
from consult.core.errors import InvalidError, Problem
from consult.core.locales import LANGUAGES, NAMES, pick
from consult.questionnaires import checks, files, rules, service, timing, writers, xlsform
from consult.questionnaires import format as own_format
from consult.questionnaires.definition import Definition
from consult.questionnaires.translate import exchange, media
from consult.questionnaires.translate.texts import first_source, set_texts

questionnaire = AppGroup("questionnaire", help="What young people are asked.")

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_LANGUAGE = click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="NAME=TAG",
    help="A language as the spreadsheet writes it, and the tag to keep it under: "
    "'Deutsch (de)=en'. 'label=en' for columns without a language. May be repeated.",
)
_LEAVE_OUT = click.option(
    "--leave-out",
    is_flag=True,
    help="Leave out what cannot be kept of an XLSForm (rules, repeats, inserted answers); each is "
    "listed.",
)


@questionnaire.command("check")
@_FILE
@_LANGUAGE
@_LEAVE_OUT
def check(file: Path, languages: tuple[str, ...], *, leave_out: bool) -> None:
    """Say what is wrong with FILE, by sheet and row; exit 1 if anything is."""
    try:
        brought = files.bring(
            file.name,
            file.read_bytes(),
            files.spoken(languages),
            may_be_unsaid=True,
            may_leave_out=leave_out,
        )
    except InvalidError as refusal:
        click.echo(_sentence(refusal.message, refusal.params))
        _list(refusal.problems)
        sys.exit(1)
    definition = brought.definition
    questions = sum(1 for _question in definition.questions())
    click.echo(f"{_title(definition)}: {len(definition.pages)} pages, {questions} questions.")
    if brought.left_out:
        click.echo("Left out, changed or concluded:")
        _list(brought.left_out)
    for tag in definition.languages:
        if tag == xlsform.UNKNOWN:
            continue
        lacking = rules.missing_texts(definition, [tag])
        name = f"{NAMES[tag]} ({tag})" if tag in NAMES else f"{tag} (is not offered here)"
        click.echo(f"{name}: " + (f"{len(lacking)} texts are missing:" if lacking else "complete."))
        _list(lacking)
        if tag in LANGUAGES and not lacking:
            click.echo(f"  about {timing.minutes(definition, tag)} minutes to answer")
    advice = checks.findings(definition)
    if advice:
        click.echo("Advice; it opens all the same:")
        _list(advice)


@questionnaire.command("convert")
@_FILE
@_LANGUAGE
@_LEAVE_OUT
@click.option(
    "--to",
    "target",
    required=True,
    metavar="KIND",
    help="json, xlsform, codebook (.xlsx or .csv), docx or pdf (the form on paper); for "
    "translators xliff, po, xlsx-texts or csv-texts.",
)
@click.option(
    "--in",
    "language",
    type=click.Choice(LANGUAGES),
    help="Language of docx and pdf; the one that xliff, po and the texts are translated into.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def convert(
    file: Path,
    languages: tuple[str, ...],
    target: str,
    language: str | None,
    output: Path,
    *,
    leave_out: bool,
) -> None:
    """Write FILE in another format."""
    if target == "codebook" and output.suffix.lower() == ".csv":
        target = "codebook-csv"
    if target not in writers.WRITERS:
        known = ", ".join(writers.WRITERS)
        raise click.BadParameter(f"{target!r} is none of {known}.", param_hint="--to")
    brought = _bring(file, languages, leave_out=leave_out)
    made = writers.written(
        brought.definition, target, language or "", machine_made=brought.machine_made
    )
    try:
        output.write_bytes(made)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error
    _list(brought.left_out)
    if not writers.WRITERS[target].says_machine:
        _tell_unmarked(target, brought.machine_made)
    click.echo(f"Written as {target}: {output}")


@questionnaire.command("translate")
@_FILE
@click.argument("translation", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_LANGUAGE
@_LEAVE_OUT
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def translate(
    file: Path, translation: Path, languages: tuple[str, ...], output: Path, *, leave_out: bool
) -> None:
    """Take TRANSLATION (.xlf, .po, .xlsx, .csv) back into FILE, all or nothing; write JSON."""
    brought = _bring(file, languages, leave_out=leave_out)
    content = own_format.copy(own_format.dump(brought.definition))
    texts = media.read(translation.name, translation.read_bytes())
    source = texts.source_language or first_source(content["languages"], but=texts.language)
    found = exchange.taken(content, source, "", texts)
    set_texts(found.changed).apply(content, found.changed, 0)
    marks = _still_marked(brought.machine_made, texts.language, found)
    made = writers.written(own_format.stored(content), "json", machine_made=marks)
    try:
        output.write_bytes(made)
    except OSError as error:
        raise click.FileError(str(output), error.strerror) from error
    click.echo(f"{len(found.changed)} texts taken over: {output}")


@questionnaire.command("add")
@_FILE
@_LANGUAGE
@_LEAVE_OUT
def add(file: Path, languages: tuple[str, ...], *, leave_out: bool) -> None:
    """Store the questionnaire in FILE."""
    brought = _bring(file, languages, leave_out=leave_out)
    made = service.add(
        db.session,
        brought.content(),
        actor=COMMAND_LINE,
        file=file.name,
        languages=dict(brought.languages),
    )
    db.session.commit()
    _list(brought.left_out)
    click.echo(f"Added: {made.id}  {_title(brought.definition)}")


def _bring(file: Path, languages: tuple[str, ...], *, leave_out: bool) -> files.Brought:
    said = files.spoken(languages)
    return files.bring(file.name, file.read_bytes(), said, may_leave_out=leave_out)


def _still_marked(marks: writers.Marks, tag: str, found: exchange.Taken) -> writers.Marks:
    """Return the marks once a file in a language is taken: what a person wrote has none."""
    before = marks.get(tag, {}).items()
    kept = {key: name for key, name in before if f"{key}:{tag}" not in found.changed}
    after = {**marks, tag: kept | dict(found.machine_made)}
    return {each: made for each, made in after.items() if made}


def _tell_unmarked(target: str, marks: writers.Marks) -> None:
    """Say on the error stream which marks of a machine's translations are not in the file."""
    for tag, each in marks.items():
        if each:
            click.echo(
                f"Not in this file: that a machine translated {len(each)} texts in "
                f"{NAMES.get(tag, tag)} ({tag}) and nobody signed them. {target} cannot say it; "
                "json can.",
                err=True,
            )


def _title(definition: Definition) -> str:
    return pick(definition.title, next(iter(definition.title)))


def _list(problems: Iterable[Problem]) -> None:
    for problem in problems:
        said = _sentence(problem.message, problem.params)
        click.echo(f"  {problem.where}: {said}" if problem.where else f"  {said}")


def _sentence(message: str, params: dict[str, object]) -> str:
    text = message % params if params else message
    return " ".join(text.split())


commands = [questionnaire]
