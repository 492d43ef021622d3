"""Where a member of staff can go: one list for the bar on top and for the home page."""

from dataclasses import dataclass

from flask import current_app, request, url_for

from consult.accounts.access import may_reach, signed_in
from consult.core.i18n import _
from consult.core.locales import N_

#: Endpoint, name, what one does there. Those that are not there yet are left out.
_PLACES = (
    ("meetings.index", N_("Meetings"), N_("Dates, agenda items, documents and their numbers.")),
    ("questionnaires.index", N_("Questionnaires"), N_("Bring in what is asked, and check it.")),
    ("consultations.index", N_("Consultations"), N_("Prepare, open, watch and close.")),
    ("invitations.index", N_("Invitations"), N_("Print codes, and add groups with a facilitator.")),
    ("moderation.index", N_("Review"), N_("Read free texts and decide what may be quoted.")),
    (
        "safeguarding.index",
        N_("Safeguarding"),
        N_("Texts that may tell of harm: read them in time and see to them."),
    ),
    ("themes.index", N_("Themes"), N_("Find what open answers have in common, and count it.")),
    ("results.index", N_("Results"), N_("Compare answers by region, age and more.")),
    ("summaries.index", N_("Summaries"), N_("Edit, sign and download the paper.")),
    ("followups.index", N_("What came of it"), N_("Tell young people what changed.")),
    ("problems.index", N_("Reported problems"), N_("Read them and answer.")),
    ("helplines.index", N_("Help lines"), N_("What “Get help” shows, country by country.")),
    ("accounts.index", N_("Accounts"), N_("Who may sign in, and as what.")),
    ("accounts.trail", N_("Trail"), N_("Who did what, and when.")),
)


@dataclass(frozen=True)
class Place:
    """A page to go to, in the reader's language."""

    address: str
    name: str
    purpose: str
    is_here: bool


def places() -> list[Place]:
    """Return the pages that the account at hand may reach; none before sign-in."""
    account = signed_in()
    if account is None:
        return []
    blueprint = request.blueprint
    return [
        Place(
            url_for(endpoint),
            _(name),
            _(purpose),
            is_here=endpoint == request.endpoint
            or (blueprint != "accounts" and endpoint.split(".")[0] == blueprint),
        )
        for endpoint, name, purpose in _PLACES
        if endpoint in current_app.view_functions and may_reach(endpoint, account)
    ]
