"""Multiple choice: several of the question's choices, at most so many, and "other"."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from consult.core.errors import Problem
from consult.core.locales import N_
from consult.questionnaires.definition import Question
from consult.questionnaires.types import kind, typed
from consult.questionnaires.types.base import OTHER, PREFER_NOT, Answer, Fields, InSheet, Tally


class MultipleChoice(kind.Kind):
    """Boxes to tick. Stored: a list of codes in the order they are offered."""

    name: ClassVar[str] = "multiple_choice"
    place: ClassVar[int] = 20
    template: ClassVar[str] = "questionnaires/types/multiple_choice.html"
    paper: ClassVar[str] = "several"
    settings: ClassVar[frozenset[str]] = frozenset({"at_most"})
    has_choices: ClassVar[bool] = True
    may_narrow: ClassVar[bool] = True
    may_offer_other: ClassVar[bool] = True
    tests: ClassVar[frozenset[str]] = frozenset({"includes", "answered"})
    quotable: ClassVar[bool] = True

    def check(self, question: Question) -> Iterator[Problem]:
        """Yield a limit that nobody could keep or break."""
        yield from super().check(question)
        most = question.settings.get("at_most")
        all_of_them = len(question.choices) + question.other
        if most is not None and not (type(most) is int and 1 <= most <= all_of_them):
            message = N_("“at_most” must be a whole number from 1 to %(all)s.")
            yield Problem("at_most", message, {"all": all_of_them})

    def joined_settings(
        self, earlier: Mapping[str, Any], later: Mapping[str, Any]
    ) -> Mapping[str, Any] | None:
        """Return the higher limit, or none where one had none."""
        return kind.widest(earlier, later, "at_most", max)

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read the ticked boxes; what was written beside "other" ticks it."""
        name = kind.name_of(question)
        sent = typed.codes(fields, name)
        other = typed.text(fields, kind.name_of(question, OTHER)) if question.other else ""
        written = {f"{question.code}-{OTHER}": other} if other else {}
        if other and OTHER not in sent:
            sent.append(OTHER)
        order = [o.code for o in kind.with_other(question, question.choices)]
        unknown = set(sent) - set(order) - ({PREFER_NOT} if question.prefer_not else set())
        if unknown:
            return Answer(None, written, (kind.not_offered(question),), typed.pairs(name, sent))
        if PREFER_NOT in sent:
            if len(sent) == 1:
                return Answer(PREFER_NOT)
            return Answer(None, written, (kind.either_or(question),), typed.pairs(name, sent))
        chosen = [code for code in order if code in sent]
        return Answer(chosen or None, written, tuple(self._problems(question, chosen, other)))

    def _problems(self, question: Question, chosen: list[str], other: str) -> Iterator[Problem]:
        most = question.settings.get("at_most")
        if most is not None and len(chosen) > most:
            message = N_("Choose at most %(most)s. You chose %(chosen)s.")
            yield kind.problem(question, "too_many", message, most=most, chosen=len(chosen))
        if len(other) > kind.LONGEST_OTHER:
            message = N_("Please write at most %(longest)s characters.")
            yield kind.problem(question, "text_long", message, longest=kind.LONGEST_OTHER)

    def fields(self, question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield each ticked box and what was written beside "other"."""
        yield from answer.sent
        if not answer.sent:
            yield from typed.pairs(kind.name_of(question), _codes(answer.closed))
        written = answer.texts.get(f"{question.code}-{OTHER}")
        if written:
            yield kind.name_of(question, OTHER), written

    def say(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return a line per choice."""
        lines = []
        for code in _codes(answer.closed):
            said = kind.in_words(kind.label(question.choices, code), language)
            written = answer.texts.get(f"{question.code}-{OTHER}") if code == OTHER else None
            lines.append(f"{said}: {written}" if written else said)
        return lines

    def tally(self, question: Question, values: Sequence[Any], asked: int) -> tuple[Tally, ...]:
        """Count each choice; one young person may stand in several lines."""
        given = [value for value in values if isinstance(value, list) and value]
        options = kind.with_other(question, question.choices)
        preferred_not = sum(1 for value in values if value == PREFER_NOT)
        return (
            kind.count(question, options, given, asked, preferred_not=preferred_not, adds_up=False),
        )

    def cells(self, _question: Question, closed: Any) -> tuple[str, ...]:
        """Return the codes with ``;`` between them."""
        return (";".join(_codes(closed)),)

    def from_cell(self, question: Question, cell: str) -> Answer:
        """Read codes with ``;`` between them; ``other=`` takes the rest of the cell."""
        listed, other, written = f";{cell.strip()}".partition(f";{OTHER}=")
        sent = [code.strip() for code in listed.split(";")] + ([OTHER] if other else [])
        return self.read(
            question,
            typed.Sent({kind.name_of(question): sent, kind.name_of(question, OTHER): [written]}),
        )

    def in_sheet(self, question: Question) -> InSheet:
        """Return a list to tick; a limit is a constraint."""
        most = question.settings.get("at_most")
        cells = {"constraint": f"count-selected(.) <= {most}"} if most else {}
        return InSheet("select_multiple", cells, question.choices)


def _codes(closed: Any) -> list[str]:
    if closed is None:
        return []
    return [closed] if isinstance(closed, str) else list(closed)
