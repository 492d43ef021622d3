"""Imports every table, so that the schema is whole wherever it is looked at."""

from consult.accounts import models as accounts
from consult.audit import models as audit
from consult.consultations import models as consultations
from consult.contacts import models as contacts
from consult.core.db import Base
from consult.followups import models as followups
from consult.helplines import models as helplines
from consult.invitations import models as invitations
from consult.meetings import models as meetings
from consult.moderation import models as moderation
from consult.problems import models as problems
from consult.questionnaires import models as questionnaires
from consult.responses import models as responses
from consult.summaries import models as summaries
from consult.summaries.claims import models as claims
from consult.summaries.results import models as results
from consult.summaries.snapshots import models as snapshots
from consult.takingpart import models as takingpart
from consult.themes import models as themes

FEATURES = (
    audit,
    accounts,
    helplines,
    problems,
    meetings,
    questionnaires,
    consultations,
    invitations,
    contacts,
    responses,
    moderation,
    themes,
    summaries,
    snapshots,
    results,
    claims,
    takingpart,
    followups,
)

metadata = Base.metadata
