"""A paper in one language, whole and clean: what every format writes."""

from dataclasses import dataclass, replace

from consult.core.errors import DomainError
from consult.core.locales import LETTERS, N_, NAMES, Localized, Speaker, missing
from consult.exports import clean
from consult.summaries import paper as papers
from consult.summaries.paper import Paper, QuestionResult, Quote

#: Stands in every format where a quote was.
TAKEN_BACK = N_("[quote withdrawn by its author]")

#: How many of the missing texts a refusal names.
_NAMED = 3


@dataclass(frozen=True)
class Edition:
    """One paper in one language.

    ``digest`` is the SHA-256 of the frozen summary, ``""`` for a draft.
    """

    paper: Paper
    language: str
    digest: str

    @property
    def draft(self) -> bool:
        """Whether the chair has not signed it yet."""
        return not self.paper.signed_on

    @property
    def symbol(self) -> str:
        """The document's symbol with the letter of the language; ``""`` while it has none."""
        return f"{self.paper.symbol}-{LETTERS[self.language]}" if self.paper.symbol else ""


def edition(paper: Paper, language: str) -> Edition:
    """Return the paper in one language.

    Raises:
        DomainError: the product does not have the language, or some text of the paper is not
            there in it (``paper_not_in_language``).
    """
    if language not in NAMES:
        raise DomainError(
            "language_unknown",
            N_("There are no papers in “%(language)s”. Choose one of: %(languages)s."),
            language=language,
            languages=", ".join(NAMES),
        )
    # A draft may be bare where a signed paper may not; half-written texts are never printed.
    written = (text for text in paper.texts() if paper.signed_on or not _is_blank(text))
    gaps = [_sample(text) for text in written if missing(text, [language])]
    if gaps:
        raise DomainError(
            "paper_not_in_language",
            N_(
                "This paper cannot be printed in %(language)s: %(count)s of its texts are not"
                " there in it. The first: %(samples)s. Write them, then try again."
            ),
            language=NAMES[language],
            count=len(gaps),
            samples="; ".join(f"“{gap}”" for gap in gaps[:_NAMED]),
        )
    digest = papers.digest(paper.to_json()) if paper.signed_on else ""
    return Edition(clean.paper(_with_gaps(paper, language)), language, digest)


def only(whole: Edition, slug: str) -> Edition:
    """Return the edition with one of its consultations; the digest stays the whole paper's."""
    kept = tuple(one for one in whole.paper.consultations if one.slug == slug)
    return replace(
        whole,
        paper=replace(
            whole.paper,
            consultations=kept,
            findings=(),
            crossed=tuple(one for one in whole.paper.crossed if one.slug == slug),
            themes=tuple(one for one in whole.paper.themes if one.slug == slug),
            assessment=tuple(one for one in whole.paper.assessment if one.slug == slug),
            for_young={},
        ),
    )


def _with_gaps(paper: Paper, language: str) -> Paper:
    """Return the paper with words of ours where the author of a quote took it back."""
    gap = Quote(Speaker(language).gettext(TAKEN_BACK), language, "", "")

    def question(one: QuestionResult) -> QuestionResult:
        return replace(
            one, quotes=tuple(replace(gap, seal=q.seal) if q.taken_back else q for q in one.quotes)
        )

    return replace(
        paper,
        consultations=tuple(
            replace(one, questions=tuple(question(q) for q in one.questions))
            for one in paper.consultations
        ),
    )


def _is_blank(text: Localized) -> bool:
    return not any(part.strip() for part in text.values())


def _sample(text: Localized) -> str:
    found = next((t for t in text.values() if t.strip()), "…")
    return found if len(found) <= 60 else f"{found[:59]}…"
