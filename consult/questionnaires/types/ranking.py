"""Ranking: the choices put into an order, best first."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from consult.core.locales import LANGUAGES, N_, Localized, Speaker
from consult.questionnaires.definition import Question
from consult.questionnaires.types import kind, typed
from consult.questionnaires.types.base import PREFER_NOT, Answer, Fields, Tally

#: Places that get a table each; further down the counts say little.
PLACES_COUNTED = 3


class Ranking(kind.Kind):
    """A place beside each choice. Stored: a list of codes, best first; some may be left out."""

    name: ClassVar[str] = "ranking"
    place: ClassVar[int] = 40
    sheet_type: ClassVar[str] = "rank"
    template: ClassVar[str] = "questionnaires/types/ranking.html"
    paper: ClassVar[str] = "places"
    has_choices: ClassVar[bool] = True
    may_narrow: ClassVar[bool] = True
    fewest_choices: ClassVar[int] = 2

    def read(self, question: Question, fields: Fields) -> Answer:
        """Read the place beside each choice; two choices on one place are a problem."""
        sent: list[tuple[str, str]] = []
        places: list[tuple[int, str]] = []
        problems = []
        for choice in question.choices:
            name = kind.name_of(question, choice.code)
            values = typed.codes(fields, name)
            sent.extend(typed.pairs(name, values))
            if len(values) == 1 and values[0] in _places(question):
                places.append((_places(question).index(values[0]), choice.code))
            elif values:
                problems.append(kind.not_offered(question))
        if len({place for place, _code in places}) < len(places):
            message = N_("Two answers have the same place. Give each place only once.")
            problems.append(kind.problem(question, "place_twice", message))
        ranked = [code for _place, code in sorted(places)]
        answer = Answer(None if problems else ranked or None, {}, tuple(problems[:1]), tuple(sent))
        return kind.settle(question, answer, prefers_not=kind.boxed(question, fields))

    def fields(self, question: Question, answer: Answer) -> Iterator[tuple[str, str]]:
        """Yield the place of each choice that has one."""
        yield from answer.sent
        if answer.closed == PREFER_NOT:
            yield kind.name_of(question, kind.PREFER_NOT_BOX), "yes"
        elif answer.closed:
            for place, code in enumerate(answer.closed, 1):
                yield kind.name_of(question, code), str(place)

    def say(self, question: Question, answer: Answer, language: str) -> list[str]:
        """Return a numbered line per choice, best first."""
        if answer.closed == PREFER_NOT:
            return [kind.in_words(kind.label((), PREFER_NOT), language)]
        labels = (kind.label(question.choices, code) for code in answer.closed or ())
        return [f"{n}. {kind.in_words(label, language)}" for n, label in enumerate(labels, 1)]

    def tally(self, question: Question, values: Sequence[Any], asked: int) -> tuple[Tally, ...]:
        """Count who stands on the first places, a table for each place."""
        given = [value for value in values if isinstance(value, list) and value]
        preferred_not = sum(1 for value in values if value == PREFER_NOT)
        return tuple(
            kind.count(
                question,
                question.choices,
                [(ranked[place],) for ranked in given if len(ranked) > place],
                asked,
                preferred_not=preferred_not,
                caption=_caption(question, place + 1),
            )
            for place in range(min(PLACES_COUNTED, len(question.choices)))
        )

    def cells(self, _question: Question, closed: Any) -> tuple[str, ...]:
        """Return the codes with ``;`` between them, best first."""
        return (closed if isinstance(closed, str) else ";".join(closed or ()),)

    def from_cell(self, question: Question, cell: str) -> Answer:
        """Read codes with ``;`` between them, best first."""
        codes = [code.strip() for code in cell.split(";") if code.strip()]
        if codes == [PREFER_NOT] and question.prefer_not:
            return Answer(PREFER_NOT)
        if set(codes) - {choice.code for choice in question.choices}:
            return Answer(problems=(kind.not_offered(question),))
        pairs = ((kind.name_of(question, code), str(n)) for n, code in enumerate(codes, 1))
        return self.read(question, typed.Sent.of(pairs))


def _places(question: Question) -> list[str]:
    return [str(place) for place in range(1, len(question.choices) + 1)]


def _caption(question: Question, place: int) -> Localized:
    return {
        tag: f"{question.text[tag]} – " + Speaker(tag).gettext(N_("place %(place)s"), place=place)
        for tag in LANGUAGES
        if tag in question.text
    }
