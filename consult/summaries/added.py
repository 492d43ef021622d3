"""What was added to the questions while a consultation was open: who was asked, and how it reads.

Earlier versions ask no question that the last one does not ask (``comparing.only_adds``), so all
answers count together; what came later was put to those only who answered that version or a later
one. How many these are is never shown; ``links`` tells the disclosure control what a reader knows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.core.locales import LANGUAGES, N_, Localized, Speaker
from consult.questionnaires import comparing
from consult.questionnaires.definition import Definition, Question
from consult.questionnaires.types.base import Tally
from consult.summaries.snapshots.columns import VERSION, Columns

#: Number and content of the versions that were answered, by digest.
Versions = Mapping[str, tuple[int, Definition]]


@dataclass(frozen=True)
class Fresh:
    """What one version brought.

    ``responses`` is the number of responses to that version and later ones; ``choices`` are codes
    of choices by the question they were added to.
    """

    number: int
    responses: int
    questions: frozenset[str]
    choices: Mapping[str, frozenset[str]]


def parts(
    definition: Definition, found: Columns, versions: Versions
) -> Iterator[tuple[Columns, Definition]]:
    """Yield the answers version by version with what it asks; all at once where it is the same."""
    earlier = _earlier(definition, versions)
    if not earlier:
        yield found, definition
        return
    later = [each for each in found[VERSION].values if each not in earlier]
    yield found.among(VERSION, later), definition
    for each, (_number, own) in earlier.items():
        yield found.where(VERSION, each), own


def since(definition: Definition, found: Columns, versions: Versions) -> Iterator[Fresh]:
    """Yield what each later version brought, in their order."""
    earlier = _earlier(definition, versions)
    if not earlier:
        return
    last = max((number for number, _own in versions.values()), default=0)
    times = found[VERSION].times
    steps = sorted([*earlier.items()], key=lambda each: each[1][0])
    asked = [own for _digest, (_number, own) in steps] + [definition]
    numbers = [number for _digest, (number, _own) in steps[1:]] + [last]
    gone = 0
    for (each, _step), before, after, number in zip(steps, asked, asked[1:], numbers, strict=False):
        gone += times.get(each, 0)
        yield Fresh(
            number,
            found.total - gone,
            frozenset(after.by_code) - set(before.by_code),
            _choices(before, after),
        )


def _earlier(definition: Definition, versions: Versions) -> Versions:
    return {
        each: (number, own)
        for each, (number, own) in versions.items()
        # Most often there is one version alone, and this is asked for each group.
        if own != definition
        and comparing.only_adds(own, definition)
        and not comparing.same_structure(own, definition)
    }


def _choices(before: Definition, after: Definition) -> dict[str, frozenset[str]]:
    found = {}
    for code, question in before.by_code.items():
        old = {choice.code for choice in question.choices}
        new = {choice.code for choice in after.by_code[code].choices} - old
        if new:
            found[code] = frozenset(new)
    return found


def worded(
    question: Question, tables: Sequence[Tally], fresh: Sequence[Fresh]
) -> tuple[Tally, ...]:
    """Return tables that say since which version they, or lines of them, are asked."""
    told = tuple(tables)
    for one in fresh:
        if question.code in one.questions:
            caption = N_("%(text)s (asked from version %(number)s on)")
            told = tuple(replace(t, caption=_said(caption, t.caption, one)) for t in told)
        for code in one.choices.get(question.code, ()):
            told = tuple(_line(table, code, one) for table in told)
    return told


def _line(table: Tally, code: str, one: Fresh) -> Tally:
    label = N_("%(text)s (offered from version %(number)s on)")
    counts = (
        replace(line, label=_said(label, line.label, one)) if line.code == code else line
        for line in table.counts
    )
    return replace(table, counts=tuple(counts))


def _said(message: str, text: Localized, one: Fresh) -> Localized:
    return {
        tag: Speaker(tag if tag in LANGUAGES else "en").gettext(message, text=t, number=one.number)
        for tag, t in text.items()
    }
