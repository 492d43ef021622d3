"""What a consultation is planned to be: everything staff decide before it opens."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from consult.accounts.models import Account
from consult.consultations import defaults, gates
from consult.consultations.models import Phase
from consult.core.errors import Problem
from consult.core.locales import LANGUAGES, N_, Localized, missing, tidy
from consult.meetings.models import AgendaItem, Meeting
from consult.questionnaires.models import Questionnaire

_SMALLEST_CELLS = range(3, 51)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The values of a consultation; a text that is ``None`` is taken from elsewhere.

    ``title``: from the questionnaire; ``purpose``: from its introduction; ``outcome`` and
    whatever is not there in every language offered: the product's own words.
    ``languages``: tags, in any order. ``opens_at``, ``closes_at``: aware; half-open.
    ``smallest_cell``: counts from 1 to one below it are hidden in every table.
    ``focal_point``, ``deputy``: who sees to texts that tell of harm, and who stands in.
    ``ten_to_twelve_may_write``: children of 10 to 12 get the questions with free text too.
    ``demonstration``: the answers will be made up to show the product.
    ``contact_offered``: after sending, one may leave an e-mail address to hear what came of it.
    """

    slug: str
    meeting: Meeting
    phase: Phase
    questionnaire: Questionnaire
    languages: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    title: Localized | None = None
    purpose: Localized | None = None
    outcome: Localized | None = None
    agenda_item: AgendaItem | None = None
    smallest_cell: int = 5
    ten_to_twelve_may_write: bool = True
    demonstration: bool = False
    focal_point: Account | None = None
    deputy: Account | None = None
    contact_offered: bool = False

    def problems(self) -> Iterator[Problem]:
        """Yield what keeps it from being stored at all; texts may still be missing."""
        yield from gates.slug_gate(self.slug)
        yield from gates.language_gate(self.languages)
        yield from gates.window_gate(self.opens_at, self.closes_at)
        if self.smallest_cell not in _SMALLEST_CELLS:
            message = N_("The smallest count shown is a whole number from 3 to 50.")
            yield Problem("smallest_cell", message, where="smallest_cell")
        if self.contact_offered and self.demonstration:
            message = N_("A demonstration keeps no e-mail addresses.")
            yield Problem("contact_offered", message, where="contact_offered")
        if self.agenda_item is not None and self.agenda_item.meeting_id != self.meeting.id:
            message = N_("The agenda item belongs to another meeting.")
            yield Problem("agenda_item_of_other_meeting", message, where="agenda_item")

    def values(self) -> dict[str, object]:
        """Return the columns of the consultation it describes."""
        return {
            "slug": self.slug,
            "title": self._text(self.title, self.questionnaire.title)
            or defaults.title(self.phase, self.meeting.number),
            "purpose": self._text(self.purpose, self.questionnaire.content.get("introduction"))
            or defaults.purpose(self.phase, self.meeting.number),
            "outcome": self._text(self.outcome, None) or defaults.outcome(),
            "meeting": self.meeting,
            "agenda_item": self.agenda_item,
            "phase": self.phase,
            "questionnaire": self.questionnaire,
            "languages": [tag for tag in LANGUAGES if tag in self.languages],
            "opens_at": self.opens_at,
            "closes_at": self.closes_at,
            "smallest_cell": self.smallest_cell,
            "ten_to_twelve_may_write": self.ten_to_twelve_may_write,
            "demonstration": self.demonstration,
            "focal_point": self.focal_point,
            "deputy": self.deputy,
            "contact_offered": self.contact_offered,
        }

    def _text(self, written: Localized | None, asked: object) -> Localized | None:
        """Return what staff wrote, else the questionnaire's text if it is whole."""
        if written is not None:
            return tidy(written)
        if not isinstance(asked, dict) or missing(asked, self.languages):
            return None
        return tidy(asked)
