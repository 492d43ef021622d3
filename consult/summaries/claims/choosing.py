"""Which quotes a summary proposes: few, and as different as those who answered."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width
from uuid import UUID

from consult.summaries.paper import Quote

#: How many quotes are proposed, in all and of one question.
MOST, MOST_OF_QUESTION = 8, 3
# Letters of a text that says something, and of one that nobody reads to its end.
_SAYS_ENOUGH, _TOO_LONG = 80, 600


@dataclass(frozen=True)
class Candidate:
    """A text that two people let out, as the paper would show it.

    ``stances`` are those that people coded in it, for and against.
    """

    review: UUID
    slug: str
    question: str
    quote: Quote
    stances: frozenset[str] = frozenset()

    def traits(self) -> Iterator[tuple[str, str]]:
        """Yield what makes this voice another one than the next."""
        yield "language", self.quote.language
        yield "region", self.quote.region
        yield "question", f"{self.slug}/{self.question}"
        for stance in self.stances:
            yield "stance", f"{self.slug}/{self.question}/{stance}"

    def speaks_for(self, group: tuple[str, str, str]) -> bool:
        """Whether its author is seen to be of a group: consultation, stratum, code."""
        slug, stratum, code = group
        shown = {"region": self.quote.region, "language": self.quote.language}
        return self.slug == slug and shown.get(stratum) == code


def choose(
    candidates: Sequence[Candidate], wanted: Collection[tuple[str, str, str]]
) -> list[Candidate]:
    """Return the quotes to propose, the same for the same candidates.

    Each next one brings the most that is not there yet: a language, region, question or stance,
    and first of all a group that answered otherwise than the rest. One so long that it brings
    nothing is left to people to choose.

    Args:
        candidates: what may be quoted.
        wanted: groups that should be heard because they differ.
    """
    chosen: list[Candidate] = []
    seen: dict[tuple[str, str], int] = {}
    unheard = set(wanted)
    left = sorted(candidates, key=lambda one: str(one.review))
    while left and len(chosen) < MOST:
        best = max(left, key=lambda one: _worth(one, seen, unheard))
        if _worth(best, seen, unheard) <= 0:
            break
        left.remove(best)
        place = ("question", f"{best.slug}/{best.question}")
        if seen.get(place, 0) >= MOST_OF_QUESTION:
            continue
        chosen.append(best)
        for trait in best.traits():
            seen[trait] = seen.get(trait, 0) + 1
        unheard = {group for group in unheard if not best.speaks_for(group)}
    return chosen


def _worth(
    one: Candidate,
    seen: dict[tuple[str, str], int],
    unheard: Collection[tuple[str, str, str]],
) -> float:
    """Return how much a quote adds: whom it lets be heard, and whether it says something."""
    heard = 2.0 * any(one.speaks_for(group) for group in unheard)
    new = sum(1 / (1 + seen.get(trait, 0)) for trait in one.traits() if trait[1])
    return heard + new + _substance(one.quote.text)


def _substance(text: str) -> float:
    """Return from 0 to 1 what a text has to say by its length; East Asian letters say more."""
    said = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return min(said, _SAYS_ENOUGH) / _SAYS_ENOUGH - max(0, said - _TOO_LONG) / _TOO_LONG
