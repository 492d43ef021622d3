"""Statements that people write themselves, tied to what they rest on."""

from collections.abc import Collection

from consult.core.errors import InvalidError, Problem
from consult.core.locales import N_, NAMES, Localized
from consult.summaries.claims import numbers
from consult.summaries.claims.claim import Claim, Kind, Value
from consult.summaries.claims.evidence import Index


def note(text: Localized, under: str, known: Index, *, taken: Collection[str]) -> Claim:
    """Return a note with those counts of its question or consultation that its words use.

    Args:
        text: the words by language.
        under: id of a question or consultation in the paper.
        known: what the paper shows.
        taken: keys of the claims that are there.

    Raises:
        InvalidError: no words (``note_empty``); ``under`` is not in the paper (``note_adrift``);
            a number is not shown there (``number_unsupported``).
    """
    if not text:
        raise InvalidError("note_empty", N_("Write the statement in at least one language."))
    if under not in known.names or under.startswith("theme:"):
        message = N_("Choose the question or consultation that this statement rests on.")
        raise InvalidError("note_adrift", message)
    offered = _offered(under, known)
    values, problems = [Value("text", text=text)], []
    for tag, words in text.items():
        for one in numbers.written(words, tag):
            found = [v for v in offered if one.value == v.number and one.percent <= v.is_percent]
            values += [v for v in found if v not in values]
            if not found:
                what = {"number": one.shown}
                message = numbers.NOT_IN_EVIDENCE
                problems.append(Problem("number_unsupported", message, what, f"text-{tag}"))
    if problems:
        tags = dict.fromkeys(problem.where.rpartition("-")[2] for problem in problems)
        raise InvalidError(
            "number_unsupported",
            N_("Some numbers are not in the evidence. Look at: %(languages)s"),
            problems=problems,
            languages=", ".join(NAMES[tag] for tag in tags),
        )
    number = next(n for n in range(1, len(taken) + 2) if f"note:{n}" not in taken)
    return Claim(f"note:{number}", Kind.NOTE, "note", under, tuple(values), (under,))


def _offered(under: str, known: Index) -> list[Value]:
    """Return the shown counts of a question, or of who took part in a consultation."""
    place = under.partition(":")[2]
    if "/" in place:
        slug, _slash, code = place.partition("/")
        prefixes: tuple[str, ...] = (f"cell:{slug}/question/{code}/",)
    else:
        prefixes = (f"cell:{place}/responses", f"cell:{place}/participation/")
    cells = sorted(cell for cell in known.cells if cell.startswith(prefixes))
    return [Value(f"shown:{cell}", known.cells[cell], cell=cell) for cell in cells]
