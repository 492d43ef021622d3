"""Reviewed texts as a paper shows them: struck, in their language, with no trait that points."""

from collections.abc import Mapping
from dataclasses import dataclass

from consult.moderation.queries import Text
from consult.questionnaires.types.base import OTHER
from consult.summaries.disclosure import Published
from consult.summaries.paper import Quote
from consult.summaries.tallies import STRATA, Counted


def question_code(text_code: str) -> str:
    """Return the code of the question a text belongs to."""
    return text_code.removesuffix(f"-{OTHER}")


@dataclass(frozen=True)
class Crowd:
    """Who else answered: tells which traits of a quote's author many others share."""

    counted: Counted
    published: Published
    smallest: int

    def quote(self, text: Text) -> Quote:
        """Return the quote with region and age band only where they point at nobody.

        A trait stands beside a quote when its line in the participation table is shown and at
        least ``smallest`` young people share it together with the language and any other trait
        shown; region goes before age band.
        """
        shown = {"language": text.response.language}
        for stratum in ("region", "age_band"):
            code = getattr(text.response, stratum)
            if code and self._is_published(stratum, code):
                wider = shown | {stratum: code}
                if self._sharing(wider) >= self.smallest:
                    shown = wider
        return Quote(
            text.shown, shown["language"], shown.get("region", ""), shown.get("age_band", "")
        )

    def _is_published(self, stratum: str, code: str) -> bool:
        table = dict(self.published.participation).get(stratum)
        rows = table.rows if table else ()
        return any(row.code == code and row.count is not None for row in rows)

    def _sharing(self, traits: Mapping[str, str]) -> int:
        places = {STRATA.index(stratum): code for stratum, code in traits.items()}
        return sum(
            times
            for combination, times in self.counted.crossed.items()
            if all(combination[place] == code for place, code in places.items())
        )
