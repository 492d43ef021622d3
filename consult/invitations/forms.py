"""Forms of staff: print codes, add a group."""

from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from consult.core import ids
from consult.core.forms import BaseForm
from consult.core.i18n import _, _l
from consult.core.regions import REGION_NAMES, Region
from consult.invitations.service import LONGEST_NAME, MOST_CODES, MOST_PEOPLE, MOST_USES

_REQUIRED = _l("Fill this in.")


class _ForPartner(BaseForm):
    """What both forms share: a key that makes a second press count once, and the region."""

    form_key = HiddenField(default=ids.new_key)
    region = SelectField(_l("Region"), choices=[], validate_choice=True)

    def offer(self, own: Region | None) -> None:
        """Fill the list of regions; a vice-chair has the own one alone.

        Args:
            own: the vice-chair's region, ``None`` for those who stand for none.
        """
        every = [SelectChoice("", _("No one region"))] if own is None else []
        regions = [own] if own else list(Region)
        named = [SelectChoice(one.value, _(REGION_NAMES[one])) for one in regions]
        self.region.choices = [*every, *named]

    def chosen_region(self) -> Region | None:
        """Return the region that was chosen."""
        return Region(self.region.data) if self.region.data else None


class CodesForm(_ForPartner):
    """A batch of codes."""

    label = StringField(
        _l("Whom the cards are for"),
        description=_l("A partner's name, so that you know the cards again. Nobody else sees it."),
        validators=[InputRequired(_REQUIRED), Length(max=LONGEST_NAME)],
    )
    codes = IntegerField(
        _l("How many cards"),
        default=30,
        validators=[InputRequired(_REQUIRED), NumberRange(1, MOST_CODES)],
    )
    uses = IntegerField(
        _l("How many young people may use one card"),
        description=_l("1 for a card per person; more for a poster in a classroom."),
        default=1,
        validators=[InputRequired(_REQUIRED), NumberRange(1, MOST_USES)],
    )


class GroupForm(_ForPartner):
    """A group whose consents a partner holds."""

    partner = StringField(
        _l("School, NGO or youth council"),
        validators=[InputRequired(_REQUIRED), Length(max=LONGEST_NAME)],
    )
    headcount = IntegerField(
        _l("How many consents the partner holds"),
        validators=[InputRequired(_REQUIRED), NumberRange(1, MOST_PEOPLE)],
    )
    officer_role = StringField(
        _l("Who holds them there"),
        description=_l("What the person is, like “school counsellor”. No name."),
        validators=[InputRequired(_REQUIRED), Length(max=LONGEST_NAME)],
    )
