"""The head of a paper's first page, in the form the group's own papers have."""

from consult.core.locales import N_, pick
from consult.exports import revised
from consult.exports.edition import Edition
from consult.exports.outline import Front
from consult.exports.words import Words

BODY = N_("Council Working Group on Child Online Protection")

_PURPOSES = {
    "information": N_("For information"),
    "action": N_("Action required"),
}


def front(edition: Edition, words: Words) -> Front:
    """Return the front of an edition."""
    paper, _ = edition.paper, words.gettext
    body = _(BODY)
    document = _("Document %(symbol)s", symbol=edition.symbol) if edition.symbol else _("Document")
    warnings = _warnings(edition, words)
    return Front(
        body=body,
        meeting=words.meeting(paper.meeting_number),
        place_and_days=_place_and_days(edition, words),
        document=document,
        dated=words.day(paper.signed_on) if paper.signed_on else _("Draft paper"),
        original=_("Original: English"),
        source=(_("Source"), _("Chair of the group, with the secretariat")),
        agenda=_agenda(edition, words),
        title=pick(paper.title, edition.language),
        purpose=_(_PURPOSES[paper.purpose]),
        abstract_heading=_("Summary"),
        abstract=(*lines(paper.abstract, edition.language), *revised.lines(edition, words)),
        references_heading=_("References"),
        references=_references(edition, words),
        warnings=tuple(long for long, _short in warnings),
        running_head=" · ".join([edition.symbol or body, *(short for _long, short in warnings)]),
        running_foot=_running_foot(edition, words),
    )


def lines(text: dict[str, str], language: str) -> tuple[str, ...]:
    """Return the lines of a text that are not blank; none where it is in no language."""
    return tuple(line.strip() for line in text.get(language, "").split("\n") if line.strip())


def _place_and_days(edition: Edition, words: Words) -> str:
    paper = edition.paper
    days = words.days(paper.meeting_starts_on, paper.meeting_ends_on)
    place = paper.meeting_place.get(edition.language, "").strip()
    return words.gettext("%(place)s, %(days)s", place=place, days=days) if place else days


def _agenda(edition: Edition, words: Words) -> tuple[str, str] | None:
    number = edition.paper.agenda_item
    title = edition.paper.agenda_title.get(edition.language, "").strip()
    item = " – ".join(part for part in (number, title) if part)
    return (words.gettext("Agenda item"), item) if item else None


def _references(edition: Edition, words: Words) -> tuple[str, ...]:
    resolution = words.gettext(
        "Resolution 179 (Rev. Bucharest, 2022) of the Plenipotentiary Conference"
    )
    consultations = (
        words.gettext(
            "Consultation of young people: %(title)s (%(slug)s)",
            title=pick(one.title, edition.language),
            slug=one.slug,
        )
        for one in edition.paper.consultations
    )
    return (resolution, *consultations)


def _warnings(edition: Edition, words: Words) -> list[tuple[str, str]]:
    """Return each warning in full, and as the running head says it."""
    found = []
    if edition.draft:
        found.append(
            (
                words.gettext("DRAFT. The chair has not signed this paper; it may still change."),
                words.gettext("DRAFT"),
            )
        )
    if edition.paper.demonstration:
        found.append(
            (
                words.gettext(
                    "DEMONSTRATION. The answers in this paper were made up to show how it works."
                    " No young person gave them."
                ),
                words.gettext("DEMONSTRATION: made-up answers"),
            )
        )
    return found


def _running_foot(edition: Edition, words: Words) -> str:
    if edition.draft:
        return words.gettext("Draft, not signed")
    return words.gettext("Signed summary, SHA-256: %(digest)s", digest=edition.digest)
